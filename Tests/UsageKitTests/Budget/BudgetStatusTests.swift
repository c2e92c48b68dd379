import Foundation
import Testing

@testable import UsageKit

@Suite struct BudgetStatusTests {
    private typealias Samples = BudgetSamples

    /// The status of a budget of 50 USD in June for charges of some days.
    private static func status(
        _ charges: [(day: Int, amount: String)], _ completeness: Completeness = Completeness(),
        thresholds: [Int] = [50, 80, 100], at now: String = "2026-06-11T00:00:00Z"
    ) throws -> BudgetStatus {
        try Budget(limit: Samples.money("50 USD"), period: Samples.june, thresholds: thresholds).status(
            of: charges.map { BucketCharge(Samples.money("\($0.amount) USD"), in: Samples.day($0.day)) },
            completeness: completeness, at: .at(now))
    }

    @Test func aBudgetIsJudged() throws {
        let status = try Self.status([(3, "12.5"), (1, "7.5"), (8, "10")])
        #expect(status.spent == BoundedMoney(Samples.money("30 USD")))
        #expect(status.remaining == BoundedMoney(Samples.money("20 USD")))
        // Day 1: 7.5, day 3: 20, day 8: 30, which is 60 per cent.
        #expect(status.crossings == [.init(threshold: 50, bucket: Samples.day(8))])
        #expect(status.limitReached == nil)
        #expect(status.judgement == .within)
        #expect(status.isCertain)
        // A third of June has passed.
        #expect(status.pace.exact == Samples.exact("16.666666666666666666666666666666666667"))
        #expect(status.abovePace?.money.exact == Samples.exact("13.333333333333333333333333333333333333"))
        #expect(status.projection == BoundedMoney(Samples.money("90 USD")))
        // 30 in 10 days are 50 in 16 days and 16 hours.
        #expect(status.exhaustion == .projected(.at("2026-06-17T16:00:00Z")))
        #expect(status.exhaustion?.day()?.description == "2026-06-17")
        #expect("\(status)" == "30 USD of 50 USD as of 2026-06-11T00:00:00Z")
    }

    @Test func aThresholdIsReachedAtTheEndOfABucket() throws {
        // Within day 2 the sum is above 40 for a while, in either order.
        for charges in [[(2, "45"), (2, "-20")], [(2, "-20"), (2, "45")]] {
            let status = try Self.status(charges + [(4, "0.000001"), (5, "14.999999")])
            #expect(status.crossings.map(\.bucket) == [Samples.day(2), Samples.day(5)])
            #expect(status.crossings.map(\.threshold) == [50, 80])
        }
    }

    @Test func theLimitItselfIsReachedButNotExceeded() throws {
        let full = try Self.status([(1, "50")], thresholds: [10])
        #expect(full.limitReached == Samples.day(1))
        #expect(full.judgement == .within)
        #expect(full.exhaustion == .reached(Samples.day(1)))
        let over = try Self.status([(1, "50"), (9, "0.0000000000000000000001")])
        #expect(over.judgement == .exceeded)
        #expect(over.isCertain)
        #expect(over.remaining?.money == Samples.money("-0.0000000000000000000001 USD"))
        #expect(over.crossings.map(\.bucket) == [Samples.day(1), Samples.day(1), Samples.day(1)])
    }

    @Test func aRefundDoesNotUndoACrossing() throws {
        let status = try Self.status([(1, "60"), (4, "-35")])
        #expect(status.limitReached == Samples.day(1))
        #expect(status.crossings.count == 3)
        #expect(status.judgement == .within)
        #expect(status.exhaustion == .projected(.at("2026-06-21T00:00:00Z")))
    }

    @Test(arguments: [
        ("30", Completeness(gaps: ["a"]), BudgetStatus.Judgement.undetermined, false, "at least 30 USD"),
        ("50", Completeness(gaps: ["a"]), .undetermined, false, "at least 50 USD"),
        ("51", Completeness(gaps: ["a"]), .exceeded, true, "at least 51 USD"),
        ("51", Completeness(doubts: ["a"]), .exceeded, false, "incomplete: 51 USD"),
        ("30", Completeness(doubts: ["a"]), .undetermined, false, "incomplete: 30 USD"),
        ("30", Completeness(), .within, true, "30 USD"), ("51", Completeness(), .exceeded, true, "51 USD"),
    ])
    func anIncompleteSumIsNeverCertainlyWithin(
        spent: String, completeness: Completeness, judgement: BudgetStatus.Judgement, isCertain: Bool, text: String
    ) throws {
        let status = try Self.status([(1, spent)], completeness)
        #expect(status.judgement == judgement)
        #expect(status.isCertain == isCertain)
        #expect(status.spent.description == text)
        #expect(status.description.hasPrefix("\(text) of 50 USD as of"))
        #expect(status.completeness == completeness)
        // The projection lacks what the sum lacks, and less may remain.
        #expect(status.projection?.bound == status.spent.bound)
        #expect(status.abovePace?.bound == status.spent.bound)
        #expect(status.remaining?.bound == status.spent.bound.reversed)
    }

    @Test func aRefundMakesAPartialSumUncertain() throws {
        let status = try Self.status([(1, "61"), (1, "-1")], Completeness(gaps: ["a"]))
        #expect(status.judgement == .exceeded)
        #expect(!status.isCertain)
        #expect(status.spent.description == "incomplete: 60 USD")
        #expect(status.projection?.description == "incomplete: 180 USD")
    }

    @Test func aProjectionOfAPartialSumIsAPartialOne() throws {
        let status = try Self.status([(1, "4.1")], Completeness(gaps: ["a"]))
        #expect(status.projection?.description == "at least 12.3 USD")
        #expect(status.remaining?.description == "at most 45.9 USD")
    }

    @Test(arguments: [
        ("2026-06-11T00:00:00Z", nil, "2026-06-11T00:00:00Z", nil),
        ("2026-06-11T00:00:00Z", "2026-06-06T00:00:00Z", "2026-06-06T00:00:00Z", 5 * 86_400),
        ("2026-06-11T00:00:00Z", "2026-06-12T00:00:00Z", "2026-06-11T00:00:00Z", 0),
        ("2026-08-01T00:00:00Z", nil, "2026-07-01T00:00:00Z", nil),
        ("2026-07-02T00:00:00Z", "2026-07-01T12:00:00Z", "2026-07-01T00:00:00Z", 43_200),
        ("2026-05-01T00:00:00Z", nil, "2026-06-01T00:00:00Z", nil),
    ])
    func aStatusIsAsOfTheInstantUpToWhichChargesAreKnown(
        now: String, readThrough: String?, asOf: String, age: Int?
    ) throws {
        let status = try Self.status([(1, "10")], Completeness(readThrough: readThrough.map { .at($0) }), at: now)
        #expect(status.asOf == .at(asOf))
        #expect(status.age == age.map { .seconds($0) })
        // Ten on the first days of June: the older the charges, the faster they were.
        let days = Samples.june.lowerBound.duration(to: .at(asOf)).components.seconds / 86_400
        let projection = days > 0 ? Decimal(300) / Decimal(days) : nil
        #expect(status.projection?.money.amount == projection)
    }

    @Test func bucketsOutsideThePeriodDoNotCount() throws {
        let status = try Self.status([(0, "100"), (1, "1"), (30, "2"), (31, "100")])
        #expect(status.spent.money == Samples.money("3 USD"))
        #expect(status.crossings.isEmpty)
    }

    @Test(arguments: [
        ("2026-05-31T12:00:00Z", "2026-06-01T12:00:00Z"), ("2026-06-30T00:00:00Z", "2026-07-02T00:00:00Z"),
    ])
    func aBucketThatCrossesABoundIsRefused(start: String, end: String) throws {
        let budget = try Budget(limit: Samples.money("50 USD"), period: Samples.june)
        let charge = BucketCharge(Samples.money("1 USD"), in: .at(start)..<Timestamp.at(end))
        let error = #expect(throws: UsageError.self) {
            try budget.status(of: [charge], at: .at("2026-06-11T00:00:00Z"))
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(start) == true)
    }

    @Test func anotherCurrencyIsRefused() throws {
        let budget = try Budget(limit: Samples.money("50 USD"), period: Samples.june)
        let error = #expect(throws: UsageError.self) {
            try budget.status(
                of: [BucketCharge(Samples.money("1 EUR"), in: Samples.day(1))], at: .at("2026-06-11T00:00:00Z"))
        }
        #expect(error?.code == .currencyMismatch)
    }

    @Test func aStatusIsCoded() throws {
        let status = try Self.status(
            [(1, "30"), (2, "30")], Completeness(gaps: ["a"], readThrough: .at("2026-06-10T12:00:00Z")))
        let text = try json(status)
        #expect(text.contains(#""spent":{"bound":"atLeast","money":{"amount":"60","currency":"USD"}}"#))
        #expect(text.contains(#""asOf":"2026-06-10T12:00:00Z""#))
        let again = try coded(status)
        #expect(again == status)
        #expect(again.projection == status.projection && again.exhaustion == status.exhaustion)
        #expect(throws: DecodingError.self) {
            try decoded(
                BudgetStatus.self, text.replacing(#""60","currency":"USD""#, with: #""60","currency":"EUR""#))
        }
    }

    @Test(arguments: PropertySeeds.some(60))
    func agreesWithSumsOnPaper(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let limit = Samples.number(digits: 2...38, isSigned: false, using: &random)
        guard !NaiveNumber(limit).isZero else { return }
        let thresholds = (0..<4).map { _ in Int.random(in: 1...200, using: &random) }
        let charges = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            (day: Int.random(in: -1...32, using: &random), amount: Samples.number(digits: 1...38, using: &random))
        }
        let status = try Budget(
            limit: Samples.money("\(limit) USD"), period: Samples.june, thresholds: thresholds
        ).status(
            of: charges.map { BucketCharge(Samples.money("\($0.amount) USD"), in: Samples.day($0.day)) },
            at: .at("2026-06-11T00:00:00Z"))
        var (sum, reached) = (NaiveNumber("0"), [Int: Int]())
        for day in 1...30 {
            let today = charges.filter { $0.day == day }
            for charge in today { sum = sum + NaiveNumber(charge.amount) }
            for threshold in thresholds where reached[threshold] == nil && !today.isEmpty {
                let share = NaiveNumber(limit) * NaiveNumber("\(threshold)") * NaiveNumber("0.01")
                if !(sum < share) { reached[threshold] = day }
            }
        }
        #expect(status.spent.money.exact.description == sum.rounded)
        #expect(
            Dictionary(uniqueKeysWithValues: status.crossings.map { ($0.threshold, $0.bucket) })
                == reached.mapValues(Samples.day))
        #expect((status.judgement == .exceeded) == (NaiveNumber(limit) < NaiveNumber(sum.rounded)))
    }

    @Test func aStatusHasTheDocumentedForm() throws {
        let status = try Self.status(
            [(1, "30"), (2, "30")], Completeness(gaps: ["a"], doubts: ["b"], readThrough: .at("2026-06-10T12:00:00.5Z"))
        )
        let text = """
            {"age":"43199.5","asOf":"2026-06-10T12:00:00.500Z",\
            "budget":{"limit":{"amount":"50","currency":"USD"},"period":["2026-06-01T00:00:00Z","2026-07-01T00:00:00Z"],\
            "thresholds":[50,80,100]},\
            "completeness":{"doubts":["b"],"gaps":["a"],"reached":"2026-06-10T12:00:00.500Z",\
            "readThrough":"2026-06-10T12:00:00.500Z"},\
            "crossings":[{"bucket":["2026-06-01T00:00:00Z","2026-06-02T00:00:00Z"],"threshold":50},\
            {"bucket":["2026-06-02T00:00:00Z","2026-06-03T00:00:00Z"],"threshold":80},\
            {"bucket":["2026-06-02T00:00:00Z","2026-06-03T00:00:00Z"],"threshold":100}],\
            "limitReached":["2026-06-02T00:00:00Z","2026-06-03T00:00:00Z"],\
            "spent":{"bound":"unknown","money":{"amount":"60","currency":"USD"}}}
            """
        #expect(try json(status) == text)
        #expect(try decoded(BudgetStatus.self, text) == status)
        // An age that is not known is absent, or null.
        let unread = try Self.status([])
        #expect(try !json(unread).contains("age") && coded(unread) == unread)
        #expect(try decoded(BudgetStatus.self, text.replacing(#""age":"43199.5""#, with: #""age":null"#)).age == nil)
        #expect(throws: DecodingError.self) {
            try decoded(BudgetStatus.self, text.replacing(#""age":"43199.5""#, with: #""age":43199.5"#))
        }
    }
}
