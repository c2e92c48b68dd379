import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct ClientConfigurationTests {
    /// The address that a provider's first request goes to.
    private func address(_ ledger: RowLedger, _ baseURL: String?) async throws -> String? {
        let transport = ScriptedTransport()
        _ = try await ledger.walk(.test(transport, baseURL: baseURL), pageSize: 20)
        return transport.requests.first?.url.absoluteString.split(separator: "?").first.map(String.init)
    }

    private static let documented: [(RowLedger, String, String)] = [
        (.aurous, "https://api.aurous-labs.com/v1", "/usage/events"),
        (.venice, "https://api.venice.ai/api/v1", "/billing/usage-history"),
        (.tresor, "https://api.tresor.co/v1", "/usage"),
        (.chatBotKit, "https://api.chatbotkit.com/v1", "/usage/list"),
        (.auralytik, "https://api.auralytik.com/v1", "/usage/details"),
        (.auralytikSigned, "https://api.auralytik.ai/api/v1", "/usage/details"),
    ]

    @Test(arguments: documented)
    func theDocumentedBaseURLIsTheDefault(ledger: RowLedger, base: String, path: String) async throws {
        #expect(try await address(ledger, nil) == base + path)
    }

    @Test(arguments: documented)
    func anotherHostKeepsThePrefixAndAnotherPathReplacesIt(
        ledger: RowLedger, base: String, path: String
    ) async throws {
        let prefix = base.split(separator: "/", maxSplits: 2)[2]
        #expect(
            try await address(ledger, "https://proxy.example:8443") == "https://proxy.example:8443/\(prefix)\(path)")
        #expect(try await address(ledger, "https://proxy.example/") == "https://proxy.example/\(prefix)\(path)")
        #expect(try await address(ledger, "https://proxy.example/a/b/") == "https://proxy.example/a/b\(path)")
        #expect(try await address(ledger, "http://127.0.0.1:8080/x") == "http://127.0.0.1:8080/x\(path)")
    }

    @Test(arguments: RowLedger.allCases, ["http://proxy.example", "ftp://x", "", "https://u:p@x", "https://x?y=1"])
    func refusesAnUnsafeBaseURL(ledger: RowLedger, baseURL: String) async throws {
        let transport = ScriptedTransport()
        let error = await #expect(throws: UsageError.self) {
            try await ledger.walk(.test(transport, baseURL: baseURL), pageSize: 20)
        }
        #expect(error?.code == .invalidBaseURL)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["", " ", "a b", "a\r\nX: y", "kéy", "a\u{0}", "key\n"])
    func everyClientRefusesAKeyThatAHeaderCannotHold(key: String) throws {
        let configuration = ClientConfiguration.test(ScriptedTransport())
        var errors: [UsageError?] = []
        errors.append(#expect(throws: UsageError.self) { try Aurous.Client(apiKey: key, configuration: configuration) })
        errors.append(#expect(throws: UsageError.self) { try Venice.Client(apiKey: key, configuration: configuration) })
        errors.append(#expect(throws: UsageError.self) { try Tresor.Client(apiKey: key, configuration: configuration) })
        errors.append(
            #expect(throws: UsageError.self) { try ChatBotKit.Client(apiKey: key, configuration: configuration) })
        errors.append(
            #expect(throws: UsageError.self) { try Auralytik.Client(apiKey: key, configuration: configuration) })
        errors.append(
            #expect(throws: UsageError.self) {
                try Auralytik.Client(apiKey: "k", hmacSecret: key, configuration: configuration)
            })
        #expect(errors.allSatisfy { $0?.code == .invalidCredential })
        if key.utf8.count > 2 { #expect(errors.allSatisfy { $0?.description.contains(key) == false }) }
    }

    @Test func theConfigurationReachesTheClient() throws {
        let retry = RetryPolicy(attempts: 7, base: .seconds(1))
        let configuration = ClientConfiguration(
            transport: ScriptedTransport(), retry: retry, attemptTimeout: .seconds(3))
        let client = try Tresor.Client(apiKey: "k", configuration: configuration)
        #expect(client.http.retry == retry)
        #expect(client.http.attemptTimeout == .seconds(3))
        #expect(client.http.provider == .tresor)
    }

    @Test func requestsHaveTheAttemptTimeout() async throws {
        let transport = ScriptedTransport([.json(#"{"data":[],"has_more":false}"#)])
        var configuration = ClientConfiguration.test(transport)
        configuration.attemptTimeout = .seconds(3)
        _ = try await RowLedger.tresor.walk(configuration, pageSize: 20)
        #expect(transport.requests.first?.timeout == .seconds(3))
    }
}
