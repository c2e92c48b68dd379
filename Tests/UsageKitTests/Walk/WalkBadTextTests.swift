import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Pages with text that is not UTF-8, or half of a surrogate pair.
@Suite struct WalkBadTextTests {
    /// Where a page has the bad text.
    enum Place: String, CaseIterable {
        case row, envelope

        /// The page with two bad texts in a member that no provider has.
        func damaging(_ body: [UInt8], with text: [UInt8]) -> [UInt8] {
            let member = Array(#""added":[""#.utf8) + text + Array(#"",""#.utf8) + text + Array(#""],"#.utf8)
            let start = Array((self == .row ? #"[{""# : #"{""#).utf8)
            guard let range = body.firstRange(of: start) else {
                Issue.record("the page has no place for bad text")
                return body
            }
            let position = range.upperBound - 1
            return Array(body[..<position]) + member + Array(body[position...])
        }
    }

    private static let texts: [[UInt8]] = [
        [0x61, 0xFF], [0xE2, 0x82], Array(#"\ud83d"#.utf8), Array(#"\udc00\ud800!"#.utf8),
    ]

    /// A server whose second answer has bad text.
    private func server(of ledger: RowLedger, _ rows: [JSONValue], _ place: Place, _ text: [UInt8]) -> AlteredServer {
        AlteredServer(ledger.fake(rows)) { number, request, server in
            var response = try await server.send(request)
            if number == 2 { response.body = place.damaging(response.body, with: text) }
            return response
        }
    }

    /// A server that has bad text in one page, whenever that page is asked for.
    private func server(
        of ledger: RowLedger, _ rows: [JSONValue], _ place: Place, _ text: [UInt8], in page: String
    ) -> AlteredServer {
        AlteredServer(ledger.fake(rows)) { _, request, server in
            var response = try await server.send(request)
            // Not by its bytes: the number of a request is in them, and requests at the same time come in any order.
            if request.target == page { response.body = place.damaging(response.body, with: text) }
            return response
        }
    }

    @Test(arguments: RowLedger.allCases, Place.allCases)
    func theWalkEndsUnlessTheCallerAsks(_ ledger: RowLedger, _ place: Place) async throws {
        let rows = ledger.rows(seed: 11, count: 35)
        let text: [UInt8] = [0x61, 0xFF]
        let refused = try await ledger.walk(.test(server(of: ledger, rows, place, text)), pageSize: 10)
        // The client asks once more, and then the page is as it should be.
        #expect(refused.report.isComplete)
        let always = AlteredServer(ledger.fake(rows)) { _, request, server in
            var response = try await server.send(request)
            response.body = place.damaging(response.body, with: text)
            return response
        }
        let ended = try await ledger.walk(.test(always), pageSize: 10)
        #expect(ended.failure?.code == .malformedJSON)
        #expect(!ended.report.isComplete)
    }

    @Test(arguments: RowLedger.allCases, Place.allCases)
    func theTextIsReplacedAndCountedIfTheCallerAsks(_ ledger: RowLedger, _ place: Place) async throws {
        let rows = ledger.rows(seed: 11, count: 35)
        let fake = ledger.fake(rows)
        let honest = try await ledger.walk(.test(fake), pageSize: 10)
        let second = fake.requests[1].target
        for text in Self.texts {
            for prefetch in [0, 4] {
                let outcome = try await ledger.walk(
                    .test(server(of: ledger, rows, place, text, in: second)), pageSize: 10,
                    options: WalkOptions(prefetch: prefetch, replacesBadText: true))
                #expect(outcome.records == honest.records)
                #expect(outcome.report.isComplete)
                let notes = outcome.report.notes.filter { $0.code == .replacedText }
                #expect(notes.map(\.count) == [text.starts(with: Array(#"\udc"#.utf8)) ? 4 : 2])
                #expect(notes.map(\.first) == [["page 2"]])
            }
        }
    }

    @Test(arguments: [false, true]) func aLedgerHasTheReplacedTexts(hasShards: Bool) async throws {
        let rows = RowLedger.tresor.rows(seed: 5, count: 35)
        let server = AlteredServer(TresorFake(rows: rows)) { _, request, server in
            var response = try await server.send(request)
            response.body = response.body.replacing(Array(#""model":""#.utf8), with: Array(#""model":"\#u{1}"#.utf8))
            response.body = response.body.map { $0 == 1 ? 0xFF : $0 }
            return response
        }
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(server))
        var walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        walk.options.replacesBadText = true
        if hasShards { walk.options.shards = 3 }
        var ledger = UsageLedger()
        let report = try await ledger.ingest(walk)
        #expect(report.isComplete)
        #expect(report.notes.first { $0.code == .replacedText }.map { $0.count >= rows.count } == true)
        let groups = try ledger.report(by: [.model])
        #expect(groups.count > 1)
        #expect(groups.allSatisfy { $0.key.first??.hasPrefix("\u{FFFD}") == true })
        #expect(groups.map(\.requests).reduce(0, +) == rows.count)
    }

    /// A page of Aurous events with damaged ids, and its cursor.
    private func page(_ ids: [[UInt8]], cursor: [UInt8]?) -> TransportResponse {
        let rows = ids.map {
            Array(#"{"id":"a"#.utf8) + $0
                + Array(
                    #"","type":"chat","status":"completed","credits_charged":1,"created_at":"2026-05-20T00:00:00Z"}"#
                        .utf8)
        }
        let end =
            cursor.map { Array(#""has_more":true,"next_cursor":"c"#.utf8) + $0 + Array(#""}"#.utf8) }
            ?? Array(#""has_more":false,"next_cursor":null}"#.utf8)
        return TransportResponse(
            status: 200,
            body: Array(#"{"object":"list","data":["#.utf8) + Array(rows.joined(separator: [0x2C])) + Array("],".utf8)
                + end)
    }

    private func walk(_ pages: [TransportResponse]) async throws -> WalkOutcome {
        let transport = ClosureTransport { [pages] request in
            request["cursor"] == nil ? pages[0] : pages[1]
        }
        return try await RowLedger.aurous.walk(
            .test(transport), pageSize: 10, options: WalkOptions(replacesBadText: true))
    }

    /// Ids that differ in their bytes are different, and those bytes may be the ones that are replaced.
    @Test(arguments: [false, true]) func idsThatBecomeEqualMakeTheWalkIncomplete(isOnAnotherPage: Bool) async throws {
        let pages: [[[UInt8]]] =
            isOnAnotherPage ? [[[0x63], [0xFF]], [[0x64], [0xFE]]] : [[[0xFF], [0xFE]], [[0x64]]]
        let outcome = try await walk([page(pages[0], cursor: [0x31]), page(pages[1], cursor: nil)])
        #expect(outcome.error == nil)
        #expect(outcome.report.stopped?.code == .replacedText)
        #expect(outcome.report.notes.map(\.count) == [2])
    }

    @Test func anIDWithBadTextIsAnIDLikeAnyOther() async throws {
        let outcome = try await walk([
            page([[0xFF, 0x31], [0x62], [0x62]], cursor: [0x31]), page([[0x63]], cursor: nil),
        ])
        #expect(outcome.rows.map { $0["id"]?.string } == ["a\u{FFFD}1", "ab", "ac"])
        #expect(outcome.report.isComplete)
        #expect(outcome.report.duplicates == 1)
    }

    /// A server of Tresor's whose rows all have damaged ids, each with other replaced text around it.
    private func damagedIDs(_ rows: [JSONValue]) -> AlteredServer {
        AlteredServer(TresorFake(rows: rows)) { _, request, server in
            var response = try await server.send(request)
            let text = String(decoding: response.body, as: UTF8.self)
            let marked = text.replacing(#""id":""#, with: #""id":"\#u{1}"#)
            response.body = marked.utf8.map { $0 == 1 ? 0xFF : $0 }
            return response
        }
    }

    @Test(arguments: [
        WalkOptions(replacesBadText: true), WalkOptions(prefetch: 4, replacesBadText: true),
        WalkOptions(shards: 3, replacesBadText: true), WalkOptions(lookBack: .seconds(86_400), replacesBadText: true),
    ])
    func rowsWithDamagedIDsCountOnce(options: WalkOptions) async throws {
        let rows = RowLedger.tresor.rows(seed: 9, count: 40)
        let outcome = try await RowLedger.tresor.walk(.test(damagedIDs(rows)), pageSize: 10, options: options)
        #expect(outcome.report.isComplete, "\(outcome.report)")
        #expect(outcome.rows.count == 40)
    }

    @Test func aWalkWithDamagedIDsIsResumedFromItsRows() async throws {
        let rows = RowLedger.tresor.rows(seed: 9, count: 40)
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(damagedIDs(rows)))
        var walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        walk.options.replacesBadText = true
        var pages = walk.pages.makeAsyncIterator()
        let first = try #require(try await pages.next())
        let checkpoint = try #require(first.checkpoint(includingIDs: false))
        let rest = try await walk.resumed(from: checkpoint, after: first.rows).collect()
        #expect(rest.report.isComplete)
        #expect(first.rows.count + rest.rows.count == 40)
    }

    /// A field that the filter looks at may be the damaged one.
    @Test func aRowWhoseFilterFieldIsDamagedStays() async throws {
        let row = TresorFake.row(at: .at("2026-05-20T00:00:00Z"), model: "caf\u{1}", cost: 2)
        let server = AlteredServer(TresorFake(rows: [row])) { _, request, server in
            var request = request
            request.url = URL(string: request.url.absoluteString.replacing(/model=[^&]*&?/, with: "")) ?? request.url
            var response = try await server.send(request)
            response.body = String(decoding: response.body, as: UTF8.self).replacing(#"\u0001"#, with: "\u{1}").utf8
                .map { $0 == 1 ? 0xE9 : $0 }
            return response
        }
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(server))
        var walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(model: "café"))
        walk.options.replacesBadText = true
        let (rows, report) = try await walk.collect()
        #expect(rows.count == 1)
        #expect(report.stopped?.code == .unclearFilter)
    }

    @Test func aCursorWithBadTextLeadsNowhere() async throws {
        let outcome = try await walk([page([[0x61]], cursor: [0xFF]), page([[0x62]], cursor: nil)])
        #expect(outcome.rows.count == 1)
        #expect(outcome.failure?.code == .missingCursor)
        #expect(!outcome.report.isComplete)
    }

    @Test func anotherEncodingIsRefused() async throws {
        let text = #"{"object":"list","data":[],"has_more":false,"next_cursor":null}"#
        let utf16: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), 0] }
        let outcome = try await walk([TransportResponse(status: 200, body: utf16)])
        #expect(outcome.failure?.code == .malformedJSON)
        #expect(outcome.failure?.message.hasPrefix("expected JSON, found a response that begins") == true)
        #expect(outcome.report.pages == 0)
    }
}
