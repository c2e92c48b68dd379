import Foundation
import Testing

@testable import UsageKit

/// A report computed in the simplest way: rows in dictionaries, sums digit by digit, quantiles by sorting.
struct NaiveReport {
    struct Key: Hashable {
        let start: Timestamp?
        /// UTF-8, because Swift treats some texts of different bytes as equal.
        let values: [[UInt8]?]

        static func precedes(_ left: Key, _ right: Key) -> Bool {
            if left.start != right.start {
                guard let start = left.start else { return false }
                return right.start.map { start < $0 } ?? true
            }
            for (a, b) in zip(left.values, right.values) where a != b {
                guard let a else { return false }
                return b.map { a.lexicographicallyPrecedes($0) } ?? true
            }
            return false
        }
    }

    private let query: ReportQuery
    private let groups: [(key: Key, records: [UsageRecord])]
    private let all: [UsageRecord]

    init(_ records: [UsageRecord], _ query: ReportQuery) {
        self.query = query
        all = records.filter { record in
            (record.time.map(query.window.contains) ?? (query.window == .all))
                && (query.filter.map { Self.holds($0, record) } ?? true)
        }
        groups = Dictionary(grouping: all) { record in
            Key(
                start: Self.start(record.time, query),
                values: query.dimensions.map { Self.value(record, $0).map { Array($0.utf8) } })
        }
        .map { (key: $0.key, records: $0.value) }.sorted { Key.precedes($0.key, $1.key) }
    }

    func expectAgreement(of report: UsageReport, sourceLocation: SourceLocation = #_sourceLocation) {
        let keys = report.map { group in
            Key(start: group.start, values: group.key.map { $0.map { Array($0.utf8) } })
        }
        #expect(keys == groups.map(\.key), sourceLocation: sourceLocation)
        guard keys.count == groups.count else { return }
        for (group, expected) in zip(report, groups) { expect(group, expected.records, sourceLocation) }
        expect(report.total, all, sourceLocation)
    }

    // MARK: Figures

    private func expect(_ group: UsageReport.Group, _ records: [UsageRecord], _ location: SourceLocation) {
        let requests = Self.requests(records)
        let hasStatus = records.contains { $0.status != nil }
        func count(_ status: UsageStatus) -> Int? { hasStatus ? requests.count { $0.status == status } : nil }
        let inputs = requests.compactMap(\.tokens.input)
        let outputs = requests.compactMap(\.tokens.output)
        #expect(group.requests == requests.count, sourceLocation: location)
        #expect(group.succeeded == count(.completed), sourceLocation: location)
        #expect(group.failed == count(.failed), sourceLocation: location)
        #expect(group.cancelled == count(.cancelled), sourceLocation: location)
        #expect(group.inputTokens == (inputs.isEmpty ? nil : inputs.reduce(0, +)), sourceLocation: location)
        #expect(group.outputTokens == (outputs.isEmpty ? nil : outputs.reduce(0, +)), sourceLocation: location)
        let coverage = Coverage(
            rows: records.count, charges: records.count { $0.charge != nil }, inputTokens: inputs.count,
            outputTokens: outputs.count, durations: requests.count { $0.duration != nil })
        #expect(group.coverage == coverage, sourceLocation: location)
        let statuses = Dictionary(grouping: requests.compactMap(\.status)) { $0 }.mapValues(\.count)
        #expect(group.statuses == statuses, sourceLocation: location)
        expect(group.statistics(of: .inputTokens), inputs.map { Decimal($0) }, location)
        expect(group.statistics(of: .outputTokens), outputs.map { Decimal($0) }, location)
        for dimension in query.measures.compactMap(\.countedDimension) {
            let values = Set(records.compactMap { Self.value($0, dimension).map { Array($0.utf8) } })
            #expect(group.distinct(dimension) == values.count, sourceLocation: location)
        }

        let charges = Dictionary(grouping: records.compactMap(\.charge), by: \.currency)
            .mapValues { SchoolSum($0.map(\.exact.description)).description }
        #expect(group.exactCharges.mapValues(\.description) == charges, sourceLocation: location)
        #expect(group.charges == charges.compactMapValues { Decimal(string: $0) }, sourceLocation: location)
        let units = Dictionary(grouping: records.flatMap(\.quantities), by: \.unit)
            .mapValues { SchoolSum($0.map(\.exact.description)).description }
        #expect(group.exactUnits.mapValues(\.description) == units, sourceLocation: location)

        for currency in charges.keys {
            let amounts = records.compactMap { $0.charge?.currency == currency ? $0.charge?.amount : nil }
            expect(group.statistics(of: .charge(currency)), amounts, location)
            #expect(group.charge(in: currency) == group.charges[currency], sourceLocation: location)
        }
        for unit in units.keys {
            let amounts = records.flatMap(\.quantities).filter { $0.unit == unit }.map(\.value)
            expect(group.statistics(of: .unit(unit)), amounts, location)
        }

        let durations = requests.filter { $0.status == nil || $0.status == .completed }.compactMap(\.duration).sorted()
        #expect(group.latency.count == durations.count, sourceLocation: location)
        for quantile in [Quantile.p50, .p90, .p95, .p99] {
            let expected = Self.quantile(quantile, of: durations, query.quantileMethod)
            #expect(group.latency.quantile(quantile) == expected, sourceLocation: location)
        }
    }

    /// Checks counts and extremes; sums are compared with schoolbook addition elsewhere.
    private func expect(_ statistics: UsageStatistics?, _ values: [Decimal], _ location: SourceLocation) {
        #expect((statistics?.count ?? 0) == values.count, sourceLocation: location)
        let isMeasured = query.measures.contains(.extremes)
        #expect(statistics?.minimum == (isMeasured ? values.min() : nil), sourceLocation: location)
        #expect(statistics?.maximum == (isMeasured ? values.max() : nil), sourceLocation: location)
    }

    /// One record per request; each field comes from the first of its rows that has it.
    private static func requests(_ records: [UsageRecord]) -> [UsageRecord] {
        struct Request: Hashable {
            let provider: ProviderID
            let id: String
        }
        var requests: [UsageRecord] = []
        var known: [Request: Int] = [:]
        for record in records {
            var first: Int?
            if record.repeatsRequest, let id = record.requestID {
                let request = Request(provider: record.provider, id: id)
                first = known[request]
                known[request] = first ?? requests.count
            }
            guard let first else {
                requests.append(record)
                continue
            }
            requests[first].tokens.input = requests[first].tokens.input ?? record.tokens.input
            requests[first].tokens.output = requests[first].tokens.output ?? record.tokens.output
            requests[first].duration = requests[first].duration ?? record.duration
            requests[first].status = requests[first].status ?? record.status
        }
        return requests
    }

    private static func quantile(
        _ quantile: Quantile, of sorted: [Duration], _ method: QuantileMethod
    ) -> Duration? {
        guard let last = sorted.last else { return nil }
        switch method {
        case .linear:
            let position = (sorted.count - 1) * quantile.partsPerBillion
            let low = sorted[position / 1_000_000_000]
            let high = position / 1_000_000_000 + 1 < sorted.count ? sorted[position / 1_000_000_000 + 1] : last
            let rest = Int128(position % 1_000_000_000)
            return Duration(attoseconds: low.attoseconds + (high - low).attoseconds * rest / 1_000_000_000)
        case .nearestRank:
            return sorted.enumerated().first {
                ($0.offset + 1) * 1_000_000_000 >= quantile.partsPerBillion * sorted.count
            }?
            .element
        }
    }

    // MARK: Filters

    static func holds(_ filter: UsageFilter, _ record: UsageRecord) -> Bool {
        switch filter.condition {
        case .isOne(let dimension, let values):
            let value = value(record, dimension).map { Array($0.utf8) }
            return values.contains { $0.map { Array($0.utf8) } == value }
        case .compares(let field, let comparison, let bound):
            let bound = bound.decimal
            return numbers(field, of: record).contains { number in
                switch comparison {
                case .below: number < bound
                case .atMost: number <= bound
                case .equal: number == bound
                case .atLeast: number >= bound
                case .above: number > bound
                }
            }
        case .not(let filter): return !holds(filter, record)
        case .all(let filters): return filters.allSatisfy { holds($0, record) }
        case .any(let filters): return filters.contains { holds($0, record) }
        }
    }

    private static func numbers(_ field: UsageField, of record: UsageRecord) -> [Decimal] {
        switch field.kind {
        case .inputTokens: record.tokens.input.map { [Decimal($0)] } ?? []
        case .outputTokens: record.tokens.output.map { [Decimal($0)] } ?? []
        case .duration:
            record.duration.map { duration in
                let (seconds, attoseconds) = duration.components
                return [Decimal(seconds) + Decimal(sign: .plus, exponent: -18, significand: Decimal(attoseconds))]
            } ?? []
        case .charge(let currency): record.charge.map { $0.currency == currency ? [$0.amount] : [] } ?? []
        case .unit(let unit): record.quantities.filter { $0.unit == unit }.map(\.value)
        }
    }

    // MARK: Keys

    private static func start(_ time: Timestamp?, _ query: ReportQuery) -> Timestamp? {
        guard let time, let unit = query.bucket else { return nil }
        let calendar = BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart)
        return try? calendar.bucket(unit, containing: time).lowerBound
    }

    private static func value(_ record: UsageRecord, _ dimension: UsageDimension) -> String? {
        switch dimension.common {
        case .provider: record.provider.rawValue
        case .model: record.model
        case .apiKey: record.apiKey
        case .user: record.user
        case .type: record.type
        case .status: record.status?.rawValue
        case .currency: record.charge?.currency.rawValue
        case .sku: record.sku
        case .bot: record.bot
        case .conversation: record.conversation
        case .account, nil: record.labels[dimension]
        }
    }
}
