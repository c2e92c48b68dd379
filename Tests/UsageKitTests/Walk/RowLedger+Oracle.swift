import Foundation

@testable import UsageKit

/// The meaning of a row on the wire, computed without the package's rows, records and exact numbers.
extension RowLedger {
    func instant(_ row: JSONValue) -> Timestamp? {
        switch self {
        case .venice, .veniceRetired, .auralytik, .auralytikSigned: row["timestamp"]?.string.map(Timestamp.at)
        case .chatBotKit:
            number(row["createdAt"]).map { Timestamp(milliseconds: NSDecimalNumber(decimal: $0).int64Value) }
        default: row["created_at"]?.string.map(Timestamp.at)
        }
    }

    /// Money spent, by currency.
    func charges(_ rows: [JSONValue]) -> [String: Decimal] {
        var sums: [String: Decimal] = [:]
        for row in rows {
            switch self {
            case .aurous: add(number(row["credits_charged"]), to: &sums["credit"])
            case .aurousCredits:
                let amount = number(row["amount"]).map { abs($0) }
                switch row["type"]?.string {
                case "charge": add(amount, to: &sums["credit"])
                case "refund": add(amount.map { -$0 }, to: &sums["credit"])
                default: break
                }
            case .venice, .veniceRetired:
                add(number(row["amount"]).map { -$0 }, to: &sums[row["currency"]?.string ?? ""])
            case .tresor: add(number(row["cost_eur"]), to: &sums["EUR"])
            case .chatBotKit, .auralytik, .auralytikSigned: break
            }
        }
        return sums
    }

    /// The sums of other quantities that every row of the provider has.
    func units(_ rows: [JSONValue]) -> [String: Decimal] {
        var sums: [String: Decimal] = [:]
        for row in rows {
            switch self {
            case .chatBotKit: add(number(row["count"]), to: &sums[row["type"]?.string ?? ""])
            case .tresor: add(number(row["audio_seconds"]), to: &sums["audio_seconds"])
            default: break
            }
        }
        return sums
    }

    /// The 95th percentile of the durations in milliseconds (type 7), each request counted once.
    func p95(_ rows: [JSONValue]) -> Decimal? {
        var seen: Set<String> = []
        var values: [Decimal] = []
        for row in rows {
            switch self {
            case .aurous:
                if row["status"]?.string == "completed", let value = number(row["duration_ms"]) { values.append(value) }
            case .venice, .veniceRetired:
                let details = row["inferenceDetails"]
                guard let value = number(details?["inferenceExecutionTime"]) else { continue }
                if let id = details?["requestId"]?.string, !seen.insert(id).inserted { continue }
                values.append(value)
            default: continue
            }
        }
        guard !values.isEmpty else { return nil }
        values.sort()
        let place = (values.count - 1) * 95
        let (index, hundredths) = (place / 100, place % 100)
        let lower = values[index]
        let upper = index + 1 < values.count ? values[index + 1] : lower
        return lower + (upper - lower) * Decimal(hundredths) / 100
    }

    private func number(_ value: JSONValue?) -> Decimal? {
        if case .number(let number)? = value { Decimal(string: number.literal) } else { nil }
    }

    private func add(_ value: Decimal?, to sum: inout Decimal?) {
        if let value { sum = (sum ?? 0) + value }
    }
}
