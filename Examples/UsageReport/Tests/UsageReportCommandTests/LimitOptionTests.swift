import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

/// `--max-pages`, `--max-rows` and `--max-time`.
@Suite(.serialized) struct LimitOptionTests {
    typealias Ledger = CheckpointTests.Ledger

    @Test func aLimitOfRowsEndsTheRunIncomplete() async throws {
        let server = try LedgerServer(.tresor)
        let run = await server.run(["--format", "json", "--max-rows", "12"])
        #expect(run.status == 3)
        #expect(run.output.contains(#""complete":false,"stopped":"tresor: the walk has more than 12 rows""#))
        #expect(run.output.contains(#""rows":12,"#))
        #expect(run.diagnostics == "usage-report: incomplete: tresor: the walk has more than 12 rows\n")
        #expect(await server.run(["--max-rows", "35"]).status == 0)
    }

    @Test(arguments: Ledger.allCases, [("--max-rows", 12), ("--max-pages", 2)])
    func runsWithALimitAddUpToTheWholeLedger(ledger: Ledger, limit: (name: String, value: Int)) async throws {
        let server = try LedgerServer(ledger)
        let whole = await server.run(["--format", "ndjson"])
        try await withFile { file in
            var rows: [Int] = []
            var run: Invocation
            repeat {
                run = await server.run(
                    ["--format", "ndjson", "--checkpoint", file.path, limit.name, String(limit.value)])
                rows.append(run.output.split(separator: "\n").count)
                #expect(whole.output.hasPrefix(run.output))
            } while run.status == 3 && rows.count < 10
            #expect(run.status == 0)
            #expect(run.output == whole.output)
            if limit.name == "--max-rows" { #expect(rows == [12, 24, 35]) }
        }
    }

    @Test(arguments: ["json", "ndjson", "csv", "table"], [0, 2])
    func aLimitOfTimeEndsTheRunIncomplete(format: String, pages: Int) async throws {
        let server = try LedgerServer(.tresor, SilentAfter(try Ledger.tresor.server(), after: pages))
        let run = await server.run(["--format", format, "--max-time", "1"])
        #expect(run.status == 3)
        #expect(run.diagnostics.split(separator: "\n").count == 1)
        #expect(run.diagnostics.hasPrefix("usage-report: incomplete: tresor: "))
        let rows = pages == 0 ? 0 : 19
        switch format {
        case "json": #expect(run.output.contains("\"pages\":\(pages),\"rows\":\(rows),"))
        case "table": #expect(run.output.contains("INCOMPLETE: \(pages) pages, \(rows) rows"))
        case "csv": #expect(run.output.split(whereSeparator: \.isNewline).count == (rows == 0 ? 0 : rows + 1))
        default: #expect(run.output.split(separator: "\n").count == rows)
        }
    }

    @Test(arguments: ["--max-pages", "--max-rows", "--max-time"], ["0", "-1", "-9223372036854775808", "x", "1.5", ""])
    func aLimitBelowOneIsBadUsage(name: String, value: String) async throws {
        let server = try LedgerServer(.tresor)
        let run = await server.run(["\(name)=\(value)"])
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.diagnostics.split(separator: "\n").count == 1)
        #expect(server.requests == 0)
    }

    @Test(arguments: ["--max-pages", "--max-rows", "--max-time"])
    func theGreatestLimitIsNone(name: String) async throws {
        #expect(try await LedgerServer(.tresor).run([name, "\(Int.max)"]).status == 0)
    }

    @Test func aModelThatComesAtOnceHasNoLimits() async throws {
        for name in ["--max-pages", "--max-rows", "--max-time"] {
            let server = try LedgerServer(.auralytik)
            let run = await server.run(["--endpoint", "summary", name, "1"])
            #expect(run.status == 2)
        }
    }

    @Test func aListingHasLimitsToo() async throws {
        let server = try LedgerServer(.tresor)
        let run = await server.run(["--endpoint", "usage", "--max-pages", "1"])
        #expect(run.status == 3)
        #expect(run.output.contains(#""pages":1,"rows":10"#))
    }

    @Test func anEmptyAccountIsBadUsage() async throws {
        let server = try LedgerServer(.tresor)
        #expect(await server.run(["--account", ""]).status == 2)
        #expect(await server.run(["--account", "a"]).status == 0)
    }
}
