import Foundation
import Testing
import UsageKit

/// The transport against httpbin; the environment variable `USAGEKIT_HTTPBIN` holds its base URL.
@Suite(.enabled(if: HTTPBin.address != nil), .timeLimit(.minutes(2)))
struct HTTPBinTests {
    private let transport = URLSessionTransport()

    private func get(
        _ path: String, headers: HTTPHeaders = [:], timeout: Duration = .seconds(20),
        by other: URLSessionTransport? = nil
    ) async throws -> TransportResponse {
        let url = try #require(URL(string: HTTPBin.base + path))
        return try await (other ?? transport).send(TransportRequest(url: url, headers: headers, timeout: timeout))
    }

    private func elapsed(_ body: () async throws -> Void) async rethrows -> Duration {
        let start = ContinuousClock.now
        try await body()
        return ContinuousClock.now - start
    }

    // MARK: Passwords

    @Test(arguments: [
        "/basic-auth/user/password", "/bearer", "/digest-auth/auth/user/password",
        "/digest-auth/auth-int/user/password/SHA-256",
    ])
    func returnsAChallengeAsAResponse(path: String) async throws {
        let time = try await elapsed {
            let response = try await get(path)
            #expect(response.status == 401)
            #expect(response.headers["WWW-Authenticate"] != nil)
        }
        #expect(time < .seconds(10))
    }

    @Test func returnsTheRefusalOfAWrongPasswordAsAResponse() async throws {
        let response = try await get("/basic-auth/user/password", headers: ["Authorization": "Basic dXNlcjp4"])
        #expect(response.status == 401)
    }

    @Test func sendsTheAuthorizationOfTheCaller() async throws {
        let basic = try await get("/basic-auth/user/password", headers: ["Authorization": "Basic dXNlcjpwYXNzd29yZA=="])
        #expect(basic.status == 200)
        let bearer = try await get("/bearer", headers: ["Authorization": "Bearer abc-123"])
        #expect(bearer.json?["token"] == "abc-123")
    }

    // MARK: Redirects

    @Test(arguments: [
        "/redirect-to?url=%2Fget", "/redirect-to?url=%2Fget&status_code=301", "/redirect-to?url=%2Fget&status_code=303",
        "/redirect-to?url=%2Fget&status_code=307", "/redirect-to?url=%2Fget&status_code=308",
        "/redirect-to?url=http%3A%2F%2Flocalhost%3A9%2F", "/absolute-redirect/2", "/relative-redirect/2",
    ])
    func doesNotFollowRedirects(path: String) async throws {
        let response = try await get(path, headers: ["Authorization": "Bearer secret"])
        #expect((301...308).contains(response.status))
        #expect(response.headers["Location"] != nil)
    }

    // MARK: Statuses

    @Test(arguments: [204, 400, 403, 404, 408, 409, 418, 422, 425, 429, 500, 502, 503, 504])
    func returnsEveryStatusAsAResponse(status: Int) async throws {
        #expect(try await get("/status/\(status)").status == status)
    }

    // MARK: Compression

    @Test(arguments: [("/gzip", "gzipped"), ("/deflate", "deflated"), ("/brotli", "brotli")])
    func decompressesBodies(path: String, member: String) async throws {
        let response = try await get(path)
        #expect(response.json?[member] == true)
        // These fields described the compressed bytes.
        #expect(response.headers["Content-Encoding"] == nil)
        #expect(response.headers["Content-Length"] == nil)
    }

    // MARK: Time

    @Test func endsASlowBodyAtTheDeadline() async throws {
        let time = await elapsed {
            await #expect(throws: UsageError.self) {
                try await get("/drip?duration=30&numbytes=60&delay=0", timeout: .seconds(2))
            }
        }
        #expect(time > .milliseconds(1900))
        #expect(time < .seconds(6))
    }

    @Test func receivesASlowBodyThatEndsInTime() async throws {
        let response = try await get("/drip?duration=2&numbytes=8&delay=0")
        #expect(response.status == 200)
        #expect(response.body == [UInt8](repeating: UInt8(ascii: "*"), count: 8))
    }

    @Test func failsWithDeadlineExceededIfTheAnswerIsLate() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await get("/delay/8", timeout: .milliseconds(1500))
        }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func receivesASlowAnswerThatIsInTime() async throws {
        #expect(try await get("/delay/2").status == 200)
    }

    @Test func cancellingReturnsImmediately() async throws {
        let task = Task { try await get("/delay/8") }
        try await Task.sleep(for: .milliseconds(300))
        let time = await elapsed {
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(time < .seconds(2))
    }

    // MARK: Size

    @Test(arguments: ["/bytes/5000", "/stream-bytes/5000?chunk_size=100", "/range/5000", "/stream/50"])
    func refusesABodyAboveTheLimit(path: String) async throws {
        let small = URLSessionTransport(maximumResponseBytes: 4096)
        let error = await #expect(throws: UsageError.self) { try await get(path, by: small) }
        #expect(error?.code == .responseTooLarge)
    }

    @Test(arguments: [0, 1, 4095, 4096])
    func receivesABodyUpToTheLimit(count: Int) async throws {
        let small = URLSessionTransport(maximumResponseBytes: 4096)
        #expect(try await get("/bytes/\(count)?seed=1", by: small).body.count == count)
        #expect(try await get("/stream-bytes/\(count)?seed=1&chunk_size=7", by: small).body.count == count)
    }

    // MARK: Header

    @Test func returnsResponseHeaderFields() async throws {
        let response = try await get("/response-headers?Retry-After=7&x-should-retry=false&X-Name=a%20b")
        #expect(response.headers["retry-after"] == "7")
        #expect(response.headers["X-Should-Retry"] == "false")
        #expect(response.headers["x-name"] == "a b")
    }

    @Test func joinsRepeatedHeaderFields() async throws {
        let response = try await get("/response-headers?X-Name=a&X-Name=b")
        #expect(response.headers["X-Name"] == "a, b")
    }

    @Test func theUserAgentIsTheLibraryAndNotTheProgram() async throws {
        let fields = try await get("/headers", headers: ["X-Api-Key": "abc"]).json?["headers"]
        #expect(fields?["X-Api-Key"] == "abc")
        #expect(fields?["User-Agent"]?.string?.hasPrefix("UsageKit") == true)
        #expect(fields?["Cookie"] == nil)
    }

    @Test func sendsTheQueryUnchanged() async throws {
        let arguments = try await get("/get?start=2026-05-18T00%3A00%3A00%2B02%3A00&cursor=a%2Bb%2Fc%3D").json?["args"]
        #expect(arguments?["start"] == "2026-05-18T00:00:00+02:00")
        #expect(arguments?["cursor"] == "a+b/c=")
    }

    @Test func storesNoCookies() async throws {
        let response = try await get("/cookies/set?name=value")
        #expect(response.status == 302)
        #expect(response.headers["Set-Cookie"] != nil)
        #expect(try await get("/cookies").json?["cookies"] == [:])
    }

    @Test func cachesNothing() async throws {
        let first = try await get("/cache/60").json
        let second = try await get("/cache/60").json
        #expect(first != nil)
        #expect(second != nil)
        #expect(try await get("/uuid").json != (try await get("/uuid").json))
    }

    // MARK: Bodies

    @Test func receivesUTF8Unchanged() async throws {
        let response = try await get("/encoding/utf8")
        #expect(String(validating: response.body, as: UTF8.self)?.contains("ði ıntəˈnæʃənəl") == true)
    }

    @Test func receivesEveryLineOfAChunkedBody() async throws {
        let lines = try await get("/stream/20").body.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 20)
        #expect(lines.allSatisfy { (try? JSONValue(json: Array($0))) != nil })
    }

    @Test func answersManyConcurrentRequests() async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await get("/delay/1").status } }
            for try await status in group { #expect(status == 200) }
        }
    }

    // MARK: A client

    @Test func refusesAPageThatIsNotALedger() async throws {
        let client = try Tresor.Client(
            apiKey: "tr-0", configuration: ClientConfiguration(baseURL: HTTPBin.base + "/anything"))
        let error = await #expect(throws: UsageError.self) {
            for try await _ in client.usage(in: .last(hours: 24)) {}
        }
        #expect(error?.code == .unexpectedShape)
    }

    @Test func reportsAWrongKeyAsUnauthorized() async throws {
        let client = try Tresor.Client(
            apiKey: "tr-canary", configuration: ClientConfiguration(baseURL: HTTPBin.base + "/basic-auth/user"))
        let error = await #expect(throws: UsageError.self) {
            for try await _ in client.usage(in: .last(hours: 24)) {}
        }
        #expect(error?.code == .unauthorized)
        #expect("\(String(describing: error))".contains("canary") == false)
    }
}

enum HTTPBin {
    static let address = ProcessInfo.processInfo.environment["USAGEKIT_HTTPBIN"]
    static var base: String { address ?? "" }
}

extension TransportResponse {
    fileprivate var json: JSONValue? { try? JSONValue(json: body) }
}
