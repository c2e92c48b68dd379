import Testing

@testable import UsageKit

@Suite struct ReportCompletenessTests {
    private static let june = BudgetSamples.june

    private static func completeness(
        _ walks: [WalkReport], _ window: TimeWindow = .all, in period: Range<Timestamp>? = june,
        at now: String = "2026-07-02T00:00:00Z"
    ) throws -> Completeness {
        try SpendingSamples.ledger([("2026-06-01T08:00:00Z", "1 USD")])
            .report(ReportQuery(window: window, every: .day)).with(walks: walks)
            .chargeCompleteness(in: period, at: .at(now))
    }

    @Test func aWalkOfTheWholePeriodIsComplete() throws {
        let completeness = try Self.completeness([SpendingSamples.walk(SpendingSamples.june)])
        #expect(completeness == Completeness(readThrough: .at("2026-07-01T00:00:00Z")))
        #expect(completeness.isComplete)
    }

    @Test(arguments: [
        // Read up to the present, up to the beginning of its day, and a nanosecond less.
        ("2026-06-01T00:00:00Z", "2026-06-10T12:00:00Z", "2026-06-10T12:00:00Z", true),
        ("2026-06-01T00:00:00Z", "2026-06-10T00:00:00Z", "2026-06-10T12:00:00Z", true),
        ("2026-06-01T00:00:00Z", "2026-06-09T23:59:59.999999999Z", "2026-06-10T12:00:00Z", false),
        // The server's clock was ahead.
        ("2026-06-01T00:00:00Z", "2026-06-10T12:00:05Z", "2026-06-10T12:00:00Z", true),
        ("2026-06-01T00:00:00.000000001Z", "2026-06-10T12:00:00Z", "2026-06-10T12:00:00Z", false),
        // A period that has ended was read to its end or was not.
        ("2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z", "2026-07-01T00:10:00Z", true),
        ("2026-06-01T00:00:00Z", "2026-06-30T23:50:00Z", "2026-07-01T00:10:00Z", false),
    ])
    func aSourceMustHaveBeenReadUpToThePresentDay(start: String, end: String, now: String, isComplete: Bool) throws {
        let completeness = try Self.completeness([SpendingSamples.walk(.between(start, end))], at: now)
        #expect(completeness.isComplete == isComplete)
        #expect(completeness.readThrough == min(.at(end), .at(now)))
        #expect(completeness.doubts.isEmpty)
        if !isComplete {
            #expect(completeness.gaps.count == 1)
            #expect(completeness.gaps[0].hasPrefix("aurous /v1/usage/events was not read from "))
        }
    }

    @Test func walksOfOneEndpointAreOneSource() throws {
        let first = SpendingSamples.walk(.between("2026-05-01T00:00:00Z", "2026-06-15T00:00:00Z"))
        let second = SpendingSamples.walk(.between("2026-06-15T00:00:00Z", "2026-07-01T00:00:00Z"))
        #expect(try Self.completeness([second, first]).isComplete)
        let other = SpendingSamples.walk(
            .between("2026-06-15T00:00:00Z", "2026-07-01T00:00:00Z"), endpoint: "/v1/usage/buckets")
        #expect(
            try Self.completeness([first, second, other]).gaps == [
                "aurous /v1/usage/buckets was not read from 2026-06-01T00:00:00Z to 2026-06-15T00:00:00Z"
            ])
        // A hole in the middle.
        let late = SpendingSamples.walk(.between("2026-06-16T00:00:00Z", "2026-07-01T00:00:00Z"))
        #expect(
            try Self.completeness([first, late]).gaps == [
                "aurous /v1/usage/events was not read from 2026-06-15T00:00:00Z to 2026-06-16T00:00:00Z"
            ])
    }

    @Test(arguments: [
        (WalkStop(.missingRows, "3 rows are missing"), true, false), (WalkStop(.cancelled, "cancelled"), true, false),
        (WalkStop(.missingTime, "a"), true, false), (WalkStop(.init(rawValue: "new"), "a"), true, false),
        (WalkStop(.repeatedRows, "rows may count twice"), false, true),
        (WalkStop(.missingRows, "a").adding(WalkStop(.repeatedRows, "b")), false, true),
        (WalkStop(.unclearFilter, "a"), false, true), (WalkStop(.revisedRows, "a"), false, true),
        (WalkStop(.replacedText, "a"), false, true), (WalkStop(.unreadableCharges, "a"), true, false),
    ])
    func aReasonSaysWhetherRowsMayBeMissingOrWrong(stop: WalkStop, isGap: Bool, isDoubt: Bool) throws {
        let completeness = try Self.completeness([SpendingSamples.walk(SpendingSamples.june, stopped: stop)])
        let reason = "aurous /v1/usage/events: \(stop.message)"
        #expect(completeness.gaps == (isGap ? [reason] : []))
        #expect(completeness.doubts == (isDoubt ? [reason] : []))
    }

    @Test func ofSeveralSourcesTheEarliestReadingIsTheAge() throws {
        let walks = ["2026-06-09T12:00:00Z", "2026-06-10T06:00:00Z", "2026-05-20T00:00:00Z"].map {
            SpendingSamples.walk(.between("2026-05-01T00:00:00Z", $0), endpoint: $0)
        }
        let completeness = try Self.completeness(walks, at: "2026-06-10T12:00:00Z")
        // The source that was not read in June at all is a gap and no reading.
        #expect(completeness.readThrough == .at("2026-06-09T12:00:00Z"))
        #expect(completeness.reached == .at("2026-06-10T06:00:00Z"))
        #expect(
            completeness.gaps == [
                "aurous 2026-06-09T12:00:00Z was not read from 2026-06-09T12:00:00Z to 2026-06-10T12:00:00Z",
                "aurous 2026-05-20T00:00:00Z was not read from 2026-06-01T00:00:00Z to 2026-06-10T12:00:00Z",
            ])
        let file = SpendingSamples.walk(.all, endpoint: "file")
        #expect(try Self.completeness(walks + [file], at: "2026-06-10T12:00:00Z").reached == nil)
    }

    @Test func onlyWalksOfThePeriodCount() throws {
        let stop = WalkStop(.missingRows, "a")
        let may = SpendingSamples.walk(.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"), stopped: stop)
        #expect(try Self.completeness([may, SpendingSamples.walk(SpendingSamples.june)]).isComplete)
        // Nothing can be missing in a period that has not begun.
        #expect(try Self.completeness([may], at: "2026-06-01T00:00:00Z").isComplete)
    }

    @Test func aWalkThatGoesOnIsNotComplete() throws {
        let walk = SpendingSamples.walk(SpendingSamples.june, isFinished: false)
        #expect(try Self.completeness([walk]).gaps == ["aurous /v1/usage/events: the walk has not ended"])
    }

    @Test func theOldestReadingCounts() throws {
        let walks = ["2026-07-01T08:00:00Z", "2026-07-01T07:00:00Z"].map {
            SpendingSamples.walk(SpendingSamples.june, endpoint: $0, readAt: .at($0))
        }
        #expect(try Self.completeness(walks).readAt == .at("2026-07-01T07:00:00Z"))
        let unknown = SpendingSamples.walk(SpendingSamples.june, endpoint: "/v1/other")
        #expect(try Self.completeness(walks + [unknown]).readAt == nil)
    }

    @Test(arguments: [
        (TimeWindow.all, true), (SpendingSamples.june, true), (.since("2026-06-01T00:00:00Z"), true),
        (.since("2026-06-02T00:00:00Z"), false), (.between("2026-06-01T00:00:00Z", "2026-06-30T00:00:00Z"), false),
    ])
    func theReportMustCoverThePeriod(window: TimeWindow, isComplete: Bool) throws {
        let completeness = try Self.completeness([], window)
        #expect(completeness.isComplete == isComplete)
        if !isComplete { #expect(completeness.gaps[0].hasPrefix("the report does not cover from 2026-06-")) }
        // Asked about its own window, it is complete.
        #expect(try Self.completeness([], window, in: nil).isComplete)
    }

    /// A file, and a walk to an end in the future, of which the server's clock is not the reason.
    @Test(arguments: [TimeWindow.all, SpendingSamples.june, .between("2026-06-01T00:00:00Z", "2026-06-10T13:00:01Z")])
    func aWindowBeyondThePresentDoesNotSayWhenItWasRead(window: TimeWindow) throws {
        for reported in [TimeWindow.all, SpendingSamples.june] {
            let completeness = try Self.completeness(
                [SpendingSamples.walk(window)], reported, at: "2026-06-10T12:00:00Z")
            #expect(completeness == Completeness())
            #expect(completeness.age(at: .at("2026-06-10T12:00:00Z")) == nil)
        }
    }

    @Test func aReportThatEndsEarlierIsAsOldAsItsEnd() throws {
        let walk = SpendingSamples.walk(.between("2026-06-01T00:00:00Z", "2026-06-10T12:00:00Z"))
        let completeness = try Self.completeness(
            [walk], .between("2026-06-01T00:00:00Z", "2026-06-10T09:00:00Z"), at: "2026-06-10T12:00:00Z")
        #expect(completeness == Completeness(readThrough: .at("2026-06-10T09:00:00Z")))
    }

    @Test func anOpenWindowAsksForNothingBeyondItsWalks() throws {
        let walk = SpendingSamples.walk(.between("2026-06-03T00:00:00Z", "2026-06-05T00:00:00Z"))
        #expect(try Self.completeness([walk], .all, in: nil).isComplete)
        let since = try Self.completeness([walk], .since("2026-06-01T00:00:00Z"), in: nil)
        #expect(
            since.gaps == ["aurous /v1/usage/events was not read from 2026-06-01T00:00:00Z to 2026-06-03T00:00:00Z"])
    }

    /// Charges that were not counted are not missing in the rows.
    @Test func aReportThatDoesNotMeasureChargesSaysSo() throws {
        let ledger = try SpendingSamples.ledger([("2026-06-01T08:00:00Z", "1 USD")])
        let now = Timestamp.at("2026-07-02T00:00:00Z")
        let report = try ledger.report(ReportQuery(every: .day, measures: [.tokens]))
        #expect(
            report.chargeCompleteness(in: Self.june, at: now).gaps == [
                "the report has no charges: add `.charges` to the measures of its query"
            ])
        let empty = try SpendingSamples.ledger([]).report(ReportQuery(every: .day, measures: [.tokens]))
        #expect(empty.chargeCompleteness(in: Self.june, at: now).isComplete)
    }

    @Test func rowsWithoutAChargeOrATimeAreNamed() throws {
        let report = try SpendingSamples.ledger([
            ("2026-06-01T08:00:00Z", "1 USD"), ("2026-06-02T08:00:00Z", nil), (nil, "1 USD"),
            ("2026-05-31T08:00:00Z", nil),
        ]).report(every: .day)
        #expect(
            report.chargeCompleteness(in: Self.june, at: .at("2026-07-02T00:00:00Z")).gaps == [
                "1 of 3 rows have no charge", "1 rows have no time, so their charges are in no bucket",
            ])
    }
}
