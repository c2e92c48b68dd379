import Synchronization
import Testing

@testable import UsageKit
@testable import UsageKitTesting

/// Pages that seem to be the last one and are not, and those after the last one.
@Suite struct EndOfListingTests {
    private func walk(
        _ ledger: RowLedger, _ server: any HTTPTransport, _ options: WalkOptions = WalkOptions()
    ) async throws -> WalkOutcome {
        try await ledger.walk(.test(server), pageSize: 10, options: options)
    }

    /// A server whose answer to a request is changed.
    private func changing(
        _ server: any HTTPTransport, at number: Int, _ change: @escaping @Sendable (inout WirePage) -> Void
    ) -> AlteredServer {
        AlteredServer(server) { index, request, server in
            var response = try await server.send(request)
            guard index == number, var page = WirePage(response.body) else { return response }
            change(&page)
            response.body = page.body
            return response
        }
    }

    /// Cursors that are not ids; the page after one of them may be empty, and the last page has no cursor.
    private func opaque(_ fake: ChatBotKitFake, emptyAt empty: String?) -> AlteredServer {
        AlteredServer(fake) { _, request, server in
            let cursor = request["cursor"]
            if let cursor, cursor == empty { return .json(["items": [], "cursor": .string("after-\(cursor)")]) }
            if let cursor, !cursor.contains("-") { return .json(["message": "Invalid cursor"], status: 400) }
            let id = cursor.map { String($0.split(separator: "-").last ?? "") }
            let asked = request.with { items in
                for index in items.indices where items[index].name == "cursor" { items[index].value = id ?? "" }
            }
            var response = try await server.send(asked)
            var page = try #require(WirePage(response.body))
            let rows = page.array("items")
            page["cursor"] = rows.count < 10 ? .null : rows.last?["id"]?.string.map { .string("op-\($0)") }
            response.body = page.body
            return response
        }
    }

    @Test(arguments: [false, true]) func followsTheCursorsOfTheServerToTheEnd(hasEmptyPage: Bool) async throws {
        let rows = RowLedger.chatBotKit.rows(seed: 121, count: 25)
        let fake = ChatBotKitFake(records: rows)
        let tenth = try #require(fake.records[9]["id"]?.string)
        let outcome = try await walk(.chatBotKit, opaque(fake, emptyAt: hasEmptyPage ? "op-\(tenth)" : nil))
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 25)
        #expect(outcome.report.isComplete)
        #expect(outcome.report.pages == (hasEmptyPage ? 4 : 3))
    }

    /// Without a total, only the empty page itself says that the listing ends.
    @Test(arguments: [RowLedger.auralytikSigned, .veniceRetired])
    func anEmptyPageOfAListingWithoutATotalIsAskedForAgain(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 123, count: 35)
        let server = AlteredServer(ledger.fake(rows)) { number, request, server in
            var response = try await server.send(request)
            var page = try #require(WirePage(response.body))
            page["pagination"] = [:]
            if number == 2 { page["data"] = [] }
            response.body = page.body
            return response
        }
        let outcome = try await walk(ledger, server)
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 35)
        #expect(outcome.report.isComplete)
    }

    /// The row whose id is the cursor was deleted, after a page that said that more follow.
    @Test func anEmptyPageAfterOneThatPromisesMoreIsNotTheEnd() async throws {
        let ledger = RowLedger.aurousCredits
        let fake = ledger.fake(ledger.rows(seed: 124, count: 35))
        let server = BrokenServer(fake, .aurousCredits, breaking: .emptyPage, on: .pageOnce(3))
        let outcome = try await walk(ledger, server)
        #expect(outcome.rows.count == 35)
        #expect(outcome.report.isComplete)
    }

    /// Some servers give the last page again if a later one is asked for.
    @Test(arguments: [RowLedger.auralytik, .auralytikSigned, .veniceRetired], [false, true])
    func theLastPageOnceMoreIsTheEnd(ledger: RowLedger, hasIDs: Bool) async throws {
        let rows = ledger.rows(seed: 125, count: 30).map { hasIDs ? $0 : $0.without("id") }
        let server = AlteredServer(ledger.fake(rows)) { _, request, server in
            try await server.send(
                request.with { items in
                    for index in items.indices where items[index].name == "page" && items[index].value == "4" {
                        items[index].value = "3"
                    }
                })
        }
        let outcome = try await walk(ledger, server)
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 30)
        #expect(outcome.report.isComplete, "\(outcome.report)")
        #expect(outcome.report.duplicates == 0)
    }

    @Test func manyEqualRowsWithATotalAreAllCounted() async throws {
        let ledger = RowLedger.auralytik
        let row = ledger.rows(seed: 126, count: 1)[0].without("id")
        let outcome = try await walk(ledger, ledger.fake(Array(repeating: row, count: 60)))
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 60)
        #expect(outcome.report.isComplete)
    }

    /// Rows that are equal apart from their ids are not one page that repeats because another row has none.
    @Test func pagesOfEqualRowsWithIDsAreDifferentPages() async throws {
        let ledger = RowLedger.auralytik
        let row = ledger.rows(seed: 127, count: 1)[0]
        var rows = (0..<30).map { row.with("id", .string("r-\($0)")) }
        rows[0] = row.with("id", "")
        let outcome = try await walk(ledger, ledger.fake(rows))
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 30)
    }

    /// The first row of such a page is the one that is out of order.
    @Test func aPageThatBeginsWithItsOwnLastRowIsNamed() async throws {
        let ledger = RowLedger.venice
        let server = changing(ledger.fake(ledger.rows(seed: 128, count: 30)), at: 2) { page in
            let rows = page.array("data")
            page["data"] = .array(rows.suffix(1) + rows)
        }
        let outcome = try await walk(ledger, server)
        #expect(!outcome.report.isComplete)
        #expect(outcome.report.stopped?.message.contains("may have come before") == true)
    }

    @Test(arguments: [RowLedger.auralytik, .veniceRetired])
    func rowsWithoutIDsThatANumberedPageRepeatsAreNamed(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 129, count: 40).map { $0.without("id") }
        let before = Tail()
        let server = AlteredServer(ledger.fake(rows)) { number, request, server in
            var response = try await server.send(request)
            var page = try #require(WirePage(response.body))
            let rows = page.array("data")
            if number == 2 { before.rows.withLock { $0 = Array(rows.suffix(5)) } }
            if number == 3 { page["data"] = .array(before.rows.withLock(\.self) + rows.dropLast(5)) }
            response.body = page.body
            return response
        }
        let outcome = try await walk(ledger, server)
        #expect(!outcome.report.isComplete)
        #expect(outcome.report.stopped?.message.contains("begins with the last rows of the page before it") == true)
    }

    /// A row outside the window counts once, whatever part of the window returns it.
    @Test(arguments: [1, 3]) func aRowOutsideTheWindowCountsOnceInAllShards(shards: Int) async throws {
        let ledger = RowLedger.tresor
        let rows =
            ledger.rows(seed: 130, count: 40)
            + ledger.rows(seed: 131, count: 2, in: .between("2026-05-02T00:00:00Z", "2026-05-17T00:00:00Z"))
        let server = BrokenServer(ledger.fake(rows), .tresor, breaking: .window, on: .page(1))
        let outcome = try await walk(ledger, server, .with { $0.shards = shards })
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 40)
        #expect(outcome.report.outsideWindow == 2)
        #expect(outcome.report.notes.first { $0.code == .outsideWindow }?.count == 2)
    }
}

private final class Tail: Sendable {
    let rows = Mutex<[JSONValue]>([])
}
