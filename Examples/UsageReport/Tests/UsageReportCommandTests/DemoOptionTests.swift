import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

@Suite struct DemoOptionTests {
    static let providers = ["aurous", "venice", "tresor", "chatbotkit", "auralytik"]

    @Test(arguments: providers)
    func walksTheEmbeddedFakeWithoutAKey(provider: String) async throws {
        let run = await Invocation.run([provider, "--demo", "--format", "json"])
        #expect(run.status == 0, "\(run.diagnostics)")
        let document = try JSONValue(json: Array(run.output.utf8))
        #expect(document["provider"]?.string == provider)
        #expect(document["walk"]?["complete"] == true)
        #expect(document["walk"]?["rows"] == 2000)
    }

    @Test func itIsTheSameEachTime() async {
        let first = await Invocation.run(["tresor", "--demo", "--format", "json", "--by", "model"])
        let second = await Invocation.run(["tresor", "--demo", "--format", "json", "--by", "model"])
        #expect(first.output == second.output)
    }

    @Test func theWindowCanBeChosen() async throws {
        let run = await Invocation.run([
            "tresor", "--demo", "--format", "json", "--start", "2026-05-18", "--end", "2026-05-19",
        ])
        let rows = try JSONValue(json: Array(run.output.utf8))["walk"]?["rows"]?.text ?? ""
        #expect((1..<2000).contains(Int(rows) ?? 0))
    }

    @Test func anAddressHasNoMeaning() async {
        let run = await Invocation.run(["tresor", "--demo", "--base-url", "http://127.0.0.1:1"])
        #expect(run.status == 2)
    }

    /// Rows as they are on the wire, each on a line, in the order of the provider.
    @Test func theRowsOfTheWireAreStreamed() async throws {
        let fakes = LedgerGenerator(seed: 2026).fakes(
            in: try TimeWindow(from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z")))
        let run = await Invocation.run(["tresor", "--demo", "--endpoint", "usage", "--format", "ndjson"])
        #expect(run.status == 0, "\(run.diagnostics)")
        let lines = run.output.split(separator: "\n").map { try? JSONValue(json: Array($0.utf8)) }
        let rows = try fakes.tresor.rows.map { try Tresor.LedgerRow($0).jsonValue }
        #expect(lines == rows.map { $0 })
        #expect(run.diagnostics.contains("2000 rows"))
    }

    @Test func otherFormatsOfAnEndpointAreRefused() async {
        for format in ["csv", "table"] {
            let run = await Invocation.run(["tresor", "--demo", "--endpoint", "usage", "--format", format])
            #expect(run.status == 2)
            #expect(run.diagnostics.contains("json or ndjson"))
        }
    }
}
