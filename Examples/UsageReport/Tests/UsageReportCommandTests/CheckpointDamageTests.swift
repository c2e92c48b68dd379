import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

/// Files of `--checkpoint` that were changed or cut.
@Suite(.serialized) struct CheckpointDamageTests {
    typealias Ledger = CheckpointTests.Ledger

    /// A file after two pages or after the end, as lines.
    private func lines(_ server: LedgerServer, _ file: URL, isFinished: Bool) async throws -> [String] {
        if isFinished { try server.serve(FakeBehavior()) } else { try server.refuse(request: 3) }
        try? FileManager.default.removeItem(at: file)
        let run = await server.run(["--checkpoint", file.path])
        #expect(run.status == (isFinished ? 0 : 3))
        try server.serve(FakeBehavior())
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func expectDamage(
        _ server: LedgerServer, _ file: URL, _ lines: [String], line: Int? = nil, _ name: String = "",
        formats: [String] = ["json"]
    ) async throws {
        let bytes = Data(lines.map { $0 + "\n" }.joined().utf8)
        try bytes.write(to: file)
        let requests = server.requests
        for format in formats {
            let run = await server.run(["--format", format, "--checkpoint", file.path])
            #expect(run.status == 1, "\(name)")
            #expect(run.output == "", "\(name)")
            #expect(run.diagnostics.split(separator: "\n").count == 1, "\(name)")
            #expect(run.diagnostics.contains("the checkpoint '\(file.path)' is damaged"), "\(name)")
            if let line { #expect(run.diagnostics.contains("in line \(line): "), "\(run.diagnostics)") }
        }
        #expect(server.requests == requests, "\(name)")
        #expect(try Data(contentsOf: file) == bytes, "\(name)")
    }

    @Test(arguments: [false, true]) func aRowThatIsMissingIsNamedByFileAndLine(isFinished: Bool) async throws {
        let server = try LedgerServer(.tresor)
        try await withFile { file in
            var lines = try await lines(server, file, isFinished: isFinished)
            // Line 1 is the header; ten rows and their mark follow.
            #expect(lines[1].hasPrefix("{\"row\":"))
            #expect(lines[11].hasPrefix("{\"mark\":"))
            lines.remove(at: 4)
            try await expectDamage(server, file, lines, line: 11, formats: ["json", "ndjson", "csv", "table"])
        }
    }

    private static let changes: [(name: String, line: Int?, change: @Sendable (inout [String]) -> Void)] = [
        ("a row twice", 13, { $0.insert($0[4], at: 4) }),
        ("a row changed", 12, { $0[4].replaceAll("\"id\":", "\"Id\":") }),
        ("an amount changed", 12, { $0[4].replaceAll("0.", "1.") }), ("two rows swapped", 12, { $0.swapAt(4, 5) }),
        ("a row that is no row", 12, { $0[4] = "{\"row\":5}" }),
        ("a row that is two", 12, { $0[4].replaceAll("}}", "},{}}") }),
        ("a line that is nothing", 5, { $0[4] = "x" }), ("an empty line", 5, { $0.insert("", at: 4) }),
        ("a row without its tag", 5, { $0[4] = String($0[4].dropFirst(7).dropLast()) }),
        ("a mark twice", 13, { $0.insert($0[11], at: 12) }), ("a mark missing", nil, { $0.remove(at: 11) }),
        ("a page missing", nil, { $0.removeSubrange(1...11) }),
        ("a page twice", nil, { $0.insert(contentsOf: $0[1...11], at: 12) }),
        ("a mark changed", 12, { $0[11].replaceAll("\"rows\":10", "\"rows\":11") }),
        ("a mark that is nothing", 12, { $0[11] = "{\"mark\":{}}" }),
        ("the header changed", 1, { $0[0].replaceAll("T", "U") }),
        ("the header cut", nil, { $0[0] = String($0[0].dropFirst(40)) }),
    ]

    @Test(arguments: changes.indices, [false, true])
    func aFileThatWasChangedIsRefused(index: Int, isFinished: Bool) async throws {
        let change = Self.changes[index]
        let server = try LedgerServer(.tresor)
        try await withFile { file in
            var lines = try await lines(server, file, isFinished: isFinished)
            change.change(&lines)
            if change.name == "the header cut" {
                try Data(lines.joined(separator: "\n").utf8).write(to: file)
                #expect(await server.run(["--checkpoint", file.path]).status == 2)
            } else {
                try await expectDamage(server, file, lines, line: change.line, change.name)
            }
        }
    }

    @Test func nothingMayFollowTheEnd() async throws {
        let server = try LedgerServer(.tresor)
        try await withFile { file in
            let lines = try await lines(server, file, isFinished: true)
            for rest in ["x", lines[1], lines[11], ""] {
                try await expectDamage(server, file, lines + [rest], line: lines.count + 1)
            }
        }
    }

    @Test func theFirstVersionOfTheFileIsRefused() async throws {
        let server = try LedgerServer(.tresor)
        try await withFile { file in
            let old = #"{"usage-report":{"query":"provider=tresor","startedAt":"2026-06-01T00:00:00Z","version":1}}"#
            try Data("\(old)\n".utf8).write(to: file)
            let run = await server.run(["--checkpoint", file.path])
            #expect(run.status == 2)
            #expect(run.diagnostics.contains("has version 1 of its format"))
            #expect(try Data(contentsOf: file) == Data("\(old)\n".utf8))
        }
    }

    // MARK: Single bytes

    @Test(arguments: [Ledger.tresor, .venice], [false, true])
    func noByteCanChangeWithoutNotice(ledger: Ledger, isFinished: Bool) async throws {
        let server = try LedgerServer(ledger)
        try await withFile { file in
            _ = try await lines(server, file, isFinished: isFinished)
            let bytes = [UInt8](try Data(contentsOf: file))
            let whole = try JournalText(bytes)
            var generator = SeededGenerator(seed: 3)
            var refusals = 0
            for index in stride(from: 0, to: bytes.count, by: 61) {
                var changed = bytes
                changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                do {
                    // The line feed after the last mark makes it one that was cut while it was written.
                    let text = try JournalText(changed)
                    #expect(text.wholeBytes < whole.wholeBytes)
                    #expect(text.rowLines.count < whole.rowLines.count)
                } catch {
                    refusals += 1
                }
            }
            #expect(refusals > bytes.count / 61 - 20)
        }
    }

    @Test(arguments: [Ledger.tresor, .venice]) func aFileThatWasCutKeepsItsWholePages(ledger: Ledger) async throws {
        let server = try LedgerServer(ledger)
        try await withFile { file in
            let lines = try await lines(server, file, isFinished: false)
            let bytes = [UInt8](try Data(contentsOf: file))
            var ends: [Int] = []
            var end = 0
            for line in lines {
                end += line.utf8.count + 1
                if line.hasPrefix("{\"mark\":") { ends.append(end) }
            }
            #expect(ends.count == 2)
            let header = lines[0].utf8.count + 1
            for cut in Array(0...header) + Array(ends[1] - 60...ends[1]) + stride(from: header, to: end, by: 97) {
                let text = try JournalText(Array(bytes.prefix(cut)))
                let pages = ends.count { $0 <= cut }
                #expect(text.rowLines.count == [0, 10, ledger == .tresor ? 19 : 20][pages])
                #expect(text.report?.pages ?? 0 == pages)
                #expect(text.wholeBytes == ([cut < header ? 0 : header] + ends)[pages])
            }
        }
    }

    // MARK: Numbers

    /// The file with new checksums, as a writer that knows the format could make it.
    private func sealed(_ lines: [String]) -> [String] {
        var checksum = Checksum()
        return lines.map { line in
            var line = line
            if !line.hasPrefix("{\"row\":") {
                line = String(line.dropLast(checksum.suffix.count))
                checksum.add(line.utf8)
                let suffix = checksum.suffix
                checksum.add(suffix.utf8)
                line += suffix
            } else {
                checksum.add(line.utf8)
            }
            checksum.add("\n".utf8)
            return line
        }
    }

    @Test func sealingChangesNothing() async throws {
        let server = try LedgerServer(.tresor)
        try await withFile { file in
            let lines = try await lines(server, file, isFinished: true)
            #expect(sealed(lines) == lines)
        }
    }

    @Test(arguments: [Ledger.tresor, .venice, .auralytik], [false, true])
    func everyNumberOfAMarkIsChecked(ledger: Ledger, isFinished: Bool) async throws {
        let server = try LedgerServer(ledger)
        try await withFile { file in
            let lines = try await lines(server, file, isFinished: isFinished)
            let last = try #require(lines.last)
            let numbers = last.matches(of: #/"([A-Za-z_0]+)":(-?[0-9]+)/#)
            #expect(numbers.count >= 10)
            var changed: [String] = []
            for number in numbers {
                // Of the end, only the numbers that the file counts itself can be checked.
                if isFinished, number.1 != "rows" { continue }
                for extreme in ["-1", "\(Int.min)", "\(Int.max)", "1e400", "18446744073709551616"] {
                    var line = last
                    line.replaceSubrange(number.2.startIndex..<number.2.endIndex, with: extreme)
                    changed = sealed(lines.dropLast() + [line])
                    let bytes = Array(changed.map { $0 + "\n" }.joined().utf8)
                    #expect(throws: JournalText.Refusal.self, "\(number.1) \(extreme)") { try JournalText(bytes) }
                }
            }
            try await expectDamage(server, file, changed, line: lines.count)
        }
    }

    @Test func aRowThatComesTwiceIsRefusedWhateverItsChecksum() async throws {
        let server = try LedgerServer(.tresor)
        try await withFile { file in
            var lines = try await lines(server, file, isFinished: true)
            lines[4] = lines[3]
            try await expectDamage(server, file, sealed(lines))
        }
    }

    @Test func aLineThatIsNoRowIsNamedWhateverItsChecksum() async throws {
        let server = try LedgerServer(.tresor)
        try await withFile { file in
            var lines = try await lines(server, file, isFinished: true)
            lines[14] = "{\"row\":{\"id\":1}}"
            try await expectDamage(server, file, sealed(lines), line: 15)
        }
    }

    // MARK: Rows that look like something else

    @Test func rowsAreNotTakenForMarksOrPages() async throws {
        // The fields of these records are the vendor's, so they may have any name.
        let names = ["mark", "row", "usage-report", "behind", "finished", "data", "check", "items", "object"]
        let records: [JSONValue] = names.enumerated().map { (index, name) in
            .object(
                JSONObject([
                    JSONObject.Member(name, [["id": "inner", "timestamp": "2026-05-20T00:00:00Z"]]),
                    JSONObject.Member("id", .string("rec_\(index)")),
                    JSONObject.Member("timestamp", .string("2026-05-2\(index % 5)T00:00:00Z")),
                ]))
        }
        for rotation in records.indices {
            let rows = Array(records[rotation...] + records[..<rotation])
            let fake = AuralytikFake(details: rows, now: { Timestamp(seconds: 1_780_000_000) })
            let server = try LedgerServer(.auralytik, fake)
            let whole = await server.run(["--format", "ndjson", "--page-size", "2"])
            #expect(whole.status == 0)
            try await withFile { file in
                let options = ["--format", "ndjson", "--page-size", "2", "--checkpoint", file.path]
                #expect(await server.run(options + ["--max-pages", "2"]).status == 3)
                let second = await server.run(options)
                #expect(second.status == 0)
                #expect(second.output == whole.output)
                #expect(await server.run(options).output == whole.output)
            }
        }
    }
}

extension String {
    fileprivate mutating func replaceAll(_ text: String, _ other: String) {
        self = replacingOccurrences(of: text, with: other)
    }
}
