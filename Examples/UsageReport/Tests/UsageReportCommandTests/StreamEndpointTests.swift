import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `--endpoint list-stream`, and lists that come in one response.
@Suite struct StreamEndpointTests {
    private static func line(_ id: String, count: String = "1") -> String {
        #"{"type":"item","data":{"id":"\#(id)","type":"T","count":\#(count),"createdAt":1779062400000}}"# + "\n"
    }

    private func run(_ body: String, _ options: [String] = []) async throws -> Invocation {
        let script = ScriptedTransport([
            .response(TransportResponse(status: 200, headers: ["Content-Type": "application/jsonl"], body: body))
        ])
        let server = try LoopbackServer(script)
        return await Invocation.run(
            ["chatbotkit", "--endpoint", "list-stream", "--base-url", server.baseURL] + options,
            environment: ["CHATBOTKIT_API_KEY": "sk-0123456789abcdef"])
    }

    @Test func recordsAreALineEach() async throws {
        let run = try await run(Self.line("a") + Self.line("b"), ["--format", "ndjson"])
        #expect(run.status == 0, "\(run.diagnostics)")
        let ids = try run.output.split(separator: "\n").map { try JSONValue(json: Array($0.utf8))["id"]?.string }
        #expect(ids == ["a", "b"])
    }

    @Test func anAmountThatCannotBeReadIsSaid() async throws {
        let run = try await run(Self.line("a") + Self.line("b", count: #""abc""#))
        #expect(run.status == 3)
        let document = try JSONValue(json: Array(run.output.utf8))
        #expect(document["walk"]?["complete"] == false)
        #expect(document["walk"]?["stoppedCode"] == "unreadableCharges")
        #expect(document["walk"]?["rows"] == 2)
        #expect(run.diagnostics.contains("record 2: count"))
    }

    /// What was read is printed, with the reason.
    @Test(arguments: [[], ["--format", "ndjson"]])
    func aStreamThatBreaksAfterRecordsIsIncomplete(options: [String]) async throws {
        let broken = Self.line("a") + #"{"type":"error","data":{"code":"BOOM","message":"no"}}"# + "\n"
        let run = try await run(broken, options)
        #expect(run.status == 3)
        #expect(run.output.contains(#""id":"a""#))
        #expect(run.diagnostics.contains("incomplete"))
        let refused = try await self.run(#"{"type":"error","data":{"code":"BOOM","message":"no"}}"# + "\n", options)
        #expect(refused.status == 1)
        #expect(refused.output.isEmpty)
    }

    @Test func reportsThatCannotBeMadeAreSaid() async throws {
        let base = ["chatbotkit", "--demo", "--endpoint", "platform-reports"]
        let run = await Invocation.run(base + ["--filter", "reportId=report_demo,unknown"])
        #expect(run.status == 3)
        let document = try JSONValue(json: Array(run.output.utf8))
        #expect(document["walk"]?["complete"] == false)
        #expect(document["data"]?["report_demo"]?["value"] != nil)
        #expect(document["data"]?["unknown"]?["error"]?.string?.contains("Report not found") == true)
        let drift = await Invocation.run(base + ["--filter", "reportId=report_demo", "--drift"])
        #expect(drift.status == 0)
        #expect(try JSONValue(json: Array(drift.output.utf8))["drift"]?["unknownMembers"] == [])
    }

    @Test(arguments: ["0", "-5", "x"]) func aReportCoversADayAtLeast(days: String) async {
        for name in ["platform-report", "platform-reports"] {
            let run = await Invocation.run([
                "chatbotkit", "--demo", "--endpoint", name, "--filter", "reportId=report_demo", "--filter",
                "periodDays=\(days)",
            ])
            #expect(run.status == 2)
        }
    }

    @Test func optionsOfWalksAreRefused() async throws {
        #expect(try await run("", ["--max-rows", "1"]).status == 2)
        #expect(try await run(Self.line("a"), ["--max-time", "86400"]).status == 0)
    }

    @Test(arguments: [("tresor", "models"), ("venice", "api-keys"), ("aurous", "models"), ("auralytik", "webhooks")])
    func listsAreALineARow(provider: String, endpoint: String) async throws {
        let json = await Invocation.run([provider, "--demo", "--endpoint", endpoint])
        guard case .array(let rows)? = try JSONValue(json: Array(json.output.utf8))["data"] else {
            Issue.record("\(endpoint) is no list")
            return
        }
        let lines = await Invocation.run([provider, "--demo", "--endpoint", endpoint, "--format", "ndjson"])
        #expect(lines.output == rows.map { $0.text + "\n" }.joined())
    }
}
