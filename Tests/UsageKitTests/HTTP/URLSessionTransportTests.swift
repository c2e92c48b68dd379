import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite(.sockets) struct URLSessionTransportTests {
    /// Returns the target and the header of the request, one field on each line.
    private struct Echo: HTTPTransport {
        func send(_ request: TransportRequest) async throws -> TransportResponse {
            var target = request.url.path(percentEncoded: true)
            if let query = request.url.query(percentEncoded: true) { target += "?" + query }
            let lines = request.headers.fields.map { "\($0.name): \($0.value)" }
            return TransportResponse(
                status: 200, headers: ["X-Echo": "1"], body: ([request.method, target] + lines).joined(separator: "\n"))
        }
    }

    private func text(_ response: TransportResponse) -> [String] {
        String(decoding: response.body, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func sendsMethodPathQueryAndHeader() async throws {
        let server = try LoopbackServer(Echo())
        let base = try BaseURL(server.baseURL, defaultPrefix: "/v1")
        let url = try base.url(path: "/a b/c", query: [("t", "2026-01-01T00:00:00+02:00"), ("x[]", "a/b=")])
        let response = try await URLSessionTransport().send(
            TransportRequest(url: url, headers: ["X-One": "1"], timeout: .farAway))
        let lines = text(response)
        #expect(response.status == 200)
        #expect(response.headers["x-echo"] == "1")
        #expect(lines.first == "GET")
        #expect(lines[1] == "/v1/a%20b/c?t=2026-01-01T00%3A00%3A00%2B02%3A00&x%5B%5D=a%2Fb%3D")
        #expect(lines.contains("X-One: 1"))
    }

    @Test func sendsItsOwnUserAgent() async throws {
        let server = try LoopbackServer(Echo())
        let url = try #require(URL(string: server.baseURL + "/"))
        let response = try await URLSessionTransport().send(TransportRequest(url: url, timeout: .farAway))
        #expect(text(response).contains("User-Agent: \(PackageVersion.userAgent)"))
    }

    @Test(arguments: [200, 201, 204, 304, 400, 401, 404, 410, 429, 500, 503])
    func returnsEveryStatus(status: Int) async throws {
        let server = try LoopbackServer(ScriptedTransport([.json("{}", status: status)]))
        let url = try #require(URL(string: server.baseURL + "/"))
        let response = try await URLSessionTransport().send(TransportRequest(url: url, timeout: .farAway))
        #expect(response.status == status)
    }

    @Test func sendsABody() async throws {
        let script = ScriptedTransport([.json("{}")])
        let server = try LoopbackServer(script)
        let url = try #require(URL(string: server.baseURL + "/p"))
        _ = try await URLSessionTransport().send(
            TransportRequest(method: "POST", url: url, body: Array("hello".utf8), timeout: .farAway))
        #expect(script.requests.map(\.method) == ["POST"])
        #expect(script.requests.first?.body == Array("hello".utf8))
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\0b", "ключ"])
    func refusesAHeaderValueWithoutRepeatingIt(value: String) async throws {
        let server = try FaultServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let request = try server.request(headers: ["X-Key": value])
        let error = await #expect(throws: UsageError.self) { try await URLSessionTransport().send(request) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.description.contains(value) == false)
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["X\r\nY", "", "X Y", "X:", "é"])
    func refusesAHeaderName(name: String) async throws {
        let server = try FaultServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let request = try server.request(headers: [name: "1"])
        await #expect(throws: UsageError.self) { try await URLSessionTransport().send(request) }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .nanoseconds(-1), .seconds(Int64.min)])
    func refusesATimeoutOfZeroOrLess(timeout: Duration) async throws {
        let server = try FaultServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let error = await #expect(throws: UsageError.self) {
            try await URLSessionTransport().send(server.request(timeout: timeout))
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [Duration.seconds(Int64.max), .seconds(1e20), .seconds(31_536_001), .seconds(86_400)])
    func acceptsAHugeTimeout(timeout: Duration) async throws {
        let server = try FaultServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let request = try server.request(timeout: timeout)
        #expect(try await URLSessionTransport().send(request).status == 200)
    }

    @Test func keepsNoCookies() async throws {
        let server = try FaultServer(
            "HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        let transport = URLSessionTransport()
        for _ in 0..<2 { _ = try await transport.send(server.request()) }
        #expect(server.requests.count == 2)
        #expect(server.requests.allSatisfy { $0.headers["Cookie"] == nil })
    }

    @Test func decompressesTheBodyAndDropsTheEncoding() async throws {
        let packed: [UInt8] = [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF, 0xAB, 0xAE, 0x05, 0, 0x43, 0xBF, 0xA6, 0xA3, 2, 0, 0, 0,
        ]
        let server = try FaultServer { connection, _ in
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
            connection.write(Array(head.utf8) + packed)
        }
        let response = try await URLSessionTransport().send(server.request())
        #expect(response.body == Array("{}".utf8))
        #expect(response.headers["Content-Encoding"] == nil)
        #expect(response.headers["Content-Length"] == nil)
    }

    @Test func neverExceedsTheMaximumOfConnections() async throws {
        struct Counting: HTTPTransport {
            let gauge: Gauge

            func send(_ request: TransportRequest) async throws -> TransportResponse {
                gauge.enter()
                defer { gauge.leave() }
                try await Task.sleep(for: .milliseconds(20))
                return TransportResponse(status: 200)
            }
        }
        let gauge = Gauge()
        let server = try LoopbackServer(Counting(gauge: gauge))
        let transport = URLSessionTransport(maximumConnections: 3)
        let url = try #require(URL(string: server.baseURL + "/"))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<24 {
                group.addTask { try await transport.send(TransportRequest(url: url, timeout: .farAway)).status }
            }
            for try await status in group { #expect(status == 200) }
        }
        #expect((1...3).contains(gauge.most))
    }

    /// Thirty requests of 0.2 s over six connections take 1 s; with a plain `URLSession` the last ones time out unsent.
    @Test(.endsSometime)
    func waitingForAConnectionIsNotATimeout() async throws {
        struct Slow: HTTPTransport {
            func send(_ request: TransportRequest) async throws -> TransportResponse {
                try await Task.sleep(for: .milliseconds(200))
                return TransportResponse(status: 200)
            }
        }
        let server = try LoopbackServer(Slow())
        let transport = URLSessionTransport()
        let url = try #require(URL(string: server.baseURL + "/"))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<30 {
                group.addTask { try await transport.send(TransportRequest(url: url, timeout: .farAway)).status }
            }
            for try await status in group { #expect(status == 200) }
        }
    }
}
