import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct RequestContentTests {
    private func send(
        _ content: RequestContent, _ stubs: [ScriptedTransport.Stub]
    ) async throws -> (requests: [TransportRequest], failure: UsageError?, retries: Int) {
        let retries = Mutex(0)
        let scripted = try ScriptedClient(
            stubs,
            observer: { report in
                if report.isRetried { retries.withLock { $0 += 1 } }
            })
        var failure: UsageError?
        do {
            _ = try await scripted.client.fetch("/estimate", content: content) { $0.status }
        } catch {
            failure = error as? UsageError
        }
        return (scripted.script.requests, failure, retries.withLock(\.self))
    }

    @Test func aBodyIsSentAsJSON() async throws {
        let (requests, failure, _) = try await send(.asking(["model": "m", "n": 2]), [.status(200)])
        #expect(failure == nil)
        let request = try #require(requests.first)
        #expect(request.method == "POST")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"model":"m","n":2}"#)
    }

    @Test func aRequestThatOnlyAsksIsRepeated() async throws {
        let (requests, failure, retries) = try await send(.asking([:]), [.status(503), .status(200)])
        #expect(failure == nil)
        #expect(requests.count == 2)
        #expect(retries == 1)
        #expect(requests.map(\.body) == [Array("{}".utf8), Array("{}".utf8)])
    }

    @Test(arguments: [401, 408, 409, 429, 500, 502, 503, 504])
    func aRequestThatChangesSomethingIsSentOnce(status: Int) async throws {
        let (requests, failure, retries) = try await send(
            .changing("POST", ["url": "https://example.com"]), [.status(status), .status(200)])
        #expect(failure?.status == status)
        #expect(requests.count == 1)
        #expect(retries == 0)
    }

    @Test func aConnectionThatBreaksIsNotRepeatedForAChange() async throws {
        let (requests, failure, _) = try await send(.changing("DELETE"), [.failure(UsageError(.transport, "broken"))])
        #expect(failure?.code == .transport)
        #expect(requests.map(\.method) == ["DELETE"])
        #expect(requests[0].body.isEmpty)
        #expect(requests[0].headers["Content-Type"] == nil)
    }

    @Test(arguments: ["", ".", "..", "a/b", "/"])
    func anIDThatLeadsElsewhereIsRefused(id: String) throws {
        let error = try #require(throws: UsageError.self) { try HTTPClient.segment(id) }
        #expect(error.code == .invalidArgument)
    }

    @Test func anIDIsEscaped() throws {
        let url = try BaseURL("https://api.example.com", defaultPrefix: "/v1")
            .url(path: "/receipts/" + HTTPClient.segment("a?b#c%2F é"))
        #expect(url.absoluteString == "https://api.example.com/v1/receipts/a%3Fb%23c%252F%20%C3%A9")
    }
}
