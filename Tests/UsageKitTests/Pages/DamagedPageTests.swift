import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Text that was replaced beside the rows of a page makes the result incomplete if it may decide what follows.
@Suite struct DamagedPageTests {
    private static func rows(_ ledger: RowLedger) -> [JSONValue] { ledger.rows(seed: 8, count: 25) }

    /// The bodies of the pages of a walk.
    private static func bodies(_ ledger: RowLedger) async throws -> [[UInt8]] {
        let bodies = Bodies()
        let server = AlteredServer(ledger.fake(rows(ledger))) { _, request, server in
            let response = try await server.send(request)
            bodies.append(response.body)
            return response
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 10)
        #expect(outcome.report.isComplete)
        return bodies.all
    }

    /// The names of the members beside the rows, also inside objects.
    private static func names(_ body: [UInt8], of ledger: RowLedger) throws -> [String] {
        let page = try JSONValue(json: body).removing(ledger.rowsName)
        return ledger.memberNames(of: [page]).all
    }

    private static func damaged(_ body: [UInt8], _ name: String, in ledger: RowLedger) throws -> [UInt8] {
        // The first member with the name may be that of a row.
        let rows = try #require(body.firstRange(of: Array("\"\(ledger.rowsName)\":[".utf8)))
        let start = try #require(body.lastIndex(of: UInt8(ascii: "]")))
        let damage = Damage(member: name, isName: true)
        if let head = damage.applied(to: Array(body[..<rows.lowerBound])) { return head + body[rows.lowerBound...] }
        return Array(body[..<start]) + (try #require(damage.applied(to: Array(body[start...])), "\(name)"))
    }

    @Test func theNameThatSaysThatMoreFollowsIsNamed() throws {
        let page =
            Array(#"{"object":"list","data":[],"has_m"#.utf8) + [0xFF] + Array(#"ore":true,"next_cursor":null}"#.utf8)
        let report = try Aurous.replay.replacingBadText().rows(of: page).report
        #expect(
            report.stopped?.message
                == "text was replaced beside the rows that may decide what follows, 1 times (first: line 1: "
                + "has_m\u{FFFD}ore)")
    }

    @Test(arguments: RowLedger.allCases) func anyNameBesideTheRowsOfAWalkMayDecide(ledger: RowLedger) async throws {
        for name in try Self.names(try await Self.bodies(ledger)[0], of: ledger) {
            for prefetch in [0, 3] {
                let server = AlteredServer(ledger.fake(Self.rows(ledger))) { number, request, server in
                    var response = try await server.send(request)
                    if number == 1 { response.body = try Self.damaged(response.body, name, in: ledger) }
                    return response
                }
                let outcome = try await ledger.walk(
                    .test(server), pageSize: 10, options: WalkOptions(prefetch: prefetch, replacesBadText: true))
                #expect(!outcome.report.isComplete, "\(name)")
                guard outcome.error == nil else { continue }
                let message = outcome.report.stopped?.message ?? ""
                #expect(message.contains("(first: page 1: ") && message.contains("\(name)\u{FFFD})"), "\(message)")
            }
        }
    }

    @Test(arguments: RowLedger.allCases) func anyNameBesideTheRowsOfAFileMayDecide(ledger: RowLedger) async throws {
        let bodies = try await Self.bodies(ledger)
        for name in try Self.names(try #require(bodies.last), of: ledger) {
            var pages = bodies
            pages[pages.count - 1] = try Self.damaged(pages[pages.count - 1], name, in: ledger)
            let file = Array(pages.joined(separator: [UInt8(ascii: "\n")]))
            let report = try ledger.replay(file)
            let message = report.stopped?.message ?? ""
            #expect(message.contains("(first: line \(pages.count): "), "\(name): \(message)")
            #expect(message.contains("\(name)\u{FFFD})"), "\(name): \(message)")
        }
    }

    /// The text of a member that says nothing about the listing decides nothing.
    @Test(arguments: RowLedger.allCases) func otherTextsBesideTheRowsAreOnlyNoted(ledger: RowLedger) async throws {
        let added = Array(#""added":{"text":""#.utf8) + [0xFF] + Array(#""},"#.utf8)
        let server = AlteredServer(ledger.fake(Self.rows(ledger))) { _, request, server in
            var response = try await server.send(request)
            response.body.insert(contentsOf: added, at: 1)
            return response
        }
        let outcome = try await ledger.walk(
            .test(server), pageSize: 10, options: WalkOptions(replacesBadText: true))
        #expect(outcome.report.isComplete, "\(outcome.report)")
        #expect(outcome.rows.count == 25)
        let notes = outcome.report.notes.map(\.code).filter { $0 != .deprecated }
        #expect(notes == [.replacedText])
    }

    // MARK: Cursors

    /// A page of Aurous with two rows.
    private static func page(_ id: String, note: [UInt8], next: String?) -> TransportResponse {
        let time = #""created_at":"2026-05-20T00:00:00Z""#
        let rows = ["1", "2"].map { #"{"id":"\#(id)\#($0)","type":"chat","status":"completed",\#(time)}"# }
        let end =
            next.map { #"],"has_more":true,"next_cursor":"\#($0)"}"# } ?? #"],"has_more":false,"next_cursor":null}"#
        let beginning = Array(#"{"object":"list","note":""#.utf8) + note + Array(#"","data":["#.utf8)
        return TransportResponse(status: 200, body: beginning + Array((rows.joined(separator: ",") + end).utf8))
    }

    /// A cursor that has U+FFFD itself is sent as it came, whatever else on its page is damaged.
    @Test func aSoundCursorIsFollowed() async throws {
        let transport = ClosureTransport { request in
            switch request["cursor"] {
            case nil: Self.page("a", note: [0xFF], next: "c\u{FFFD}")
            case "c\u{FFFD}": Self.page("b", note: [], next: nil)
            default: TransportResponse(status: 400, body: Array("{}".utf8))
            }
        }
        let outcome = try await RowLedger.aurous.walk(
            .test(transport), pageSize: 2, options: WalkOptions(replacesBadText: true))
        #expect(outcome.rows.count == 4)
        #expect(outcome.report.isComplete, "\(outcome.report)")
    }

    /// ChatBotKit's pages may have no cursor but the id of their last row.
    @Test func aDamagedIDOfTheLastRowIsNotACursor() async throws {
        let transport = ClosureTransport { request in
            let rows = ["a", "b"].map {
                #"{"id":"\#($0)?","type":"T","count":1,"createdAt":\#(1_779_235_200_000)}"#
            }
            guard request["cursor"] == nil else {
                return TransportResponse(status: 200, body: Array(#"{"items":[]}"#.utf8))
            }
            let body = #"{"items":[\#(rows.joined(separator: ","))]}"#
            return TransportResponse(status: 200, body: body.utf8.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 })
        }
        let outcome = try await RowLedger.chatBotKit.walk(
            .test(transport), pageSize: 2, options: WalkOptions(replacesBadText: true))
        #expect(outcome.rows.count == 2)
        #expect(outcome.failure?.code == .missingCursor)
        #expect(
            outcome.failure?.message
                == "text was replaced in the cursor of page 1, so the next page cannot be asked for")
    }

    // MARK: Streams

    private static func stream(_ lines: [String]) -> [UInt8] {
        let record = #"{"type":"item","data":{"id":"u1","type":"T","count":3,"createdAt":1791000000000}}"#
        return ([record] + lines).joined(separator: "\n").utf8.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 }
    }

    @Test(arguments: [
        (#"{"type":"result","data":{"compl?ete":false}}"#, "data.compl\u{FFFD}ete"),
        (#"{"type":"result","data":{"complete":"fals?"}}"#, "data.complete"),
        (#"{"type":"ping","data":{"a?":1}}"#, "data.a\u{FFFD}"),
        (#"{"type":"item","a?":1,"data":{"id":"u2","type":"T","count":3,"createdAt":1791000000000}}"#, "a\u{FFFD}"),
        (
            #"{"type":"item","data":{"id":"u2","type":"T","count":3,"createdAt":1791000000000,"a?":1}}"#,
            "a\u{FFFD}"
        ),
    ])
    func aNameInALineOfAStreamMayDecide(line: String, place: String) throws {
        let report = try RowLedger.chatBotKit.replay(Self.stream([line]))
        #expect(report.stopped?.message.contains("(first: line 2: \(place))") == true, "\(report)")
    }

    @Test(arguments: [
        #"{"type":"ping","data":{"text":"?"}}"#, #"{"type":"result","data":{"complete":true,"text":"?"}}"#,
        #"{"type":"item","data":{"id":"u2","type":"T","count":3,"meta":{"model":"?"},"createdAt":1791000000000}}"#,
    ])
    func otherTextsOfAStreamAreOnlyNoted(line: String) throws {
        let report = try RowLedger.chatBotKit.replay(Self.stream([line]))
        #expect(report.isComplete, "\(report)")
        #expect(report.notes.map(\.count) == [1])
    }

    @Test func aDamagedKindOfALineIsRefused() throws {
        let line = #"{"type":"ite?","data":{"id":"u2","type":"T","count":3,"createdAt":1791000000000}}"#
        let error = try #require(throws: UsageError.self) { try RowLedger.chatBotKit.replay(Self.stream([line])) }
        #expect(error.message.contains("line 2: expected a row in the stream"))
    }
}

/// The bodies of responses in their order.
private final class Bodies: Sendable {
    private let bodies = Mutex<[[UInt8]]>([])

    var all: [[UInt8]] { bodies.withLock { $0 } }

    func append(_ body: [UInt8]) { bodies.withLock { $0.append(body) } }
}
