import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageLedgerTests {
    private static let aurous = ProviderID(rawValue: "aurous")

    @Test func addsUpTheRowsOfTwoProviders() throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: .aurous, model: "m", charge: Money(2, .credits)))
        try ledger.append(UsageRecord(provider: .venice, model: "m", charge: Money(3, .usd)))
        #expect(ledger.count == 2)
        let report = try ledger.report(by: [.provider])
        #expect(report.map { $0[.provider] } == ["aurous", "venice"])
        #expect(report.total.charges == [.credits: 2, .usd: 3])
    }

    @Test func startsEmptyAndComplete() throws {
        let ledger = UsageLedger()
        #expect(ledger.isEmpty)
        #expect(ledger.isComplete)
        let report = try ledger.report()
        #expect(report.isEmpty)
        #expect(report.total.requests == 0)
        #expect(report.total.inputTokens == nil)
        #expect(report.total.charges.isEmpty)
        #expect(report.total.latency.count == 0)
    }

    @Test(arguments: [
        UsageRecord(provider: aurous, tokens: TokenCounts(input: -1)),
        UsageRecord(provider: aurous, tokens: TokenCounts(output: -1)),
        UsageRecord(provider: aurous, duration: .nanoseconds(-1)),
        UsageRecord(provider: aurous, duration: .seconds(9_223_372_037)),
        UsageRecord(provider: aurous, time: Timestamp(seconds: 9_223_372_037)),
        UsageRecord(provider: aurous, time: Timestamp(seconds: -9_223_372_037)),
        UsageRecord(provider: aurous, time: Timestamp(seconds: .max)),
        UsageRecord(provider: aurous, time: Timestamp(seconds: .min)),
    ])
    func refusesRecordsThatColumnsCannotHold(record: UsageRecord) throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: Self.aurous, model: "m"))
        #expect(throws: UsageError.self) { try ledger.append(record) }
        let pair = [UsageRecord(provider: Self.aurous, model: "n"), record]
        let error = #expect(throws: UsageError.self) { try ledger.append(contentsOf: pair) }
        #expect(error?.code == .invalidArgument)
        #expect(ledger.count == 1)
        #expect(try ledger.report(by: [.model]).map(\.key) == [["m"]])
        try ledger.append(UsageRecord(provider: Self.aurous, model: "o"))
        #expect(try ledger.report(by: [.model]).map(\.requests) == [1, 1])
    }

    @Test(arguments: [
        Timestamp(seconds: 9_223_372_036, nanoseconds: 854_775_807),
        Timestamp(seconds: -9_223_372_037, nanoseconds: 145_224_193), Timestamp(seconds: 0, nanoseconds: -1),
    ])
    func holdsInstantsUpToTheLimits(time: Timestamp) throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: Self.aurous, time: time))
        try ledger.append(UsageRecord(provider: Self.aurous, time: Timestamp(seconds: 0)))
        try ledger.append(UsageRecord(provider: Self.aurous, time: time))
        for unit in TimeBucket.allCases {
            let report = try ledger.report(every: unit)
            #expect(report.reduce(0) { $0 + $1.requests } == 3)
            #expect(report.count { $0.bucket?.contains(time) == true } == 1)
        }
    }

    @Test func cutsDurationsAtTheNanosecond() throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: Self.aurous, duration: Duration(attoseconds: 1_999_999_999)))
        #expect(try ledger.report().total.latency.p50 == .nanoseconds(1))
    }

    @Test func copiesAreIndependent() throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: Self.aurous))
        let copy = ledger
        try ledger.append(UsageRecord(provider: Self.aurous))
        #expect((ledger.count, copy.count) == (2, 1))
    }

    @Test func itsReportsCarryTheWalks() throws {
        var report = WalkReport(provider: Self.aurous, endpoint: "events", window: .all)
        var ledger = UsageLedger()
        let index = ledger.addWalk(report)
        #expect(!ledger.isComplete)
        report.isFinished = true
        ledger.replaceWalk(at: index, with: report)
        #expect(ledger.isComplete)
        #expect(try ledger.report().isComplete)

        var other = UsageLedger()
        report.stopped = WalkStop(.cancelled, "cancelled")
        _ = other.addWalk(report)
        let merged = ledger.merging(other)
        #expect(merged.walks.count == 2)
        #expect(try !merged.report().isComplete)
        #expect(try merged.report().walks == merged.walks)
    }

    @Test func holdsChargesOfEveryScale() throws {
        // In this order: a fine scale first, then amounts beyond 64 bits, and the coarsest and the finest scale.
        let texts = [
            "0.000000000000000001", "123456789.5", "-0.1", "99999999999999999999999999999999999999", "7", "0",
            "-99999999999999999999999999999999999999", "9223372036854775807", "1e-128", "-9223372036854775808",
            "-1e-128", "2.5e17",
        ]
        var ledger = UsageLedger()
        for text in texts {
            let amount = try #require(ExactDecimal(text))
            let record = UsageRecord(
                provider: Self.aurous, quantities: [Quantity(exact: amount, unit: "u")],
                charge: Money(exact: amount, currency: .eur))
            try ledger.append(record)
        }
        let expected = SchoolSum(try texts.map { try #require(ExactDecimal($0)).description }).description
        for ledger in [ledger, UsageLedger().merging(ledger)] {
            let total = try ledger.report().total
            #expect(total.exactCharges[.eur]?.description == expected)
            #expect(total.exactUnits["u"]?.description == expected)
            #expect(total.coverage.charges == texts.count)
        }
        let twice = try ledger.merging(ledger).report().total
        #expect(twice.exactCharges[.eur]?.description == SchoolSum([expected, expected]).description)
    }

    /// Rows of providers count at most two things; those of callers may count more.
    @Test(arguments: 0...5) func countsAllQuantitiesOfARow(count: Int) throws {
        let quantities = (0..<count).map { Quantity(exact: ExactDecimal($0 + 1), unit: UsageUnit(rawValue: "u\($0)")) }
        let record = UsageRecord(provider: Self.aurous, quantities: quantities)
        #expect(record.quantities == quantities)
        var ledger = UsageLedger()
        try ledger.append(contentsOf: [record, UsageRecord(provider: Self.aurous), record])
        for ledger in [ledger, UsageLedger().merging(ledger)] {
            let total = try ledger.report().total
            #expect(total.exactUnits.count == count)
            for (index, quantity) in quantities.enumerated() {
                #expect(total.exactUnits[quantity.unit]?.description == "\(2 * (index + 1))")
            }
        }
    }

    @Test func rowsAfterForgettingTheIDsCountAsNewRequests() throws {
        func row(_ id: String) -> UsageRecord {
            UsageRecord(provider: .venice, requestID: id, repeatsRequest: true, tokens: TokenCounts(input: 5))
        }
        var ledger = UsageLedger()
        try ledger.append(contentsOf: [row("x"), row("x"), row("y")])
        ledger.forgetRequestIDs()
        #expect(try ledger.report().total.requests == 2)
        #expect(try ledger.report().total.inputTokens == 10)
        try ledger.append(contentsOf: [row("x"), row("x")])
        #expect(try ledger.report().total.requests == 3)
        var other = UsageLedger()
        try other.append(row("x"))
        #expect(try ledger.merging(other).report().total.requests == 3)
        #expect(try other.merging(ledger).report().total.requests == 3)
    }
}
