import Testing
import UsageKitTesting

@testable import UsageKit

/// A client whose local clock is wrong, with responses that have the right `Date`.
@Suite struct HTTPClientClockTests {
    /// Friday, 29 September 2023, 16:26:37 GMT.
    private let server = Timestamp(seconds: 1_696_004_797)
    private let date = "Fri, 29 Sep 2023 16:26:37 GMT"

    static let errors: [Duration] = [.seconds(400 * 86_400), .seconds(-3600)]

    @Test(arguments: errors)
    func returnsTheServersTime(error: Duration) async throws {
        let local = server.advanced(by: error)
        let scripted = try ScriptedClient([.status(200, ["Date": date])], localNow: local)
        #expect(scripted.client.skew == nil)
        #expect(scripted.client.now() == local)
        _ = try await scripted.fetch()
        #expect(scripted.client.skew == .zero - error)
        #expect(scripted.client.now() == server)
        scripted.clock.advance(by: .seconds(5))
        #expect(scripted.client.now() == server.advanced(by: .seconds(5)))
    }

    @Test func aSmallDifferenceIsIgnored() async throws {
        let local = server.advanced(by: .seconds(2))
        let scripted = try ScriptedClient([.status(200, ["Date": date])], localNow: local)
        _ = try await scripted.fetch()
        #expect(scripted.client.skew == nil)
        #expect(scripted.client.now() == local)
    }

    @Test(arguments: errors)
    func readsADateOfRetryAfterByTheServersTime(error: Duration) async throws {
        let scripted = try ScriptedClient(
            [
                .status(200, ["Date": date]), .status(429, ["Retry-After": "Fri, 29 Sep 2023 16:26:57 GMT"]),
                .status(200),
            ], localNow: server.advanced(by: error))
        for _ in 0..<2 { _ = try await scripted.fetch() }
        #expect(scripted.clock.sleeps == [.seconds(20)])
    }

    @Test(arguments: errors)
    func readsAResetByTheServersTime(error: Duration) async throws {
        let scripted = try ScriptedClient(
            [
                .status(
                    200, ["Date": date, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1696004827"]),
                .status(200),
            ], localNow: server.advanced(by: error))
        for _ in 0..<2 { _ = try await scripted.fetch() }
        #expect(scripted.clock.sleeps == [.seconds(30)])
    }

    // MARK: Signatures

    private func signed(_ stubs: [ScriptedTransport.Stub], error: Duration) throws -> ScriptedClient {
        try ScriptedClient(
            stubs, authorization: .hmac(key: Credential("key"), secret: Credential("secret")),
            localNow: server.advanced(by: error))
    }

    @Test(arguments: errors)
    func signsAgainIfTheClockWasWrong(error: Duration) async throws {
        let scripted = try signed([.status(401, ["Date": date]), .status(200), .status(200)], error: error)
        for _ in 0..<2 { _ = try await scripted.fetch() }
        let stamps = scripted.script.requests.map { $0.headers["X-Timestamp"] }
        #expect(stamps == [String(server.advanced(by: error).seconds), "1696004797", "1696004797"])
        #expect(scripted.clock.sleeps == [.zero])
    }

    @Test func signsAgainOnlyOnce() async throws {
        let scripted = try signed(
            [.status(401, ["Date": date]), .status(401, ["Date": "Fri, 29 Sep 2023 17:26:37 GMT"]), .status(200)],
            error: .seconds(-3600))
        #expect(await scripted.failure()?.code == .unauthorized)
        #expect(scripted.script.requests.count == 2)
    }

    @Test func doesNotSignAgainIfTheClockIsRight() async throws {
        let scripted = try signed([.status(401, ["Date": date]), .status(200)], error: .zero)
        #expect(await scripted.failure()?.code == .unauthorized)
        #expect(scripted.script.requests.count == 1)
    }

    @Test func doesNotSignAgainIfTheDifferenceIsKnown() async throws {
        let scripted = try signed(
            [.status(200, ["Date": date]), .status(401, ["Date": date]), .status(200)], error: .seconds(-3600))
        _ = try await scripted.fetch()
        #expect(await scripted.failure()?.code == .unauthorized)
        #expect(scripted.script.requests.count == 2)
    }

    @Test func doesNotResendABearerKey() async throws {
        let scripted = try ScriptedClient(
            [.status(401, ["Date": date]), .status(200)], localNow: server.advanced(by: .seconds(-3600)))
        #expect(await scripted.failure()?.code == .unauthorized)
        #expect(scripted.script.requests.count == 1)
    }
}
