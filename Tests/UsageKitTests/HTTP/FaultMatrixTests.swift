import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The faults of the matrix that no other suite covers.
@Suite(.sockets, .endsSometime) struct FaultMatrixTests {
    private let day = TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")

    private func walk(_ server: FaultServer) async throws -> (rows: [Tresor.LedgerRow], report: WalkReport) {
        let configuration = ClientConfiguration.test(URLSessionTransport(), baseURL: server.baseURL)
        return try await Tresor.Client(apiKey: "tr-1", configuration: configuration).usage(in: day).collect()
    }

    // MARK: Truncation that looks like success

    @Test func retriesABodyThatEndsWithTheConnectionAndCountsItOnce() async throws {
        let page = FaultPage.text
        let server = try FaultServer { [faults = Countdown(1)] connection, _ in
            let body = faults.next() ? String(page.prefix(200)) : page
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body)
        }
        let (rows, report) = try await walk(server)
        #expect(rows.map(\.id) == ["1"])
        #expect(report.isComplete)
        #expect(report.pages == 1)
        #expect(server.requests.count == 2)
    }

    @Test func aBodyThatAlwaysEndsWithTheConnectionIsAnError() async throws {
        let server = try FaultServer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + FaultPage.text.prefix(200))
        let error = await #expect(throws: UsageError.self) { try await walk(server) }
        #expect(error?.code == .malformedJSON)
        #expect(server.requests.count == 2)
    }

    /// libcurl reports success for compressed data that is truncated or lacks its checksum.
    @Test(arguments: [8, 60, 150])
    func truncatedCompressedDataIsNotAShortPage(missing: Int) async throws {
        let cut = Array(FaultPage.compressed.dropLast(missing))
        let whole = FaultPage.compressed
        let server = try FaultServer { [faults = Countdown(1)] connection, _ in
            let body = faults.next() ? cut : whole
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n")
            connection.write(body)
        }
        let (rows, report) = try await walk(server)
        #expect(rows.map(\.id) == ["1"])
        #expect(report.isComplete)
    }

    @Test func stopsASmallBodyThatDecompressesToALargeOne() async throws {
        let bomb = FaultPage.compressedMebibyte
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            connection.write(bomb)
        }
        let error = await #expect(throws: UsageError.self) {
            try await URLSessionTransport(maximumResponseBytes: 1 << 16).send(server.request())
        }
        #expect(error?.code == .responseTooLarge)
        let response = try await URLSessionTransport().send(server.request())
        #expect(response.body.count == 1 << 20)
    }

    // MARK: Connections

    @Test func replacesAConnectionThatTheServerClosedBetweenPages() async throws {
        let server = try FaultServer { connection, _ in
            // Announces a persistent connection, but closes it.
            connection.write("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok")
        }
        let transport = URLSessionTransport()
        for _ in 0..<20 {
            let response = try await transport.send(server.request())
            #expect(response.body == Array("ok".utf8))
        }
        #expect(server.requests.count == 20)
    }

    @Test(arguments: [
        ("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204), ("HTTP/1.1 304 Not Modified\r\n\r\n", 304),
    ])
    func rareStatusesAreResponses(text: String, status: Int) async throws {
        let server = try FaultServer(text)
        let response = try await URLSessionTransport().send(server.request())
        #expect(response.status == status)
        #expect(response.body == (status == 200 ? Array("ok".utf8) : []))
    }

    #if os(Linux)
        /// Foundation on Linux fails on such a header; Apple's may not.
        @Test(arguments: [
            "HTTP/1.1 200 OK\r\nRetry-After:7\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
        ])
        func aHeaderThatFoundationCannotReadIsATransportFailureOrAResponse(text: String) async throws {
            let server = try FaultServer(text)
            do {
                let response = try await URLSessionTransport().send(server.request())
                #expect(response.body == Array("ok".utf8))
            } catch let error as UsageError {
                #expect(error.code == .transport)
            }
        }
    #endif

    /// The timeout of a request includes connecting; here nobody accepts the connection.
    @Test func givesUpAtTheDeadlineIfTheServerAcceptsNoConnection() async throws {
        let (socket, port) = try LoopbackSocket.listening()
        defer { socket.close() }
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/"))
        let error = await #expect(throws: UsageError.self) {
            try await URLSessionTransport().send(TransportRequest(url: url, timeout: .milliseconds(300)))
        }
        #expect(error?.code == .deadlineExceeded)
    }

    // MARK: Cursors

    /// A cursor is always a query value, even if it looks like a URL.
    @Test(arguments: [
        "https://evil.example/v1/usage/events?cursor=1", "//evil.example/", "http://127.0.0.1@evil.example/",
        "https://api.aurous-labs.com.evil.example/", "\\\\evil.example", "file:///etc/passwd", "../../other",
        "a&limit=1#x", "\u{65}\u{301}",
    ])
    func aCursorThatLooksLikeAURLStaysAQueryValue(cursor: String) async throws {
        let first: JSONValue = ["object": "list", "data": [], "has_more": true, "next_cursor": .string(cursor)]
        let last: JSONValue = ["object": "list", "data": [], "has_more": false, "next_cursor": nil]
        let transport = ScriptedTransport([.json(first.text), .json(last.text)])
        let client = try Aurous.Client(apiKey: "al_1", configuration: .test(transport))
        let report = try await client.events(in: day).collect().report
        #expect(report.isComplete)
        let request = try #require(transport.requests.last)
        #expect(request.url.host() == "api.aurous-labs.com")
        #expect(request.url.path() == "/v1/usage/events")
        let items = try #require(URLComponents(url: request.url, resolvingAgainstBaseURL: false)?.queryItems)
        #expect(items.last == URLQueryItem(name: "cursor", value: cursor))
        #expect(items.count == 4)
    }
}
