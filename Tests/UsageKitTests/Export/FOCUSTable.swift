import Testing
import UsageKitTesting

@testable import UsageKit

/// Exports and rows of FOCUS for tests.
enum FOCUSTable {
    /// The instant of the rows whose cells ``usual(_:)`` has.
    static let morning = Timestamp.at("2026-05-20T10:00:00.250Z")

    /// An export for the account `team-7`, with rates from texts such as `credit=0.01 USD@2026-05-01`.
    static func export(
        _ version: FOCUSExport.Version = .v1_2, _ rates: [String] = [], into target: Currency = .usd,
        unfinalRows: FOCUSExport.UnfinalRows = .refused, isComplete: Bool = true, labels: [UsageDimension] = []
    ) throws -> FOCUSExport {
        try FOCUSExport(
            version, rates: BudgetSamples.rates(rates, into: target), names: FOCUSNames(account: "team-7"),
            isComplete: isComplete, unfinalRows: unfinalRows, labels: labels)
    }

    /// The ledgers of all providers, with that of Aurous' credits.
    static let ledgers: [RowLedger] = [.aurous, .aurousCredits, .venice, .tresor, .chatBotKit, .auralytik]

    /// Rates for everything that rows of ``LedgerGenerator`` are charged or counted in, with changes inside its week.
    static let rates =
        ["credit", "DIEM", "BUNDLED_CREDITS", "EARNED_CREDITS", "EUR", "record"].map { "\($0)=0.0123 USD@2026-05-01" }
        + ["MESSAGE", "BASE_TOKEN", "CUSTOM_TOKEN", "CONVERSATION", "IMAGE", "FETCH", "EMAIL"].map {
            "CHATBOTKIT_\($0)=0.00007 USD@2026-05-18"
        } + ["credit=0.0125 USD@2026-05-20", "EUR=1.083719 USD@2026-05-20", "DIEM=0.333333333333 USD@2026-05-21"]

    /// The records of generated rows, with labels.
    static func records(_ ledger: RowLedger, seed: UInt64, count: Int) throws -> [UsageRecord] {
        let labels: [UsageDimension] = [.region, .upstream, .keyName, .note, .reason]
        return try ledger.rows(seed: seed, count: count).map { row in
            switch ledger {
            case .aurous, .aurousCredits: try Aurous.Event(row).usageRecord(keeping: labels)
            case .venice, .veniceRetired: try Venice.BillingEntry(row).usageRecord(keeping: labels)
            case .tresor: try Tresor.LedgerRow(row).usageRecord(keeping: labels)
            case .chatBotKit: try ChatBotKit.UsageItem(row).usageRecord(keeping: labels)
            case .auralytik, .auralytikSigned: try Auralytik.Detail(row).usageRecord(keeping: labels)
            }
        }
    }

    /// The cells of the line of a record by the names of their columns, without the empty ones.
    static func row(_ record: UsageRecord, _ export: FOCUSExport) throws -> [String: String] {
        let lines = try CSVText.cells(export.header + export.line(for: record))
        try #require(lines.count == 2 && lines[0].count == lines[1].count)
        let cells = zip(lines[0], lines[1]).map { ($0 ?? "", $1 ?? "") }.filter { !$0.1.isEmpty }
        return Dictionary(uniqueKeysWithValues: cells)
    }

    /// The columns of version 1.2 that rows of ``morning`` have in common.
    static func usual(_ provider: String) -> [String: String] {
        [
            "BillingAccountId": "team-7", "BillingCurrency": "USD", "BillingPeriodStart": "2026-05-01T00:00:00Z",
            "BillingPeriodEnd": "2026-06-01T00:00:00Z", "ChargeCategory": "Usage", "ChargeFrequency": "Usage-Based",
            "ChargePeriodStart": "2026-05-20T10:00:00Z", "ChargePeriodEnd": "2026-05-20T10:00:01Z",
            "PricingCategory": "Standard", "ServiceCategory": "AI and Machine Learning",
            "ServiceSubcategory": "Generative AI", "x_EventTime": "2026-05-20T10:00:00.250Z", "x_Final": "true",
            "InvoiceIssuerName": provider, "ProviderName": provider, "PublisherName": provider, "ServiceName": provider,
            "x_Provider": provider,
        ]
    }

    /// The columns of the costs, which are equal.
    static func cost(_ cost: String) -> [String: String] {
        ["BilledCost": cost, "ContractedCost": cost, "EffectiveCost": cost, "ListCost": cost]
    }

    /// The columns of the price of a unit in both currencies.
    static func prices(_ price: String, _ currencyPrice: String) -> [String: String] {
        [
            "ContractedUnitPrice": price, "ListUnitPrice": price, "PricingCurrencyContractedUnitPrice": currencyPrice,
            "PricingCurrencyListUnitPrice": currencyPrice,
        ]
    }
}

extension [String: String] {
    static func + (left: Self, right: Self) -> Self { left.merging(right) { _, last in last } }
}
