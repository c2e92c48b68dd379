import Foundation
import Synchronization
import Testing
import UsageKit

@testable import UsageReportCommand

/// Files that a report must read rightly or refuse, in each format.
@Suite struct SavedFileTests {
    private static let formats = ["table", "json", "csv", "ndjson"]

    private func replay(_ file: SavedFileCase, _ format: String, _ options: [String] = []) async throws -> Invocation {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("saved-\(UUID().uuidString)")
        try Data(file.bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return await Invocation.run(
            ["replay", url.path, "--provider", file.provider, "--format", format] + file.options + options)
    }

    @Test func aFileOfTwoPagesOfThreeIsIncomplete() async throws {
        let file = SavedFileCase(
            "", "aurous", #"{"data":[\#(SavedFileCase.aurous("a"))],"has_more":true,"next_cursor":"x"}"#)
        let run = try await replay(file, "csv")
        #expect(run.status == 3)
        #expect(run.output.split(separator: "\r\n").count == 2)
        #expect(
            run.diagnostics
                == "usage-report: incomplete: the last page of a listing says that more rows follow, but they are not in "
                + "the file; 1 pages, 1 rows\n")
    }

    @Test(arguments: SavedFileCase.read)
    func isReadAlikeInEveryFormat(_ file: SavedFileCase) async throws {
        for format in Self.formats {
            let run = try await replay(file, format)
            #expect(run.status == file.status, "\(format): \(run.diagnostics)")
            let isTold =
                run.diagnostics.contains(file.reason) || (format == "table" && run.output.contains(file.reason))
            #expect(file.reason.isEmpty || format == "json" || isTold, "\(format): \(run.diagnostics)")
            switch format {
            case "json":
                #expect(run.output.contains("\"complete\":\(file.status == 0)"))
                #expect(run.output.contains("\"requests\":\(file.rows)"))
                #expect(run.output.contains("\"charges\":\(file.charges)"), "\(run.output)")
            case "table":
                #expect(run.output.contains("\(file.status == 0 ? "complete" : "INCOMPLETE"): "))
                #expect(run.output.contains(", \(file.rows) rows"))
            default:
                let lines = run.output.split(whereSeparator: \.isNewline).count
                #expect(lines == file.rows + (format == "csv" ? 1 : 0))
                // The report is the last line on standard error, after its notes.
                let state = file.status == 0 ? "complete" : "incomplete"
                let told = run.diagnostics.split(separator: "\n")
                #expect(told.last?.hasPrefix("usage-report: \(state): ") == true)
                #expect(told.last?.contains(", \(file.rows) rows") == true)
                #expect(told.dropLast().allSatisfy { $0.hasPrefix("usage-report: note: ") })
            }
        }
    }

    @Test(arguments: SavedFileCase.refused)
    func isRefusedInEveryFormat(_ file: SavedFileCase) async throws {
        for format in Self.formats {
            let run = try await replay(file, format)
            #expect(run.status == 1)
            #expect(run.output == "")
            #expect(run.diagnostics.contains(file.reason), "\(run.diagnostics)")
            #expect(run.diagnostics.split(separator: "\n").count == 1)
        }
    }

    @Test(arguments: formats) func aDirectoryIsNamed(_ format: String) async {
        let folder = FileManager.default.temporaryDirectory.path
        let run = await Invocation.run(["replay", folder, "--provider", "tresor", "--format", format])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics == "usage-report: '\(folder)' is a directory; expected a file or a pipe\n")
    }

    @Test func rowsOutsideTheWindowAreToldInEveryFormat() async throws {
        let file = try #require(SavedFileCase.read.first)
        for format in Self.formats where format != "json" {
            let run = try await replay(file, format)
            #expect((format == "table" ? run.output : run.diagnostics).contains("2 outside the window"))
        }
        #expect(try await replay(file, "json").output.contains(#""outsideWindow":2"#))
    }

    // MARK: Groups

    private static let grouped = SavedFileCase(
        "groups", "venice",
        [
            SavedFileCase.venice(0), SavedFileCase.venice(1, "\"a,b", amount: "-7").replacing("\"\"a", with: "\"\\\"a"),
            SavedFileCase.venice(2),
        ].joined(separator: "\n"))

    @Test(arguments: formats) func damagedTextIsReadIfTheCallerAsks(_ format: String) async throws {
        let file = SavedFileCase("", "aurous", SavedFileCase.aurous("half \\ud83d"))
        let refused = try await replay(file, format)
        #expect(refused.status == 1)
        #expect(refused.output == "")
        #expect(refused.diagnostics.contains("line 1"))
        let run = try await replay(file, format, ["--replace-bad-text"])
        #expect(run.status == 0)
        if format == "json" {
            #expect(run.output.contains(#""code":"replacedText","count":1,"first":["line 1"]"#), "\(run.output)")
        } else if format != "table" {
            #expect(run.output.contains("half \u{FFFD}"))
        }
    }

    @Test func groupsAreFlatLinesOfCSV() async throws {
        let run = try await replay(Self.grouped, "csv", ["--every", "day", "--by", "model,user"])
        #expect(run.status == 0)
        #expect(
            run.output == """
                start,end,model,user,requests,succeeded,failed,cancelled,inputTokens,outputTokens,latencyCount,p50MS,\
                p95MS,"charge.""a,b",charge.USD,units.image-unit\r
                2026-03-04T00:00:00Z,2026-03-05T00:00:00Z,m,,3,,,,,,0,,,7,1,3\r

                """)
        #expect(run.diagnostics == "usage-report: complete: 1 pages, 3 rows\n")
    }

    @Test func groupsAreFlatObjectsOfNDJSON() async throws {
        let run = try await replay(Self.grouped, "ndjson", ["--by", "currency"])
        #expect(
            run.output == """
                {"start":null,"end":null,"currency":"\\"a,b","requests":1,"succeeded":null,"failed":null,"cancelled":null,\
                "inputTokens":null,"outputTokens":null,"latencyCount":0,"p50MS":null,"p95MS":null,"charge.\\"a,b":"7",\
                "charge.USD":null,"units.image-unit":"1"}
                {"start":null,"end":null,"currency":"USD","requests":2,"succeeded":null,"failed":null,"cancelled":null,\
                "inputTokens":null,"outputTokens":null,"latencyCount":0,"p50MS":null,"p95MS":null,"charge.\\"a,b":null,\
                "charge.USD":"1","units.image-unit":"2"}

                """)
    }

    @Test func everyNoneWithoutDimensionsPrintsRecords() async throws {
        let run = try await replay(Self.grouped, "ndjson", ["--every", "none"])
        #expect(run.output.hasPrefix(#"{"provider":"venice","id":null"#))
        #expect(run.output.split(separator: "\n").count == 3)
    }

    @Test(arguments: ["csv", "ndjson"]) func incompleteGroupsKeepTheExitCode(_ format: String) async throws {
        let file = try #require(SavedFileCase.read.first { $0.name == "has_more" })
        let run = try await replay(file, format, ["--by", "model"])
        #expect(run.status == 3)
        #expect(run.output.split(whereSeparator: \.isNewline).count == (format == "csv" ? 2 : 1))
        #expect(run.diagnostics.hasPrefix("usage-report: incomplete: the last page"))
    }

    // MARK: Size

    /// What a command writes, piece by piece.
    private final class Pieces: Sendable {
        let texts = Mutex<[String]>([])

        func run(_ arguments: [String]) async -> Int32 {
            let console = Console(output: { text in self.texts.withLock { $0.append(text) } }, diagnostics: { _ in })
            return await Program.run(arguments: arguments, environment: [:], console: console)
        }
    }

    @Test(arguments: ["csv", "ndjson"]) func recordsAreWrittenInLargePieces(_ format: String) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("large-\(UUID().uuidString)")
        let rows = (0..<9000).map { SavedFileCase.tresor("row-\($0)") + "\n" }.joined()
        try Data(rows.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let pieces = Pieces()
        #expect(await pieces.run(["replay", url.path, "--provider", "tresor", "--format", format]) == 0)
        let texts = pieces.texts.withLock { $0 }
        #expect(texts.count > 5)
        #expect(texts.dropLast().allSatisfy { (65_536..<80_000).contains($0.utf8.count) })
        let lines = texts.joined().split(whereSeparator: \.isNewline)
        #expect(lines.count == (format == "csv" ? 9001 : 9000))
        #expect(Set(lines).count == lines.count)
    }
}
