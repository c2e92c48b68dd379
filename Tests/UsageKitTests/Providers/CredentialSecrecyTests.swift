import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct CredentialSecrecyTests {
    private static let key = "sk-CANARY-0123456789"
    private static let secret = "shh-CANARY-9876543210"

    /// All texts that a value shows.
    private func texts(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(describing: value), String(reflecting: value), dumped, mirrored(value, depth: 0)]
    }

    private func mirrored(_ value: Any, depth: Int) -> String {
        guard depth < 8 else { return "" }
        let children = Mirror(reflecting: value).children
        return "\(value)" + children.map { "\($0.label ?? "")\(mirrored($0.value, depth: depth + 1))" }.joined()
    }

    private func expectSilence(_ value: Any, _ name: String) {
        for text in texts(value) { #expect(!text.contains("CANARY"), "\(name)") }
    }

    private func configuration(_ stubs: [ScriptedTransport.Stub]) -> ClientConfiguration {
        .test(ScriptedTransport(stubs))
    }

    /// A response that repeats the credentials of the request everywhere.
    private var echo: [ScriptedTransport.Stub] {
        let text = "Bearer \(Self.key) \(Self.secret)"
        return [
            .response(
                TransportResponse(
                    status: 401, headers: ["Aurous-Request-Id": Self.key, "WWW-Authenticate": text],
                    body: #"{"error":{"message":"\#(text)","code":"\#(Self.key)","request_id":"\#(Self.secret)"}}"#))
        ]
    }

    private func walks(_ stubs: [ScriptedTransport.Stub]) throws -> [(String, any Sendable, () async -> WalkOutcome)] {
        let aurous = try Aurous.Client(apiKey: Self.key, configuration: configuration(stubs))
        let venice = try Venice.Client(apiKey: Self.key, configuration: configuration(stubs))
        let tresor = try Tresor.Client(apiKey: Self.key, configuration: configuration(stubs))
        let chatBotKit = try ChatBotKit.Client(apiKey: Self.key, configuration: configuration(stubs))
        let bearer = try Auralytik.Client(apiKey: Self.key, configuration: configuration(stubs))
        let signed = try Auralytik.Client(
            apiKey: Self.key, hmacSecret: Self.secret, configuration: configuration(stubs))
        return [
            ("aurous", aurous, { await WalkOutcome(of: aurous.events(in: RowLedger.week)) }),
            ("venice", venice, { await WalkOutcome(of: venice.history(in: RowLedger.week)) }),
            ("tresor", tresor, { await WalkOutcome(of: tresor.usage(in: RowLedger.week)) }),
            ("chatbotkit", chatBotKit, { await WalkOutcome(of: chatBotKit.usage(in: RowLedger.week)) }),
            ("auralytik", bearer, { await WalkOutcome(of: bearer.details(in: RowLedger.week)) }),
            ("auralytik signed", signed, { await WalkOutcome(of: signed.details(in: RowLedger.week)) }),
        ]
    }

    @Test func clientsAndWalksNeverShowTheKey() throws {
        for (name, client, _) in try walks([]) { expectSilence(client, name) }
        let client = try Aurous.Client(apiKey: Self.key, configuration: configuration([]))
        expectSilence(client.events(in: .all), "walk")
        expectSilence(client.events(in: .all).pages, "pages")
        expectSilence(client.events(in: .all).makeAsyncIterator(), "iterator")
        expectSilence(client.http, "HTTP client")
        expectSilence(client.http.authorization, "authorization")
    }

    @Test func requestsNeverShowTheKey() async throws {
        let transport = ScriptedTransport([.json(#"{"data":[],"has_more":false}"#)])
        let client = try Aurous.Client(apiKey: Self.key, configuration: .test(transport))
        _ = try await client.events(in: RowLedger.week).collect()
        let request = try #require(transport.requests.first)
        #expect(request.headers["X-Api-Key"] == Self.key)
        expectSilence(request, "request")
        expectSilence(request.headers, "headers")
        expectSilence(transport, "transport")
    }

    @Test func noCheckpointHoldsTheKey() async throws {
        for ledger in RowLedger.allCases {
            for account in [nil, "team"] {
                // Any key will do, because the pages come from a list.
                let body = #"{"data":[{}],"items":[{}],"has_more":true,"next_cursor":"c","nextCursor":"c"}"#
                    .replacing("{}", with: ledger.rows(seed: 1, count: 1)[0].text)
                var configuration = configuration(Array(repeating: .json(body), count: 2))
                configuration.account = account
                let outcome = try await ledger.visit(
                    FirstCheckpoint(), configuration, key: Self.key, pageSize: 10)
                let checkpoint = try #require(outcome.checkpoint)
                expectSilence(checkpoint, "\(ledger)")
                let coded = String(decoding: try JSONEncoder().encode(checkpoint), as: UTF8.self)
                #expect(!coded.contains("CANARY"))
                for digest in [Digest.sha256(Array(Self.key.utf8)), Array(Self.key.utf8)] {
                    #expect(!coded.contains(Digest.base64(digest)))
                }
            }
        }
    }

    private struct FirstCheckpoint: WalkVisitor {
        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> WalkOutcome {
            await WalkOutcome(of: walk, pages: 1)
        }
    }

    @Test func removesAnEchoOfTheKeyFromTheErrorAndTheReport() async throws {
        for (name, _, walk) in try walks(echo) {
            let outcome = await walk()
            let error = try #require(outcome.failure)
            #expect(error.code == .unauthorized)
            if name != "auralytik signed" { continue }
            expectSilence(error, name)
            expectSilence(outcome.report, name)
        }
    }

    @Test func removesTheKeyItselfForEveryProvider() async throws {
        for (name, _, walk) in try walks(echo) {
            let outcome = await walk()
            let error = try #require(outcome.failure)
            for text in texts(error) + texts(outcome.report) { #expect(!text.contains(Self.key), "\(name)") }
        }
    }

    @Test func noMalformedPageThatEchoesTheKeyShowsIt() async throws {
        for body in ["<html>\(Self.key)</html>", #"{"data":[{"id":"\#(Self.key)"}]}"#, #"{"\#(Self.key)":1}"#] {
            for (name, _, walk) in try walks([.json(body), .json(body)]) {
                let outcome = await walk()
                guard let error = outcome.failure else { continue }
                for text in texts(error) + texts(outcome.report) { #expect(!text.contains(Self.key), "\(name)") }
            }
        }
    }

    @Test(.sockets)
    func aClientShowsNothingOfARequestInFlight() async throws {
        let barrier = Barrier()
        let server = try LoopbackServer(
            AlteredServer(AurousFake(events: [])) { _, request, fake in
                try await barrier.pass()
                return try await fake.send(request)
            })
        defer { server.stop() }
        let transport = URLSessionTransport()
        let client = try Aurous.Client(
            apiKey: Self.key, configuration: ClientConfiguration(baseURL: server.baseURL + "/v1", transport: transport))
        let call = Task { try await client.events(in: RowLedger.week).collect() }
        while barrier.waitingCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        expectSilence(transport, "transport")
        expectSilence(client, "client")
        #expect(texts(transport).contains { $0.contains("maximumResponseBytes: 67108864") })
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }
}
