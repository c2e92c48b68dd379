import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageReportTests {
    private static let aurous = ProviderID(rawValue: "aurous")
    private static let venice = ProviderID(rawValue: "venice")

    private static func ledger(_ records: [UsageRecord]) throws -> UsageLedger {
        var ledger = UsageLedger()
        try ledger.append(contentsOf: records)
        return ledger
    }

    private static func money(_ text: String, _ currency: Currency = .credits) throws -> Money {
        Money(exact: try #require(ExactDecimal(text)), currency: currency)
    }

    @Test func hasATotalWithoutRows() throws {
        for query in [ReportQuery(), ReportQuery(every: .day, by: [.model]), ReportQuery(by: [.user], measures: [])] {
            let report = try UsageLedger().report(query)
            #expect(report.isEmpty)
            #expect(report.total.requests == 0)
            #expect(report.total.statuses == [:])
            #expect(report.total.charges == [:])
            #expect(report.total.inputTokens == nil)
            #expect(report.total.latency.p95 == nil)
            #expect(report.total.coverage == Coverage())
        }
    }

    @Test func givesTheFiguresOfAGroup() throws {
        let day = try Timestamp("2026-05-20T08:00:00Z")
        let ledger = try Self.ledger([
            UsageRecord(
                provider: Self.aurous, time: day, model: "m", apiKey: nil, status: .completed,
                tokens: TokenCounts(input: 600, output: 100), charge: Self.money("0.02"), duration: .milliseconds(810)),
            UsageRecord(
                provider: Self.aurous, time: day, model: "m", apiKey: nil, status: .completed,
                tokens: TokenCounts(input: 59, output: 3), charge: Self.money("0.00987"),
                duration: .milliseconds(1602)),
        ])
        let report = try ledger.report(every: .day, by: [.model, .apiKey])
        #expect(report.count == 1)
        let group = report[0]
        #expect(group.start == (try Timestamp("2026-05-20T00:00:00Z")))
        #expect(group.end == (try Timestamp("2026-05-21T00:00:00Z")))
        #expect(group.key == ["m", nil])
        #expect(group[.model] == "m")
        #expect(group[.apiKey] == nil)
        #expect(group[.sku] == nil)
        #expect((group.requests, group.succeeded, group.failed, group.cancelled) == (2, 2, 0, 0))
        #expect((group.inputTokens, group.outputTokens) == (659, 103))
        #expect(group.charges[.credits] == Decimal(string: "0.02987"))
        #expect(group.charges[.eur] == nil)
        #expect(group.units.isEmpty)
        #expect(group.latency.count == 2)
        #expect(group.latency.p50 == .milliseconds(1206))
        #expect(group.latency.p95 == .nanoseconds(1_562_400_000))
    }

    @Test func figuresThatNoRowHasAreNil() throws {
        let report = try Self.ledger([
            UsageRecord(provider: Self.aurous, model: "a"),
            UsageRecord(provider: Self.aurous, model: "a", tokens: TokenCounts(input: 5)),
            UsageRecord(provider: Self.aurous, model: "b", status: UsageStatus(rawValue: "exploded")),
        ]).report(by: [.model])
        #expect(report.map(\.inputTokens) == [5, nil])
        #expect(report.map(\.outputTokens) == [nil, nil])
        #expect(report.map(\.succeeded) == [nil, 0])
        #expect(report.map(\.failed) == [nil, 0])
        #expect(report.map(\.cancelled) == [nil, 0])
        #expect(report[0].coverage == Coverage(rows: 2, inputTokens: 1))
        #expect(report.total.coverage == Coverage(rows: 3, inputTokens: 1))
        #expect(report[0].bucket == nil)
    }

    @Test func failedRequestsCountForChargesAndNotForLatency() throws {
        let statuses: [UsageStatus?] = [.completed, .failed, .cancelled, .processing, nil]
        let records = try statuses.enumerated().map { index, status in
            UsageRecord(
                provider: Self.aurous, status: status, charge: try Self.money("0.1"),
                duration: .seconds(index + 1))
        }
        let total = try Self.ledger(records).report().total
        #expect((total.requests, total.succeeded, total.failed, total.cancelled) == (5, 1, 1, 1))
        #expect(total.charges[.credits] == Decimal(string: "0.5"))
        #expect(total.latency.count == 2)
        #expect(total.latency.p50 == .seconds(3))
        #expect(total.coverage.durations == 5)
    }

    @Test func currenciesAreNotAddedUp() throws {
        let records = try [("1", Currency.usd), ("2", .diem), ("3", .usd), ("4", .vcu)].map {
            UsageRecord(provider: Self.venice, charge: try Self.money($0.0, $0.1))
        }
        let ledger = try Self.ledger(records + [UsageRecord(provider: Self.venice)])
        #expect(try ledger.report().total.charges == [.usd: 4, .diem: 2, .vcu: 4])
        let report = try ledger.report(by: [.currency])
        #expect(report.map(\.key) == [["DIEM"], ["USD"], ["VCU"], [nil]])
        #expect(report.map(\.requests) == [1, 2, 1, 1])
    }

    @Test func theSumOfZeroChargesIsZeroAndNotMissing() throws {
        let total = try Self.ledger([UsageRecord(provider: Self.aurous, charge: Self.money("0", .eur))]).report().total
        #expect(total.charges == [.eur: 0])
        #expect(total.coverage.charges == 1)
    }

    @Test func addsUpOtherQuantitiesByUnit() throws {
        let seconds = try Quantity(try #require(Decimal(string: "1.25")), unit: "audio_seconds")
        let images = try Quantity(3, unit: "image-unit")
        let ledger = try Self.ledger([
            UsageRecord(provider: Self.aurous, model: "a", quantities: [seconds, images, seconds]),
            UsageRecord(provider: Self.aurous, model: "b"),
            UsageRecord(provider: Self.aurous, model: "c", quantities: [images]),
        ])
        let report = try ledger.report(by: [.model])
        #expect(report[0].units == ["audio_seconds": try #require(Decimal(string: "2.5")), "image-unit": 3])
        #expect(report[1].units.isEmpty)
        #expect(report[2].units == ["image-unit": 3])
    }

    @Test func aRequestInSeveralRowsCountsOncePerGroup() throws {
        func row(_ id: String?, _ sku: String, input: Int? = nil, seconds: Int64? = nil) throws -> UsageRecord {
            UsageRecord(
                provider: Self.venice, requestID: id, repeatsRequest: true, sku: sku,
                tokens: TokenCounts(input: input, output: input.map { $0 * 2 }), charge: try Self.money("0.5", .diem),
                duration: seconds.map { .seconds($0) })
        }
        let report = try Self.ledger([
            row("r1", "input"), row("r1", "input", input: 10, seconds: 4), row("r1", "output", input: 10, seconds: 4),
            row("r2", "input", input: 7), row(nil, "input", input: 1), row(nil, "input", input: 1),
        ]).report(by: [.sku])
        #expect(report.map(\.key) == [["input"], ["output"]])
        #expect(report.map(\.requests) == [4, 1])
        #expect(report.map(\.inputTokens) == [19, 10])
        #expect(report.map(\.outputTokens) == [38, 20])
        #expect(report.map(\.latency.count) == [1, 1])
        #expect(report.map { $0.charges[.diem] } == [2.5, 0.5])
        #expect(report[0].coverage.rows == 5)
        #expect(report.total.requests == 4)
        #expect(report.total.inputTokens == 19)
        #expect(report.total.latency.p50 == .seconds(4))
        #expect(report.total.charges[.diem] == 3)
    }

    @Test func equalRequestIDsOfTwoProvidersAreTwoRequests() throws {
        let records = [Self.aurous, Self.venice].map {
            UsageRecord(provider: $0, requestID: "r", repeatsRequest: true)
        }
        #expect(try Self.ledger(records).report().total.requests == 2)
        var merged = try Self.ledger([records[1]])
        merged.merge(try Self.ledger(records))
        #expect(try merged.report().total.requests == 2)
    }

    @Test func everyRowThatDoesNotRepeatARequestIsARequest() throws {
        let record = UsageRecord(provider: Self.aurous, requestID: "r", tokens: TokenCounts(input: 1))
        let total = try Self.ledger([record, record]).report().total
        #expect((total.requests, total.inputTokens) == (2, 2))
    }

    @Test func ordersByTimeThenBytesAndPutsMissingValuesLast() throws {
        let (early, late) = (Timestamp(seconds: 0), Timestamp(seconds: 86_400))
        // "Z" < "a" < "e\u{301}" (two scalars) < "é" (one scalar).
        let models = [nil, "é", "e\u{301}", "a", "Z", ""]
        var records = models.flatMap { model in
            [nil, late, early].map { UsageRecord(provider: Self.aurous, time: $0, model: model) }
        }
        records.append(UsageRecord(provider: Self.aurous, time: early, model: "e\u{301}"))
        let report = try Self.ledger(records).report(every: .day, by: [.model])
        let starts: [Int64?] = [0, 86_400, nil].flatMap { Array(repeating: $0, count: 6) }
        #expect(report.map { $0.start?.seconds } == starts)
        let found: [[UInt8]?] = report.prefix(6).map { $0.key[0].map { Array($0.utf8) } }
        let expected: [[UInt8]?] = [[], [90], [97], Array("e\u{301}".utf8), Array("é".utf8), nil]
        #expect(found == expected)
        #expect(report.prefix(6).map(\.requests) == [1, 1, 1, 2, 1, 1])
    }

    @Test func windowsAreHalfOpenAndExcludeRowsWithoutATime() throws {
        let times: [Timestamp?] = [Timestamp(seconds: 9), Timestamp(seconds: 10), Timestamp(seconds: 20), nil]
        let unit = try Quantity(1, unit: "u")
        let ledger = try Self.ledger(
            times.map { UsageRecord(provider: Self.aurous, time: $0, quantities: [unit, unit]) })
        for (window, expected) in [
            (TimeWindow.all, 4), (try TimeWindow(from: Timestamp(seconds: 10)), 2),
            (try TimeWindow(to: Timestamp(seconds: 10)), 1),
            (try TimeWindow(from: Timestamp(seconds: 10), to: Timestamp(seconds: 20)), 1),
        ] {
            let total = try ledger.report(ReportQuery(window: window)).total
            #expect(total.requests == expected)
            #expect(total.units == ["u": Decimal(2 * expected)])
        }
    }

    @Test func refusesSumsOfTokensThatDoNotFitInAnInt() throws {
        let ledger = try Self.ledger([
            UsageRecord(provider: Self.aurous, tokens: TokenCounts(input: .max)),
            UsageRecord(provider: Self.aurous, tokens: TokenCounts(input: 1)),
        ])
        let error = #expect(throws: UsageError.self) { try ledger.report() }
        #expect(error?.code == .inexactNumber)
        #expect(
            error?.message
                == "in the only group, the input tokens, 9223372036854775808, do not fit in an Int")
    }

    @Test func refusesSumsOfMoreThan38Digits() throws {
        let ledger = try Self.ledger([
            UsageRecord(provider: Self.aurous, charge: Self.money("99999999999999999999999999999999999999")),
            UsageRecord(provider: Self.aurous, charge: Self.money("0.1")),
        ])
        let error = #expect(throws: UsageError.self) { try ledger.report(by: [.model]) }
        #expect(error?.code == .inexactNumber)
        #expect(
            error?.message
                == "in the group with no model, the charges in credit do not fit in 38 significant digits")
    }

    @Test func namesTheFigureAndTheGroupThatDoNotFit() throws {
        let large = "99999999999999999999999999999999999999"
        func record(_ model: String, _ amount: String, _ day: Int) throws -> UsageRecord {
            UsageRecord(
                provider: Self.aurous, time: Timestamp(seconds: Int64(86_400 * day)), model: model,
                charge: try Self.money(amount))
        }
        let group = try Self.ledger([record("a", large, 0), record("b", large, 1), record("b", "0.1", 1)])
        let error = #expect(throws: UsageError.self) { try group.report(every: .day, by: [.model]) }
        #expect(
            error?.message == "in the group with start 1970-01-02T00:00:00Z, model b, the charges in credit do not fit "
                + "in 38 significant digits")
        let total = try Self.ledger([record("a", large, 0), record("b", "0.1", 1)])
        let ofTotal = #expect(throws: UsageError.self) { try total.report(by: [.model]) }
        #expect(ofTotal?.message == "in the total, the charges in credit do not fit in 38 significant digits")
    }

    @Test func ordersGroupsIfThereAreTooManyPairsOfKeysForATable() throws {
        // 3000 values of each of two dimensions would give 9,000,000 pairs.
        let records = (0..<3000).map { index in
            UsageRecord(provider: Self.aurous, user: "u\(index)", conversation: "c\(index * 7 % 3000)")
        }
        let report = try Self.ledger(records).report(by: [.user, .conversation])
        let keys = report.map { group in group.key.map { $0.map { Array($0.utf8) } ?? [] } }
        #expect(keys.count == 3000)
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0[0].lexicographicallyPrecedes($1[0]) })
        #expect(report.allSatisfy { $0.requests == 1 })
    }
}
