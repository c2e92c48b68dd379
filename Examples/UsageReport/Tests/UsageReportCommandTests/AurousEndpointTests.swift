import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// The endpoints of Aurous, asked of the embedded fake.
@Suite struct AurousEndpointTests {
    private func data(_ endpoint: String, _ options: [String] = []) async throws -> JSONValue {
        let run = await Invocation.run(["aurous", "--demo", "--endpoint", endpoint] + options)
        #expect(run.status == 0, "\(endpoint): \(run.diagnostics)")
        let document = try JSONValue(json: Array(run.output.utf8))
        #expect(document["endpoint"]?.string == endpoint)
        #expect(document["walk"]?["complete"] == true)
        return document["data"] ?? nil
    }

    private func rows(_ value: JSONValue) -> [JSONValue] {
        if case .array(let rows) = value { rows } else { [] }
    }

    @Test(arguments: [
        (
            "balance",
            #"{"credits":250.75,"held_credits":2.5,"available_credits":248.25,"currency":"credit","billing_mode":"metered"}"#
        ),
        (
            "team",
            #"{"id":"team_01JX0000000000000000000001","name":"Demo","credits":250.75,"created_at":"2026-01-01T00:00:00Z"}"#
        ),
    ])
    func printsTheAccount(endpoint: String, expected: String) async throws {
        #expect(try await data(endpoint).text == expected)
    }

    @Test func creditsAreTheMovementsOfTheWeek() async throws {
        let all = rows(try await data("credits"))
        #expect(all.count == 2000)
        #expect(all.allSatisfy { $0["object"] == "usage_event" })
        let charges = rows(try await data("credits", ["--filter", "type=charge", "--page-size", "50"]))
        #expect(charges.count == all.count { $0["type"] == "charge" })
        let lines = await Invocation.run([
            "aurous", "--demo", "--endpoint", "credits", "--filter", "type=topup", "--format", "ndjson",
        ])
        #expect(lines.status == 0)
        #expect(lines.output.split(separator: "\n").count == all.count { $0["type"] == "topup" })
    }

    @Test func totalsAreThoseOfAllEvents() async throws {
        #expect(try await data("totals")["total_generations"] == 2000)
    }

    @Test func ratesAreOfAVersion() async throws {
        #expect(try await data("pricing", ["--filter", "version=2026-05-15"])["version"]?.string == "2026-05-15")
        let run = await Invocation.run([
            "aurous", "--demo", "--endpoint", "pricing", "--filter", "version=2020-01-01",
        ])
        #expect(run.status == 1)
        #expect(run.diagnostics.contains("unknown_version"))
        #expect(rows(try await data("models")).count == 2)
    }

    @Test func estimatesAreAskedForWithFilters() async throws {
        let image = try await data(
            "image-estimate", ["--filter", "prompt=42", "--filter", "count=3", "--filter", "enhance_prompt=true"])
        #expect(image["estimated_cost"]?.text == #"{"amount":6,"breakdown":{"base":3,"enhance":3}}"#)
        let video = try await data(
            "video-estimate",
            ["--filter", "video_lora_id=lora_1", "--filter", "duration=2", "--filter", "resolution=720p"])
        #expect(video["estimated_cost"]?["amount"]?.text == "1.5")
        let embedding = try await data(
            "embedding-estimate", ["--filter", "model=example-embed-2", "--filter", "input=true"])
        #expect(embedding["tokens"]?["total"] == 1)
        let refused = await Invocation.run(["aurous", "--demo", "--endpoint", "image-estimate"])
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("parameter prompt"))
    }

    @Test func aGenerationIsFoundByItsID() async throws {
        let events = rows(try await data("events", ["--filter", "type=image", "--filter", "status=completed"]))
        let id = try #require(events.first?["id"]?.string)
        let image = try await data("generation", ["--filter", "id=\(id)"])
        #expect(image["status"] == "succeeded")
        #expect(image["cost"]?["amount"] == events.first?["credits_charged"])
        for (options, status) in [([], 2), (["--filter", "id=img_0"], 1), (["--filter", "id=../balance"], 2)] {
            let run = await Invocation.run(["aurous", "--demo", "--endpoint", "generation"] + options)
            #expect(run.status == status)
        }
    }

    @Test func addressesForWebhooksHaveNoSecret() async throws {
        let all = rows(try await data("webhook-endpoints"))
        #expect(all.map { $0["url"]?.string } == ["https://example.com/aurous"])
        #expect(all.first?["secret"]?.isNull == true)
        let id = try #require(all.first?["id"]?.string)
        // The fake of each run makes ids of its own.
        let run = await Invocation.run(["aurous", "--demo", "--endpoint", "webhook-endpoints", "--filter", "id=\(id)"])
        #expect(run.status == 1)
    }

    @Test(arguments: ["balance", "team", "totals", "models", "pricing", "webhook-endpoints", "image-estimate"])
    func refusesOptionsOfListings(endpoint: String) async {
        for option in [["--shards", "2"], ["--page-size", "5"], ["--by", "model"], ["--filter", "status=x"]] {
            let run = await Invocation.run(["aurous", "--demo", "--endpoint", endpoint] + option)
            #expect(run.status == 2, "\(option)")
        }
    }

    @Test func driftIsPrinted() async throws {
        let run = await Invocation.run(["aurous", "--demo", "--endpoint", "balance", "--drift"])
        #expect(run.status == 0)
        #expect(run.output.contains(#""unknownMembers":[]"#))
    }

    /// A server of the credit ledger that refuses the parameters of the other contract.
    @Test func readsAStrictServer() async throws {
        let rows = LedgerGenerator(seed: 3).aurousLedger(count: 250, in: try week)
        let fake = AurousFake(events: [], creditLedger: rows, eventsContract: .strictCreditLedger)
        let server = try LoopbackServer(fake)
        let window = ["--start", "2026-05-18T00:00:00Z", "--end", "2026-05-25T00:00:00Z"]
        let environment = ["AUROUS_API_KEY": AurousFake.testKey]
        let run = await Invocation.run(
            ["aurous", "--base-url", server.baseURL, "--endpoint", "credits"] + window, environment: environment)
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(self.rows(try JSONValue(json: Array(run.output.utf8))["data"] ?? nil).count == 250)
        let events = try LoopbackServer(AurousFake(events: [AurousFake.event(at: try week.start ?? .now())]))
        let refused = await Invocation.run(
            ["aurous", "--base-url", events.baseURL, "--endpoint", "credits"] + window, environment: environment)
        #expect(refused.status == 1)
    }

    private var week: TimeWindow {
        get throws {
            try TimeWindow(from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z"))
        }
    }
}
