import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

@Suite struct EndpointTests {
    private let window = ["--start", "2026-05-18T00:00:00Z", "--end", "2026-05-25T00:00:00Z"]
    private let fakes: DemoFakes

    init() throws {
        let week = try TimeWindow(
            from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z"))
        fakes = LedgerGenerator(seed: 7).fakes(in: week, rowsPerProvider: 200)
    }

    private func run(
        _ command: String, _ endpoint: String, on fake: any HTTPTransport, _ options: [String],
        _ environment: [String: String]
    ) async throws -> JSONValue {
        let server = try LoopbackServer(fake)
        let run = await Invocation.run(
            [command, "--base-url", server.baseURL, "--endpoint", endpoint] + options, environment: environment)
        #expect(run.status == 0, "\(run.diagnostics)")
        let document = try JSONValue(json: Array(run.output.utf8))
        #expect(document["provider"]?.string == command)
        #expect(document["endpoint"]?.string == endpoint)
        #expect(document["walk"]?["complete"] == true)
        return document
    }

    @Test func bucketsArePrintedWithTheirPercentiles() async throws {
        let document = try await run(
            "aurous", "buckets", on: fakes.aurous, window + ["--every", "day", "--by", "type", "--page-size", "3"],
            ["AUROUS_API_KEY": AurousFake.testKey])
        guard case .array(let buckets) = document["data"] else { throw UsageError(.unexpectedShape, "no buckets") }
        #expect(buckets.count == 7)
        #expect(document["walk"]?["pages"] == 3)
        #expect(document.text.contains(#""duration_ms_p95":"#))
        #expect(buckets.allSatisfy { $0["object"] == "usage.bucket" })
        let requests = fakes.aurous.requests
        #expect(requests[0].url.query?.contains("bucket_width=1d&group_by=type") == true)
        #expect(requests[1].url.query?.hasPrefix("page_token=") == true)
        #expect(requests[1].url.query?.contains("&") == false)
    }

    @Test func analyticsArePrintedByDateModelAndKey() async throws {
        let document = try await run(
            "venice", "analytics", on: fakes.venice, window, ["VENICE_API_KEY": VeniceFake.testKey])
        for name in ["byDate", "byModel", "byKey", "byModelDaily"] {
            guard case .array(let rows) = document["data"]?[name] else {
                throw UsageError(.unexpectedShape, "no \(name)")
            }
            #expect(!rows.isEmpty)
        }
        #expect(fakes.venice.requests[0].url.query == "startDate=2026-05-18&endDate=2026-05-24")
    }

    @Test func summaryAndKeysCoverOneBillingPeriod() async throws {
        let environment = ["AURALYTIK_API_KEY": AuralytikFake.testKey]
        let summary = try await run("auralytik", "summary", on: fakes.auralytik, window, environment)
        #expect(summary["data"]?["billingPeriod"] == "2026-05")
        #expect(summary["data"]?["usage"]?["calls"]?["used"] != nil)
        let keys = try await run(
            "auralytik", "by-key", on: fakes.auralytik, ["--filter", "billingPeriod=2026-05"], environment)
        guard case .array(let rows) = keys["data"]?["keys"] else { throw UsageError(.unexpectedShape, "no keys") }
        #expect(!rows.isEmpty)
    }

    @Test func receiptsModelsAndKeysOfTresorArePrinted() async throws {
        let environment = ["TRESOR_API_KEY": TresorFake.testKey]
        let receipts = fakes.tresor.rows.compactMap { $0["receipt_id"]?.string }
        let id = try #require(receipts.first)
        let receipt = try await run("tresor", "receipt", on: fakes.tresor, ["--filter", "id=\(id)"], environment)
        #expect(receipt["data"]?["id"]?.string == id)
        #expect(receipt["data"]?["receipt"]?.string?.split(separator: ".").count == 3)
        let models = try await run(
            "tresor", "models", on: fakes.tresor, ["--filter", "type=chat", "--filter", "region=eu"], environment)
        guard case .array(let rows) = models["data"] else { throw UsageError(.unexpectedShape, "no models") }
        #expect(rows.map { $0["id"]?.string } == ["eu/chutes/example-32b"])
        #expect(rows.first?["tresor"]?["pricing"]?["currency"] == "eur")
        let keys = try await run("tresor", "keys", on: fakes.tresor, [], environment)
        #expect(keys["data"]?["keys"] != nil)
    }

    @Test func webhooksAndExportsOfAuralytikArePrinted() async throws {
        let environment = ["AURALYTIK_API_KEY": AuralytikFake.testKey]
        let health = try await run("auralytik", "health", on: fakes.auralytik, [], environment)
        #expect(health["data"]?["status"] == "ok")
        let webhooks = try await run("auralytik", "webhooks", on: fakes.auralytik, [], environment)
        guard case .array(let rows) = webhooks["data"] else { throw UsageError(.unexpectedShape, "no webhooks") }
        #expect(rows.map { $0["id"]?.string } == ["wh_demo"])
        #expect(rows.first?["signing_secret"] == nil)
        let deliveries = try await run(
            "auralytik", "deliveries", on: fakes.auralytik, ["--filter", "id=wh_demo"], environment)
        guard case .array(let sent) = deliveries["data"] else { throw UsageError(.unexpectedShape, "no deliveries") }
        #expect(sent.map { $0["event"]?.string } == ["usage.quota_warning"])
        for status in ["queued", "processing", "completed"] {
            let export = try await run(
                "auralytik", "export", on: fakes.auralytik, ["--filter", "id=exp_demo"], environment)
            #expect(export["data"]?["status"]?.string == status)
        }
    }

    @Test(arguments: [("tresor", "receipt"), ("auralytik", "deliveries"), ("auralytik", "export")])
    func anEndpointOfOneThingNeedsItsID(command: String, endpoint: String) async throws {
        let run = await Invocation.run([command, "--demo", "--endpoint", endpoint])
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("--filter id="))
        let unknown = await Invocation.run([command, "--demo", "--endpoint", endpoint, "--filter", "id=none"])
        #expect(unknown.status == 1)
    }

    @Test func theErrorOfTheRetiredListingNamesItsSuccessor() async throws {
        let server = try LoopbackServer(fakes.venice)
        let run = await Invocation.run(
            ["venice", "--base-url", server.baseURL, "--endpoint", "usage"],
            environment: ["VENICE_API_KEY": VeniceFake.testKey])
        #expect(run.status == 1)
        #expect(run.diagnostics.contains("/billing/usage-history"))
    }
}
