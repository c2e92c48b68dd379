import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

@Suite struct ReplayCommandTests {
    private func replay(_ text: String, _ options: [String]) async throws -> Invocation {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("replay-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return await Invocation.run(["replay", file.path] + options)
    }

    @Test func linesPagesAndAnArrayGiveTheSameGroups() async throws {
        let rows = Ledgers.tresor.map(\.text)
        let page = "{\"data\":[\(rows.joined(separator: ","))],\"total_count\":9}"
        var groups: Set<Substring> = []
        for text in [rows.joined(separator: "\n"), page, "[\(rows.joined(separator: ","))]", page + "\n" + page] {
            let run = try await replay(text, ["--provider", "tresor", "--format", "json"])
            #expect(run.status == 0)
            #expect(run.output.contains(#""complete":true"#))
            groups.insert(run.output[(run.output.range(of: "\"groups\"")?.lowerBound ?? run.output.startIndex)...])
        }
        #expect(groups.count == 1)
        #expect(groups.first?.contains(#""requests":3"#) == true)
    }

    @Test func aMalformedLineIsNamedWithItsByte() async throws {
        let rows = Ledgers.tresor.map(\.text)
        let run = try await replay(
            "\(rows[0])\n\(rows[1].dropLast(5))\n\(rows[2])\n", ["--provider", "tresor", "--format", "json"])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.contains("line 2"))
        #expect(run.diagnostics.contains("byte "))
    }

    @Test func aFileThatIsNotThereIsRefused() async {
        let run = await Invocation.run(["replay", "no-such-file", "--provider", "tresor"])
        #expect(run.status == 1)
        #expect(run.diagnostics == "usage-report: the file 'no-such-file' cannot be read\n")
    }

    @Test func aProviderThatIsNotThereIsBadUsage() async {
        let run = await Invocation.run(["replay", "no-such-file", "--provider", "other"])
        #expect(run.status == 2)
    }
}
