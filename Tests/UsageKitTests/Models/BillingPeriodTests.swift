import Testing

@testable import UsageKit

@Suite struct BillingPeriodTests {
    @Test(arguments: [("2026-05", 2026, 5), ("0001-01", 1, 1), ("9999-12", 9999, 12), ("2000-02", 2000, 2)])
    func isWrittenAsYearAndMonth(_ text: String, year: Int, month: Int) throws {
        let period = try BillingPeriod(text)
        #expect(period == (try BillingPeriod(year: year, month: month)))
        #expect(period.description == text)
    }

    @Test(arguments: [
        "", "2026", "2026-", "2026-5", "2026-005", "0001-001", "26-05", "2026-00", "2026-13", "0000-01", "2026/05",
        "2026-05-01",
        " 2026-05", "2026-05 ", "2026-05\n", "2026-0５", "202６-05", "+026-05", "-026-05", "2026-+5", "2026-1 ", "202605",
        "20260-5", "2026-0a", "20é6-05", "2026–05",
    ])
    func refusesOtherFormats(_ text: String) throws {
        let error = try #require(throws: UsageError.self) { try BillingPeriod(text) }
        #expect(error.code == .invalidArgument)
    }

    @Test(arguments: [(2026, 0), (2026, 13), (0, 1), (10_000, 1), (-1, 1), (2026, -1), (.max, .max), (.min, .min)])
    func aMonthThatDoesNotExistIsRefused(_ year: Int, _ month: Int) throws {
        let error = try #require(throws: UsageError.self) { try BillingPeriod(year: year, month: month) }
        #expect(error.code == .invalidArgument)
    }

    @Test(arguments: [
        ("2026-05", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"),
        ("2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("1969-12", "1969-12-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ])
    func lastsUntilTheFirstInstantOfTheNextMonth(_ text: String, start: String, end: String) throws {
        let period = try BillingPeriod(text)
        #expect(period.start == (try Timestamp(start)))
        #expect(period.end == (try Timestamp(end)))
        #expect(period.next.start == period.end)
    }

    @Test func eachInstantBelongsToOnePeriod() throws {
        var period = try BillingPeriod("1899-11")
        while period.year < 2110 {
            let first = period.start
            let last = period.end.advanced(by: .nanoseconds(-1))
            #expect(BillingPeriod(containing: first) == period)
            #expect(BillingPeriod(containing: last) == period)
            #expect(BillingPeriod(containing: period.end) == period.next)
            #expect(period < period.next)
            #expect(!(period.next < period))
            period = period.next
        }
    }

    @Test func ordersByYearFirst() throws {
        #expect(try BillingPeriod("2025-12") < BillingPeriod("2026-01"))
        #expect(try !(BillingPeriod("2026-01") < BillingPeriod("2026-01")))
    }

    @Test func theLastPeriodHasAnEnd() throws {
        #expect(try BillingPeriod("9999-12").end.seconds == 253_402_300_800)
    }

    @Test func thePeriodsOfAYearThatCannotBeWrittenAreTheFirstAndTheLast() throws {
        let (first, last) = (try BillingPeriod("0001-01"), try BillingPeriod("9999-12"))
        #expect(BillingPeriod(containing: first.start.advanced(by: .nanoseconds(-1))) == first)
        #expect(BillingPeriod(containing: last.end) == last)
        #expect(last.next == last)
    }

    @Test(arguments: ExtremeValues.instants)
    func everyInstantHasAPeriodThatCanBeWritten(instant: Timestamp) throws {
        let period = BillingPeriod(containing: instant)
        #expect(try BillingPeriod(period.description) == period)
        #expect(try BillingPeriod(period.next.description) == period.next)
        #expect(period.start < period.end)
    }
}
