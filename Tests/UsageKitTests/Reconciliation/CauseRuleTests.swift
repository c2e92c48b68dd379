import Foundation
import Testing

@testable import UsageKit

/// Which causes are tried for which rows, and what is said if none suffices.
@Suite struct CauseRuleTests {
    private static let start = Timestamp(seconds: 1_780_272_000)
    private static let madeAt = Timestamp(seconds: 1_780_900_000)

    private static func row(
        _ id: String, _ charge: String? = "1", _ currency: Currency = .usd, hour: Int64 = 12, key: String? = nil,
        model: String? = nil, status: UsageStatus? = nil
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .tresor, id: id, time: start.advanced(by: .seconds(hour * 3600)), model: model, apiKey: key,
            status: status, charge: try charge.map { try Money($0, currency) })
    }

    private static func entry(
        _ first: Int64, _ last: Int64, _ key: [String?], _ figures: [ReconciledFigure: String]
    ) throws -> Statement.Entry {
        let window = TimeWindow(
            unchecked: start.advanced(by: .seconds(first * 3600)), start.advanced(by: .seconds(last * 3600)))
        var entry = Statement.Entry(window: window, key: key)
        for (figure, value) in figures { try entry.set(figure, to: Decimal(string: value)) }
        return entry
    }

    private static func explanations(
        _ entries: [Statement.Entry], _ rows: ReconciledRows, madeAt: Timestamp? = nil
    ) throws -> [[[Cause]]] {
        try Reconciliation(Statement("s", entries: entries, madeAt: madeAt), with: rows).entries.map(\.explanations)
    }

    // MARK: Rows outside the window

    /// A row of the second or the third day can count on one of two days only: on the one that it is nearer to.
    @Test(arguments: [37, 49] as [Int64]) func aRowOutsideExplainsOneEntry(hour: Int64) throws {
        var rows = try ReconciledRows([Self.row("a", "1"), Self.row("b", "2", hour: 36)])
        rows.add(try Self.row("c", "5", hour: hour), as: .outside)
        let found = try Self.explanations(
            [Self.entry(0, 24, [], [.charge(.usd): "6"]), Self.entry(24, 48, [], [.charge(.usd): "7"])], rows)
        #expect(found.first?.contains([.outsideWindow]) == false)
        #expect(found.last?.contains([.outsideWindow]) == true)
    }

    /// The server ignores the start, and the end.
    @Test(arguments: [-48, -200, 400] as [Int64]) func aRowFarOutsideIsFound(hour: Int64) throws {
        // A row of another day comes before it in the order of times.
        var rows = try ReconciledRows([Self.row("a"), Self.row("b", hour: 390), Self.row("c", hour: -190)])
        rows.add(try Self.row("d", "5", hour: hour), as: .outside)
        let found = try Self.explanations([Self.entry(0, 24, [], [.charge(.usd): "6"])], rows)
        #expect(found == [[[.outsideWindow]]])
    }

    @Test func aRowOutsideBelongsToTheNearestEntry() throws {
        var rows = ReconciledRows()
        rows.add(try Self.row("a", hour: 30), as: .outside)
        rows.add(try Self.row("b", hour: 60), as: .outside)
        let found = try Self.explanations(
            [Self.entry(0, 24, [], [.requests: "1"]), Self.entry(72, 96, [], [.requests: "1"])], rows)
        #expect(found.allSatisfy { $0.contains([.outsideWindow]) } && found.count == 2)
    }

    // MARK: Values and statuses

    /// Ten keys and rows without one; and twelve keys of which one is left out.
    @Test(arguments: [(10, nil), (12, "key-3"), (12, "key-11")] as [(Int, String?)])
    func aValueOfManyIsFound(count: Int, left: String?) throws {
        var records: [UsageRecord] = []
        for number in 0..<count {
            for part in 0...number { records.append(try Self.row("\(number)-\(part)", key: "key-\(number)")) }
        }
        if left == nil { records += try (0..<17).map { try Self.row("none-\($0)") } }
        let kept = records.filter { $0.apiKey != left }
        let found = try Self.explanations(
            [Self.entry(0, 24, [], [.requests: "\(kept.count)", .charge(.usd): "\(kept.count)"])],
            ReconciledRows(records))
        #expect(found == [[[.excludedValue(left, of: .apiKey)]]])
    }

    /// Rows without a status beside those with one, and only rows of one status.
    @Test(arguments: [(90, 10), (0, 10)]) func theOnlyStatusIsFound(others: Int, failed: Int) throws {
        let records =
            try (0..<others).map { try Self.row("o\($0)") }
            + (0..<failed).map { try Self.row("f\($0)", status: .failed) }
        let found = try Self.explanations([Self.entry(0, 24, [], [.requests: "\(others)"])], ReconciledRows(records))
        #expect(found.first?.contains([.excludedStatus(.failed)]) == true)
    }

    /// More causes than there are bits: all but the rarest time zones are tried.
    @Test func valuesComeBeforeTimeZones() throws {
        var rows = ReconciledRows()
        for number in 0..<10 {
            for (status, name) in [(UsageStatus.completed, "c"), (.failed, "f"), (.cancelled, "x"), (.processing, "p")]
            {
                var record = try Self.row("\(name)\(number)", key: "key-\(number)", status: status)
                record.labels[.meta("childId")] = "child-\(number)"
                rows.add(record, learnedAt: number == 0 ? Self.madeAt.advanced(by: .seconds(1)) : nil)
            }
        }
        var last = try Self.row("last", "7", key: "key-1", status: .completed)
        last.labels[.meta("childId")] = "child-9"
        rows.add(last)
        for role in ReconciledRows.Role.allCases where role != .counted {
            var record = try Self.row("last", hour: 100, key: "key-1", status: .completed)
            record.labels[.meta("childId")] = "child-0"
            rows.add(record, as: role)
        }
        let kept = rows.rows.filter { $0.role == .counted && $0.record.labels[.meta("childId")] != "child-9" }
        let charge = kept.compactMap(\.record.charge?.amount).reduce(0, +)
        let found = try Self.explanations(
            [Self.entry(0, 24, [], [.requests: "\(kept.count)", .charge(.usd): "\(charge)"])], rows, madeAt: Self.madeAt
        )
        #expect(found.first?.contains([.excludedValue("child-9", of: .meta("childId"))]) == true)
    }

    // MARK: Rounding

    @Test func eachCurrencyIsRoundedByItself() throws {
        let rows = try ReconciledRows([Self.row("a", "1.2345"), Self.row("b", "0.12345", .diem)])
        let found = try Self.explanations(
            [Self.entry(0, 24, [], [.charge(.usd): "1.23", .charge(.diem): "0.12345"])], rows)
        #expect(found.first?.contains([.rounded(to: 2, eachRow: false, .halfUp)]) == true)
        #expect(found.first?.contains([.rounded(to: 2, eachRow: true, .halfUp)]) == true)
    }

    /// Away from zero also if the digits are far beyond the places.
    @Test(arguments: [
        ("1e-60", "0.01"), ("-1e-60", "-0.01"), ("1e-40", "0.01"), ("1e-41", "0.01"), ("0.001", "0.01"), ("0", "0"),
        ("0.02", "0.02"),
    ])
    func whatIsNotZeroIsRoundedUp(text: String, rounded: String) throws {
        let value = try #require(ExactDecimal(text))
        #expect(value.rounded(to: 2, .up) == ExactDecimal(rounded))
        for rounding in [Rounding.halfUp, .halfEven, .down] where rounded.hasSuffix("0.01") {
            #expect(value.rounded(to: 2, rounding) == .zero)
        }
    }

    /// A quantile with more places does not hide that charges are rounded, and is not rounded itself.
    @Test func onlyChargesAreRounded() throws {
        var records = try [Self.row("a", "1.23456"), Self.row("b", "0"), Self.row("c", "0")]
        for index in records.indices { records[index].duration = .microseconds(1 + index * 1000) }
        let exact = try Self.explanations(
            [Self.entry(0, 24, [], [.charge(.usd): "1.2346", .latency(.p50): "1.001", .latency(.p90): "1.801"])],
            ReconciledRows(records))
        #expect(exact.first?.contains([.rounded(to: 4, eachRow: false, .halfUp)]) == true)
        let rounded = try Self.explanations(
            [Self.entry(0, 24, [], [.charge(.usd): "1.2", .latency(.p50): "1"])], ReconciledRows(records))
        #expect(rounded == [[]])
    }

    // MARK: What is left

    @Test func aPartThatIsKnownIsStated() throws {
        var rows = try ReconciledRows([Self.row("a", "1")])
        rows.add(try Self.row("b", "9"), learnedAt: Self.madeAt.advanced(by: .seconds(1)))
        let statement = try Statement(
            "s", entries: [Self.entry(0, 24, [], [.charge(.usd): "0.5"])], madeAt: Self.madeAt)
        let reconciliation = try Reconciliation(statement, with: rows)
        #expect(reconciliation.entries.map(\.closest) == [[.lateRows]])
        #expect(
            reconciliation.description.contains(
                """
                  partly because rows that came after the figures were made do not count there
                  unexplained: charge.USD 0.5
                """))
    }

    @Test func whatNothingChangesIsUnexplained() throws {
        let rows = try ReconciledRows([Self.row("a", "10"), Self.row("b", nil)])
        var tolerance = Tolerance()
        try tolerance.allow(.rows, amount: 1)
        let statement = try Statement(
            "s", entries: [Self.entry(0, 24, [], [.charge(.usd): "0.25", .inputTokens: "5", .rows: "1"])])
        let text = try Reconciliation(statement, with: rows, tolerance: tolerance).description
        #expect(text.contains("  unexplained: charge.USD 9.75"))
        #expect(text.contains("  unexplained: inputTokens\n"))
        // It agrees within the tolerance.
        #expect(!text.contains("unexplained: rows"))
    }

    @Test func smallerSetsComeFirst() throws {
        var rows = try ReconciledRows([
            Self.row("a", "5"), Self.row("c", "2", status: .failed), Self.row("d", "3", status: .cancelled),
        ])
        rows.add(try Self.row("b", "5"), learnedAt: Self.madeAt.advanced(by: .seconds(1)))
        let found = try Self.explanations([Self.entry(0, 24, [], [.charge(.usd): "10"])], rows, madeAt: Self.madeAt)
        #expect(found == [[[.lateRows], [.excludedStatus(.cancelled), .excludedStatus(.failed)]]])
    }

    @Test func anEntryThatAgreesNeedsNoCause() throws {
        var tolerance = Tolerance()
        try tolerance.allow(.requests, amount: 1)
        let statement = try Statement("s", by: [.model], entries: [Self.entry(0, 24, ["m"], [.requests: "1"])])
        let rows = try ReconciledRows([Self.row("a", model: "m"), Self.row("b", model: "n")])
        let reconciliation = try Reconciliation(statement, with: rows, tolerance: tolerance)
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.entries.map(\.explanations) == [[], []])
    }

    // MARK: Earlier states

    /// Of two earlier states, the last one counts that was known when the figures were made.
    @Test(arguments: [("6", 100), ("3", 10)] as [(String, Int64)])
    func oneEarlierStateCounts(stated: String, learned: Int64) throws {
        var rows = try ReconciledRows([Self.row("a", "10")])
        rows.add(try Self.row("a", "3"), as: .superseded, learnedAt: Self.madeAt.advanced(by: .seconds(-200)))
        rows.add(try Self.row("a", "6"), as: .superseded, learnedAt: Self.madeAt.advanced(by: .seconds(50 - learned)))
        let found = try Self.explanations([Self.entry(0, 24, [], [.charge(.usd): stated])], rows, madeAt: Self.madeAt)
        #expect(found.first?.contains([.earlierStates]) == true)
    }

    // MARK: Prices

    /// A list without a price for a row that has a charge says nothing of the sum.
    @Test func aPriceListThatLacksARowIsNoCause() throws {
        var rows = ReconciledRows()
        rows.add(try Self.row("a", "1"), otherCharges: [ByteString("old"): try Money("3", .usd)])
        #expect(try Self.explanations([Self.entry(0, 24, [], [.charge(.usd): "3"])], rows) == [[[.prices("old")]]])
        rows.add(try Self.row("b", "1"), otherCharges: [:])
        #expect(try Self.explanations([Self.entry(0, 24, [], [.charge(.usd): "4"])], rows) == [[]])
    }

    // MARK: Work

    /// The shortest local days have 23 hours, and had 22 where clocks were put forward by two.
    @Test func hoursAreNotShifted() throws {
        let rows = try ReconciledRows([Self.row("a", hour: 12), Self.row("b", hour: 13)])
        for (hours, stated, isShifted) in [
            (2, "1", false), (21, "1", false), (22, "1", true), (23, "1", true), (24, "1", true),
        ] as [(Int64, String, Bool)] {
            let entry = try Self.entry(12, 12 + hours, [], [.requests: stated])
            let causes = try Self.explanations([entry], rows).joined().joined()
            #expect(causes.contains { $0.isWindow } == isShifted, "\(hours)")
        }
    }

    @Test func currenciesThatAnEntryDoesNotHaveAreNotTried() throws {
        let currencies = (0..<20).map { Currency(rawValue: "C\($0)") }
        let rows = try ReconciledRows(
            currencies.enumerated().map { try Self.row("\($0)", "1", $1, hour: 24 * Int64($0) + 1) })
        let entries = try currencies.indices.map { number in
            let day = Int64(number) * 24
            return try Self.entry(day, day + 24, [], [.charge(currencies[number]): "2"])
        }
        let plan = try ReconciliationPlan(Statement("s", entries: entries), rows)
        #expect(plan.causes.count > 380)
        for entry in plan.entries {
            var search = CauseSearch(plan, entry, Tolerance())
            try search.run()
            // Those of the days beside it can come in.
            #expect(search.effectiveCauses().count { plan.causes[$0].name.hasPrefix("addedCurrency.") } <= 2)
        }
    }
}
