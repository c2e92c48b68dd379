import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks over real sockets with servers that send unusual cursors or fail for a long time.
@Suite(.sockets, .endsSometime) struct FaultWalkTests {
    static let cursors = [
        "https://evil.example/v1?x=1", "//evil.example/", "http://127.0.0.1@evil.example/", "\\\\evil.example",
        "file:///etc/passwd", "../../other", "a+b/c==", "2026-05-20T00:00:00+02:00", "a&limit=1#x", "%2B%00", "é \u{7}",
        "a;b,c?d", "\r\nX-Evil: 1",
    ]

    /// The listings with cursors, with a page that has a cursor and a last page.
    enum Listing: CaseIterable {
        case aurous, aurousBuckets, venice, chatBotKit

        private static let item = #"{"id":%,"type":"token","count":1,"createdAt":1747728000000}"#

        /// A page with a cursor, or the last page.
        func page(_ cursor: String?) -> String {
            let text = cursor.map { JSONValue.string($0).text } ?? "null"
            return switch self {
            case .aurous:
                #"{"object":"list","data":[],"has_more":\#(cursor != nil),"next_cursor":\#(text)}"#
            case .aurousBuckets:
                #"{"object":"page","data":[],"has_more":\#(cursor != nil),"next_page":\#(text)}"#
            case .venice: #"{"data":[],"nextCursor":\#(text)}"#
            case .chatBotKit:
                cursor == nil ? #"{"items":[]}"# : #"{"items":[\#(Self.item.replacing("%", with: text))]}"#
            }
        }

        func walk(_ configuration: ClientConfiguration) async throws {
            let window = RowLedger.week
            switch self {
            case .aurous:
                _ = try await Aurous.Client(apiKey: "k", configuration: configuration).events(in: window).collect()
            case .aurousBuckets:
                _ = try await Aurous.Client(apiKey: "k", configuration: configuration).buckets(in: window).collect()
            case .venice:
                _ = try await Venice.Client(apiKey: "k", configuration: configuration).history(in: window).collect()
            case .chatBotKit:
                _ = try await ChatBotKit.Client(apiKey: "k", configuration: configuration).usage(in: .all).collect()
            }
        }
    }

    /// Compares the bytes of the request, not what a parser reads from them.
    @Test(arguments: Listing.allCases, cursors)
    func aCursorIsOneEncodedValueOnTheWire(listing: Listing, cursor: String) async throws {
        let server = try FaultServer(inOrder: [
            FaultServer.response(200, [], listing.page(cursor)), FaultServer.response(200, [], listing.page(nil)),
        ])
        try await listing.walk(.test(URLSessionTransport(), baseURL: server.baseURL))
        // An empty page of ChatBotKit is confirmed by another request.
        #expect(server.requests.count == (listing == .chatBotKit ? 3 : 2))
        let first = try #require(server.requests.first)
        let second = try #require(server.requests.dropFirst().first)
        #expect(second.url.path(percentEncoded: true) == first.url.path(percentEncoded: true))
        #expect(second.headers["Host"] == first.headers["Host"])
        #expect(second.headers["X-Evil"] == nil)
        let query = try #require(second.url.query(percentEncoded: true))
        let values = query.split(separator: "&").compactMap { item -> Substring? in
            let parts = item.split(separator: "=", omittingEmptySubsequences: false)
            return parts.count == 2 && ["cursor", "page_token"].contains(parts[0]) ? parts[1] : nil
        }
        let expected = cursor.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-._~".utf8.contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + hex
        }.joined()
        #expect(values == [expected[...]])
    }

    /// Of five responses, one is truncated, one is a reset, one comes in pieces and two are complete; each row counts once.
    @Test func aWalkOverFailingConnectionsIsComplete() async throws {
        let rows = LedgerGenerator(seed: 59).tresorRows(count: 300, in: RowLedger.week)
        let fake = TresorFake(rows: rows)
        let count = Mutex(0)
        let server = try FaultServer { connection, request in
            let number = count.withLock { count in
                count += 1
                return count
            }
            let answer = Mutex<TransportResponse?>(nil)
            let jobs = JobQueue()
            Task(executorPreference: jobs) {
                let response = try? await fake.send(request)
                answer.withLock { $0 = response }
                jobs.finish()
            }
            jobs.run()
            let body = answer.withLock { $0?.body ?? [] }
            let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: keep-alive\r\n\r\n"
            switch number % 5 {
            case 0: connection.write(Array(head.utf8) + body.prefix(body.count / 2))
            case 1: connection.reset()
            case 2:
                connection.write(Array(head.utf8) + body.prefix(7))
                Thread.sleep(forTimeInterval: 0.005)
                connection.write(Array(body.dropFirst(7)))
            default: connection.write(Array(head.utf8) + body)
            }
        }
        let configuration = ClientConfiguration.test(URLSessionTransport(), baseURL: server.baseURL)
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        let (received, report) = try await walk.collect()
        #expect(report.isComplete)
        #expect(Set(received.map(\.id)).count == 300)
        #expect(received.count == 300)
    }

    /// The server fails in the middle of a walk and recovers much later.
    ///
    /// The retries end with the quota, each later run fails after one request, and the last checkpoint continues with the
    /// remaining rows.
    @Test func anOutageInTheMiddleOfAWalkCostsNoRowAndFewRequests() async throws {
        let ledger = RowLedger.aurous
        let rows = ledger.rows(seed: 58, count: 200)
        let fake = ledger.fake(rows)
        let isDown = Mutex(false)
        struct Switch: HTTPTransport {
            let isDown: @Sendable () -> Bool
            let fake: any LedgerFake
            func send(_ request: TransportRequest) async throws -> TransportResponse {
                isDown() ? TransportResponse(status: 503) : try await fake.send(request)
            }
        }
        let server = try LoopbackServer(Switch(isDown: { isDown.withLock { $0 } }, fake: fake))
        let attempts = Mutex(0)
        var configuration = ClientConfiguration.test(URLSessionTransport(), baseURL: server.baseURL)
        configuration.observer = { _ in attempts.withLock { $0 += 1 } }
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration)
        let walk = client.events(in: RowLedger.week, matching: Aurous.EventQuery(pageSize: 10))

        var ids: [String] = []
        var pages = walk.pages.makeAsyncIterator()
        var checkpoint: WalkCheckpoint?
        for _ in 0..<7 {
            let page = try #require(try await pages.next())
            ids += page.rows.compactMap(\.usageRecord.id)
            checkpoint = page.checkpoint()
        }
        isDown.withLock { $0 = true }
        await #expect(throws: UsageError.self) { try await pages.next() }
        attempts.withLock { $0 = 0 }
        let last = try #require(checkpoint)
        for _ in 0..<100 {
            var later = walk.resumed(from: last).pages.makeAsyncIterator()
            let error = await #expect(throws: UsageError.self) { try await later.next() }
            #expect(error?.code == .serverFailure)
        }
        #expect(attempts.withLock { $0 } <= 100 + 500 / 14)

        isDown.withLock { $0 = false }
        let (rest, report) = try await walk.resumed(from: last).collect()
        ids += rest.compactMap(\.usageRecord.id)
        #expect(report.isComplete)
        #expect(ids.count == 200)
        #expect(Set(ids).count == 200)
    }
}
