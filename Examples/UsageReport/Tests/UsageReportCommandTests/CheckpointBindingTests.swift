import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

/// What the file of `--checkpoint` is bound to: the query, the server and the account.
@Suite(.serialized) struct CheckpointBindingTests {
    typealias Ledger = CheckpointTests.Ledger

    /// Runs two pages, or all, and then with other options; expects that the second run is refused and changes nothing.
    private func expectRefusal(
        _ ledger: Ledger, _ first: [String], _ second: [String], keys: (String?, String?) = (nil, nil),
        words: [String], on other: LedgerServer? = nil
    ) async throws {
        for isFinished in [false, true] {
            try await withFile { file in
                let server = try LedgerServer(ledger)
                let limit = isFinished ? [] : ["--max-pages", "1"]
                let begun = await server.run(first + limit + ["--checkpoint", file.path], key: keys.0)
                // A filter that no row meets leaves one page.
                #expect(begun.status == (isFinished || first.contains("--filter") ? 0 : 3))
                let bytes = try Data(contentsOf: file)
                let requests = server.requests
                let refused = await (other ?? server).run(second + ["--checkpoint", file.path], key: keys.1)
                #expect(refused.status == 2)
                #expect(refused.output == "")
                #expect(refused.diagnostics.split(separator: "\n").count == 1)
                for word in words + [file.path] { #expect(refused.diagnostics.contains(word)) }
                #expect(server.requests == requests)
                #expect(other?.requests ?? 0 == 0)
                #expect(try Data(contentsOf: file) == bytes)
            }
        }
    }

    // MARK: Queries

    @Test(arguments: [
        (["--filter", "model=m"], []), (["--filter", "model=2026-05-18T00:00:00Z"], []), ([], ["--filter", "model=b"]),
        (["--filter", "model=a"], ["--filter", "key_prefix=a"]), (["--end", "2026-05-24T00:00:00Z"], []),
        (["--start", "2026-05-17T00:00:00Z"], []), (["--shards", "2"], []), ([], ["--shards", "2"]),
        (["--shards", "3"], ["--shards", "2"]),
    ])
    func anotherQueryIsRefused(first: [String], second: [String]) async throws {
        try await expectRefusal(.tresor, first, second, words: ["belongs to another query"])
    }

    @Test(arguments: [Ledger.auralytik, .tresor, .aurous, .venice, .chatbotkit])
    func anotherPageSizeIsRefusedOnlyIfPagesAreNumbered(ledger: Ledger) async throws {
        if ledger == .auralytik {
            try await expectRefusal(ledger, [], ["--page-size", "11"], words: ["belongs to another query"])
            return
        }
        try await withFile { file in
            let server = try LedgerServer(ledger)
            let whole = await server.run(["--format", "ndjson"])
            try server.refuse(request: 3)
            #expect(await server.run(["--checkpoint", file.path]).status == 3)
            try server.serve(FakeBehavior())
            let second = await server.run(
                ["--format", "ndjson", "--page-size", "11", "--checkpoint", file.path])
            #expect(second.status == 0)
            #expect(second.output == whole.output)
        }
    }

    @Test func formatGroupingAndLimitsAreNoPartOfTheQuery() async throws {
        try await withFile { file in
            let server = try LedgerServer(.tresor)
            try server.refuse(request: 3)
            let first = ["--format", "csv", "--max-pages", "9", "--prefetch", "2", "--checkpoint", file.path]
            #expect(await server.run(first).status == 3)
            try server.serve(FakeBehavior())
            let options = ["--format", "json", "--every", "day", "--by", "model"]
            let second = await server.run(options + ["--checkpoint", file.path, "--max-rows", "100"])
            #expect(second.status == 0)
            #expect(second.output == (await server.run(options)).output)
        }
    }

    @Test func theWindowOfTheFirstRunStaysIfItEndsNow() async throws {
        try await withFile { file in
            let server = try LedgerServer(.tresor)
            let arguments = Array(server.arguments.prefix(3)) + ["--checkpoint", file.path, "--format", "json"]
            let environment = Ledger.tresor.environment
            #expect(await Invocation.run(arguments, environment: environment).status == 0)
            let requests = server.requests
            #expect(await Invocation.run(arguments, environment: environment).status == 0)
            #expect(server.requests == requests)
            let dated = await Invocation.run(arguments + ["--start", "2026-05-18"], environment: environment)
            #expect(dated.status == 2)
        }
    }

    @Test func theFileOfAnotherProviderIsRefused() async throws {
        for (ledger, other) in [(Ledger.tresor, Ledger.aurous), (.aurous, .tresor), (.venice, .chatbotkit)] {
            try await expectRefusal(
                ledger, [], [], words: ["it is of \(ledger.rawValue)", "not of \(other.rawValue)"],
                on: try LedgerServer(other))
        }
    }

    // MARK: Servers

    @Test(arguments: Ledger.allCases) func anotherServerIsRefused(ledger: Ledger) async throws {
        try await expectRefusal(
            ledger, [], [], words: ["it is of the server http://127.0.0.1:"], on: try LedgerServer(ledger))
    }

    @Test func anotherPrefixIsRefused() async throws {
        let base = try LedgerServer(.tresor).arguments[2]
        try await expectRefusal(
            .tresor, [], ["--base-url", "\(base)/v2"], words: ["it is of the server", "/v2"])
    }

    // MARK: Accounts

    @Test(arguments: Ledger.allCases) func theRowsOfTwoAccountsAreNotAddedUp(ledger: Ledger) async throws {
        try await expectRefusal(
            ledger, [], [], keys: ("key-one", "key-two"), words: ["belongs to another account", "--account LABEL"])
        try await expectRefusal(
            ledger, ["--account", "a"], ["--account", "b"], words: ["the account 'a', not of 'b'"])
        try await expectRefusal(ledger, ["--account", "a"], [], words: ["the account 'a', and no account was named"])
    }

    @Test(arguments: Ledger.allCases) func aRotatedKeyGoesOnOnceTheAccountIsNamed(ledger: Ledger) async throws {
        try await withFile { file in
            let server = try LedgerServer(ledger)
            let options = ["--format", "json", "--checkpoint", file.path]
            let whole = await server.run(["--format", "json"])
            try server.refuse(request: 2)
            #expect(await server.run(options, key: "key-one").status == 3)
            // Of pages with numbers, the one before the checkpoint is compared first.
            try server.refuse(request: ledger == .auralytik ? 3 : 2)
            let named = await server.run(options + ["--account", "team"], key: "key-two")
            #expect(named.status == 3)
            #expect(named.diagnostics.contains("belongs to the account 'team' from now on"))
            // From now on the label counts, and not the key.
            try server.serve(FakeBehavior())
            for other in [[], ["--account", "other"]] {
                #expect(await server.run(options + other, key: "key-one").status == 2)
                #expect(await server.run(options + other, key: "key-two").status == 2)
            }
            let last = await server.run(options + ["--account", "team"], key: "key-three")
            #expect(last.status == 0)
            #expect(last.output == whole.output)
            #expect(last.diagnostics == "")
        }
    }

    @Test func theFileShowsNoKey() async throws {
        let key = "sk-CANARY-0123456789"
        for options in [[], ["--account", "team"]] {
            try await withFile { file in
                let server = try LedgerServer(.tresor)
                try server.refuse(request: 3)
                #expect(await server.run(options + ["--checkpoint", file.path], key: key).status == 3)
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(!text.contains("CANARY"))
                #expect(!text.contains(Data(key.utf8).base64EncodedString()))
                #expect(text.contains("\"salt\":") == options.isEmpty)
            }
        }
    }
}
