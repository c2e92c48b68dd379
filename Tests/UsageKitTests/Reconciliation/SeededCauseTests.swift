import Foundation
import Testing

@testable import UsageKit

/// Statements that are made from rows with causes that are known: each is found, and no set of causes is named that does
/// not close the difference.
@Suite struct SeededCauseTests {
    private static let day = TimeWindow(
        unchecked: Timestamp(seconds: 1_790_000_000 - 1_790_000_000 % 86_400),
        Timestamp(seconds: 1_790_000_000 - 1_790_000_000 % 86_400 + 86_400))
    private static let madeAt = Timestamp(seconds: 1_790_100_000)

    private static let causes: [Cause] = [
        .lateRows, .outsideWindow, .endIncluded, .repeatedRows, .earlierStates, .removedRows, .unsettledRows,
        .filteredRows,
        .shiftedWindow(seconds: -7200), .shiftedWindow(seconds: 18_000), .excludedStatus(.failed),
        .excludedStatus(.cancelled), .excludedValue(nil, of: .apiKey), .excludedValue("key-2", of: .apiKey),
        .addedCurrency(.bundledCredits, to: .usd), .rounded(to: 2, eachRow: false, .halfUp),
        .rounded(to: 2, eachRow: true, .halfEven), .quantiles(.weibull), .quantiles(.inverse),
    ]

    private static let figures: [ReconciledFigure] = [
        .requests, .requests(.failed), .inputTokens, .outputTokens, .charge(.usd), .quantity("images"), .latency(.p95),
    ]

    /// Rows of two days around the window, in every role.
    private static func rows(_ generator: inout SeededGenerator) throws -> ReconciledRows {
        var rows = ReconciledRows()
        guard let start = day.start, let end = day.end else { return rows }
        for number in 0..<Int.random(in: 30...90, using: &generator) {
            let isAtEnd = Int.random(in: 0..<20, using: &generator) == 0
            let seconds = Int64.random(in: -40_000..<126_000, using: &generator)
            let time = isAtEnd ? end : start.advanced(by: .seconds(seconds))
            let isIn = day.contains(time)
            var role = ReconciledRows.Role.counted
            if !isIn, Bool.random(using: &generator) { role = .outside }
            if isIn, Int.random(in: 0..<8, using: &generator) == 0 {
                role = [.repeated, .filtered, .removed].randomElement(using: &generator) ?? .filtered
            }
            let charge = ExactDecimal(mantissa: Int128.random(in: 1...99_999, using: &generator), exponent: -4) ?? .zero
            let currency: Currency = Int.random(in: 0..<6, using: &generator) == 0 ? .bundledCredits : .usd
            var record = UsageRecord(
                provider: .aurous, id: "row-\(number)", time: time,
                apiKey: ["key-1", "key-2", nil].randomElement(using: &generator) ?? nil,
                status: [.completed, .completed, .failed, .cancelled, .processing].randomElement(using: &generator),
                tokens: TokenCounts(
                    input: Int.random(in: 1...999, using: &generator),
                    output: Int.random(in: 1...999, using: &generator)),
                quantities: [Quantity(exact: ExactDecimal(Int.random(in: 1...4, using: &generator)), unit: "images")],
                charge: Money(exact: charge, currency: currency),
                duration: .milliseconds(Int.random(in: 1...9_000, using: &generator)))
            let isLate = Int.random(in: 0..<6, using: &generator) == 0
            rows.add(record, as: role, learnedAt: isLate ? madeAt.advanced(by: .seconds(60)) : nil)
            if role == .counted, isIn, Int.random(in: 0..<10, using: &generator) == 0 {
                record.tokens.input = (record.tokens.input ?? 0) + 1
                record.charge = Money(exact: try charge.adding(ExactDecimal(1)), currency: currency)
                rows.add(record, as: .superseded)
            }
        }
        return rows
    }

    /// What a statement says that is made with some causes, computed row by row.
    private static func stated(_ rows: ReconciledRows, _ causes: [Cause]) -> [ReconciledFigure: Decimal] {
        let kinds = Set(causes.map(\.kind))
        let superseded = Set(rows.rows.filter { $0.role == .superseded }.compactMap(\.record.id))
        var shift: Int64 = 0
        var eachRow: (Decimal) -> Decimal = { $0 }
        var total: (Decimal) -> Decimal = { $0 }
        var currencies: Set<Currency> = [.usd]
        var definition = QuantileDefinition.linear
        for cause in causes {
            switch cause.kind {
            case .shifted(let seconds): shift = seconds
            case .rounded(let places, let isEach, let rounding):
                let rounded = { (value: Decimal) in value.rounded(places, rounding) }
                if isEach { eachRow = rounded } else { total = rounded }
            case .currency(let currency, _): currencies.insert(currency)
            case .quantile(let other): definition = other
            default: break
            }
        }
        let counted = rows.rows.filter { row in
            guard let time = row.record.time else { return false }
            let own = row.role != .outside && day.contains(time)
            let isIn =
                if shift != 0 {
                    day.contains(time.advanced(by: .seconds(-shift)))
                } else if kinds.contains(.outside) {
                    own || row.role == .outside
                } else if kinds.contains(.endIncluded) {
                    own || time == day.end
                } else {
                    own
                }
            let isSuperseded = row.role == .superseded
            let counts =
                switch row.role {
                case .counted: !(kinds.contains(.superseded) && superseded.contains(row.record.id ?? ""))
                case .outside: true
                case .repeated: kinds.contains(.repeated)
                case .filtered: kinds.contains(.filtered)
                case .superseded: kinds.contains(.superseded)
                case .removed: kinds.contains(.removed)
                }
            let isOut = kinds.contains { kind in
                switch kind {
                case .late: row.learnedAt.map { $0 > madeAt } ?? false
                case .unsettled: row.record.status.map { !$0.isSettled } ?? false
                case .status(let status): row.record.status == status
                case .value(_, let value): row.record.apiKey == value?.text
                case .newest(let since): time >= since
                default: false
                }
            }
            return isIn && counts && !isOut && (!isSuperseded || kinds.contains(.superseded))
        }.map(\.record)
        let charges = counted.compactMap { record in
            record.charge.flatMap { currencies.contains($0.currency) ? eachRow($0.amount) : nil }
        }
        let durations = counted.filter { ($0.status ?? .completed) == .completed }
            .compactMap { $0.duration.map { $0.attoseconds / 1_000_000_000 } }
        var figures: [ReconciledFigure: Decimal] = [
            .requests: Decimal(counted.count),
            .requests(.failed): Decimal(counted.count { $0.status == .failed }),
            .inputTokens: Decimal(counted.compactMap(\.tokens.input).reduce(0, +)),
            .outputTokens: Decimal(counted.compactMap(\.tokens.output).reduce(0, +)),
            .charge(.usd): total(charges.reduce(0, +)),
            .quantity("images"): counted.flatMap(\.quantities).map(\.value).reduce(0, +),
        ]
        if let p95 = definition.value(durations.sorted(), at: .p95),
            let value = ExactDecimal(mantissa: p95, exponent: -15)
        {
            figures[.latency(.p95)] = value.decimal
        }
        return figures
    }

    /// Smaller sets come first, and no set is a part of another one.
    private static func expectOrder(of sets: [[Cause]]) {
        #expect(sets.map(\.count) == sets.map(\.count).sorted(), "\(sets.map { $0.map(\.name) })")
        for (number, set) in sets.enumerated() {
            for other in sets[(number + 1)...] {
                #expect(!Set(set).isSubset(of: other), "\(set.map(\.name)) and \(other.map(\.name))")
            }
        }
    }

    /// Three days: a cause of the whole statement, such as a shifted window, is found beside those of single days.
    @Test(arguments: PropertySeeds.some(60, long: 2000)) func theSetsOfSeveralEntriesAreInOrder(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = try Self.rows(&generator)
        let start = try #require(Self.day.start)
        let shift = Int64.random(in: -3...3, using: &generator) * 7200
        let isWithoutFailed = Bool.random(using: &generator)
        let moved = rows.rows.filter { $0.role == .counted && !(isWithoutFailed && $0.record.status == .failed) }
            .map { row in
                var record = row.record
                record.time = record.time?.advanced(by: .seconds(-shift))
                return record
            }
        var entries: [Statement.Entry] = []
        for number: Int64 in -1...1 {
            let window = TimeWindow(
                unchecked: start.advanced(by: .seconds(number * 86_400)),
                start.advanced(by: .seconds(number * 86_400 + 86_400)))
            let inside = moved.filter { $0.time.map(window.contains) ?? false }
            var entry = Statement.Entry(window: window)
            try entry.set(.requests, to: Decimal(inside.count))
            try entry.set(.inputTokens, to: Decimal(inside.compactMap(\.tokens.input).reduce(0, +)))
            entries.append(entry)
        }
        let result = try Reconciliation(Statement("seeded", entries: entries, madeAt: Self.madeAt), with: rows)
        for entry in result.entries { Self.expectOrder(of: entry.explanations) }
        Self.expectOrder(of: result.commonCauses)
    }

    @Test(arguments: PropertySeeds.some(90, long: 3000)) func theCausesAreFound(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = try Self.rows(&generator)
        // Each cause has its turn, alone and with another one.
        let first = Self.causes[Int(seed) / 3 % Self.causes.count]
        let second = try #require(Self.causes.randomElement(using: &generator))
        let seeded = seed % 3 == 0 || first.family != nil && first.family == second.family ? [first] : [first, second]
        var entry = Statement.Entry(window: Self.day)
        let figures = Self.stated(rows, seeded)
        for figure in Self.figures { try entry.set(figure, to: figures[figure]) }
        let statement = Statement("seeded", entries: [entry], madeAt: Self.madeAt)
        let reconciliation = try Reconciliation(statement, with: rows)
        let result = try #require(reconciliation.entries.first { $0.isStated })
        let plain = Self.stated(rows, [])
        #expect(result.agrees == (plain == figures))
        for comparison in result.comparisons {
            #expect(comparison.own == plain[comparison.figure])
            #expect(comparison.stated == figures[comparison.figure])
        }
        for set in result.explanations { #expect(Self.stated(rows, set) == figures, "\(set.map(\.name))") }
        Self.expectOrder(of: result.explanations)
        // Each cause is needed.
        for set in result.explanations {
            for cause in set {
                let others = set.filter { $0 != cause }
                #expect(Self.stated(rows, others) != figures, "\(set.map(\.name)) without \(cause.name)")
            }
        }
        // A set without the causes that change nothing here closes the difference as well.
        let needed = [[first], [second], seeded].filter { Self.stated(rows, $0) == figures }
        let isFound = result.explanations.contains { needed.map(Set.init).contains(Set($0)) }
        #expect(result.agrees || isFound, "\(seeded.map(\.name)): \(result.explanations.map { $0.map(\.name) })")
    }
}

extension Decimal {
    fileprivate func rounded(_ places: Int, _ rounding: Rounding) -> Decimal {
        var (value, result) = (self, Decimal())
        let mode: NSDecimalNumber.RoundingMode =
            switch rounding {
            case .halfUp: .plain
            case .halfEven: .bankers
            case .down: .down
            case .up: .up
            }
        unsafe NSDecimalRound(&result, &value, places, mode)
        return result
    }
}
