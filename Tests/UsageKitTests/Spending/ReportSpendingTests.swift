import Testing

@testable import UsageKit

@Suite struct ReportSpendingTests {
    private typealias Samples = BudgetSamples

    private static func spending(
        _ rows: [(String?, String?)], _ query: ReportQuery, in period: Range<Timestamp> = BudgetSamples.june,
        at now: String = "2026-06-11T00:00:00Z"
    ) throws -> PeriodSpending {
        try SpendingSamples.ledger(rows).report(query)
            .spending(in: period, convertedBy: Samples.rates(["credit=0.01 USD@2026-06-01"]), at: .at(now))
    }

    @Test func spendingIsProjectedToTheEndOfThePeriod() throws {
        let rows = [("2026-06-02T08:00:00Z", "10 USD"), ("2026-06-05T08:00:00Z", "250 credit")]
        let spending = try Self.spending(rows, ReportQuery(every: .day))
        #expect(spending.spent == BoundedMoney(Samples.money("12.5 USD")))
        #expect(spending.projection == BoundedMoney(Samples.money("37.5 USD")))
        #expect("\(spending)" == "12.5 USD as of 2026-06-11T00:00:00Z")
        #expect(try coded(spending) == spending)
        // A charge without a rate.
        let partial = try Self.spending(rows + [("2026-06-05T08:00:00Z", "1 EUR")], ReportQuery(every: .day))
        #expect(partial.projection?.description == "at least 37.5 USD")
        #expect("\(partial)" == "at least 12.5 USD as of 2026-06-11T00:00:00Z")
        #expect(try coded(partial) == partial)
    }

    @Test func onlyThePartOfABucketInTheWindowMustBeInThePeriod() throws {
        let noon = Timestamp.at("2026-06-01T12:00:00Z")..<Timestamp.at("2026-06-03T12:00:00Z")
        let rows = [
            ("2026-06-01T11:00:00Z", "1 USD"), ("2026-06-01T12:00:00Z", "2 USD"), ("2026-06-03T11:00:00Z", "4 USD"),
        ]
        let window = try TimeWindow(noon)
        let spending = try Self.spending(rows, ReportQuery(window: window, every: .day), in: noon)
        #expect(spending.spent == BoundedMoney(Samples.money("6 USD")))
        let error = #expect(throws: UsageError.self) { try Self.spending(rows, ReportQuery(every: .day), in: noon) }
        #expect(error?.code == .invalidArgument)
        #expect(
            try Self.spending(rows, ReportQuery(window: window), in: noon).spent.money == Samples.money("6 USD"))
    }

    @Test(arguments: [TimeWindow.all, .since("2026-06-01T00:00:00Z")])
    func aReportWithoutBucketsNeedsABoundedWindow(window: TimeWindow) throws {
        let error = #expect(throws: UsageError.self) { try Self.spending([], ReportQuery(window: window)) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func thereIsNoProjectionBeforeThePeriod() throws {
        #expect(try Self.spending([], ReportQuery(every: .day), at: "2026-06-01T00:00:00Z").projection == nil)
    }

    @Test func spendingHasTheDocumentedForm() throws {
        let report = try SpendingSamples.ledger([("2026-06-02T08:00:00Z", "10 USD")]).report(every: .day).with(
            walks: [
                SpendingSamples.walk(
                    .between("2026-06-01T00:00:00Z", "2026-06-10T00:00:00Z"), readAt: .at("2026-06-10T22:00:00Z"))
            ])
        let spending = try report.spending(
            in: Samples.june, convertedBy: Samples.rates([]), at: .at("2026-06-11T00:00:00Z"))
        let text = """
            {"age":"7200","asOf":"2026-06-10T00:00:00Z","completeness":{"doubts":[],\
            "gaps":["aurous /v1/usage/events was not read from 2026-06-10T00:00:00Z to 2026-06-11T00:00:00Z"],\
            "reached":"2026-06-10T00:00:00Z","readAt":"2026-06-10T22:00:00Z","readThrough":"2026-06-10T00:00:00Z"},\
            "period":["2026-06-01T00:00:00Z","2026-07-01T00:00:00Z"],\
            "spent":{"bound":"atLeast","money":{"amount":"10","currency":"USD"}}}
            """
        #expect(try json(spending) == text)
        #expect(try decoded(PeriodSpending.self, text) == spending)
    }
}
