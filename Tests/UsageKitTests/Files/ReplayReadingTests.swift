import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows that are given while a file or a pipe is read.
@Suite struct ReplayReadingTests {
    private static func row(_ id: String, _ padding: String = "") -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-06-02T09:00:00Z","x":"\#(padding)"}"#
            + "\n"
    }

    private func withFile<Value>(_ text: String, _ body: (URL) throws -> Value) throws -> Value {
        let url = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID().uuidString)")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url)
    }

    @Test func aFileGivesItsRowsAndItsReport() throws {
        let text = Self.row("a") + Self.row("b") + Self.row("a")
        try withFile(text) { url in
            var reading = try Tresor.replay.reading(url)
            var ids: [String] = []
            while let rows = try reading.next() { ids += rows.map(\.id) }
            #expect(ids == ["a", "b"])
            #expect(reading.report == (try Tresor.replay.rows(of: Array(text.utf8)).report))
            #expect(try reading.next() == nil)
        }
    }

    @Test func aPipeGivesEachRowWhenItHasCome() throws {
        var stream = Tresor.replay.stream()
        let text = Array((Self.row("a") + Self.row("b")).utf8)
        #expect(try stream.read(Array(text.prefix(50))).isEmpty)
        #expect(try stream.read(Array(text.dropFirst(50).prefix(100))).map(\.id) == ["a"])
        #expect(stream.report.rows == 1)
        #expect(try stream.read(Array(text.dropFirst(150))).map(\.id) == ["b"])
        #expect(try stream.end().isEmpty)
        #expect(stream.report.isComplete)
    }

    @Test func aPipeGivesEachStateOfARowAndAFileTheLast() throws {
        let later = Self.row("a", "later")
        let text = Self.row("a") + Self.row("b") + later
        var stream = Tresor.replay.stream()
        #expect(try (stream.read(Array(text.utf8)) + stream.end()).map(\.id) == ["a", "b", "a"])
        #expect(stream.report.rows == 2)
        #expect(stream.report.revised == 1)
        #expect(stream.report.revisedCharges == 1)
        try withFile(text) { url in
            var reading = try Tresor.replay.reading(url)
            var rows: [Tresor.LedgerRow] = []
            while let more = try reading.next() { rows += more }
            #expect(rows.map(\.id) == ["b", "a"])
            #expect(rows.last?.unknown["x"] == "later")
            #expect(reading.report == stream.report)
        }
    }

    @Test func aPageOfAPipeGivesItsRowsAtItsEnd() throws {
        var stream = Venice.replay.stream()
        let page = Array(try Fixture.bytes("Venice/usage-history"))
        #expect(try stream.read(Array(page.dropLast(5))).isEmpty)
        #expect(try stream.read(Array(page.suffix(5))).count == 2)
        // The page that comes again is not given.
        #expect(try stream.read(page).isEmpty)
        #expect(try stream.end().isEmpty)
        #expect(!stream.report.isComplete)
    }

    @Test func theFirstTableOfAPipeIsGivenAsItComesAndAnEqualOneIsNot() throws {
        let line = { (second: Int) in "2026-10-01T00:00:\(second)Z,m-image-unit,1,1,-1,USD,,,,,\n" }
        var stream = Venice.replay.stream()
        #expect(try stream.read(Array((VeniceCSVTests.header + line(10)).utf8)).count == 1)
        #expect(try stream.read(Array(line(11).utf8)).count == 1)
        #expect(try stream.read(Array((VeniceCSVTests.header + line(10)).utf8)).isEmpty)
        #expect(try stream.read(Array(line(11).utf8)).isEmpty)
        // A table that begins otherwise is another one.
        #expect(try stream.read(Array((VeniceCSVTests.header + line(12)).utf8)).count == 1)
        #expect(try stream.end().isEmpty)
        #expect(stream.report.duplicates == 2)
        #expect(stream.report.pages == 3)
    }

    @Test func stoppingLeavesOutTheRowThatHasNotEnded() throws {
        var stream = Tresor.replay.stream()
        #expect(try stream.read(Array((Self.row("a") + Self.row("b").dropLast(9)).utf8)).map(\.id) == ["a"])
        #expect(stream.stop().isEmpty)
        #expect(stream.report.isFinished)
        #expect(stream.report.rows == 1)
        var page = Tresor.replay.stream()
        #expect(try page.read(Array("{\"data\":[\(Self.row("a")),".utf8)).isEmpty)
        #expect(page.stop().map(\.id) == ["a"])
    }

    @Test func stoppingAFileGivesTheRowsUpToThere() throws {
        let padding = String(repeating: "x", count: 900)
        let text = (0..<1000).map { Self.row("\($0)", padding) }.joined()
        try withFile(text) { url in
            var reading = try Tresor.replay.reading(url)
            #expect(try reading.next()?.isEmpty == true)
            try reading.stop()
            var ids: [String] = []
            while let rows = try reading.next() {
                ids += rows.map(\.id)
                #expect(reading.report.rows == ids.count)
            }
            #expect((200..<300).contains(ids.count))
            #expect(ids == (0..<ids.count).map(String.init))
            #expect(reading.report.rows == ids.count)
        }
    }

    @Test func aMalformedFileGivesNoRow() throws {
        try withFile(Self.row("a") + String(repeating: "\n", count: 600_000) + "{}") { url in
            var reading = try Tresor.replay.reading(url)
            let error = try #require(throws: UsageError.self) {
                while let rows = try reading.next() { #expect(rows.isEmpty) }
            }
            #expect(error.message.hasPrefix("line 600002: "))
        }
    }

    @Test func aFileThatChangesIsNamed() throws {
        try withFile(Self.row("a") + Self.row("b")) { url in
            var reading = try Tresor.replay.reading(url)
            for _ in 0..<2 { #expect(try reading.next()?.isEmpty == true) }
            let handle = try FileHandle(forWritingTo: url)
            try handle.truncate(atOffset: UInt64(Self.row("a").utf8.count))
            let error = try #require(throws: UsageError.self) { while try reading.next() != nil {} }
            #expect(error.code == .unreadableFile)
        }
    }

    @Test func aDirectoryIsNamed() throws {
        let error = try #require(throws: UsageError.self) {
            _ = try Tresor.replay.reading(FileManager.default.temporaryDirectory)
        }
        #expect(error.message.contains("is a directory"))
    }

    /// A row may be longer than a block, and than the bytes that show the format.
    @Test(arguments: [30_000, 300_000], ["\n", ",", "pages"])
    func longRowsAreReadLikeOthers(length: Int, form: String) throws {
        let rows = (0..<4).map { Self.row("\($0)", String(repeating: "y", count: length)).dropLast() }
        let text =
            switch form {
            case ",": "[\(rows.joined(separator: ","))]"
            case "pages": rows.map { "{\"data\":[\($0)],\"total_count\":1}\n" }.joined()
            default: rows.joined(separator: form)
            }
        try withFile(text) { url in
            var reading = try Tresor.replay.reading(url)
            var ids: [String] = []
            while let rows = try reading.next() { ids += rows.map(\.id) }
            #expect(ids == ["0", "1", "2", "3"])
            var ledger = UsageLedger()
            #expect(try ledger.ingest(Tresor.replay, from: url).rows == 4)
        }
    }

    /// The reader does not wait for the end of a string that cannot end, since the row is malformed in any case.
    @Test func aMalformedRowOfAPipeIsNamedAtOnce() throws {
        var stream = Tresor.replay.stream()
        #expect(try stream.read(Array("[\(Self.row("a")),".utf8)).map(\.id) == ["a"])
        let error = try #require(throws: UsageError.self) {
            _ = try stream.read(Array(#"{"id":"b,"model":"m"},"#.utf8))
        }
        #expect(error.message.hasPrefix("line 2: "))
        #expect(error.codingPath?.hasPrefix("[1]") == true)
    }
}
