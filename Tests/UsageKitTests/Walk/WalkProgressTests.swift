import Testing
import UsageKitTesting

@testable import UsageKit

/// How far a walk says that it has come.
@Suite struct WalkProgressTests {
    private struct Visitor: WalkVisitor {
        let options: WalkOptions
        func visit<Row: UsageRow & JSONRepresentable>(
            _ walk: Walk<Row>
        ) async throws -> [(reached: Timestamp?, last: Timestamp?, fraction: Double?)] {
            var steps: [(reached: Timestamp?, last: Timestamp?, fraction: Double?)] = []
            var pages = walk.with(options).pages.makeAsyncIterator()
            while let page = try await pages.next() {
                steps.append((page.report.reached, page.rows.last?.usageRecord.time, page.report.fraction))
            }
            return steps
        }
    }

    private func steps(
        _ ledger: RowLedger, _ fake: any LedgerFake, in window: TimeWindow = RowLedger.week, pageSize: Int = 10,
        options: WalkOptions = WalkOptions()
    ) async throws -> [(reached: Timestamp?, last: Timestamp?, fraction: Double?)] {
        try await ledger.visit(Visitor(options: options), .test(fake), in: window, pageSize: pageSize)
    }

    @Test(arguments: RowLedger.allCases, [WalkOptions(), WalkOptions(prefetch: 3)])
    func theFractionRisesToOne(ledger: RowLedger, options: WalkOptions) async throws {
        let rows = ledger.rows(seed: 21, count: 95)
        let steps = try await steps(ledger, ledger.fake(rows), options: options)
        let fractions = try steps.map { try #require($0.fraction) }
        #expect(fractions.count >= 10)
        #expect(fractions == fractions.sorted())
        #expect(fractions.allSatisfy { $0 > 0 && $0 <= 1 })
        #expect(fractions.last == 1)
        #expect(fractions.dropLast().allSatisfy { $0 < 1 } || !ledger.hasTotal)
        // A page that only confirms the end delivers no row.
        #expect(steps.allSatisfy { $0.last == nil || $0.reached == $0.last })
    }

    @Test(arguments: [RowLedger.aurous, .venice, .tresor])
    func shardsAreEqualParts(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 22, count: 95)
        let steps = try await steps(ledger, ledger.fake(rows), options: WalkOptions(shards: 4))
        let fractions = steps.compactMap(\.fraction)
        #expect(fractions.count == steps.count)
        #expect(fractions == fractions.sorted())
        #expect(fractions.last == 1)
    }

    @Test func aTotalTellsTheRowsThatAreDone() async throws {
        let rows = RowLedger.veniceRetired.rows(seed: 23, count: 40)
        let steps = try await steps(.veniceRetired, RowLedger.veniceRetired.fake(rows))
        #expect(steps.compactMap(\.fraction) == [0.25, 0.5, 0.75, 1, 1])
    }

    /// Tresor's pages repeat a row, which is not counted twice.
    @Test func rowsThatPagesRepeatAreNotDoneTwice() async throws {
        let rows = RowLedger.tresor.rows(seed: 23, count: 40)
        let fractions = try await steps(.tresor, RowLedger.tresor.fake(rows)).compactMap(\.fraction)
        #expect(fractions == [0.25, 0.475, 0.7, 0.925, 1])
    }

    @Test func theLookBackIsNoPartOfTheWhole() async throws {
        let rows = RowLedger.tresor.rows(seed: 23, count: 40)
        let fractions = try await steps(
            .tresor, RowLedger.tresor.fake(rows), options: WalkOptions(lookBack: .seconds(86_400))
        ).compactMap(\.fraction)
        #expect(fractions.prefix(4) == [0.25, 0.475, 0.7, 0.925])
        #expect(fractions.last == 1)
    }

    @Test func aPeriodByItselfIsTheWhole() async throws {
        let details = RowLedger.auralytik.rows(seed: 24, count: 40)
        let client = try Auralytik.Client(
            apiKey: AuralytikFake.testKey, configuration: .test(RowLedger.auralytik.fake(details)))
        var fractions: [Double?] = []
        let walk = client.details(for: try BillingPeriod("2026-05"), matching: Auralytik.DetailsQuery(pageSize: 20))
        for try await page in walk.pages { fractions.append(page.report.fraction) }
        #expect(fractions.prefix(2) == [0.5, 1])
    }

    @Test func theOrderTellsTheTimeThatIsDone() async throws {
        // Entries of Venice come oldest first.
        let window = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-22T00:00:00Z")
        let entries = (0..<40).map { index in
            VeniceFake.entry(at: .at("2026-05-18T00:00:00Z").advanced(by: .seconds(index * 8640)), amount: -1)
        }
        let fractions = try await steps(.venice, RowLedger.venice.fake(entries), in: window).compactMap(\.fraction)
        #expect(fractions.dropLast() == [0.225, 0.475, 0.725])
    }

    @Test func periodsAreEqualParts() async throws {
        let window = TimeWindow.between("2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z")
        let details =
            RowLedger.auralytik.rows(seed: 24, count: 20, in: .between("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z"))
            + RowLedger.auralytik.rows(
                seed: 25, count: 40, in: .between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"))
        let fractions = try await steps(.auralytik, RowLedger.auralytik.fake(details), in: window, pageSize: 20)
            .compactMap(\.fraction)
        // Each listing ends with an empty page. In other time zones, the window begins in March and ends in June.
        #expect(fractions == [0.25, 0.5, 0.5, 0.625, 0.75, 0.75, 1])
    }

    /// Neither a total nor a window with a start tells how much is left.
    @Test func otherwiseOnlyTheInstantIsKnown() async throws {
        let rows = RowLedger.chatBotKit.rows(seed: 26, count: 30)
        let window = try TimeWindow(from: nil, to: .at("2026-05-25T00:00:00Z"))
        let steps = try await steps(.chatBotKit, RowLedger.chatBotKit.fake(rows), in: window)
        #expect(steps.count > 2)
        #expect(steps.allSatisfy { $0.fraction == nil && $0.reached != nil })
    }

    @Test func aResumedWalkGoesOnFromItsFraction() async throws {
        let rows = RowLedger.tresor.rows(seed: 27, count: 60)
        let first = try await RowLedger.tresor.walk(
            .test(TresorFake(rows: rows)), pageSize: 10, options: WalkOptions(), pages: 3)
        let rest = try await RowLedger.tresor.walk(
            .test(TresorFake(rows: rows)), pageSize: 10, options: WalkOptions(), from: first.checkpoint, pages: 1)
        let before = try #require(first.report.fraction)
        let after = try #require(rest.report.fraction)
        #expect(before < after && after < 1)
    }
}
