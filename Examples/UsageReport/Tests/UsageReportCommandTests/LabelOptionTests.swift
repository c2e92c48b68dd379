import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// Labels of rows, and the name of the account, in groups and in records.
@Suite struct LabelOptionTests {
    /// Walks the small ledger of Tresor.
    private func run(_ options: [String]) async throws -> Invocation {
        let server = try LoopbackServer(TresorFake(rows: Ledgers.tresor))
        return await Invocation.run(
            ["tresor", "--base-url", server.baseURL] + Ledgers.window + options,
            environment: ["TRESOR_API_KEY": TresorFake.testKey])
    }

    /// Reads the small ledger of Tresor from a file.
    private func replay(_ options: [String]) async throws -> Invocation {
        let file = FileManager.default.temporaryDirectory.appending(path: "labels-\(UUID().uuidString).ndjson")
        try Data(Ledgers.tresor.map { $0.text + "\n" }.joined().utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return await Invocation.run(["replay", file.path, "--provider", "tresor"] + Ledgers.window + options)
    }

    @Test func groupsAreSplitByLabelsAndByTheAccount() async throws {
        let options = ["--by", "region,keyName,account", "--account", "acme", "--format", "csv"]
        for run in [try await run(options), try await replay(options)] {
            #expect(run.status == 0, "\(run.diagnostics)")
            let lines = run.output.split(separator: "\r\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            #expect(lines[0].prefix(6) == ["start", "end", "region", "keyName", "account", "requests"])
            #expect(
                lines.dropFirst().map { Array($0[2..<6]) } == [
                    ["global", "Default", "acme", "1"], ["", "", "acme", "1"],
                ])
        }
    }

    @Test func withoutANameTheAccountIsMissing() async throws {
        let run = try await run(["--by", "account", "--format", "json"])
        #expect(run.status == 0)
        #expect(run.output.contains(#""key":{"account":null},"requests":2"#))
    }

    @Test func recordsHaveTheLabelsThatAreNamed() async throws {
        let options = ["--labels", "keyName,account,upstream", "--account", "acme", "--format"]
        for lines in [try await run(options + ["csv"]), try await replay(options + ["csv"])] {
            #expect(lines.status == 0, "\(lines.diagnostics)")
            let rows = lines.output.split(separator: "\r\n")
            #expect(rows[0].hasSuffix(",durationMS,keyName,account,upstream"))
            #expect(rows.count == 3)
            #expect(rows.dropFirst().allSatisfy { $0.contains(",acme,") })
            #expect(rows.filter { $0.contains(",Default,acme,") }.count == 1)
        }
        for lines in [try await run(options + ["ndjson"]), try await replay(options + ["ndjson"])] {
            #expect(lines.output.contains(#""labels":{"account":"acme","keyName":"Default""#))
        }
        #expect(try await !run(["--account", "acme", "--format", "ndjson"]).output.contains("labels"))
    }

    @Test func anUnknownNameIsRefusedWithTheNamesThatTheProviderHas() async throws {
        let unknown = try await run(["--by", "colour"])
        #expect(unknown.status == 2)
        #expect(
            unknown.diagnostics.hasPrefix(
                """
                usage-report: Unknown dimension 'colour'; tresor has provider, model, apiKey, user, type, status, currency, \
                sku, bot, conversation, account, region, upstream, failover, keyName, billingUnit, discountPercent, receipt.
                """), "\(unknown.diagnostics)")
        let label = try await run(["--labels", "lora", "--format", "csv"])
        #expect(label.status == 2)
        #expect(label.diagnostics.contains("Unknown label 'lora'; tresor has account, region,"))
        #expect(try await run(["--by", "region,region"]).status == 2)
        #expect(try await run(["--labels", "region"]).diagnostics.contains("--labels needs records"))
        #expect(try await run(["--labels", "region", "--format", "csv", "--by", "model"]).status == 2)
        #expect(try await run(["--labels", "region", "--endpoint", "usage"]).status == 2)
    }

    @Test(arguments: [",", "", "region,", ",region", "region,,model"])
    func anEmptyNameIsRefused(names: String) async throws {
        for options in [["--by", names], ["--by", names, "--format", "csv"], ["--labels", names, "--format", "csv"]] {
            for run in [try await run(options), try await replay(options)] {
                #expect(run.status == 2, "\(options)")
                #expect(run.output == "")
                #expect(run.diagnostics.contains("has no name in '\(names)'"), "\(run.diagnostics)")
            }
        }
    }

    @Test(arguments: ["meta.", "meta..", "meta.a.", "meta..a", "meta. reason", "meta.reason ", "meta.a. b"])
    func aPathWithAnEmptyOrPaddedPartIsRefused(name: String) async throws {
        let server = try LoopbackServer(ChatBotKitFake(records: Ledgers.chatBotKit))
        for option in [["--by", name], ["--labels", name, "--format", "csv"]] {
            let run = await Invocation.run(
                ["chatbotkit", "--base-url", server.baseURL] + Ledgers.window + option,
                environment: ["CHATBOTKIT_API_KEY": ChatBotKitFake.testKey])
            #expect(run.status == 2)
            #expect(run.diagnostics.contains(" '\(name)'; chatbotkit has "), "\(run.diagnostics)")
        }
    }

    @Test func anyMemberOfTheMetadataIsALabelOfChatBotKit() async throws {
        let rows = Ledgers.chatBotKit
        let server = try LoopbackServer(ChatBotKitFake(records: rows))
        let options = ["chatbotkit", "--base-url", server.baseURL] + Ledgers.window
        let environment = ["CHATBOTKIT_API_KEY": ChatBotKitFake.testKey]
        let run = await Invocation.run(
            options + ["--by", "meta.reason,task", "--format", "json"], environment: environment)
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.output.contains(#""key":{"meta.reason":"#))
        let unknown = await Invocation.run(options + ["--by", "meta."], environment: environment)
        #expect(unknown.status == 2)
        #expect(unknown.diagnostics.contains("meta.reason, meta.NAME"))
    }
}
