import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Responses that are truncated, split, slow, of another format or unusual; none passes for a different page.
@Suite(.sockets, .endsSometime) struct FaultResponseTests {
    private func rows(_ body: [UInt8]) throws -> Int? {
        guard case .array(let rows) = try JSONValue(json: body)["data"] else { return nil }
        return rows.count
    }

    private func response(_ server: FaultServer, _ transport: URLSessionTransport, _ path: String = "/") async throws
        -> TransportResponse
    {
        try await transport.send(server.request(path))
    }

    // MARK: Truncated

    /// Without a length, the end of the connection is the end of the body.
    @Test func aPageCutAtAnyByteIsRefused() async throws {
        let page = Array(FaultPage.text.utf8)
        let server = try FaultServer { connection, request in
            let count = Int(request.url.lastPathComponent) ?? 0
            connection.write(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8) + page.prefix(count))
        }
        let transport = URLSessionTransport()
        for count in 0..<page.count {
            let body = try await response(server, transport, "/\(count)").body
            #expect(body.count == count)
            #expect(throws: UsageError.self, "\(count)") { try JSONValue(json: body) }
        }
        #expect(try await rows(response(server, transport, "/\(page.count)").body) == 1)
    }

    /// libcurl does not report compressed data that ends too early.
    @Test func compressedDataCutAtAnyByteIsCompleteOrRefused() async throws {
        let packed = FaultPage.compressed
        let server = try FaultServer { connection, request in
            let count = Int(request.url.lastPathComponent) ?? 0
            let head =
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(count)\r\nConnection: close\r\n\r\n"
            connection.write(Array(head.utf8) + packed.prefix(count))
        }
        let transport = URLSessionTransport()
        var pages = 0
        for count in 0...packed.count {
            guard let body = try? await response(server, transport, "/\(count)").body else { continue }
            // Data that lacks only its checksum is complete.
            if let page = try? JSONValue(json: body) {
                #expect(page.text == FaultPage.text)
                #expect(count >= packed.count - 9)
                pages += 1
            }
        }
        #expect(pages >= 1)
    }

    @Test func retriesChunksThatEndTooEarly() async throws {
        let whole = FaultServer.response(200, [], FaultPage.text)
        for cut in ["5\r\n{\"da", "5\r\n{\"dat\r\n", "5\r\n{\"dat\r\n0\r\n", "5\r\n{\"dat\r\n-1\r\n"] {
            let server = try FaultServer(
                inOrder: ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + cut, whole])
            let client = try FaultClient(server)
            #expect(try await client.fetch().text == FaultPage.text)
            #expect(client.outcomes.count == 2, "\(cut)")
        }
    }

    // MARK: Split and slow

    enum Framing: CaseIterable { case length, chunks, compressed, untilTheEnd }

    /// The response is sent in two pieces, split at each of its bytes in turn.
    @Test(arguments: Framing.allCases)
    func aResponseSplitAnywhereIsTheSame(framing: Framing) async throws {
        let body = Array(#"{"data":[{"id":"é","cost":0.1}]}"#.utf8)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        let packed = FaultPage.stored(body)
        let bytes =
            switch framing {
            case .length: Array((head + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
            case .compressed:
                Array((head + "Content-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n").utf8) + packed
            case .untilTheEnd: Array((head + "\r\n").utf8) + body
            case .chunks:
                Array((head + "Transfer-Encoding: chunked\r\n\r\n7;x=1\r\n").utf8) + body.prefix(7)
                    + Array("\r\n\(String(body.count - 7, radix: 16))\r\n".utf8) + body.dropFirst(7)
                    + Array("\r\n0\r\n\r\n".utf8)
            }
        let server = try FaultServer { connection, request in
            let place = Int(request.url.lastPathComponent) ?? 0
            connection.write(Array(bytes.prefix(place)))
            Thread.sleep(forTimeInterval: 0.001)
            connection.write(Array(bytes.dropFirst(place)))
        }
        let transport = URLSessionTransport()
        for place in 0...bytes.count {
            let response = try await response(server, transport, "/\(place)")
            #expect(response.status == 200)
            #expect(response.headers["content-type"] == "application/json")
            #expect(response.body == body, "\(place)")
        }
    }

    @Test func waitsForASlowConnectionUntilTheTimeout() async throws {
        let chunk = [UInt8](repeating: 0x20, count: 400)
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 40002\r\nConnection: close\r\n\r\n[")
            for _ in 0..<100 {
                connection.write(chunk)
                Thread.sleep(forTimeInterval: 0.01)
            }
            connection.write("]")
        }
        let client = try FaultClient(server)
        #expect(try await client.fetch() == .array([]))
        #expect(client.outcomes == [.succeeded])
    }

    // MARK: Other formats

    @Test(arguments: [
        "", " ", "<html><body>Please log in</body></html>", "\u{FEFF}{\"data\":[]}", "{}{}", "null and void",
        "{\"data\":[}", "ok", "{\"data\":[],}",
    ])
    func anUnexpectedBodyIsAnErrorThatQuotesItsBeginning(body: String) async throws {
        let server = try FaultServer(FaultServer.response(200, ["Content-Type: text/html"], body))
        let client = try FaultClient(server)
        let error = try #require(try await client.failure())
        #expect(error.code == .malformedJSON)
        #expect(error.status == 200)
        #expect(error.message.utf8.count <= ErrorText.maximumBytes)
        #expect(client.outcomes.count == 2)
    }

    @Test func refusesABodyInAnotherEncoding() async throws {
        for encoding in [String.Encoding.utf16, .utf16BigEndian, .utf16LittleEndian, .utf32] {
            let body = [UInt8](try #require(#"{"data":[]}"#.data(using: encoding)))
            let server = try FaultServer { connection, _ in
                connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\r\n")
                connection.write(body)
            }
            #expect(try await FaultClient(server).failure()?.code == .malformedJSON)
        }
    }

    /// The body decides, not its content type.
    @Test(arguments: ["text/plain", "text/html; charset=iso-8859-1", "application/octet-stream", ""])
    func ignoresAWrongContentType(type: String) async throws {
        let server = try FaultServer(FaultServer.response(200, ["Content-Type: \(type)"], #"{"data":[]}"#))
        #expect(try await FaultClient(server).fetch() == ["data": []])
    }

    // MARK: Header

    #if os(Linux)
        /// Foundation fails on some of these headers; if it does not, the body must be right.
        @Test(arguments: [
            "X-Name: caf\u{FF}", "X Name: 1", "X-Empty:", "X-Long: " + String(repeating: "a", count: 120_000),
            "Content-Length: 2\r\nContent-Length: 2", "X: 1\r\n Y: 2", ": 1",
        ])
        func anInvalidHeaderIsATransportFailureOrTheResponse(field: String) async throws {
            let head = "HTTP/1.1 200 OK\r\n\(field)\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
            // Scalars up to 255 as single bytes, which is Latin-1 and not UTF-8.
            let bytes = head.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            let server = try FaultServer { connection, _ in connection.write(bytes) }
            do {
                #expect(try await response(server, URLSessionTransport()).body == Array("{}".utf8))
            } catch let error as UsageError {
                #expect(error.code == .transport)
            }
        }
    #endif

    // MARK: Bombs

    @Test func stopsABombInFiveWrappers() async throws {
        let bomb = (0..<4).reduce(FaultPage.compressedMebibyte) { data, _ in FaultPage.stored(data) }
        let server = try FaultServer { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, gzip, gzip, gzip\r\n")
            connection.write(Array("Content-Length: \(bomb.count)\r\nConnection: close\r\n\r\n".utf8) + bomb)
        }
        let error = await #expect(throws: UsageError.self) {
            try await URLSessionTransport(maximumResponseBytes: 1 << 16).send(server.request())
        }
        #expect(error?.code == .responseTooLarge)
    }
}
