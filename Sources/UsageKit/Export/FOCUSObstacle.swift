/// What keeps records of one provider from being written as FOCUS, for one reason.
public struct FOCUSObstacle: Hashable, Sendable {
    /// Why records cannot be written.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// What they are charged or counted in has no rate on their day; the obstacle names it
        /// (``FOCUSObstacle/source``).
        case noRate
        /// Their provider states what each row costs, but not for them: what is unknown is not 0, and no rate replaces
        /// it.
        case unknownCharge
        /// They have no time, or one outside the years 1 to 9999, so neither a charge period nor a billing period.
        case noTime
        /// They are not final, and the export refuses such rows.
        case notFinal
        /// They have no charge and several counts, and FOCUS has one pricing unit a row.
        case severalCounts
        /// Their provider, or the currency or unit of their charge, has no name.
        case noName
        /// They move credits without being usage: holds, releases, top-ups and adjustments of a credit ledger.
        case notUsage
    }

    /// Why they cannot be written.
    public let reason: Reason
    /// The provider of the records.
    public let provider: ProviderID
    /// The currency or the unit that lacks a rate; nil for the other reasons.
    public let source: Currency?
    /// The number of records.
    public private(set) var records: Int
    /// The first day of the records in UTC, from which a rate is needed; nil if none has a time.
    public private(set) var firstDay: CalendarDay?

    init(_ refusal: FOCUSRefusal, _ record: UsageRecord) {
        reason = refusal.reason
        provider = record.provider
        source = refusal.source
        records = 1
        firstDay = record.time.map { CalendarDay(containing: $0) }
    }

    mutating func add(_ other: FOCUSObstacle) {
        records += other.records
        firstDay = [firstDay, other.firstDay].compactMap(\.self).min()
    }
}

extension FOCUSObstacle: CustomStringConvertible {
    /// One line, for example `no rate of credit from 2026-05-20 or earlier (aurous, 12 records)`.
    public var description: String {
        let text =
            switch reason {
            case .noRate: "no rate of \(source?.rawValue ?? "") from \(firstDay?.description ?? "any day") or earlier"
            case .unknownCharge: "records whose charge is unknown"
            case .noTime: "records without a time in the years 1 to 9999"
            case .notFinal: "records that are not final"
            case .severalCounts: "records with several counts and no charge"
            case .noName: "records whose provider, currency or unit has no name"
            case .notUsage: "movements of credits that are no usage"
            }
        return "\(text) (\(provider), \(records) \(records == 1 ? "record" : "records"))"
    }
}

/// Why one record cannot be written.
struct FOCUSRefusal: Error, Hashable {
    let reason: FOCUSObstacle.Reason
    var source: Currency?
}
