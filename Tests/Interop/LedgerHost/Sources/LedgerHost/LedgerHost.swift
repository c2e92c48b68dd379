import Foundation
import UsageKit
import UsageKitTesting

/// Serves the five fakes on loopback, as the upstream ledgers of all servers under test.
///
/// Prints a line for each provider: its name, URL, path prefix, the environment variable of its key, and the key that
/// the fake accepts. Ends on SIGTERM, or by itself after a number of seconds.
@main
enum LedgerHost {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: LedgerHost SECONDS ROWS MILLISECONDS-PER-ANSWER\n".utf8))
            exit(2)
        }
        let window = try TimeWindow(
            from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z"))
        let fakes = LedgerGenerator(seed: 2026).fakes(in: window, rowsPerProvider: arguments[1])
        let hosted: [(line: (String) -> String, fake: any HTTPTransport)] = [
            ({ "aurous \($0) /v1 AUROUS_API_KEY \(AurousFake.testKey)" }, fakes.aurous),
            ({ "venice \($0) /api/v1 VENICE_API_KEY \(VeniceFake.testKey)" }, fakes.venice),
            ({ "tresor \($0) /v1 TRESOR_API_KEY \(TresorFake.testKey)" }, fakes.tresor),
            ({ "chatbotkit \($0) /v1 CHATBOTKIT_API_KEY \(ChatBotKitFake.testKey)" }, fakes.chatBotKit),
            ({ "auralytik \($0) /v1 AURALYTIK_API_KEY \(AuralytikFake.testKey)" }, fakes.auralytik),
        ]
        let delay = Duration.milliseconds(arguments[2])
        var servers: [LoopbackServer] = []
        for (line, fake) in hosted {
            let server = try LoopbackServer(Delayed(fake: fake, delay: delay))
            servers.append(server)
            FileHandle.standardOutput.write(Data((line(server.baseURL) + "\n").utf8))
        }
        try await Task.sleep(for: .seconds(arguments[0]))
        for server in servers { server.stop() }
    }
}

/// A fake that answers after a delay, so that a walk lasts long enough to be disturbed.
private struct Delayed: HTTPTransport {
    let fake: any HTTPTransport
    let delay: Duration

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await Task.sleep(for: delay)
        return try await fake.send(request)
    }
}
