import Foundation
import Testing
import UsageReportCommand

/// The examples of `Docs/Guard.md`.
@Suite struct GuardDocumentTests {
    /// The commands of a row, and the exit code of the last of them.
    struct Example: Sendable {
        let commands: [[String]]
        let status: Int32
    }

    private static func examples() throws -> [Example] {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        let page = try String(contentsOf: root.appendingPathComponent("Docs/Guard.md"), encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| `usage-report ") }.compactMap { row in
            let parts = row.split(separator: "`")
            guard parts.count > 2, let status = parts[2].first(where: \.isNumber).flatMap({ Int32(String($0)) }) else {
                return nil
            }
            let commands = parts[1].split(separator: " && ").map {
                $0.split(separator: " ").dropFirst().map(String.init)
            }
            return Example(commands: commands, status: status)
        }
    }

    @Test func thereAreExamplesForEachResult() throws {
        let examples = try Self.examples()
        #expect(examples.count == 8)
        #expect(Set(examples.map(\.status)) == [0, 3, 5])
        #expect(examples.allSatisfy { $0.commands.allSatisfy { $0.contains("--demo") } })
    }

    @Test(arguments: try Self.examples()) func eachEndsAsThePageSays(example: Example) async {
        let store = FileManager.default.temporaryDirectory.appendingPathComponent("guard-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: store) }
        var run: Invocation?
        for command in example.commands {
            run = await Invocation.run(command.map { $0 == "usage.store" ? store.path : $0 })
        }
        #expect(run?.status == example.status, "\(example.commands): \(run?.output ?? "")\(run?.diagnostics ?? "")")
    }
}
