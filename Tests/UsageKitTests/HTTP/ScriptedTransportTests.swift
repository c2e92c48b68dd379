import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct ScriptedTransportTests {
    private func request(_ path: String) throws -> TransportRequest {
        TransportRequest(url: try #require(URL(string: "https://a.example\(path)")))
    }

    @Test func usesEachStubOnceAndInOrder() async throws {
        let script = ScriptedTransport([.json("1"), .failure(UsageError(.transport, "broken")), .json("2")])
        #expect(try await script.send(request("/a")).body == Array("1".utf8))
        await #expect(throws: UsageError.self) { try await script.send(request("/b")) }
        #expect(script.unconsumed.count == 1)
        #expect(try await script.send(request("/c")).body == Array("2".utf8))
        #expect(script.requests.map(\.url.path) == ["/a", "/b", "/c"])
    }

    @Test func aStubWithAPathWaitsForIt() async throws {
        let script = ScriptedTransport([.json("b", path: "/b"), .json("any")])
        #expect(try await script.send(request("/a?x=1")).body == Array("any".utf8))
        #expect(try await script.send(request("/b?x=1")).body == Array("b".utf8))
    }

    @Test func aRequestWithoutAStubFails() async throws {
        let script = ScriptedTransport([.json("b", path: "/b")])
        let error = await #expect(throws: UsageError.self) { try await script.send(request("/a?key=secret")) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.description.contains("/a") == true)
        #expect(error?.description.contains("secret") == false)
        #expect(script.requests.count == 1)
        #expect(script.unconsumed.count == 1)
    }

    @Test func aScriptThatWasFollowedIsVerified() async throws {
        let script = ScriptedTransport([.json("1")])
        _ = try await script.send(request("/a"))
        try script.verify()
        #expect(script.unmatched.isEmpty)
    }

    @Test func stubsThatWereNeverUsedAreNamed() async throws {
        let script = ScriptedTransport([
            .json("{}", status: 503, path: "/b"), .failure(UsageError(.transport, "broken")),
        ])
        let error = #expect(throws: UsageError.self) { try script.verify() }
        #expect(
            error?.message
                == "stubs that were never used: HTTP 503, 2 bytes for /b, broken for any path")
    }

    @Test func requestsWithoutAStubAreNamed() async throws {
        let script = ScriptedTransport()
        _ = try? await script.send(request("/a?key=secret"))
        let error = #expect(throws: UsageError.self) { try script.verify() }
        #expect(error?.message == "requests without a stub: GET /a")
        #expect(script.unmatched.count == 1)
    }
}
