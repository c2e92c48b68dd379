import Foundation
import UsageKit

/// The columns that the ledgers are filled from.
struct MemoryRows {
    private let times: [Int64]
    private let models: TextSymbols
    private let keys: TextSymbols
    private let inputTokens: [Int64]
    private let outputTokens: [Int64]
    private let charges: [Money]
    private let durations: [Int64]
    private let others: Others?

    /// The columns that only records with all common fields have.
    private struct Others {
        let providers: TextSymbols
        let users: TextSymbols
        let types: TextSymbols
        let statuses: TextSymbols
    }

    init(_ folder: ColumnFolder, allFields: Bool = false) throws {
        times = try folder.integers("time", width: 8)
        models = try folder.texts("model")
        keys = try folder.texts("key")
        inputTokens = try folder.integers("input", width: 4)
        outputTokens = try folder.integers("output", width: 4)
        charges = try folder.integers("charge", width: 8).map { micros in
            try Money(Decimal(sign: .plus, exponent: -6, significand: Decimal(micros)), .usd)
        }
        durations = try folder.integers("duration", width: 4)
        others =
            allFields
            ? Others(
                providers: try folder.texts("provider"), users: try folder.texts("user"),
                types: try folder.texts("type"), statuses: try folder.texts("status")) : nil
    }

    /// A new ledger with all rows.
    func ledger() throws -> UsageLedger {
        var ledger = UsageLedger()
        try forEach { try ledger.append($0) }
        return ledger
    }

    func forEach(_ body: (UsageRecord) throws -> Void) rethrows {
        for row in times.indices {
            var record = UsageRecord(
                provider: .aurous, time: Timestamp(milliseconds: times[row]), model: models[row], apiKey: keys[row],
                tokens: TokenCounts(input: Int(inputTokens[row]), output: Int(outputTokens[row])),
                charge: charges[row], duration: .milliseconds(durations[row]))
            if let others {
                record.provider = ProviderID(rawValue: others.providers[row])
                record.user = others.users[row]
                record.type = others.types[row]
                record.status = UsageStatus(rawValue: others.statuses[row])
            }
            try body(record)
        }
    }
}
