import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

@Suite struct ExitStatusTests {
    /// A server that must not receive a request.
    private func unused() throws -> (fake: TresorFake, server: LoopbackServer) {
        let fake = TresorFake(rows: Ledgers.tresor)
        return (fake, try LoopbackServer(fake))
    }

    @Test(arguments: [
        ["--unknown"], ["--every", "year"], ["--by", "colour"], ["--page-size", "1001"], ["--page-size", "0"],
        ["--time-zone", "Mars/Olympus"], ["--filter", "colour=red"], ["--filter", "model"], ["--fill"],
        ["--filter", "model="], ["--filter", "model=a", "--filter", "model=b"],
        ["--start", "yesterday"], ["--start", "2026-02-30"], ["--start", "2026-05-21", "--end", "2026-05-20"],
        ["--end", "2026-05-21"],
        ["--endpoint", "balances"], ["--endpoint", "usage", "--format", "csv"], ["--shards", "0"], ["--shards", "65"],
        ["--shards", "two"], ["--week-start", "monday"], ["--by", "model,model"], ["--prefetch=-1"], ["--focus"],
    ])
    func badUsageIsRefusedInOneLineWithoutARequest(_ options: [String]) async throws {
        let (fake, server) = try unused()
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL] + options, environment: ["TRESOR_API_KEY": TresorFake.testKey])
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.diagnostics.hasPrefix("usage-report: "))
        #expect(run.diagnostics.split(separator: "\n").count == 1)
        #expect(fake.requests.isEmpty)
    }

    @Test(arguments: ["http://example.com", "ftp://127.0.0.1", "https://user@example.com", "https://example.com?a=b"])
    func anInvalidBaseURLIsBadUsage(_ url: String) async {
        let run = await Invocation.run(["tresor", "--base-url", url], environment: ["TRESOR_API_KEY": "tr-1"])
        #expect(run.status == 2)
        #expect(run.output == "")
    }

    @Test(arguments: [[:], ["TRESOR_API_KEY": "tr-CANARY"], ["TRESOR_API_KEY": "tr-CANARY\n"]])
    func missingAndWrongKeysAreRefusedAndNotPrinted(_ environment: [String: String]) async throws {
        let (_, server) = try unused()
        let run = await Invocation.run(["tresor", "--base-url", server.baseURL], environment: environment)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.split(separator: "\n").count == 1)
        #expect(!run.diagnostics.contains("CANARY"))
    }

    private func run(answering response: TransportResponse) async throws -> (Invocation, requests: Int) {
        let transport = ScriptedTransport(Array(repeating: .response(response), count: 5))
        let server = try LoopbackServer(transport)
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL], environment: ["TRESOR_API_KEY": TresorFake.testKey])
        return (run, transport.requests.count)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func aRedirectIsRefused(_ status: Int) async throws {
        let redirect = TransportResponse(status: status, headers: ["Location": "http://127.0.0.1:9/"])
        let (run, requests) = try await run(answering: redirect)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("redirects are never followed"))
        #expect(requests == 1)
    }

    @Test(arguments: [429, 503])
    func aWaitThatIsTooLongIsRefusedAndNamed(_ status: Int) async throws {
        let busy = TransportResponse(status: status, headers: ["Retry-After": "121"])
        let (run, requests) = try await run(answering: busy)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("retry after 121 s"))
        #expect(requests == 1)
    }

    @Test func aClosedPortIsRefusedWithItsCause() async throws {
        let server = try LoopbackServer(ScriptedTransport())
        server.stop()
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL], environment: ["TRESOR_API_KEY": TresorFake.testKey])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("the connection was refused: "))
    }

    @Test func malformedJSONOnTheFirstPageIsRefused() async throws {
        let broken = TransportResponse(status: 200, body: "{\"data\":[{\"id\":]}")
        let fake = TresorFake(
            rows: [], behavior: FakeBehavior(faults: [1: .response(broken), 2: .response(broken)]))
        let server = try LoopbackServer(fake)
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL], environment: ["TRESOR_API_KEY": TresorFake.testKey])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("byte 15"))
        #expect(fake.requests.count == 2)
    }

    @Test(arguments: ["json", "ndjson", "csv", "table"])
    func anIncompleteWalkPrintsWhatItReadAndSaysSo(_ format: String) async throws {
        let refusal = TransportResponse(status: 403, body: #"{"error":{"message":"no longer","code":"forbidden"}}"#)
        let fake = TresorFake(rows: Ledgers.tresor, behavior: FakeBehavior(faults: [2: .response(refusal)]))
        let server = try LoopbackServer(fake)
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL, "--page-size", "2", "--format", format] + Ledgers.window,
            environment: ["TRESOR_API_KEY": TresorFake.testKey])
        #expect(run.status == 3)
        #expect(run.diagnostics.contains("incomplete: "))
        #expect(run.diagnostics.contains("no longer"))
        switch format {
        case "json":
            #expect(run.output.contains(#""complete":false,"stopped":"tresor: no longer"#))
            #expect(run.output.contains(#""charges":{"EUR":"0.0062"}"#))
        case "table": #expect(run.output.contains("INCOMPLETE"))
        case "csv": #expect(run.output.split(separator: "\r\n").count == 2)
        default: #expect(run.output.split(separator: "\n").count == 1)
        }
    }

    @Test(arguments: [["--version"], ["tresor", "--version"]])
    func theVersionIsThatOfTheLibrary(_ arguments: [String]) async throws {
        let run = await Invocation.run(arguments)
        #expect(run.status == 0)
        #expect(run.diagnostics == "")
        #expect(run.output.hasSuffix("\n"))
        let root = (1...5).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let library = try String(
            contentsOf: root.appendingPathComponent("Sources/UsageKit/HTTP/PackageVersion.swift"), encoding: .utf8)
        #expect(library.contains("static let current = \"\(run.output.dropLast())\"\n"))
    }

    @Test func helpGoesToStandardOutput() async {
        let run = await Invocation.run(["--help"])
        #expect(run.status == 0)
        #expect(run.output.contains("AURALYTIK_HMAC_SECRET"))
        #expect(run.diagnostics == "")
    }
}
