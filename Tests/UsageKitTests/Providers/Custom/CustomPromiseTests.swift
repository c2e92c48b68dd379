import Testing
import UsageKitTesting

@testable import UsageKit

/// The pages of a listing that is described outside the package are held to its promises as all others are.
@Suite struct CustomPromiseTests {
    private let rows = CustomServer.rows(seed: 3, count: 95)

    /// Walks over a server of which one page is altered.
    private func outcome(
        _ paging: CustomPaging, matching filters: [(name: String, value: String)] = [],
        altering number: Int = 2, _ alter: @escaping @Sendable (JSONValue) -> JSONValue
    ) async throws -> WalkOutcome {
        let server = AlteredServer(CustomServer(paging, rows)) { count, request, server in
            let response = try await server.send(request)
            guard count == number else { return response }
            return .json(alter(try JSONValue(json: response.body)))
        }
        let walk = try CustomProvider.Client.test(server).walk(
            paging.listing, in: CustomServer.week, matching: filters, pageSize: 20)
        return await WalkOutcome(of: walk)
    }

    @Test func aPageThatDoesNotSayWhetherMoreFollowIsAnError() async throws {
        let outcome = try await outcome(.cursor) { $0.removing("more").removing("next") }
        #expect(outcome.failure?.code == .missingCursor)
        #expect(outcome.rows.count == 40)
    }

    @Test func moreWithoutACursorIsAnError() async throws {
        let outcome = try await outcome(.cursorAlone) { $0.replacing("page", by: ["next": nil, "more": true]) }
        #expect(outcome.failure?.code == .missingCursor)
    }

    @Test func aCursorThatLeadsBackIsAnError() async throws {
        let server = CustomServer(.cursor, rows)
        let altered = AlteredServer(server) { _, request, server in
            let page = try JSONValue(json: try await server.send(request).body)
            return .json(page.replacing("next", by: "c20").replacing("more", by: true))
        }
        let walk = try CustomProvider.Client.test(altered).walk(
            CustomPaging.cursor.listing, in: CustomServer.week, pageSize: 20)
        let outcome = await WalkOutcome(of: walk)
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(outcome.report.isComplete == false)
        #expect(server.requests.count <= 6)
    }

    @Test(arguments: [CustomPaging.cursorWithTotal, .offset, .plainOffset, .pages])
    func aTotalThatIsNotReachedMakesTheWalkIncomplete(paging: CustomPaging) async throws {
        let server = AlteredServer(CustomServer(paging, rows)) { _, request, server in
            let page = try JSONValue(json: try await server.send(request).body)
            return .json(page.replacing("total", by: 99))
        }
        let walk = try CustomProvider.Client.test(server).walk(paging.listing, in: CustomServer.week, pageSize: 20)
        let outcome = await WalkOutcome(of: walk)
        #expect(outcome.rows.count == 95)
        #expect(outcome.report.isComplete == false)
        #expect(outcome.report.stopped?.code == .missingRows)
    }

    @Test(arguments: [(CustomPaging.offset, "offset"), (.pages, "number")])
    func anotherPageThanTheOneAskedForIsAskedForAgain(paging: CustomPaging, member: String) async throws {
        let outcome = try await outcome(paging) { page in
            page.replacing("page", by: (page["page"] ?? .null).replacing(member, by: 7))
        }
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 95)
    }

    @Test func aDeletedRowHidesNoOther() async throws {
        let rows = rows
        let store = MovingRows(rows)
        let server = ClosureTransport { request in try await store.server(.offset).send(request) }
        let walk = try CustomProvider.Client.test(server).walk(
            CustomPaging.offset.listing, in: CustomServer.week, pageSize: 20)
        let outcome = await WalkOutcome(of: walk) { store.removeFirst() }
        let kept = Set(store.rows.compactMap { $0["id"]?.string })
        #expect(outcome.error == nil)
        #expect(kept.isSubset(of: outcome.rows.compactMap { $0["id"]?.string }))
    }

    @Test func rowsOutsideTheWindowAndTheFilterAreDropped() async throws {
        let other = CustomServer.rows(seed: 9, count: 1)[0]
        let outcome = try await outcome(.cursor, matching: [("model", "small")], altering: 1) { page in
            guard case .array(let rows)? = page["calls"] else { return page }
            let early = other.replacing("id", by: "early").replacing("at", by: "2026-05-01T00:00:00Z")
                .replacing("model", by: "small")
            let large = other.replacing("id", by: "large").replacing("model", by: "large")
                .replacing("at", by: rows.last?["at"] ?? .null)
            return page.replacing("calls", by: .array(rows.dropLast(2) + [large, early]))
        }
        #expect(outcome.report.notes.map(\.code).contains(.outsideWindow))
        #expect(outcome.report.notes.map(\.code).contains(.outsideFilter))
        #expect(outcome.rows.allSatisfy { $0["model"] == "small" && $0["id"] != "early" })
    }

    @Test func anErrorBesideTheRowsEndsTheWalk() async throws {
        let server = AlteredServer(CustomServer(.pages, rows)) { number, request, server in
            let page = try JSONValue(json: try await server.send(request).body)
            return .json(number == 1 ? page : page.adding("error", ["message": "the shard is down"]))
        }
        let walk = try CustomProvider.Client.test(server).walk(
            CustomPaging.pages.listing, in: CustomServer.week, pageSize: 20)
        let outcome = await WalkOutcome(of: walk)
        #expect(outcome.rows.count == 20)
        #expect(outcome.failure?.code == .serverFailure)
        #expect(outcome.failure?.message == "the page states an error: the shard is down")
    }

    /// Members of an object may have the names of members beside it, and objects may be nested.
    @Test func membersAreKnownByTheirPaths() async throws {
        let listing = CustomProvider.Listing<CustomCall>(
            "calls", of: .marlow, path: "/calls", rows: "calls",
            paging: .cursor("cursor", in: "meta.page.next", hasMore: "meta.page.more"), total: "count")
        func page(_ id: String, next: String) -> ScriptedTransport.Stub {
            .json(
                #"{"calls":[{"id":"\#(id)","at":"2026-05-20T00:00:00Z","cost":1}],"meta":{"count":9,"error":"none","page":{"#
                    + #""count":50,\#(next),"meta":1}},"count":2}"#)
        }
        let server = ScriptedTransport([
            page("a", next: #""next":"c","more":true"#), page("b", next: #""next":"d","more":false"#),
        ])
        let walk = try CustomProvider.Client.test(server).walk(listing, in: CustomServer.week)
        let outcome = await WalkOutcome(of: walk)
        #expect(outcome.report.isComplete, "\(outcome.report)")
        #expect((outcome.report.rows, outcome.report.expected) == (2, 2))
        #expect(server.unconsumed.isEmpty)
    }

    /// A server that ignores a filter by a number.
    @Test func aFilterIsHeldToNumbersAndFlags() async throws {
        var listing = CustomPaging.cursor.listing
        listing.filters = [CustomProvider.Filter("team", shownIn: "team")]
        func row(_ id: String, _ team: String) -> String {
            #"{"id":"\#(id)","at":"2026-05-20T00:00:00Z","cost":1,"team":\#(team)}"#
        }
        let rows = [row("a", "7"), row("b", "8"), row("c", #""7""#), row("d", "true")].joined(separator: ",")
        let server = ScriptedTransport([.json(#"{"calls":[\#(rows)],"next":null,"more":false}"#)])
        let walk = try CustomProvider.Client.test(server).walk(
            listing, in: CustomServer.week, matching: [("team", "7")], pageSize: 20)
        let outcome = await WalkOutcome(of: walk)
        #expect(outcome.rows.map { $0["id"]?.string } == ["a", "c"])
        #expect(outcome.report.notes.map(\.code) == [.outsideFilter])
    }
}
