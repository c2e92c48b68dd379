import Testing
import UsageKitTesting

@testable import UsageKit

/// What a single response must have, whatever its status is.
@Suite struct HTTPClientDocumentTests {
    private func failure<Value: Sendable>(
        _ body: String, _ call: (ClientConfiguration) async throws -> Value
    ) async throws -> UsageError? {
        let transport = ScriptedTransport([.json(body)])
        do {
            _ = try await call(.test(transport, baseURL: "https://one.test", retry: .none))
            return nil
        } catch {
            return error as? UsageError
        }
    }

    private static let calls: [(name: String, call: @Sendable (ClientConfiguration) async throws -> Void)] = [
        ("bot", { _ = try await ChatBotKit.Client(apiKey: "k", configuration: $0).botTotals(id: "b") }),
        (
            "conversation",
            { _ = try await ChatBotKit.Client(apiKey: "k", configuration: $0).conversationTotals(id: "c") }
        ),
        ("report", { _ = try await ChatBotKit.Client(apiKey: "k", configuration: $0).report(id: "r") }),
        ("health", { _ = try await Auralytik.Client(apiKey: "k", configuration: $0).health() }),
        ("summary", { _ = try await Auralytik.Client(apiKey: "k", configuration: $0).summary() }),
        ("balance", { _ = try await Venice.Client(apiKey: "k", configuration: $0).balance() }),
        ("rate limits", { _ = try await Venice.Client(apiKey: "k", configuration: $0).rateLimits() }),
        ("credits", { _ = try await Aurous.Client(apiKey: "k", configuration: $0).balance() }),
        ("team", { _ = try await Aurous.Client(apiKey: "k", configuration: $0).team() }),
    ]

    @Test(
        arguments: calls.indices,
        [#"{"error":{"code":"E1","message":"no"}}"#, #"{"error":"no"}"#, #"{"error":true}"#])
    func aStatedErrorIsNoModel(index: Int, body: String) async throws {
        let failure = try await failure(body, Self.calls[index].call)
        #expect(failure?.code == .serverFailure || failure?.code == .unexpectedShape, "\(Self.calls[index].name)")
    }

    @Test(arguments: ["bot", "conversation", "report", "health"], [#"{"error":{"code":"E1","message":"no"}}"#])
    func theWordsOfTheErrorAreKept(name: String, body: String) async throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        let failure = try await failure(body, call)
        #expect(failure?.code == .serverFailure)
        #expect(failure?.message == "the response states an error: no")
        #expect(failure?.providerCode == "E1")
    }

    @Test(arguments: ["bot", "conversation", "summary", "balance", "team"], ["{}", #"{"message":"no"}"#])
    func anObjectWithoutAKnownMemberIsNoModel(name: String, body: String) async throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        #expect(try await failure(body, call)?.code == .unexpectedShape)
    }

    @Test(arguments: [#"{"status":"ok"}"#, "{}", #"{"status":"ok","error":null}"#, #"{"error":""}"#])
    func aResponseWhoseFieldsAreNotPublishedMayHaveNone(body: String) async throws {
        let call = try #require(Self.calls.first { $0.name == "health" }).call
        #expect(try await failure(body, call) == nil)
    }
}
