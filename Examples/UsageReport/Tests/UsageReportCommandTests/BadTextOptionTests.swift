import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// `--replace-bad-text` of a walk.
@Suite struct BadTextOptionTests {
    /// Pages in which each row has bytes that are not UTF-8 before its model.
    private func server() throws -> LedgerServer {
        let fake = try CheckpointTests.Ledger.tresor.server()
        return try LedgerServer(
            .tresor,
            ClosureTransport { request in
                var response = try await fake.send(request)
                response.body = Array(
                    response.body.split(separator: Array(#""model":""#.utf8), omittingEmptySubsequences: false)
                        .joined(separator: Array(#""model":""#.utf8) + [0xFF]))
                return response
            })
    }

    @Test(arguments: ["table", "json", "csv", "ndjson"])
    func theTextIsReadIfTheCallerAsks(_ format: String) async throws {
        let server = try server()
        let refused = await server.run(["--format", format])
        #expect(refused.status == 1)
        let run = await server.run(["--format", format, "--replace-bad-text"])
        #expect(run.status == 0, "\(run.diagnostics)")
        if format == "json" {
            // Tresor's pages repeat a row at each seam.
            #expect(
                run.output.contains(#""code":"replacedText","count":38,"first":["page 1","page 2","page 3"]"#),
                "\(run.output)")
        } else if format != "table" {
            #expect(run.output.contains("\u{FFFD}"))
        }
    }

    @Test func anEndpointWithoutPagesHasNoSuchOption() async throws {
        let run = await Invocation.run(
            ["auralytik", "--endpoint", "summary", "--replace-bad-text"],
            environment: CheckpointTests.Ledger.auralytik.environment)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("--replace-bad-text cannot be used with --endpoint summary"))
    }
}
