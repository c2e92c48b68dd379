import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks whose pages are asked for as `text/csv`.
@Suite struct VeniceCSVWalkTests {
    private static let window = TimeWindow.between("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")

    private static func fake(_ count: Int = 300, isRetired: Bool = true) -> VeniceFake {
        VeniceFake(entries: LedgerGenerator(seed: 11).veniceEntries(count: count, in: window), isRetired: isRetired)
    }

    private func client(_ transport: any HTTPTransport) throws -> Venice.Client {
        try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(transport))
    }

    private static func page(_ rows: String, cursor: String? = nil, type: String = "text/csv") -> ScriptedTransport.Stub
    {
        var headers: HTTPHeaders = ["Content-Type": type]
        headers["x-next-cursor"] = cursor
        return .response(TransportResponse(status: 200, headers: headers, body: VeniceCSVTests.header + rows))
    }

    @Test func theCursorOfTheHeaderIsSentAloneAndTheFormIsKept() async throws {
        let second = VeniceCSVTests.plain.replacingOccurrences(of: "08:15", with: "08:16")
        let script = ScriptedTransport([
            Self.page(VeniceCSVTests.plain, cursor: "QUJD_-", type: "text/csv; charset=utf-8"), Self.page(second),
        ])
        let (rows, report) = try await client(script).history(in: Self.window, as: .csv).collect()
        #expect(rows.map(\.timestamp?.description) == ["2026-10-02T08:15:30.120Z", "2026-10-02T08:16:30.120Z"])
        #expect(report.isComplete)
        #expect(
            script.requests.map(\.target) == [
                "/api/v1/billing/usage-history?startTimestamp=2026-10-01T00%3A00%3A00Z"
                    + "&endTimestamp=2026-11-01T00%3A00%3A00Z&pageSize=1000",
                "/api/v1/billing/usage-history?cursor=QUJD_-",
            ])
        #expect(script.requests.map { $0.headers["Accept"] } == ["text/csv", "text/csv"])
    }

    @Test(arguments: [0, 1, 10, 300])
    func rowsAndReportAreThoseOfJSON(count: Int) async throws {
        let query = Venice.HistoryQuery(pageSize: 40)
        let json = try await client(Self.fake(count)).history(in: Self.window, matching: query).collect()
        let csv = try await client(Self.fake(count)).history(in: Self.window, matching: query, as: .csv).collect()
        #expect(csv.rows == json.rows)
        #expect(csv.report == json.report)
        #expect(csv.rows.count == count)
    }

    @Test func aLedgerOfItGivesTheSameReport() async throws {
        var reports: [String] = []
        for form in Venice.ListingForm.allCases {
            let walk = try client(Self.fake()).history(in: Self.window, as: form)
            let ledger = try await UsageLedger(of: walk, keeping: [.note])
            reports.append(JSONExport().text(of: try ledger.report(every: .day, by: [.model, .note])))
        }
        #expect(reports[0] == reports[1])
        #expect(reports[0].hasPrefix(#"{"complete":true"#))
    }

    @Test func aFilterHoldsForEachRow() async throws {
        let query = Venice.HistoryQuery(currency: .diem, pageSize: 10)
        let json = try await client(Self.fake()).history(in: Self.window, matching: query).collect()
        let csv = try await client(Self.fake()).history(in: Self.window, matching: query, as: .csv).collect()
        #expect(csv.rows == json.rows && !csv.rows.isEmpty)
        // A server that ignores the filter.
        let script = ScriptedTransport([Self.page(VeniceCSVTests.plain)])
        let cut = try await client(script).history(in: Self.window, matching: query, as: .csv).collect()
        #expect(cut.rows.isEmpty)
        #expect(cut.report.notes.map(\.code) == [.outsideFilter])
    }

    @Test(arguments: [1, 4])
    func pagesAreFetchedAheadByTheCursorOfTheHeader(prefetch: Int) async throws {
        let fake = Self.fake()
        var walk = try client(fake).history(
            in: Self.window, matching: Venice.HistoryQuery(pageSize: 10), as: .csv)
        walk.options.prefetch = prefetch
        let (rows, report) = try await walk.collect()
        #expect(rows.count == 300 && report.isComplete)
        #expect(fake.requests.count == 30)
        #expect(fake.requests.dropFirst().allSatisfy { $0.target.contains("?cursor=") && !$0.target.contains("&") })
    }

    @Test(arguments: [(Venice.ListingForm.csv, Venice.ListingForm.csv), (.json, .csv), (.csv, .json)])
    func aWalkIsResumedInEitherForm(forms: (Venice.ListingForm, Venice.ListingForm)) async throws {
        let query = Venice.HistoryQuery(pageSize: 40)
        let fake = Self.fake()
        let all = try await client(fake).history(in: Self.window, matching: query).collect().rows
        var pages = try client(fake).history(in: Self.window, matching: query, as: forms.0).pages.makeAsyncIterator()
        var rows: [Venice.BillingEntry] = []
        var checkpoint: WalkCheckpoint?
        for _ in 0..<3 {
            let page = try #require(try await pages.next())
            rows += page.rows
            checkpoint = page.checkpoint()
        }
        let rest = try await client(fake).history(in: Self.window, matching: query, as: forms.1)
            .resumed(from: #require(checkpoint)).collect()
        #expect(rows + rest.rows == all)
        #expect(rest.report.isComplete)
        // An expired cursor begins the rest again.
        let other = Self.fake()
        let again = try await client(other).history(in: Self.window, matching: query, as: forms.1)
            .resumed(from: #require(checkpoint)).collect()
        #expect(rows + again.rows == all)
    }

    @Test func shardsAreWalkedAsCSVToo() async throws {
        var walk = try client(Self.fake()).history(in: Self.window, as: .csv)
        walk.options.shards = 4
        let (rows, report) = try await walk.collect()
        #expect(rows.count == 300 && report.isComplete)
    }

    @Test(arguments: [
        (#"{"data":[],"nextCursor":null}"#, "application/json"), (#"{"data":[],"nextCursor":null}"#, "text/csv"),
        ("[]", "text/plain"), ("timestamp,sku,amount,currency\n", "application/problem+json"),
    ])
    func aJSONAnswerToARequestForCSVIsRefused(body: String, type: String) async throws {
        let answer = TransportResponse(status: 200, headers: ["Content-Type": type], body: body)
        let script = ScriptedTransport([.response(answer), .response(answer)])
        let walk = try client(script).history(in: Self.window, as: .csv)
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .mismatchedResponse)
        #expect(error?.message.hasSuffix("to a request for text/csv") == true)
    }

    @Test(arguments: ["text/csv", "TEXT/CSV; charset=utf-8", "application/csv"])
    func aCSVAnswerToARequestForJSONIsRefused(type: String) async throws {
        let script = ScriptedTransport([
            Self.page(VeniceCSVTests.plain, type: type), Self.page(VeniceCSVTests.plain, type: type),
        ])
        let walk = try client(script).history(in: Self.window)
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .mismatchedResponse)
        #expect(
            error?.message
                == "the server answered with \(type.lowercased().prefix { $0 != ";" }) to a request for application/json"
        )
        #expect(script.requests.count == 2)
    }

    @Test(arguments: [
        ("", "expected a header with the names of the columns, found an empty document"),
        ("\r\n\r\n", "expected a header with the names of the columns, found an empty document"),
        (
            VeniceCSVTests.header + VeniceCSVTests.plain + VeniceCSVTests.header,
            "the header comes again inside a page"
        ),
        (VeniceCSVTests.header + "2026-10-02T08:15:30.120Z,m,1\n", nil),
        (VeniceCSVTests.header + "\"open\n", nil),
    ])
    func aMalformedPageIsAskedForAgainAndThenAnError(body: String, message: String?) async throws {
        let answer = TransportResponse(status: 200, headers: ["Content-Type": "text/csv"], body: body)
        let script = ScriptedTransport([.response(answer), .response(answer)])
        let walk = try client(script).history(in: Self.window, as: .csv)
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .malformedCSV)
        if let message { #expect(error?.message == message) }
        #expect(script.requests.count == 2)
    }

    @Test func aTruncatedPageThatIsWholeTheSecondTimeCounts() async throws {
        let cut = TransportResponse(
            status: 200, headers: ["Content-Type": "text/csv"],
            body: VeniceCSVTests.header + String(VeniceCSVTests.plain.prefix(40)))
        let script = ScriptedTransport([.response(cut), Self.page(VeniceCSVTests.plain)])
        let (rows, report) = try await client(script).history(in: Self.window, as: .csv).collect()
        #expect(rows.count == 1 && report.isComplete)
    }

    @Test func textThatCannotBeReadIsReplacedIfAskedFor() async throws {
        let bad = VeniceCSVTests.plain.replacingOccurrences(of: "USD,,", with: "USD,x\u{1},")
        let body = Array((VeniceCSVTests.header + bad).utf8).map { $0 == 1 ? 0xFF : $0 }
        let answer = TransportResponse(status: 200, headers: ["Content-Type": "text/csv"], body: body)
        let script = ScriptedTransport([.response(answer), .response(answer), .response(answer)])
        var walk = try client(script).history(in: Self.window, as: .csv)
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .malformedCSV)
        walk.options.replacesBadText = true
        let (rows, report) = try await walk.collect()
        #expect(rows.first?.notes == "x\u{FFFD}")
        #expect(report.notes.map(\.code) == [.replacedText])
        // Which cell it was is not known.
        #expect(!report.isComplete)
    }

    @Test func anEmptyCursorIsNoEnd() async throws {
        let script = ScriptedTransport([Self.page(VeniceCSVTests.plain, cursor: "")])
        let walk = try client(script).history(in: Self.window, as: .csv)
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .missingCursor)
    }

    @Test func aTableWithoutARequiredColumnIsRefused() async throws {
        let answer = TransportResponse(
            status: 200, headers: ["Content-Type": "text/csv"], body: "timestamp,sku,units\n")
        let script = ScriptedTransport([.response(answer), .response(answer)])
        let walk = try client(script).history(in: Self.window, as: .csv)
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .unexpectedShape)
        #expect(error?.message.contains("amount") == true)
    }

    @Test func aRepeatedCursorStopsTheWalk() async throws {
        let script = ScriptedTransport([
            Self.page(VeniceCSVTests.plain, cursor: "a"), Self.page(VeniceCSVTests.plain, cursor: "a"),
        ])
        let walk = try client(script).history(in: Self.window, as: .csv)
        await #expect(throws: UsageError.self) { try await walk.collect() }
    }

    @Test func amountsThatCannotBeReadAreCounted() async throws {
        let script = ScriptedTransport([Self.page(VeniceCSVTests.plain.replacingOccurrences(of: "-0.001", with: "-"))])
        let (rows, report) = try await client(script).history(in: Self.window, as: .csv).collect()
        #expect(rows.map(\.amount) == [nil])
        #expect(!report.isComplete)
        #expect(report.notes.map(\.code) == [.unreadableField])
    }

    @Test func theRetiredListingCountsItsPagesInTheHeader() async throws {
        let query = Venice.RetiredUsageQuery(order: .ascending, pageSize: 40)
        let json = try await client(Self.fake(90, isRetired: false)).retiredUsage(in: Self.window, matching: query)
            .collect()
        let fake = Self.fake(90, isRetired: false)
        let csv = try await client(fake).retiredUsage(in: Self.window, matching: query, as: .csv).collect()
        #expect(csv.rows == json.rows)
        #expect(csv.report == json.report)
        #expect(csv.report.expected == 90)
        #expect(fake.requests.map { $0.headers["Accept"] } == ["text/csv", "text/csv", "text/csv"])
    }

    @Test func theRetiredListingWithoutCountsEndsOnAnEmptyPage() async throws {
        let script = ScriptedTransport([Self.page(VeniceCSVTests.plain)] + (0..<5).map { _ in Self.page("") })
        let (rows, report) = try await client(script).retiredUsage(in: Self.window, as: .csv).collect()
        #expect(rows.count == 1 && report.isComplete)
        #expect(report.expected == nil)
        let json = ScriptedTransport(
            [.json(#"{"data":[\#(try #require(rows.first).jsonValue.text)]}"#)]
                + (0..<5).map { _ in .json(#"{"data":[]}"#) })
        _ = try await client(json).retiredUsage(in: Self.window).collect()
        #expect(script.requests.map(\.target) == json.requests.map(\.target))
    }
}
