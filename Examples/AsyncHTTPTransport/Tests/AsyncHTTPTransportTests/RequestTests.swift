import AsyncHTTPClient
import AsyncHTTPTransport
import Foundation
import NIOCore
import Testing
import UsageKit
import UsageKitTesting

@Suite struct RequestTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    @Test func sendsMethodPathQueryAndHeader() async throws {
        let server = try await RawServer(Self.ok)
        let target = "/v1/a%20b/c?t=2026-01-01T00%3A00%3A00%2B02%3A00&x%5B%5D=a%2Fb%3D"
        let response = try await AsyncHTTPClientTransport().send(server.request(target, headers: ["X-One": "1"]))
        #expect(response.status == 200)
        #expect(response.body == Array("{}".utf8))
        let lines = try #require(server.requests.first).head.split(separator: "\r\n")
        #expect(lines.first == "GET \(target) HTTP/1.1")
        #expect(lines.contains("X-One: 1"))
        #expect(lines.contains("User-Agent: UsageKit"))
    }

    @Test(arguments: [200, 201, 204, 304, 400, 401, 404, 410, 429, 500, 503])
    func returnsEveryStatus(status: Int) async throws {
        let server = try LoopbackServer(ScriptedTransport([.json("{}", status: status)]))
        let url = try #require(URL(string: server.baseURL + "/"))
        let response = try await AsyncHTTPClientTransport().send(TransportRequest(url: url))
        #expect(response.status == status)
        #expect(response.headers["content-type"] == "application/json")
    }

    @Test func sendsABody() async throws {
        let script = ScriptedTransport([.json("{}")])
        let server = try LoopbackServer(script)
        let url = try #require(URL(string: server.baseURL + "/p"))
        let body = Array("hello".utf8)
        _ = try await AsyncHTTPClientTransport().send(TransportRequest(method: "POST", url: url, body: body))
        #expect(script.requests.map(\.method) == ["POST"])
        #expect(script.requests.first?.body == body)
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\0b", "ключ"])
    func refusesAHeaderValueWithoutRepeatingIt(value: String) async throws {
        let server = try await RawServer(Self.ok)
        let error = await #expect(throws: UsageError.self) {
            try await AsyncHTTPClientTransport().send(server.request(headers: ["X-Key": value]))
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.description.contains(value) == false)
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["X\r\nY", "", "X Y", "X:", "é"])
    func refusesAHeaderName(name: String) async throws {
        let server = try await RawServer(Self.ok)
        try await expectRefusal(of: server.request(headers: [name: "1"]))
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["ftp://localhost/", "file:///etc/passwd", "http:///path", "http+unix://socket/", "/path"])
    func refusesAURLOtherThanHTTP(address: String) async throws {
        try await expectRefusal(of: TransportRequest(url: #require(URL(string: address))))
    }

    @Test func refusesAnInvalidMethod() async throws {
        let server = try await RawServer(Self.ok)
        var request = try server.request()
        request.method = "GET / HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET"
        try await expectRefusal(of: request)
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .nanoseconds(-1), .seconds(Int64.min)])
    func refusesATimeoutOfZeroOrLess(timeout: Duration) async throws {
        let server = try await RawServer(Self.ok)
        try await expectRefusal(of: server.request(timeout: timeout))
    }

    private func expectRefusal(of request: TransportRequest) async throws {
        let error = await #expect(throws: UsageError.self) { try await AsyncHTTPClientTransport().send(request) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [Duration.seconds(Int64.max), .seconds(1e20), .seconds(31_536_001), .seconds(86_400)])
    func acceptsAHugeTimeout(timeout: Duration) async throws {
        let server = try await RawServer(Self.ok)
        #expect(try await AsyncHTTPClientTransport().send(server.request(timeout: timeout)).status == 200)
    }

    @Test func keepsNoCookies() async throws {
        let server = try await RawServer(
            "HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\nContent-Length: 2\r\n\r\n{}", closes: false)
        let transport = AsyncHTTPClientTransport()
        for _ in 0..<2 { _ = try await transport.send(server.request()) }
        #expect(server.requests.count == 2)
        #expect(server.requests.allSatisfy { !$0.head.lowercased().contains("cookie") })
    }

    @Test func callsTheInitializerOfTheConfiguration() async throws {
        let server = try await RawServer(Self.ok)
        var configuration = HTTPClient.Configuration()
        configuration.http1_1ConnectionDebugInitializer = { $0.eventLoop.makeFailedFuture(ChannelError.eof) }
        let transport = AsyncHTTPClientTransport(configuration: configuration)
        await #expect(throws: UsageError.self) { try await transport.send(server.request()) }
        #expect(server.requests.isEmpty)
    }

    @Test(.timeLimit(.minutes(60)))
    func connectionsEndWithTheTransport() async throws {
        let server = try await RawServer(Self.ok, closes: false)
        do {
            let transport = AsyncHTTPClientTransport()
            for _ in 0..<3 { #expect(try await transport.send(server.request()).status == 200) }
        }
        for request in server.requests { try await request.end.get() }
    }

    @Test func itsMirrorDoesNotShowTheClient() {
        var text = ""
        dump(AsyncHTTPClientTransport(maximumResponseBytes: 99), to: &text)
        #expect(
            text == """
                ▿ AsyncHTTPTransport.AsyncHTTPClientTransport #0
                  - maximumResponseBytes: 99

                """)
    }
}
