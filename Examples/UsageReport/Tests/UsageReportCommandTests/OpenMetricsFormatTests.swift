import Foundation
import Testing
import UsageKit
import UsageReportCommand

/// `--format openmetrics`.
@Suite struct OpenMetricsFormatTests {
    private static func value(_ name: String, in run: Invocation) -> String? {
        run.output.split(separator: "\n").first { $0.hasPrefix("usagekit_\(name)") }?
            .split(separator: " ").last.map(String.init)
    }

    @Test(arguments: DemoOptionTests.providers) func printsTheMetricsOfAWalk(provider: String) async throws {
        let run = await Invocation.run([provider, "--demo", "--format", "openmetrics", "--by", "model"])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.output.hasPrefix("# HELP usagekit_requests "))
        #expect(run.output.hasSuffix("\n# EOF\n"))
        #expect(Self.value("report_complete", in: run) == "1")
        #expect(run.output.contains("usagekit_walk_end_timestamp_seconds{walk=\"1\",provider=\"\(provider)\","))
        // The files of two providers have no series in common.
        let samples = run.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(samples.allSatisfy { $0.contains("provider=\"\(provider)\"") })
        let named = await Invocation.run([provider, "--demo", "--format", "openmetrics", "--by", "provider,model"])
        #expect(named.output == run.output)
    }

    @Test func anAccountIsALabel() async {
        let options = ["tresor", "--demo", "--format", "openmetrics", "--account", "a\"b"]
        let run = await Invocation.run(options)
        let samples = run.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(run.status == 0 && samples.allSatisfy { $0.contains(#"account="a\"b""#) })
    }

    @Test(arguments: ["minute", "day", "month"]) func bucketsOfTimeAreBadUsage(every: String) async throws {
        let server = try LedgerServer(.tresor)
        let run = await server.run(["--format", "openmetrics", "--every", every])
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(
            run.diagnostics == "usage-report: --format openmetrics has no buckets of time: leave out --every, "
                + "or give --every none.\n")
        #expect(server.requests == 0)
        #expect(await server.run(["--format", "openmetrics", "--every", "none"]).status == 0)
    }

    @Test(arguments: [["--endpoint", "usage"], ["--labels", "region"], ["--fill"], ["--drift"]])
    func whatHasNoMetricsIsBadUsage(options: [String]) async throws {
        let server = try LedgerServer(.tresor)
        let run = await server.run(["--format", "openmetrics"] + options)
        #expect(run.status == 2)
        #expect(run.output == "" && server.requests == 0)
        #expect(run.diagnostics.split(separator: "\n").count == 1)
    }

    @Test func anIncompleteWalkSaysSo() async throws {
        let run = try await LedgerServer(.tresor).run(["--format", "openmetrics", "--max-rows", "12"])
        #expect(run.status == 3)
        #expect(Self.value("report_complete", in: run) == "0")
        #expect(Self.value("walk_complete", in: run) == "0")
        #expect(Self.value("requests", in: run) == "12")
        #expect(run.diagnostics == "usage-report: incomplete: tresor: the walk has more than 12 rows\n")
    }

    @Test func aFileAndAStoreHaveTheFiguresOfTheWalk() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("metrics-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let options = ["--format", "openmetrics", "--by", "model"]
        func figures(_ run: Invocation) -> [Substring] {
            run.output.split(separator: "\n").filter { !$0.contains("_timestamp_") && !$0.contains("usagekit_walk") }
        }
        let walk = await Invocation.run(["tresor", "--demo"] + options)

        let file = folder.appendingPathComponent("rows.ndjson")
        let rows = await Invocation.run(["tresor", "--demo", "--endpoint", "usage", "--format", "ndjson"])
        try Data(rows.output.utf8).write(to: file)
        let replay = await Invocation.run(["replay", file.path, "--provider", "tresor"] + options)
        #expect(replay.status == 0, "\(replay.diagnostics)")
        #expect(figures(replay) == figures(walk))

        let store = folder.appendingPathComponent("store").path
        #expect(await Invocation.run(["sync", store, "tresor", "venice", "--demo"]).status == 0)
        let report = await Invocation.run(["report", store, "--provider", "tresor"] + options)
        #expect(report.status == 0, "\(report.diagnostics)")
        #expect(report.output.contains("usagekit_walk_read_timestamp_seconds{walk=\"1\",provider=\"tresor\","))
        let requests = figures(walk).filter { $0.hasPrefix("usagekit_requests{") }
        #expect(!requests.isEmpty && requests.allSatisfy(figures(report).contains))
        let all = await Invocation.run(["report", store] + options)
        #expect(all.output.contains("usagekit_walk_complete{walk=\"2\","))
        #expect(await Invocation.run(["report", store, "--every", "day"] + options).status == 2)
    }
}
