import Testing

@testable import UsageKit
@testable import UsageKitTesting

/// Listings whose cursors may be ids of rows, which end with an empty page: ChatBotKit.
@Suite struct RowCursorTests {
    private let rows = RowLedger.chatBotKit.rows(seed: 81, count: 25)

    private func walk(_ server: any HTTPTransport, _ options: WalkOptions = WalkOptions()) async throws -> WalkOutcome {
        try await RowLedger.chatBotKit.walk(.test(server), pageSize: 10, options: options)
    }

    /// Deletes the rows before the cursor of a request, and the row of the cursor, when that request arrives.
    private func deleting(_ count: Int, at number: Int) -> (server: AlteredServer, fake: ChatBotKitFake) {
        let fake = ChatBotKitFake(records: rows)
        let server = AlteredServer(fake) { index, request, server in
            if index == number, let cursor = request["cursor"] {
                let ids = fake.records.compactMap { $0["id"]?.string }
                let end = try #require(ids.firstIndex(of: cursor)) + 1
                fake.apply(.remove { ids[(end - count)..<end].contains($0["id"]?.string ?? "") })
            }
            return try await server.send(request)
        }
        return (server, fake)
    }

    /// The last row of a page is deleted before the next page is asked for, which is then empty.
    @Test(arguments: [2, 3], [0, 3]) func readsOnIfTheRowOfTheCursorIsDeleted(number: Int, prefetch: Int) async throws {
        for count in 1...4 {
            let outcome = try await walk(deleting(count, at: number).server, .with { $0.prefetch = prefetch })
            #expect(outcome.error == nil)
            #expect(outcome.report.isComplete, "\(outcome.report.stopped?.message ?? "")")
            #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
            #expect(outcome.report.duplicates == 0)
        }
    }

    @Test func asksOnceMoreAtTheEnd() async throws {
        let fake = ChatBotKitFake(records: rows)
        let outcome = try await walk(fake)
        #expect(outcome.report.isComplete)
        #expect(fake.requests.count == 5)
        // After the last row but one.
        #expect(fake.requests.last?["cursor"] == fake.records[fake.records.count - 2]["id"]?.string)
        #expect(outcome.report.pages == 5)
    }

    /// Every cursor leads to an empty page from some request on.
    @Test func namesAnEndThatNoRowConfirms() async throws {
        let server = AlteredServer(ChatBotKitFake(records: rows)) { number, request, server in
            number < 3 ? try await server.send(request) : .json(["items": []])
        }
        let outcome = try await walk(server)
        #expect(outcome.rows.count == 20)
        #expect(outcome.report.stopped?.message.contains("the end of the listing is not confirmed") == true)
        #expect(outcome.report.pages < 10)
    }

    /// A server with cursors of its own, which knows no ids.
    private func opaque(_ fake: ChatBotKitFake, isEmptyAt empty: Int? = nil) -> AlteredServer {
        AlteredServer(fake) { number, request, server in
            if number == empty { return .json(["items": []]) }
            guard request["cursor"]?.hasPrefix("cursor-") ?? true else {
                return .json(["code": "BAD_REQUEST", "message": "no such cursor"], status: 400)
            }
            let asked = request.with { items in
                for index in items.indices where items[index].name == "cursor" {
                    items[index].value = String(items[index].value.dropFirst("cursor-".count))
                }
            }
            var response = try await server.send(asked)
            var page = try #require(WirePage(response.body))
            if let last = page.array("items").last?["id"]?.string { page["cursor"] = .string("cursor-\(last)") }
            response.body = page.body
            return response
        }
    }

    @Test(arguments: [nil, 3]) func confirmsTheEndWithCursorsOfTheServer(empty: Int?) async throws {
        let outcome = try await walk(opaque(ChatBotKitFake(records: rows), isEmptyAt: empty))
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete, "\(outcome.report.stopped?.message ?? "")")
        #expect(outcome.rows.count == 25)
        #expect(outcome.report.duplicates == 0)
    }

    /// A page that ends with a row of the page before would lead back.
    @Test func goesOnAfterTheLastNewRow() async throws {
        let server = BrokenServer(
            ChatBotKitFake(records: rows), .chatBotKit, breaking: .earlierRow, on: .page(2))
        let outcome = try await walk(server)
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 25)
        #expect(server.pageCount == 5)
    }

    /// At its limit, a walk that has all rows is complete only if the end is confirmed.
    @Test func confirmsTheEndAtTheLimitOfPages() async throws {
        let whole = try await walk(ChatBotKitFake(records: rows), .with { $0.limits.pages = 3 })
        #expect(whole.report.isComplete)
        #expect(whole.report.pages == 5)
        let cut = try await walk(deleting(1, at: 4).server, .with { $0.limits.pages = 3 })
        #expect(cut.report.isComplete)
        let short = try await walk(deleting(1, at: 3).server, .with { $0.limits.pages = 2 })
        #expect(short.failure?.code == .ceilingReached)
        #expect(short.rows.count == 20)
    }
}
