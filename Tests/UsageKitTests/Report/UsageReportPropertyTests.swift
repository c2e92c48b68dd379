import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageReportPropertyTests {
    @Test func aReportOfTwoPartsIsTheReportOfAllRows() throws {
        let rows = [
            UsageRecord(provider: .aurous, model: "a", tokens: TokenCounts(input: 5)),
            UsageRecord(provider: .aurous, model: "b", tokens: TokenCounts(input: 7)),
            UsageRecord(provider: .aurous, model: "a", tokens: TokenCounts(input: 1)),
        ]
        var (first, second) = (UsageLedger(), UsageLedger())
        try first.append(rows[0])
        try second.append(contentsOf: rows[1...])
        let report = try first.merging(second).report(by: [.model])
        #expect(report.map(\.key) == [["a"], ["b"]])
        #expect(report.map(\.inputTokens) == [6, 7])
    }

    @Test(arguments: PropertySeeds.some(15, from: 0))
    func agreesWithTheNaiveReport(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = RandomRecords.make(Int.random(in: 0...120, using: &random), using: &random)
        var ledger = UsageLedger(keeping: RandomRecords.kept)
        for record in records { try ledger.append(record) }
        for _ in 0..<4 {
            let query = RandomRecords.query(using: &random)
            try NaiveReport(records, query).expectAgreement(of: ledger.report(query))
        }
    }

    /// Several chunks of rows, computed by up to five threads.
    @Test(arguments: PropertySeeds.some(4, from: 200))
    func doesNotDependOnTheNumberOfThreads(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = PackedChunk.capacity * 2 + Int.random(in: 0...PackedChunk.capacity, using: &random)
        var records = RandomRecords.make(count, using: &random)
        if Bool.random(using: &random) {
            // Like the rows of a provider without repeated requests, in time order.
            for index in records.indices { records[index].repeatsRequest = false }
            records.sort { ($0.time?.seconds ?? 0) < ($1.time?.seconds ?? 0) }
        }
        var ledger = UsageLedger(keeping: RandomRecords.kept)
        try ledger.append(contentsOf: records)
        var query = RandomRecords.query(using: &random)
        query.dimensions = Array(query.dimensions.prefix(1))
        query.bucket = [nil, .day, .month].randomElement(using: &random) ?? nil
        let whole = try ledger.report(query, parts: 1)
        NaiveReport(records, query).expectAgreement(of: whole)
        for parts in [2, 3, 5] {
            #expect(try Self.figures(ledger.report(query, parts: parts)) == Self.figures(whole))
        }
    }

    private static func figures(_ report: UsageReport) -> [String] {
        (Array(report) + [report.total]).map { group in
            let quantiles = [group.latency.p50, group.latency.p95].map { $0.map(\.attoseconds) }
            let charges = group.exactCharges.map { "\($0.key) \($0.value)" }.sorted()
            let units = group.exactUnits.map { "\($0.key) \($0.value)" }.sorted()
            return """
                \(String(describing: group.start)) \(group.key) \(group.requests) \(group.coverage) \(quantiles)
                \(String(describing: group.inputTokens)) \(String(describing: group.outputTokens)) \(charges) \(units)
                """
        }
    }

    @Test(arguments: 100..<120 as Range<UInt64>)
    func doesNotDependOnOrderOrPartition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = RandomRecords.make(Int.random(in: 1...150, using: &random), using: &random)
        let query = RandomRecords.query(using: &random)
        let oracle = NaiveReport(records, query)
        for _ in 0..<3 {
            // Merging the parts in order gives all rows in that order.
            var parts = [UsageLedger(keeping: RandomRecords.kept)]
            for record in records {
                if Int.random(in: 0..<20, using: &random) == 0 {
                    parts.append(UsageLedger(keeping: RandomRecords.kept))
                }
                try parts[parts.count - 1].append(record)
            }
            let merged = parts.reduce(UsageLedger()) { $0.merging($1) }
            #expect(merged.count == records.count)
            try oracle.expectAgreement(of: merged.report(query))
        }
        // The rows of a request have equal fields or none here, so the order must not make a difference.
        let shuffled = records.shuffled(using: &random)
        var ledger = UsageLedger(keeping: RandomRecords.kept)
        try ledger.append(contentsOf: shuffled)
        try oracle.expectAgreement(of: ledger.report(query))
    }
}

enum RandomRecords {
    /// The labels of the records.
    static let kept: [UsageDimension] = [.region, .meta("team")]

    /// What reports are split by.
    static let dimensions = UsageDimension.all + kept

    static func make(_ count: Int, using random: inout SeededGenerator) -> [UsageRecord] {
        (0..<count).map { _ in record(using: &random) }
    }

    static func query(using random: inout SeededGenerator) -> ReportQuery {
        let dimensions = dimensions.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
        let zones = ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
        let windows: [(Timestamp?, Timestamp?)] = [
            (nil, nil), (base, nil), (nil, base), (base, base.advanced(by: .seconds(86_400))),
        ]
        let (start, end) = windows.randomElement(using: &random) ?? (nil, nil)
        return ReportQuery(
            window: (try? TimeWindow(from: start, to: end)) ?? .all,
            where: Bool.random(using: &random) ? filter(depth: 2, using: &random) : nil,
            every: (TimeBucket.allCases + [nil]).randomElement(using: &random) ?? nil, by: Array(dimensions),
            in: zones.randomElement(using: &random).flatMap { TimeZone(identifier: $0) } ?? .gmt,
            weekStart: Weekday.allCases.randomElement(using: &random) ?? .monday,
            measures: Set<UsageMeasure>.standard
                .union(Bool.random(using: &random) ? [.extremes] : [])
                .union(
                    Bool.random(using: &random)
                        ? [.distinct(.user), .distinct(.currency), .distinct(.account), .distinct(.region)] : []),
            quantileMethod: Bool.random(using: &random) ? .linear : .nearestRank)
    }

    private static func filter(depth: Int, using random: inout SeededGenerator) -> UsageFilter {
        func some() -> [UsageFilter] {
            (0..<Int.random(in: 0...2, using: &random)).map { _ in filter(depth: depth - 1, using: &random) }
        }
        switch Int.random(in: 0..<(depth > 0 ? 5 : 2), using: &random) {
        case 0:
            let texts: [String?] = ["a", "b", "é", "e\u{301}", "x", "completed", "USD", "credit", nil]
            return .isOne(
                dimensions.randomElement(using: &random) ?? .model,
                (0..<Int.random(in: 0...4, using: &random)).map { _ in texts.randomElement(using: &random) ?? nil })
        case 1:
            let fields: [UsageField] = [
                .inputTokens, .outputTokens, .duration, .charge(.usd), .charge(.credits), .unit("image-unit"),
                .charge(Currency(rawValue: "e\u{301}")), .unit("é"),
            ]
            let bounds = ["0", "1.206", "-0.5", "5", "3000000000", "0.00000000000000000001", "98.765432109", "1e30"]
            return .compares(
                fields.randomElement(using: &random) ?? .duration,
                UsageFilter.Comparison.allCases.randomElement(using: &random) ?? .equal,
                Decimal(string: bounds.randomElement(using: &random) ?? "0") ?? 0)
        case 2: return .not(filter(depth: depth - 1, using: &random))
        case 3: return .all(some())
        default: return .any(some())
        }
    }

    /// A day before the clock goes back in New York.
    private static let base = Timestamp(seconds: 1_793_404_800)

    private static func record(using random: inout SeededGenerator) -> UsageRecord {
        func pick<Value>(_ values: [Value?]) -> Value? { values.randomElement(using: &random) ?? nil }
        let texts = ["a", "b", "é", "e\u{301}", nil]
        let currencies = [.usd, .diem, .credits] + ["é", "e\u{301}"].map(Currency.init)
        var record = UsageRecord(provider: ProviderID(rawValue: pick(["x", "y"]) ?? "x"))
        record.time = pick([0, 1, 2, nil]).map { day in
            base.advanced(by: .seconds(day * 86_400 - 86_400 + Int64.random(in: 0..<86_400, using: &random)))
        }
        (record.model, record.apiKey, record.user, record.type) = (pick(texts), pick(texts), pick(texts), pick(texts))
        (record.sku, record.bot, record.conversation) = (pick(texts), pick(texts), pick(texts))
        for label in kept + [.account] { record.labels[label] = pick(texts) }
        record.status = pick([.completed, .failed, .cancelled, .processing, nil])
        record.tokens = TokenCounts(input: pick([0, 5, 3_000_000_000, nil]), output: pick([1, 2, nil]))
        record.duration = pick([0, 1, 1_206_000_000, 98_765_432_109, nil]).map { .nanoseconds(Int64($0)) }
        if Int.random(in: 0..<3, using: &random) == 0 {
            record.repeatsRequest = true
            let number = pick([1, 2, 3, 4, 5, nil])
            record.requestID = number.map { "r\($0)" }
            if let number {
                // The rows of a request have equal fields or none.
                record.tokens = TokenCounts(input: pick([number * 10, nil]), output: pick([number, nil]))
                record.duration = pick([.milliseconds(number * 100), nil])
                record.status = pick([number == 5 ? .failed : .completed, nil])
            }
        }
        record.charge = pick([amount(using: &random), nil]).map {
            Money(exact: $0, currency: pick(currencies) ?? .usd)
        }
        record.quantities = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            Quantity(exact: amount(using: &random), unit: pick(["image-unit", "audio_seconds", "é", "e\u{301}"]) ?? "")
        }
        return record
    }

    private static func amount(using random: inout SeededGenerator) -> ExactDecimal {
        let digits = [99, 999_999, 99_999_999_999].randomElement(using: &random) ?? 99
        let mantissa = Int128(Int.random(in: -digits...digits, using: &random))
        let exponent = [-20, -16, -9, -2, 0].randomElement(using: &random) ?? 0
        // Some amounts need more than 64 bits, but no sum has more than 38 digits.
        if Int.random(in: 0..<8, using: &random) == 0 {
            return ExactDecimal(mantissa: mantissa * 1_000_000_007_000_000, exponent: -20) ?? .zero
        }
        return ExactDecimal(mantissa: mantissa, exponent: exponent) ?? .zero
    }
}
