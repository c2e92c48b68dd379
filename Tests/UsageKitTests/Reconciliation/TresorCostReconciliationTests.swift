import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What Tresor's rows cost against what follows from price lists.
@Suite struct TresorCostReconciliationTests {
    private static func prices(_ name: String, input: String, output: String, model: String = "m") -> Tresor.PriceList {
        let pricing = Tresor.Model.Pricing(
            inputPerMillionTokens: Decimal(string: input), outputPerMillionTokens: Decimal(string: output),
            currency: "eur")
        return Tresor.PriceList(
            name, models: [Tresor.Model(id: model, route: Tresor.Model.Route(pricing: pricing))])
    }

    private static let today = prices("2026-10-03", input: "0.12", output: "0.48")
    private static let earlier = prices("2026-09-01", input: "0.15", output: "0.60")

    private static func row(
        _ prompt: Int, _ completion: Int, cost: String, discount: Int = 0, day: Int = 3, unit: String = "token",
        model: String = "m", region: String = "eu"
    ) throws -> Tresor.LedgerRow {
        let json = """
            {"id":"\(day)-\(prompt)-\(completion)","model":"\(model)","modality":"chat","provider":"p","region":"\(region)",
            "billing_unit":"\(unit)","audio_seconds":null,"prompt_tokens":\(prompt),"completion_tokens":\(completion),
            "cost_eur":\(cost),"discount_applied_pct":\(discount),"receipt_id":null,"failover":false,"key_prefix":null,
            "key_name":null,"created_at":"2026-10-0\(day)T07:20:11Z"}
            """
        return try Tresor.LedgerRow(try JSONValue(json: Array(json.utf8)))
    }

    /// 1,000,000 × 0.12 / 10⁶ + 500,000 × 0.48 / 10⁶ = 0.36, and 11 % less.
    @Test func exactCostsAgree() throws {
        let rows = try [
            Self.row(1_000_000, 500_000, cost: "0.36"),
            Self.row(1_000_000, 500_001, cost: "0.3204004272", discount: 11),
        ]
        let reconciliation = try Reconciliation(costsOf: rows, at: Self.today)
        #expect(reconciliation.description == "agrees with cost_eur: 1 entry, every figure")
        #expect(reconciliation.entries.first?.key == ["m"])
        #expect(reconciliation.entries.first?.window == .between("2026-10-03T00:00:00Z", "2026-10-04T00:00:00Z"))
    }

    /// 42 × 0.12 / 10⁶ + 128 × 0.48 / 10⁶ = 0.00006648, and 7 × 0.12 / 10⁶ + 3 × 0.48 / 10⁶ = 0.00000228.
    @Test func roundingIsFound() throws {
        let rows = try [Self.row(42, 128, cost: "0.000066"), Self.row(7, 3, cost: "0.000002")]
        let entry = try #require(try Reconciliation(costsOf: rows, at: Self.today).entries.first)
        let name = try #require(entry.explanations.first)
        #expect(!entry.agrees && name.count == 1)
        #expect(entry.explanations.contains([.rounded(to: 6, eachRow: true, .halfUp)]))
        // The sum, 0.00006876, would be rounded to 0.000069.
        #expect(!entry.explanations.contains([.rounded(to: 6, eachRow: false, .halfUp)]))
    }

    @Test func thePricesOfAnotherDayAreFound() throws {
        // 1,000,000 × 0.15 / 10⁶ + 500,000 × 0.60 / 10⁶ = 0.45
        let rows = try [Self.row(1_000_000, 500_000, cost: "0.45"), Self.row(1_000_000, 500_000, cost: "0.36", day: 4)]
        let reconciliation = try Reconciliation(costsOf: rows, at: Self.today, orAt: [Self.earlier])
        #expect(reconciliation.entries.map(\.explanations) == [[[.prices("2026-09-01")]], []])
        #expect(reconciliation.description.contains("because charges there follow from the prices of 2026-09-01"))
        #expect(try Reconciliation(costsOf: rows, at: Self.today).entries.first?.explanations == [])
    }

    /// Causes name price lists, so two of one name could not be told apart.
    @Test func priceListsOfOneNameAreRefused() throws {
        let rows = try [Self.row(1_000_000, 500_000, cost: "0.45")]
        let other = Self.prices("2026-09-01", input: "0.2", output: "0.7")
        for lists in [[Self.earlier, other], [Self.prices("2026-10-03", input: "1", output: "1")]] {
            let error = #expect(throws: UsageError.self) {
                try Reconciliation(costsOf: rows, at: Self.today, orAt: lists)
            }
            #expect(error?.code == .invalidArgument && error?.message.contains(lists[0].name) ?? false)
        }
    }

    /// 42 × 0.15 / 10⁶ + 128 × 0.60 / 10⁶ = 0.0000831.
    @Test func pricesAndRoundingAreFoundTogether() throws {
        let rows = try [Self.row(42, 128, cost: "0.000083"), Self.row(43, 128, cost: "0.000083")]
        let entry = try #require(try Reconciliation(costsOf: rows, at: Self.today, orAt: [Self.earlier]).entries.first)
        #expect(entry.explanations.contains([.prices("2026-09-01"), .rounded(to: 6, eachRow: true, .halfUp)]))
        for set in entry.explanations { #expect(set.contains(.prices("2026-09-01"))) }
    }

    /// A row that cannot be computed keeps the others from being called complete.
    @Test(arguments: [
        ("token", "other", "0.1", "price"), ("audio_minute", "m", "0.1", "unit"), ("token", "m", "null", "charge"),
    ])
    func aRowWithoutAComputedCostIsLeftOut(unit: String, model: String, cost: String, obstacle: String) throws {
        let other = try Self.row(5, 5, cost: cost == "null" ? "0" : cost, unit: unit, model: model)
        var rows = try [Self.row(1_000_000, 500_000, cost: "0.36"), other]
        if cost == "null" { rows[1].cost = nil }
        let text = "rows whose cost cannot be computed, because of the \(obstacle): 1"
        let agreeing = try Reconciliation(costsOf: rows, at: Self.today)
        #expect(agreeing.verdict == .unjudged && agreeing.gaps == [text] && agreeing.entries.map(\.agrees) == [true])
        rows[0].cost = try Money("0.37", .eur)
        let differing = try Reconciliation(costsOf: rows, at: Self.today)
        #expect(differing.verdict == .differs && differing.gaps == [] && differing.notCompared == [text])
    }

    /// A row whose time cannot be read is in no day.
    @Test func aRowWithoutATimeIsLeftOut() throws {
        var rows = try [Self.row(1_000_000, 500_000, cost: "0.36"), Self.row(1_000_000, 500_000, cost: "5")]
        rows[1].createdAt = nil
        let agreeing = try Reconciliation(costsOf: rows, at: Self.today)
        #expect(agreeing.verdict == .unjudged && agreeing.gaps == ["rows without a time: 1"])
        rows[0].cost = try Money("0.37", .eur)
        let differing = try Reconciliation(costsOf: rows, at: Self.today)
        #expect(differing.verdict == .differs && differing.notCompared == ["rows without a time: 1"])
    }

    /// The total counts rows without a time.
    @Test(arguments: [
        TimeWindow.between("2026-10-03T00:00:00Z", "2026-10-04T00:00:00Z"), .all,
        TimeWindow(unchecked: nil, .at("2026-10-04T00:00:00Z")),
    ])
    func theTotalHasRowsWithoutATime(window: TimeWindow) throws {
        var report = WalkReport(provider: .tresor, endpoint: "usage", window: window, isFinished: true)
        report.expected = 2
        var rows = try [Self.row(1, 1, cost: "1"), Self.row(2, 1, cost: "1")].map(\.usageRecord)
        rows[1].time = nil
        let statement = try Statement(totalOf: report)
        let all = ReconciledRows(rows, of: report, countsUntimed: true)
        #expect(try Reconciliation(statement, with: all).verdict == .agrees)
        let timed = try Reconciliation(statement, with: ReconciledRows(rows, of: report))
        // Only a window without bounds has rows of any time.
        #expect(timed.entries.map(\.agrees) == [window == .all])
    }

    @Test func costsAreSplitByLabels() throws {
        let rows = try [
            Self.row(1_000_000, 0, cost: "0.12"), Self.row(1_000_000, 1, cost: "0.5", region: "us"),
        ]
        let reconciliation = try Reconciliation(costsOf: rows, at: Self.today, by: [.region])
        #expect(reconciliation.entries.map(\.key) == [["eu"], ["us"]])
        #expect(reconciliation.entries.map(\.agrees) == [true, false])
    }

    /// Random rows of either list, rounded or not: against sums of a naive computation.
    @Test(arguments: PropertySeeds.some(40)) func theListOfADayIsFound(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let isEarlier = Bool.random(using: &generator)
        let places = Bool.random(using: &generator) ? 6 : 12
        let (input, output) = isEarlier ? ("0.15", "0.60") : ("0.12", "0.48")
        let rows = try (0..<Int.random(in: 1...20, using: &generator)).map { number in
            let prompt = Int.random(in: 1...5000, using: &generator)
            let discount = [0, 5, 10].randomElement(using: &generator) ?? 0
            let price =
                Decimal(prompt) * (Decimal(string: input) ?? 0) + Decimal(number) * (Decimal(string: output) ?? 0)
            var (exact, rounded) = (price / 1_000_000 * Decimal(100 - discount) / 100, Decimal())
            unsafe NSDecimalRound(&rounded, &exact, places, .plain)
            return try Self.row(prompt, number, cost: "\(rounded)", discount: discount)
        }
        let entry = try #require(try Reconciliation(costsOf: rows, at: Self.today, orAt: [Self.earlier]).entries.first)
        let seeded: Set<Cause> = [.prices("2026-09-01"), .rounded(to: 6, eachRow: true, .halfUp)]
        if !isEarlier, places == 12 { #expect(entry.agrees) }
        if !entry.agrees {
            let found = entry.explanations.contains { Set($0).isSubset(of: seeded) }
            // A sum that ends with zeros hides how many places the rows have.
            #expect(found || places == 6 && entry.comparisons.allSatisfy { ($0.statedValue?.places ?? 0) < 5 })
            if isEarlier { for set in entry.explanations { #expect(set.contains(.prices("2026-09-01"))) } }
        }
    }

    /// Two wrong costs, whose sum is right.
    @Test func costsThatCancelOutAreFound() throws {
        let rows = try [
            Self.row(1_000_000, 0, cost: "0.13"), Self.row(2_000_000, 0, cost: "0.23"),
            Self.row(3_000_000, 0, cost: "0.36", day: 4),
        ]
        let atOnce = try Reconciliation(costsOf: rows, at: Self.today)
        #expect(atOnce.verdict == .differs)
        #expect(atOnce.entries.map(\.key) == [["3-1000000-0", "m"], ["3-2000000-0", "m"]])
        var later = rows
        later[1].createdAt = try Timestamp("2026-10-03T09:00:00Z")
        let result = try Reconciliation(costsOf: later, at: Self.today)
        #expect(result.verdict == .differs && result.name == "cost_eur, row by row")
        #expect(
            result.entries.map { $0.comparisons.first?.difference } == [
                Decimal(string: "-0.01"), Decimal(string: "0.01"),
            ])
        var tolerance = Tolerance()
        try tolerance.allow(.charge(.eur), amount: Decimal(string: "0.01"))
        let tolerated = try Reconciliation(costsOf: later, at: Self.today, tolerance: tolerance)
        #expect(tolerated.verdict == .agrees)
        #expect(tolerated.notCompared == ["rows whose costs differ within the tolerance: 2"])
    }
}
