import Foundation
import Testing
import UsageKit

@testable import UsageReportCommand

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard input and pipes, with the real process; the tests run one after the other.
@Suite(.serialized, .timeLimit(.minutes(60))) struct SavedStreamTests {
    private static let formats = ["table", "json", "csv", "ndjson"]
    private static let rows = (0..<5).map { SavedFileCase.tresor("\($0)", at: "2026-03-0\($0 + 1)T00:00:00Z") + "\n" }

    /// A file and a named pipe in a folder that exists until a function returns.
    private func withFolder(
        _ text: String, _ body: (_ file: String, _ pipe: String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("streams-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("file").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let pipe = folder.appendingPathComponent("pipe").path
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        try await body(file, pipe)
    }

    private func run(
        _ path: String, _ options: [String], redirection: String = "", preparation: String = ":"
    ) async throws -> (status: Int32?, output: String, diagnostics: String) {
        let process = try CommandProcess(
            ["replay", path] + options, environment: ["PATH": "/usr/bin:/bin"], preparation: preparation,
            // A command that waits for a pipe for ever must not hold up the other tests.
            launcher: "timeout -s KILL 120", redirection: redirection)
        return (await process.status(), process.output, process.diagnostics)
    }

    @Test func aDashReadsStandardInput() async throws {
        try await withFolder(Self.rows.joined()) { file, _ in
            let run = try await run(
                "-", ["--provider", "tresor", "--format", "json"], redirection: "< '\(file)'")
            #expect(run.status == 0)
            #expect(run.output.contains(#""charges":{"EUR":"15"}"#))
        }
    }

    @Test(arguments: formats) func everyWayInGivesTheSame(_ format: String) async throws {
        try await withFolder(Self.rows.joined()) { file, pipe in
            let options = ["--provider", "tresor", "--format", format, "--start", "2026-03-03"]
            let expected = try await run(file, options)
            #expect(expected.status == 0)
            let writing = "cat '\(file)' > '\(pipe)' &"
            for (path, redirection) in [
                ("-", "< '\(file)'"), ("/dev/stdin", "< '\(file)'"), ("-", "< '\(pipe)'"),
                ("/dev/stdin", "< '\(pipe)'"), ("/dev/fd/3", "3< '\(pipe)'"), (pipe, ""),
            ] {
                let preparation = redirection.contains("pipe") || path == pipe ? "\(writing) true" : ":"
                let run = try await run(path, options, redirection: redirection, preparation: preparation)
                #expect(run == expected, "\(path) \(redirection)")
            }
        }
    }

    @Test(arguments: ["csv", "ndjson"]) func aPipeGivesEachStateOfARow(_ format: String) async throws {
        let states = [
            SavedFileCase.aurous("a", #""status":"processing""#), SavedFileCase.aurous("b"), SavedFileCase.aurous("a"),
            SavedFileCase.aurous("a", #""status":"completed","credits_charged":3"#),
        ].map { $0 + "\n" }
        for (count, status) in [(3, 0), (4, 3)] as [(Int, Int32)] {
            try await withFolder(states.prefix(count).joined()) { file, pipe in
                let options = ["--provider", "aurous", "--format", format]
                let ofPipe = try await run(pipe, options, preparation: "cat '\(file)' > '\(pipe)' & true")
                #expect(ofPipe.status == status)
                #expect(ofPipe.output.split(whereSeparator: \.isNewline).count == count + (format == "csv" ? 1 : 0))
                #expect(ofPipe.diagnostics.contains("\(count - 2) revised (both states are printed for \(count - 2))"))
                #expect(ofPipe.diagnostics.contains("1 charges are printed twice") == (count == 4))
                let ofFile = try await run(file, options)
                #expect(ofFile.status == 0)
                #expect(ofFile.output.split(whereSeparator: \.isNewline).count == 2 + (format == "csv" ? 1 : 0))
                #expect(!ofFile.diagnostics.contains("both states"))
            }
        }
    }

    @Test(arguments: ["-", "/dev/stdin"]) func aDirectoryInPlaceOfAFileIsNamed(_ path: String) async throws {
        let run = try await run(path, ["--provider", "tresor"], redirection: "< /")
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics.hasSuffix(" is a directory; expected a file or a pipe\n"))
    }

    @Test(arguments: formats) func aClosedStandardInputIsRefused(_ format: String) async throws {
        let run = try await run("-", ["--provider", "tresor", "--format", format], redirection: "<&-")
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.diagnostics == "usage-report: standard input cannot be read\n")
    }

    @Test(arguments: ["csv", "ndjson"]) func whatAPipeGaveBeforeAMalformedRowIsPrinted(_ format: String) async throws {
        let rows = (0..<2000).map { SavedFileCase.tresor("\($0)") + "\n" }.joined()
        let end = "{\"id\":\"x\"}\n"
        try await withFolder(rows + end) { file, pipe in
            let options = ["--provider", "tresor", "--format", format]
            let ofPipe = try await run(pipe, options, preparation: "cat '\(file)' > '\(pipe)' & true")
            #expect(ofPipe.status == 3)
            #expect(ofPipe.output.split(whereSeparator: \.isNewline).count == 2000 + (format == "csv" ? 1 : 0))
            #expect(ofPipe.diagnostics.contains("incomplete: tresor: line 2001: "))
            #expect(ofPipe.diagnostics.contains("2000 rows"))
            let ofFile = try await run(file, options)
            #expect(ofFile.status == 1)
            #expect(ofFile.output == "")
        }
        // Nothing has been printed yet.
        try await withFolder(Self.rows.joined() + end) { file, pipe in
            let run = try await run(
                pipe, ["--provider", "tresor", "--format", format], preparation: "cat '\(file)' > '\(pipe)' & true")
            #expect(run.status == 1)
            #expect(run.output == "")
            #expect(run.diagnostics.contains("line 6: "))
        }
    }
}
