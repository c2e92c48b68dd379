import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

@Suite struct DriftOptionTests {
    private let window = ["--start", "2026-05-18T00:00:00Z", "--end", "2026-05-25T00:00:00Z"]
    private let environment = ["TRESOR_API_KEY": TresorFake.testKey]

    private func server() throws -> LoopbackServer {
        let noon = try Timestamp("2026-05-20T12:00:00Z")
        guard case .object(let row) = TresorFake.row(at: noon) else { throw UsageError(.unexpectedShape, "no row") }
        let changed = row.members.map { $0.name == "modality" ? JSONObject.Member($0.name, "hologram") : $0 }
        let rows: [JSONValue] = [.object(JSONObject(changed + [JSONObject.Member("carbon_g", 3)]))]
        return try LoopbackServer(TresorFake(rows: rows))
    }

    @Test(arguments: [[], ["--endpoint", "usage"]])
    func namesWhatNoModelKnows(endpoint: [String]) async throws {
        let server = try server()
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL, "--drift", "--format", "json"] + window + endpoint,
            environment: environment)
        #expect(run.status == 0, "\(run.diagnostics)")
        let drift = try #require(try JSONValue(json: Array(run.output.utf8))["drift"])
        #expect(drift["values"] == 1)
        #expect(drift["unknownMembers"]?.text == #"[{"path":"carbon_g","count":1,"example":3}]"#)
        #expect(drift["unknownWords"]?.text == #"[{"path":"modality","word":"hologram","count":1}]"#)
        #expect(drift["neverCame"] != nil)
    }

    @Test func aTableHasOneLineForEach() async throws {
        let server = try server()
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL, "--drift", "--format", "table"] + window, environment: environment)
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.output.contains("unknown member carbon_g, 1 times, first 3\n"))
        #expect(run.output.contains("unknown word \"hologram\" in modality, 1 times\n"))
    }

    @Test(arguments: [
        ["--format", "csv"], ["--format", "ndjson"], ["--by", "model"], ["--every", "day"], ["--fill"],
    ])
    func whatHasNoMeaningIsRefused(options: [String]) async {
        let run = await Invocation.run(["tresor", "--demo", "--drift"] + options)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
    }

    @Test(arguments: ["aurous", "venice", "tresor", "chatbotkit"])
    func theFakesSendWhatIsDocumented(provider: String) async throws {
        let run = await Invocation.run([provider, "--demo", "--drift"])
        #expect(run.status == 0, "\(run.diagnostics)")
        let drift = try #require(try JSONValue(json: Array(run.output.utf8))["drift"])
        #expect(drift["unknownMembers"] == [])
    }
}
