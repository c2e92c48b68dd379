import Testing
import UsageKitTesting

@testable import UsageKit

/// How a walk ends, goes on or fails, on pages that are written down here.
@Suite struct WalkGuardTests {
    /// A page of Aurous events: rows by id, and the rest of the envelope as text.
    private static func page(_ ids: String..., envelope: String) -> ScriptedTransport.Stub {
        let rows = ids.map { #"{"id":"\#($0)","type":"chat","created_at":"2026-05-20T00:00:00Z"}"# }
        return .json(#"{"object":"list","data":[\#(rows.joined(separator: ","))]\#(envelope)}"#)
    }

    private static let last = #","has_more":false"#

    private static func more(_ cursor: String) -> String { #","has_more":true,"next_cursor":"\#(cursor)""# }

    private func walk(
        _ stubs: [ScriptedTransport.Stub], limits: WalkLimits = WalkLimits()
    ) async throws -> (outcome: WalkOutcome, requests: [String], isConsumed: Bool) {
        let transport = ScriptedTransport(stubs)
        let outcome = try await RowLedger.aurous.walk(.test(transport), pageSize: 10, limits: limits)
        return (outcome, transport.requests.map(\.target), transport.unconsumed.isEmpty)
    }

    @Test func walksFromPageToPage() async throws {
        let (outcome, requests, isConsumed) = try await walk([
            .json(
                #"""
                {"object":"list","has_more":true,"next_cursor":"c1",
                 "data":[{"id":"a","type":"chat","created_at":"2026-05-20T00:00:01Z"}]}
                """#),
            .json(
                #"""
                {"object":"list","has_more":false,"next_cursor":null,
                 "data":[{"id":"b","type":"chat","created_at":"2026-05-20T00:00:00Z"}]}
                """#),
        ])
        #expect(outcome.error == nil)
        #expect(outcome.rows.map { $0["id"]?.string } == ["a", "b"])
        #expect(outcome.report.isComplete)
        #expect(requests.count == 2)
        #expect(requests.last?.contains("cursor=c1") == true)
        #expect(isConsumed)
    }

    /// "é" as one scalar, and as an "e" with a combining accent: Swift treats the two texts as equal.
    @Test func cursorsThatDifferInTheirUnicodeFormAreTwoCursors() async throws {
        let (outcome, requests, isConsumed) = try await walk([
            Self.page("a", envelope: Self.more("\u{E9}")), Self.page("a", envelope: Self.more("e\u{301}")),
            Self.page("b", envelope: Self.last),
        ])
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 2)
        #expect(requests.dropFirst().map { $0.contains("cursor=%C3%A9") } == [true, false])
        #expect(requests.dropFirst().map { $0.contains("cursor=e%CC%81") } == [false, true])
        #expect(isConsumed)
    }

    @Test func idsThatDifferInTheirUnicodeFormAreTwoRows() async throws {
        let (outcome, _, _) = try await walk([
            Self.page("caf\u{E9}", envelope: Self.more("1")), Self.page("cafe\u{301}", envelope: Self.last),
        ])
        #expect(outcome.report.isComplete)
        #expect(outcome.report.rows == 2)
        #expect(outcome.report.duplicates == 0)
        #expect(outcome.rows.compactMap { $0["id"]?.string }.map { Array($0.utf8).count } == [5, 6])
    }

    @Test(arguments: [
        #","has_more":false,"next_cursor":null"#, #","has_more":false"#, #","has_more":false,"next_cursor":"""#,
        #","has_more":false,"next_cursor":"c""#, #","next_cursor":null"#, #","next_cursor":"""#,
        #","has_more":null,"next_cursor":null"#,
    ])
    func endsAfterAPageThatPromisesNoMore(envelope: String) async throws {
        let (outcome, requests, _) = try await walk([Self.page("a", envelope: envelope)])
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 1)
        #expect(requests.count == 1)
    }

    /// The rows of a page that says nothing are delivered, but the walk is not complete.
    @Test(arguments: ["", #","has_more":null"#, #","next":"c""#])
    func throwsAfterTheRowsIfThePageDoesNotSayWhetherMoreFollow(envelope: String) async throws {
        let (outcome, _, _) = try await walk([
            Self.page("a", envelope: Self.more("1")), Self.page("b", envelope: envelope),
        ])
        #expect(outcome.failure?.code == .missingCursor)
        #expect(outcome.failure?.message == "the page does not say whether more rows follow")
        #expect(outcome.rows.count == 2)
        #expect(!outcome.report.isComplete)
    }

    @Test(arguments: [
        #","has_more":true,"next_cursor":null"#, #","has_more":true,"next_cursor":"""#, #","has_more":true"#,
    ])
    func throwsAfterTheRowsIfMoreIsPromisedWithoutACursor(envelope: String) async throws {
        let (outcome, requests, _) = try await walk([Self.page("a", "b", envelope: envelope)])
        #expect(outcome.failure?.code == .missingCursor)
        #expect(outcome.rows.count == 2)
        #expect(outcome.report.rows == 2)
        #expect(!outcome.report.isComplete)
        #expect(requests.count == 1)
    }

    @Test func followsACursorWithoutHasMore() async throws {
        let (outcome, _, isConsumed) = try await walk([
            Self.page("a", envelope: #","next_cursor":"c""#), Self.page("b", envelope: Self.last),
        ])
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 2)
        #expect(isConsumed)
    }

    @Test func stallsIfACursorRepeatsWithoutNewRows() async throws {
        let (outcome, requests, _) = try await walk([
            Self.page("a", envelope: Self.more("A")), Self.page("a", envelope: Self.more("A")),
        ])
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(outcome.rows.count == 1)
        #expect(outcome.report.duplicates == 1)
        #expect(requests.count == 2)
    }

    @Test func stallsIfAnEarlierCursorComesBackWithoutNewRows() async throws {
        let (outcome, requests, _) = try await walk([
            Self.page("a", envelope: Self.more("A")), Self.page("b", envelope: Self.more("B")),
            Self.page("a", envelope: Self.more("A")),
        ])
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(outcome.failure?.message.contains("repeats a cursor") == true)
        #expect(outcome.rows.count == 2)
        #expect(requests.count == 3)
    }

    @Test func followsARepeatedCursorIfRowsAreNew() async throws {
        let (outcome, _, isConsumed) = try await walk([
            Self.page("a", envelope: Self.more("A")), Self.page("b", envelope: Self.more("A")),
            Self.page("c", envelope: Self.last),
        ])
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 3)
        #expect(isConsumed)
    }

    @Test func stallsAfterThreePagesWithoutNewRows() async throws {
        let (outcome, requests, _) = try await walk([
            Self.page("a", "b", envelope: Self.more("1")), Self.page("a", envelope: Self.more("2")),
            Self.page("b", envelope: Self.more("3")), Self.page("a", envelope: Self.more("4")),
            Self.page("z", envelope: Self.last),
        ])
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(outcome.rows.count == 2)
        #expect(requests.count == 4)
    }

    @Test func goesOnAfterTwoPagesWithoutNewRows() async throws {
        let (outcome, _, isConsumed) = try await walk([
            Self.page("a", envelope: Self.more("1")), Self.page("a", envelope: Self.more("2")),
            Self.page("a", envelope: Self.more("3")), Self.page("b", envelope: Self.more("4")),
            Self.page("b", envelope: Self.more("5")), Self.page("c", envelope: Self.last),
        ])
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 3)
        #expect(outcome.report.duplicates == 3)
        #expect(isConsumed)
    }

    @Test func followsCursorsOfManyEmptyPages() async throws {
        let empty = (1...20).map { Self.page(envelope: Self.more("e\($0)")) }
        let (outcome, requests, _) = try await walk(empty + [Self.page("a", envelope: Self.last)])
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 1)
        #expect(requests.count == 21)
    }

    /// A server that has an empty page and a fresh cursor for each request.
    private struct EmptyServer: HTTPTransport {
        let count = Gauge()

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            count.enter()
            let cursor = "\"c\(count.most)\""
            let body = #"{"object":"list","data":[],"has_more":true,"next_cursor":\#(cursor),"nextCursor":\#(cursor)}"#
            return TransportResponse(status: 200, body: body)
        }
    }

    /// Each empty page is delivered, so a caller sees that the walk goes on.
    @Test(arguments: [RowLedger.aurous, .venice], [0, 4])
    func endsAfterAThousandEmptyPages(ledger: RowLedger, prefetch: Int) async throws {
        let outcome = try await ledger.walk(
            .test(EmptyServer()), pageSize: 10, options: .with { $0.prefetch = prefetch })
        #expect(outcome.failure?.code == .ceilingReached)
        #expect(outcome.failure?.message == "1000 consecutive pages have no rows")
        #expect(outcome.pageSizes.count == 1000)
        #expect(outcome.report.pages == 1000)
        #expect(!outcome.report.isComplete)
    }

    @Test func onlyConsecutiveEmptyPagesCount() async throws {
        let empty = (1...5).map { Self.page(envelope: Self.more("e\($0)")) }
        let (outcome, _, _) = try await walk(
            empty[..<2] + [Self.page("a", envelope: Self.more("A"))] + empty[2...],
            limits: WalkLimits(emptyPages: 3))
        #expect(outcome.failure?.code == .ceilingReached)
        #expect(outcome.rows.count == 1)
        #expect(outcome.pageSizes == [0, 0, 1, 0, 0, 0])
    }

    @Test func aLaterRunGoesOnAfterTheEmptyPages() async throws {
        let empty = (1...3).map { Self.page(envelope: Self.more("e\($0)")) }
        let script = ScriptedTransport(empty + [Self.page("a", envelope: Self.last)])
        let options = WalkOptions.with { $0.limits = WalkLimits(emptyPages: 3) }
        let first = try await RowLedger.aurous.walk(.test(script), pageSize: 10, options: options, pages: 3)
        #expect(first.checkpoint != nil)
        let second = try await RowLedger.aurous.walk(
            .test(script), pageSize: 10, options: options, from: first.checkpoint)
        #expect(second.report.isComplete)
        #expect(second.rows.count == 1)
    }

    @Test func stallsIfAnEmptyPageRepeatsItsCursor() async throws {
        let (outcome, requests, _) = try await walk([
            Self.page("a", envelope: Self.more("A")), Self.page(envelope: Self.more("A")),
        ])
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(requests.count == 2)
    }

    @Test func theLaterStateOfARowCounts() async throws {
        let changed = #"{"id":"a","type":"chat","created_at":"2026-05-20T00:00:00Z","credits_charged":1}"#
        let (outcome, _, _) = try await walk([
            Self.page("a", "b", envelope: Self.more("1")),
            .json(#"{"data":[\#(changed)],"has_more":true,"next_cursor":"2"}"#),
            Self.page("b", "c", envelope: Self.last),
        ])
        #expect(outcome.report.duplicates == 1)
        #expect(outcome.report.revised == 1)
        #expect(outcome.report.revisedCharges == 0)
        #expect(outcome.report.rows == 3)
        #expect(outcome.rows.map { $0["id"] } == ["b", "a", "c"])
        #expect(outcome.rows[1]["credits_charged"] == 1)
    }

    @Test func notesARowOutsideTheWindowOnce() async throws {
        func page(_ ids: [String], _ end: String) -> String {
            let rows = ids.map { id in
                #"{"id":"\#(id)","type":"chat","created_at":"2026-0\#(id == "o" ? 7 : 5)-20T00:00:00Z"}"#
            }
            return #"{"data":[\#(rows.joined(separator: ","))]\#(end)}"#
        }
        let (outcome, _, _) = try await walk([
            .json(page(["o", "a"], #","has_more":true,"next_cursor":"x""#)), .json(page(["o", "b"], Self.last)),
        ])
        #expect(outcome.rows.map { $0["id"]?.string } == ["a", "b"])
        #expect(outcome.report.outsideWindow == 1)
        #expect(outcome.report.notes.map(\.code) == [.outsideWindow])
        #expect(outcome.report.notes.map(\.count) == [1])
        #expect(outcome.report.isComplete)
    }

    @Test func dropsAndCountsRowsOutsideTheWindow() async throws {
        let rows = [
            "2026-05-17T23:59:59.999999999Z", "2026-05-18T00:00:00Z", "2026-05-24T23:59:59.999999999Z",
            "2026-05-25T00:00:00Z", "2026-05-25T02:00:00+02:00", "2026-05-18T01:00:00+01:00",
        ].enumerated().map { #"{"id":"\#($0.offset)","type":"chat","created_at":"\#($0.element)"}"# }
        let (outcome, _, _) = try await walk([.json(#"{"data":[\#(rows.joined(separator: ","))]\#(Self.last)}"#)])
        #expect(outcome.rows.map { $0["id"]?.string } == ["1", "2", "5"])
        #expect(outcome.report.outsideWindow == 3)
        #expect(outcome.report.rows == 3)
        #expect(outcome.report.isComplete)
    }

    /// A row before the window that comes too early does not end a walk that the order of its rows would end.
    @Test(arguments: [RowLedger.chatBotKit, .aurousCredits], [3, 2, 1])
    func oneOldRowDoesNotEndTheWalk(ledger: RowLedger, oldRowsLast: Int) async throws {
        let rows = ledger.rows(seed: 71, count: 12)
        let old = ledger.rows(seed: 72, count: 1, in: .between("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"))
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 4)
        let server = AlteredServer(ledger.fake(rows)) { number, request, server in
            var response = try await server.send(request)
            guard number <= oldRowsLast, let page = try? JSONValue(json: response.body) else { return response }
            let members = page.members.map { member in
                guard case .array(let rows) = member.value else { return member }
                let row = old[0].replacing("id", by: .string((old[0]["id"]?.string ?? "") + "\(number)"))
                return JSONObject.Member(member.name, .array(rows + [row]))
            }
            response.body = Array(JSONValue.object(JSONObject(members)).text.utf8)
            return response
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 4)
        #expect(outcome.error == nil)
        #expect(outcome.rows == whole.rows)
        #expect(outcome.report.isComplete)
        #expect(outcome.report.outsideWindow == oldRowsLast)
    }

    @Test func doesNotStallOnPagesOfRowsOutsideTheWindow() async throws {
        let outside = (1...5).map { number in
            ScriptedTransport.Stub.json(
                #"{"data":[{"id":"\#(number)","type":"chat","created_at":"2026-07-01T00:00:00Z"}]\#(Self.more("c\(number)"))}"#
            )
        }
        let (outcome, _, isConsumed) = try await walk(outside + [Self.page("a", envelope: Self.last)])
        #expect(outcome.report.isComplete)
        #expect(outcome.report.outsideWindow == 5)
        #expect(outcome.rows.count == 1)
        #expect(isConsumed)
    }

    @Test func throwsAfterTheRowsAtTheLimitOfRows() async throws {
        let (outcome, _, _) = try await walk(
            [Self.page("a", "b", envelope: Self.more("A")), Self.page("c", "d", envelope: Self.last)],
            limits: WalkLimits(rows: 3))
        #expect(outcome.failure?.code == .ceilingReached)
        #expect(outcome.report.stopped?.message.contains("more than 3 rows") == true)
    }

    @Test func isCompleteIfTheLastPageReachesTheLimit() async throws {
        let (outcome, _, _) = try await walk(
            [Self.page("a", "b", envelope: Self.more("A")), Self.page("c", envelope: Self.last)],
            limits: WalkLimits(pages: 2, rows: 3))
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete)
    }

    @Test func retriesAMalformedPageOnceAndThenNamesTheFault() async throws {
        let broken = ScriptedTransport.Stub.json(
            #"{"data":[{"id":"a","type":"chat","created_at":"2026-05-20T00:00:00Z"},{"type":"chat"}]}"#)
        let (outcome, requests, _) = try await walk([broken, broken])
        #expect(outcome.failure?.code == .unexpectedShape)
        #expect(outcome.failure?.codingPath == "data[1]")
        #expect(
            outcome.failure?.message
                == "expected a row of Aurous with id, created_at, found an object with the members type")
        #expect(outcome.failure?.provider == .aurous)
        #expect(outcome.failure?.endpoint == "GET /v1/usage/events")
        #expect(outcome.failure?.status == 200)
        #expect(requests.count == 2)
        #expect(Set(requests).count == 1)
        #expect(outcome.rows.isEmpty)
    }

    @Test func quotesAPortalThatAnswersForTheProvider() async throws {
        let portal = TransportResponse(status: 200, headers: ["Content-Type": "text/html"], body: "<html>Log in</html>")
        let (outcome, _, _) = try await walk([.response(portal), .response(portal)])
        #expect(outcome.failure?.code == .malformedJSON)
        #expect(outcome.failure?.message.contains("<html>Log in</html>") == true)
    }

    @Test(arguments: ["", "null", "[]", "{}", #"{"data":{}}"#, #"{"data":[null]}"#, "\u{FEFF}{}", #"{"data":[]}x"#])
    func refusesABodyThatIsNotAPage(body: String) async throws {
        let (outcome, _, _) = try await walk([.json(body), .json(body)])
        #expect([.malformedJSON, .unexpectedShape].contains(outcome.failure?.code))
        #expect(!outcome.report.isComplete)
    }
}
