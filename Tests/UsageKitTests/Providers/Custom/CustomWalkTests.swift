import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks over the listings of a provider that the package does not know.
@Suite struct CustomWalkTests {
    private let rows = CustomServer.rows(seed: 7, count: 137)

    private func walk(
        _ paging: CustomPaging, _ server: any HTTPTransport, in window: TimeWindow = CustomServer.week,
        matching filters: [(name: String, value: String)] = [], pageSize: Int? = nil,
        options: WalkOptions = WalkOptions()
    ) throws -> Walk<CustomCall> {
        try CustomProvider.Client.test(server).walk(paging.listing, in: window, matching: filters, pageSize: pageSize)
            .with(options)
    }

    private static func texts(_ rows: [JSONValue]) -> [[UInt8]] {
        rows.map { Array($0.text.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test func sendsWhatTheListingDescribes() async throws {
        let server = CustomServer(.cursor, rows)
        _ = try await walk(.cursor, server, matching: [("team", "a b"), ("model", "small"), ("model", "large")])
            .pages.first { _ in true }
        let request = try #require(server.requests.first)
        #expect(
            request.target
                == "/v2/calls?order=desc&from=2026-05-18T00%3A00%3A00Z&to=2026-05-25T00%3A00%3A00Z"
                + "&model=small%2Clarge&team=a%20b&limit=50")
        #expect(request.headers["X-Marlow-Key"] == CustomServer.key)
        #expect(request.headers["Authorization"] == nil)
    }

    @Test(arguments: CustomPaging.allCases, PropertySeeds.some(6))
    func deliversTheRowsOnTheWire(paging: CustomPaging, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows = CustomServer.rows(seed: seed, count: Int.random(in: 0...200, using: &random))
        let server = CustomServer(paging, rows)
        let window = TimeWindow.between("2026-05-19T06:00:00Z", "2026-05-23T18:00:00Z")
        var options = WalkOptions()
        options.prefetch = [0, 1, 3].randomElement(using: &random) ?? 0
        if paging != .unfiltered { options.shards = [nil, 3].randomElement(using: &random) ?? nil }
        let models = Bool.random(using: &random) ? ["small", "mod\u{E9}l"] : []
        let filters = models.map { (name: "model", value: $0) }
        let walk = try walk(
            paging, server, in: window, matching: filters, pageSize: Int.random(in: 1...50, using: &random),
            options: options)

        let wanted = try rows.filter { row in
            let model = Array((row["model"]?.string ?? "").utf8)
            return window.contains(try Timestamp(row["at"]?.string ?? ""))
                && (models.isEmpty || models.contains { Array($0.utf8) == model })
        }
        let (found, report) = try await walk.collect()
        #expect(report.isComplete, "\(String(describing: report.stopped))")
        #expect(report.notes.isEmpty)
        #expect(Self.texts(found.map(\.jsonValue)) == Self.texts(wanted))
        let times = found.compactMap(\.usageRecord.time)
        #expect(times == times.sorted { $0 > $1 })

        let ledger = try await UsageLedger(of: walk)
        #expect(ledger.isComplete)
        let total = try ledger.report().total
        let naive = wanted.reduce(Decimal(0)) { $0 + (Decimal(string: $1["cost"]?.text ?? "") ?? 0) }
        #expect(total.requests == wanted.count)
        #expect(total.charges[.usd] ?? 0 == naive)
    }

    @Test(arguments: CustomPaging.allCases) func resumesAfterAnyPage(paging: CustomPaging) async throws {
        let server = CustomServer(paging, rows)
        let walk = try walk(paging, server, pageSize: 20)
        var pages = walk.pages.makeAsyncIterator()
        var delivered: [CustomCall] = []
        var runs = 0
        while let page = try await pages.next() {
            delivered += page.rows
            guard let known = page.checkpoint() else { continue }
            let bare = try #require(page.checkpoint(includingIDs: false))
            for rest in [walk.resumed(from: known), walk.resumed(from: bare, after: delivered)] {
                let (rows, report) = try await rest.collect()
                #expect(report.isComplete)
                #expect(Self.texts((delivered + rows).map(\.jsonValue)) == Self.texts(self.rows))
            }
            runs += 1
        }
        #expect(runs >= 6)
    }

    @Test func anUnfilteredListingEndsAfterAPagePastTheWindow() async throws {
        let server = CustomServer(.unfiltered, rows)
        let window = TimeWindow.between("2026-05-24T00:00:00Z", "2026-05-25T00:00:00Z")
        let report = try await walk(.unfiltered, server, in: window, pageSize: 10).collect().report
        #expect(report.isComplete)
        #expect(server.requests.count < 6)
    }

    @Test func aLaterStateReplacesARow() async throws {
        let newest = CustomServer(.cursor, rows)
        let server = AlteredServer(newest) { number, request, server in
            // The first row is still running on the first page, and comes again at the end of the second one.
            let page = try JSONValue(json: try await server.send(request).body)
            guard number <= 2, case .array(var listed)? = page["calls"] else { return .json(page) }
            if number == 1 {
                listed[0] = listed[0].replacing("status", by: "processing").replacing("cost", by: 0)
            } else {
                let first = try JSONValue(json: try await newest.send(request.without("cursor")).body)
                guard case .array(let settled)? = first["calls"] else { return .json(page) }
                listed.append(settled[0])
            }
            return .json(page.replacing("calls", by: .array(listed)))
        }
        let ledger = try await UsageLedger(of: walk(.cursor, server, pageSize: 20))
        #expect(ledger.walks.first?.revised == 1)
        #expect(ledger.walks.first?.unsettled == 0)
        let expected = try await UsageLedger(of: walk(.cursor, newest)).report().total
        #expect(try ledger.report().total.charges == expected.charges)
        #expect(try ledger.report().total.requests == 137)
    }

    @Test func aFieldThatCannotBeReadCostsNeitherTheRowNorItsCharge() async throws {
        var broken = rows
        broken[5] = broken[5].replacing("usage", by: ["input": -4, "output": 7]).replacing("took", by: "soon")
        let ledger = try await UsageLedger(of: walk(.offset, CustomServer(.offset, broken)))
        #expect(ledger.isComplete)
        let note = try #require(ledger.walks.first?.notes.first)
        #expect(note.code == .unreadableField)
        #expect(note.count == 2)
        #expect(note.first.map { $0.split(separator: " ").last } == ["usage.input", "took"])
        #expect(try ledger.report().total.requests == 137)
    }

    @Test(arguments: [JSONValue.null, "free", ["amount": 3]])
    func aChargeThatCannotBeReadMakesTheWalkIncomplete(cost: JSONValue) async throws {
        var broken = rows
        broken[5] = broken[5].replacing("cost", by: cost)
        let ledger = try await UsageLedger(of: walk(.pages, CustomServer(.pages, broken)))
        #expect(!ledger.isComplete)
        #expect(try ledger.report().total.requests == 137)
    }

    @Test func aRowWithoutAnIDIsAnErrorWithItsPlace() async throws {
        var broken = rows
        broken[0] = broken[0].removing("id").replacing("at", by: "2026-05-24T23:59:00Z")
        let outcome = await WalkOutcome(of: try walk(.cursor, CustomServer(.cursor, broken)))
        #expect(outcome.failure?.code == .unexpectedShape)
        #expect(outcome.failure?.codingPath?.hasPrefix("calls[") == true)
        #expect(outcome.failure?.message.hasPrefix("expected a row with the id id, found an object with") == true)
        #expect(outcome.failure?.provider == .marlow)
    }

    @Test func aRepeatedMemberRefusesThePage() async throws {
        let page = #"{"calls":[{"id":"a","at":"2026-05-20T00:00:00Z","cost":1,"cost":2}],"more":false,"next":null}"#
        let outcome = await WalkOutcome(of: try walk(.cursor, ClosureTransport { _ in .json(page) }))
        #expect(outcome.failure?.code == .malformedJSON)
        #expect(outcome.failure?.codingPath == "calls[0].cost")
    }

    // MARK: Refusals

    @Test(
        arguments: [
            ([(name: "user", value: "a")], nil, "this endpoint has no filter user; it has model, team"),
            ([(name: "team", value: "")], nil, "the filter team needs a value"),
            (
                [(name: "team", value: "a"), (name: "team", value: "b")], nil,
                "the filter team takes one value; give it once"
            ),
            ([], 51, "the page size must be 1 to 50 rows, not 51"),
        ] as [([(name: String, value: String)], Int?, String)])
    func refusesWhatTheListingDoesNotHave(
        filters: [(name: String, value: String)], pageSize: Int?, message: String
    ) async throws {
        let server = CustomServer(.cursor, rows)
        let outcome = await WalkOutcome(of: try walk(.cursor, server, matching: filters, pageSize: pageSize))
        #expect(outcome.failure?.code == .invalidArgument)
        #expect(outcome.failure?.message == message)
        #expect(server.requests.isEmpty)
    }

    @Test func refusesAListingOfAnotherProvider() async throws {
        let client = try CustomProvider.Client(.tresor, origin: "https://api.marlow.example", apiKey: "k")
        let outcome = await WalkOutcome(of: client.walk(CustomPaging.pages.listing, in: CustomServer.week))
        #expect(outcome.failure?.message == "the listing calls is of marlow, and the client of tresor")
    }

    @Test func shardsNeedAFilterByTime() async throws {
        let walk = try walk(.unfiltered, CustomServer(.unfiltered, rows), options: WalkOptions(shards: 2))
        #expect(await WalkOutcome(of: walk).failure?.code == .invalidArgument)
    }
}

extension TransportRequest {
    /// The request without a parameter of its query.
    fileprivate func without(_ name: String) -> TransportRequest {
        var components = URLComponents(url: url, resolvingAgainstBaseURL: false)
        components?.queryItems?.removeAll { $0.name == name }
        var request = self
        request.url = components?.url ?? url
        return request
    }
}
