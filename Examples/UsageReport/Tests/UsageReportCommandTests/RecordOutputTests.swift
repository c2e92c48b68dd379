import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files of a walk in which a row comes again with other content.
@Suite struct RecordOutputTests {
    private static let window = ["--start", "2026-03-04T00:00:00Z", "--end", "2026-03-05T00:00:00Z"]

    /// Three pages of Aurous: the row `a` costs 2 on the first one and 3 on the second one.
    private static let pages = [
        page([SavedFileCase.aurous("b"), SavedFileCase.aurous("a")], next: "c2"),
        page([SavedFileCase.aurous("a", #""status":"completed","credits_charged":3"#)], next: "c3"),
        page([SavedFileCase.aurous("c")], next: nil),
    ]

    private static func page(_ rows: [String], next: String?) -> String {
        #"{"object":"list","has_more":\#(next != nil),"next_cursor":\#(next.map { "\"\($0)\"" } ?? "null"),"data":["#
            + rows.joined(separator: ",") + "]}"
    }

    /// A server with the pages, which refuses one of them.
    private static func transport(refusing refused: Int? = nil) -> ClosureTransport {
        ClosureTransport { request in
            let address = request.url.absoluteString
            let number = address.contains("c3") ? 2 : address.contains("c2") ? 1 : 0
            guard number != refused else { return .json(#"{"error":{"message":"no longer"}}"#, status: 403) }
            return .json(pages[number])
        }
    }

    private static func lines(_ text: String) -> [Substring] { text.split(whereSeparator: \.isNewline) }

    /// What is printed without the first state of `a`, which is the second record.
    private static func lastStates(_ printed: String, _ format: String) -> [Substring] {
        var lines = lines(printed)
        lines.remove(at: format == "csv" ? 2 : 1)
        return lines
    }

    @Test(arguments: ["csv", "ndjson"]) func aFileHasEachRowInItsLastState(_ format: String) async throws {
        let folder = try OutputFolder()
        let server = try LedgerServer(.aurous, Self.transport())
        let options = Self.window + ["--format", format]
        let printed = await server.run(options)
        #expect(printed.status == 3)
        #expect(printed.diagnostics.contains("1 charges are printed twice"))
        #expect(Self.lines(printed.output).count == (format == "csv" ? 5 : 4))
        let run = await server.run(options + ["--output", folder.path("result")])
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(run.diagnostics.contains("1 revised"))
        #expect(!run.diagnostics.contains("both states") && !run.diagnostics.contains("twice"))
        #expect(try Self.lines(folder.text("result")) == Self.lastStates(printed.output, format))
        #expect(try folder.names == ["result"])
    }

    @Test(arguments: ["csv", "ndjson"]) func soHasAnIncompleteOne(_ format: String) async throws {
        let folder = try OutputFolder()
        try folder.write("before", to: "result")
        let server = try LedgerServer(.aurous, Self.transport())
        let options = Self.window + ["--max-pages", "2", "--format", format]
        let printed = await server.run(options)
        let run = await server.run(options + ["--output", folder.path("result")])
        #expect(run.status == 3)
        #expect(!run.diagnostics.contains("twice"))
        #expect(try Self.lines(folder.text("result.partial")) == Self.lastStates(printed.output, format))
        #expect(try folder.text("result") == "before")
    }

    @Test(arguments: ["csv", "ndjson"]) func soHasThatOfAWalkThatWasResumed(_ format: String) async throws {
        let folder = try OutputFolder()
        let other = SavedFileCase.aurous("z")
        let server = try LedgerServer(
            .aurous,
            ClosureTransport { request in
                // The first page has another row, so that rows of this run have other numbers than lines of the file.
                guard !request.url.absoluteString.contains("cursor=") else {
                    return .json(#"{"error":{"message":"no longer"}}"#, status: 403)
                }
                return .json(Self.page([other], next: "c1"))
            })
        let options =
            Self.window + [
                "--format", format, "--checkpoint", folder.path("checkpoint"), "--output", folder.path("result"),
            ]
        #expect(await server.run(options).status == 3)
        server.serve(Self.transport())
        let run = await server.run(options)
        #expect(run.status == 0, "\(run.diagnostics)")
        let text = try folder.text("result")
        #expect(Self.lines(text).count == (format == "csv" ? 5 : 4), "\(text)")
        // Lines of the finished checkpoint have each row in its last state, too.
        let printed = await server.run(Array(options.dropLast(2)))
        #expect(printed.output == text)
    }

    @Test func anInterruptedWalkLeavesWhatCame() async throws {
        let folder = try OutputFolder()
        let printed = try await LedgerServer(.aurous, Self.transport()).run(Self.window + ["--format", "ndjson"])
        let silent = SilentAfter(Self.transport(), after: 2)
        let server = try LedgerServer(.aurous, silent)
        let process = try server.start(Self.window + ["--format", "ndjson", "--output", folder.path("result")])
        await silent.waitForSilence()
        kill(process.id, SIGINT)
        #expect(await process.status() == 3)
        #expect(try folder.names == ["result.partial"])
        #expect(try Self.lines(folder.text("result.partial")) == Self.lines(printed.output).dropLast())
        #expect(process.diagnostics.contains("1 charges are printed twice"))
    }
}
