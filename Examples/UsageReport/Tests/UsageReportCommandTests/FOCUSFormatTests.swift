import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `--format focus`, with `--rate`, `--focus-version` and `--mark-not-final`.
@Suite struct FOCUSFormatTests {
    /// A line as its cells by the names of their columns; no cell of these tests has a comma.
    private func rows(_ text: String) -> [[String: String]] {
        let lines = text.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { line in
            Dictionary(uniqueKeysWithValues: zip(header, line).map { (String($0), String($1)) })
        }
    }

    /// Walks a small ledger of Aurous, of which the fourth row is not final.
    private func aurous(_ options: [String], finished: Bool = true) async throws -> Invocation {
        let events = finished ? Array(Ledgers.aurous.prefix(3)) : Ledgers.aurous
        let server = try LoopbackServer(AurousFake(events: events))
        return await Invocation.run(
            ["aurous", "--base-url", server.baseURL] + Ledgers.window + ["--format", "focus"] + options,
            environment: ["AUROUS_API_KEY": AurousFake.testKey])
    }

    @Test func nationalMoneyNeedsNoRate() async throws {
        let server = try LoopbackServer(TresorFake(rows: Ledgers.tresor))
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL] + Ledgers.window + ["--format", "focus", "--account", "acme"],
            environment: ["TRESOR_API_KEY": TresorFake.testKey])
        #expect(run.status == 0, "\(run.diagnostics)")
        let rows = rows(run.output)
        #expect(rows.map { $0["BilledCost"] } == ["0.0062", "0.000182"])
        #expect(rows.map { $0["BillingCurrency"] } == ["EUR", "EUR"])
        #expect(rows.map { $0["BillingAccountId"] } == ["acme", "acme"])
        #expect(rows.map { $0["x_ApiKeyId"] } == ["", "tr-live-1"])
        #expect(rows.map { $0["x_Final"] } == ["true", "true"])
        #expect(rows.first?["ServiceProviderName"] == nil)
    }

    @Test func chargesOf0AreBilledInTheirCurrency() async throws {
        let folder = try OutputFolder()
        try folder.write(
            SavedFileCase.tresor("1").replacingOccurrences(of: "\"cost_eur\":3", with: "\"cost_eur\":0") + "\n",
            to: "rows")
        let run = await Invocation.run(["replay", folder.path("rows"), "--provider", "tresor", "--format", "focus"])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(rows(run.output).map { $0["BillingCurrency"] } == ["EUR"])
    }

    @Test func whereNoChargeSaysTheCurrencyARateMust() async throws {
        let folder = try OutputFolder()
        try folder.write(SavedFileCase.aurous("a", #""status":"failed""#) + "\n", to: "rows")
        let replay = ["replay", folder.path("rows"), "--provider", "aurous", "--format", "focus"]
        let run = await Invocation.run(replay)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("no charge says in what currency FOCUS bills"))
        let rated = await Invocation.run(replay + ["--rate", "credit=EUR:0.01@2026-01-01"])
        #expect(rated.status == 0, "\(rated.diagnostics)")
        #expect(rows(rated.output).map { $0["BillingCurrency"] } == ["EUR"])
    }

    @Test func aStoreNeedsTheNameOfTheAccount() async throws {
        let folder = try OutputFolder()
        #expect(
            await Invocation.run(["sync", folder.path("store"), "tresor", "--demo", "--account", "acme"]).status == 0)
        let run = await Invocation.run(["report", folder.path("store"), "--format", "focus"])
        #expect(run.status == 2)
        let named = await Invocation.run(["report", folder.path("store"), "--format", "focus", "--account", "acme"])
        #expect(named.status == 0, "\(named.diagnostics)")
        #expect(Set(rows(named.output).map { $0["BillingAccountId"] }) == ["acme"])
    }

    /// The way of `Docs/FOCUS.md` for a credit ledger, whose other movements are left out, with two dated rates.
    @Test func chargesAndRefundsOfACreditLedgerAreSavedAndReplayed() async throws {
        let folder = try OutputFolder()
        var lines = ""
        for type in ["charge", "refund"] {
            let saved = await Invocation.run([
                "aurous", "--demo", "--endpoint", "credits", "--filter", "type=\(type)", "--format", "ndjson",
            ])
            #expect(saved.status == 0)
            lines += saved.output
        }
        try folder.write(lines, to: "credits.ndjson")
        let run = await Invocation.run([
            "replay", folder.path("credits.ndjson"), "--provider", "aurous", "--format", "focus", "--account",
            "team-search", "--rate", "credit=USD:0.01@2026-05-01", "--rate", "credit=USD:0.02@2026-05-21",
        ])
        #expect(run.status == 0, "\(run.diagnostics)")
        let rows = rows(run.output)
        #expect(rows.count == lines.split(separator: "\n").count)
        // A day of a rate is one of UTC.
        for row in rows {
            let isLater = row["x_EventTime"] ?? "" >= "2026-05-21T00:00:00Z"
            #expect(row["x_ExchangeRate"] == (isLater ? "0.02" : "0.01"))
            #expect(row["x_ExchangeRateDate"] == (isLater ? "2026-05-21" : "2026-05-01"))
        }
        #expect(Set(rows.map { $0["x_ExchangeRate"] }).count == 2)
    }

    @Test func creditsNeedARateAndAreNamed() async throws {
        let folder = try OutputFolder()
        for output in [[], ["--output", folder.path("result")]] {
            let run = try await aurous(output)
            #expect(run.status == 2)
            #expect(run.output == "")
            #expect(run.diagnostics.contains("no rate of credit from 2026-05-20 or earlier (aurous, 3 records)"))
        }
        #expect(try folder.names.isEmpty)
    }

    @Test func creditsAreBilledByTheRateOfTheirDay() async throws {
        let run = try await aurous([
            "--rate", "credit=USD:0.01@2026-05-01", "--rate", "credit=USD:0.02@2026-05-21", "--focus-version", "1.4",
        ])
        #expect(run.status == 0, "\(run.diagnostics)")
        let rows = rows(run.output)
        #expect(rows.count == 3)
        #expect(Set(rows.map { $0["BilledCost"] }) == ["0.000212", "0.0000867", "0.00000000001"])
        #expect(rows.allSatisfy { $0["BillingCurrency"] == "USD" && $0["PricingCurrency"] == "credit" })
        #expect(rows.first?["ServiceProviderName"] == "aurous")
    }

    @Test func rowsThatAreNotFinalAreRefusedOrMarked() async throws {
        let rate = ["--rate", "credit=USD:0.01@2026-05-01"]
        let run = try await aurous(rate, finished: false)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("records that are not final (aurous, 1 record)"))
        let marked = try await aurous(rate + ["--mark-not-final"], finished: false)
        #expect(marked.status == 0, "\(marked.diagnostics)")
        // The last column; a row has counts, whose object has commas.
        let lines = marked.output.split(separator: "\r\n").dropFirst()
        #expect(lines.filter { $0.hasSuffix(",true") }.count == 3)
        #expect(lines.filter { $0.hasSuffix(",false") }.count == 1)
    }

    @Test func anIncompleteWalkIsRefusedOrMarked() async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(.tresor)
        let options = ["--max-rows", "12", "--format", "focus", "--output", folder.path("result")]
        let run = await server.run(options)
        #expect(run.status == 3)
        #expect(run.diagnostics.contains("FOCUS is not written: rows of an incomplete result are not final"))
        #expect(try folder.names.isEmpty)
        let marked = await server.run(options + ["--mark-not-final"])
        #expect(marked.status == 3)
        #expect(try folder.names == ["result.partial"])
        let rows = rows(try folder.text("result.partial"))
        #expect(rows.count == 12)
        #expect(rows.allSatisfy { $0["x_Final"] == "false" })
    }

    @Test func countsAreBilledByTheRateOfTheirUnit() async throws {
        let server = try LoopbackServer(ChatBotKitFake(records: Ledgers.chatBotKit))
        let options = ["chatbotkit", "--base-url", server.baseURL] + Ledgers.window + ["--format", "focus"]
        let environment = ["CHATBOTKIT_API_KEY": ChatBotKitFake.testKey]
        let run = await Invocation.run(options, environment: environment)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("no rate of EXAMPLE_TOKEN from 2026-05-20 or earlier (chatbotkit, 2 records)"))
        #expect(run.diagnostics.contains("no rate of CHATBOTKIT_MESSAGE from 2026-05-20 or earlier"))
        let rated = await Invocation.run(
            options + [
                "--rate", "EXAMPLE_TOKEN=EUR:0.001@2026-05-01", "--rate", "CHATBOTKIT_MESSAGE=EUR:0.1@2026-05-01",
            ], environment: environment)
        #expect(rated.status == 0, "\(rated.diagnostics)")
        #expect(Set(rows(rated.output).map { $0["BilledCost"] }) == ["0.1", "-0.02", "0.5"])
    }
}
