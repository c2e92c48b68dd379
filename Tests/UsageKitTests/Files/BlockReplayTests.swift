import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// A file that is read in chunks and blocks gives the same result as a file that is read as a whole.
@Suite struct BlockReplayTests {
    /// What a file gives.
    private struct Answer: Equatable {
        let figures: [String]
        let report: WalkReport
    }

    private static let windows = [TimeWindow.all, .between("2026-05-19T06:00:00Z", "2026-05-22T18:00:00Z")]

    private static func answer(_ ledger: UsageLedger, _ report: WalkReport) throws -> Answer {
        Answer(figures: try LedgerFigures.all(of: ledger), report: report)
    }

    /// The rows and the report of bytes that come in blocks.
    private func streamed<Row>(
        _ reader: ReplayReader<Row>, _ bytes: [UInt8], _ window: TimeWindow, _ random: inout SeededGenerator
    ) -> Result<(rows: [Row], report: WalkReport), UsageError> {
        var stream = ReplayStream(SavedRowStream(reader, in: window))
        return Result { () throws(UsageError) in
            var rows: [Row] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let block = rest.prefix(Int.random(in: 1...1500, using: &random))
                rows += try stream.read(Array(block))
                rest = rest.dropFirst(block.count)
            }
            return (rows + (try stream.end()), stream.report)
        }
    }

    /// The rows and the report of a file that is read twice.
    private func readTwice<Row>(
        _ reader: ReplayReader<Row>, _ bytes: [UInt8], _ window: TimeWindow, blockSize: Int
    ) -> Result<(rows: [Row], report: WalkReport), UsageError> {
        Result { () throws(UsageError) in
            var reading = ReplayReading(
                try SavedRowReading(reader, .bytes(bytes), in: window, blockSize: blockSize))
            var rows: [Row] = []
            while let more = try reading.next() { rows += more }
            return (rows, reading.report)
        }
    }

    /// Compares a file read in chunks and blocks of any size with the same file read as a whole.
    ///
    /// - Returns: Whether it was read in chunks.
    @discardableResult
    private func compare<Row>(
        _ reader: ReplayReader<Row>, _ bytes: [UInt8], _ random: inout SeededGenerator
    ) throws -> Bool {
        let window = Self.windows.randomElement(using: &random) ?? .all
        let whole = Result { () throws(UsageError) in try reader.rows(ofFile: bytes, in: window) }
        let blockSize = Int.random(in: 1...1500, using: &random)
        for other in [
            streamed(reader, bytes, window, &random), readTwice(reader, bytes, window, blockSize: blockSize),
        ] {
            switch (whole, other) {
            case (.success(let whole), .success(let other)):
                // A stream also gives the rows that later states replace.
                if other.rows.count == other.report.rows { #expect(whole.rows == other.rows) }
                #expect(other.rows.count <= other.report.rows + other.report.revised)
                #expect(whole.report == other.report)
            case (.failure(let whole), .failure(let other)): #expect(whole == other)
            default: Issue.record("\(whole) is not \(other)")
            }
        }
        let labels = blockSize.isMultiple(of: 2) ? RowLabelTable.labels : []
        let chunked = ChunkedFileReader(
            file: .bytes(bytes), window: window, blockSize: Int.random(in: 1...1500, using: &random),
            chunkCount: Int.random(in: 1...9, using: &random), labels: labels)
        let isInChunks = reader.chunks(of: chunked, WithLabels.self) != nil
        let expected = Result { () throws(UsageError) in
            let (rows, report) = try whole.get()
            var ledger = UsageLedger(keeping: labels)
            for row in rows { try ledger.append(row.usageRecord(keeping: labels)) }
            return (ledger, report)
        }
        switch expected {
        case .success(let (ledger, report)):
            let (columns, reportOfChunks) = try reader.columns(of: chunked)
            var inChunks = UsageLedger(keeping: labels)
            inChunks.append(columns)
            #expect(try Self.answer(inChunks, reportOfChunks) == Self.answer(ledger, report))
        case .failure(let error):
            #expect(!isInChunks)
            #expect(throws: error) { try reader.columns(of: chunked) }
        }
        return isInChunks
    }

    private func compare(
        _ provider: RowLedger, _ bytes: [UInt8], _ random: inout SeededGenerator
    ) throws -> Bool {
        switch provider {
        case .aurous, .aurousCredits: try compare(SavedRows.aurous, bytes, &random)
        case .venice, .veniceRetired: try compare(SavedRows.venice, bytes, &random)
        case .tresor: try compare(SavedRows.tresor, bytes, &random)
        case .chatBotKit: try compare(SavedRows.chatBotKit, bytes, &random)
        case .auralytik, .auralytikSigned: try compare(SavedRows.auralytik, bytes, &random)
        }
    }

    /// Texts that make a CSV file hard to cut.
    private static let notes: [JSONValue] = ["a\nb", "say \"yes\"\n", "\",\"\n", "é,ü", "\r\n\r\n", "plain", nil]

    private static func rows(_ provider: RowLedger, seed: UInt64, count: Int) -> [JSONValue] {
        var random = SeededGenerator(seed: seed)
        let rows = provider.rows(seed: seed, count: count)
        guard !provider.hasIDs else { return rows }
        return rows.map { row in
            Int.random(in: 0..<4, using: &random) == 0
                ? row.replacing("notes", by: notes.randomElement(using: &random) ?? nil) : row
        }
    }

    @Test(arguments: RowLedger.allCases, SavedRows.Form.allCases)
    func everyFormIsReadInChunks(_ provider: RowLedger, _ form: SavedRows.Form) throws {
        for seed in PropertySeeds.some(1, from: 60) {
            var random = SeededGenerator(seed: seed)
            let rows = Self.rows(provider, seed: seed, count: 40)
            guard let file = SavedRows.file(of: rows, provider, form, &random) else { continue }
            let isInChunks = try compare(provider, Array(file.text.utf8), &random)
            #expect(isInChunks)
        }
    }

    @Test(arguments: RowLedger.allCases, SavedRows.Form.allCases)
    func aDamagedFileIsRefusedAlike(_ provider: RowLedger, _ form: SavedRows.Form) throws {
        var random = SeededGenerator(seed: 77)
        for seed in PropertySeeds.some(20, from: 0) {
            let rows = Self.rows(provider, seed: seed, count: Int.random(in: 0...9, using: &random))
            guard let file = SavedRows.file(of: rows, provider, form, &random) else { continue }
            var bytes = Array(file.text.utf8)
            for _ in 0...Int.random(in: 0...2, using: &random) { Self.damage(&bytes, &random) }
            _ = try compare(provider, bytes, &random)
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let other = Array("\"\\{}[],:x09.-e \u{1}\n\r".utf8).randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(other, at: place)
        case 2: bytes[place] = other
        case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes += bytes[place...]
        case 6: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
        default:
            // Lines come twice or change places.
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let line = lines[Int.random(in: 0..<lines.count, using: &random)]
            lines.insert(line, at: Int.random(in: 0...lines.count, using: &random))
            bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
        }
    }

    private static func entry(_ second: Int, _ amount: String = "-1") -> String {
        "2026-10-01T00:00:\(String(second + 10))Z,m-image-unit,1,1,\(amount),USD,,,,,\n"
    }

    /// A page can be repeated in another chunk, or across the cut between two chunks.
    @Test(arguments: 1...9, [20, 64, 1000])
    func aPageThatComesAgainIsNoticedHoweverTheFileIsCut(chunkCount: Int, blockSize: Int) throws {
        let page = VeniceCSVTests.header + (0..<7).map { Self.entry($0) }.joined()
        let last = VeniceCSVTests.header + Self.entry(9) + Self.entry(9)
        for (text, isSimple) in [
            (page + page, false), (last + page + page + last, false), (page + last + page, false),
            // Pages that differ in a row have others in common, which are noted.
            (page + page.replacing("15Z,", with: "16Z,"), false), (page + page.replacing("-1,", with: "-2,"), true),
            (page + page.replacing("-1,", with: "-1.0,"), false),
        ] {
            let chunked = ChunkedFileReader(
                file: .bytes(Array(text.utf8)), window: .all, blockSize: blockSize, chunkCount: chunkCount)
            #expect((SavedRows.venice.chunks(of: chunked, WithoutLabels.self) != nil) == isSimple)
            let report = try SavedRows.venice.columns(of: chunked).1
            #expect(report == (try SavedRows.venice.rows(ofFile: Array(text.utf8), in: .all).report))
        }
    }

    /// Cuts fall inside quotes, so the file must be read as one chunk.
    @Test(arguments: 1...9)
    func aCutInsideOfQuotesIsNoCut(chunkCount: Int) throws {
        let note = String(repeating: "2026-10-01T00:00:00Z,m-image-unit,1,1,-1,USD,,,,,\n", count: 30)
        let text =
            VeniceCSVTests.header + "2026-10-01T00:00:00Z,m-image-unit,1,1,-1,USD,\"\(note)\",,,,\n" + Self.entry(1)
        for blockSize in [10, 100, 10_000] {
            let chunked = ChunkedFileReader(
                file: .bytes(Array(text.utf8)), window: .all, blockSize: blockSize, chunkCount: chunkCount)
            let read = try #require(SavedRows.venice.chunks(of: chunked, WithoutLabels.self))
            #expect(read.count == 1)
            #expect(read[0].columns.count == 2)
            // What is read again is not reported again.
            let told = ProgressRecorder()
            var reported = chunked
            reported.progress = ReadingProgress { told.note($0, $1) }
            _ = try SavedRows.venice.columns(of: reported)
            #expect(told.all.last == text.utf8.count)
            #expect(told.all == Set(told.all).sorted())
        }
    }

    /// Pages may be printed over several lines, but no page may end where the next one begins.
    @Test(arguments: [
        (#"{"data":[]}|{"data":[]}|"#, true), (#"{"data":[]}|{"data":|[]}|"#, true),
        (#"{"data":[]}|{"data":[]|}"#, true), (#"{"data":[]}|{|"data":[]}|{"data":[]}|"#, true),
        (#"{"data":[|]}{"data":[]}|{"data":|[]}|"#, true), (#"|{"x":{}|,"data":[]}|{"data":|[]}|"#, true),
        (#"{"x":{}|,"data":[]}|{"data":[]}|"#, true), (#"{"data":[]} {"data":[]}| |{"data":[]}"#, true),
        (#"{"data":[]}|{"data":[]|{"data":[]}|"#, false), (#"{"data":[]}|{"data":[]| | |"#, false),
        (#"{"data":[|{"data":[]}|"#, false), (#"{"data":[],"x":|{"data":[]}| {"data":[]}|"#, false),
    ])
    func aLineThatEndsInsideOfAPageIsRefusedAlike(_ text: String, isSound: Bool) throws {
        let bytes = Array(text.replacing("|", with: "\n").utf8)
        for seed in 0..<40 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            try compare(SavedRows.tresor, bytes, &random)
        }
        let chunked = ChunkedFileReader(file: .bytes(bytes), window: .all, chunkCount: 1)
        #expect((SavedRows.tresor.chunks(of: chunked, WithoutLabels.self) != nil) == isSound)
    }

    /// The fingerprint of a page does not depend on how its rows are split into chunks.
    @Test func theFingerprintOfAPageDoesNotDependOnTheCuts() {
        func digests(_ rows: [Int?]) -> PageFingerprints {
            var digests = PageFingerprints()
            for row in rows {
                if let row { digests.append(Timestamp(seconds: Int64(row)), nil) } else { digests.begin() }
            }
            return digests
        }
        let rows: [Int?] = [nil, 1, 2, 3, nil, 1, 2, 3]
        for first in rows.indices {
            for second in first...rows.count {
                let chunks = [rows[..<first], rows[first..<second], rows[second...]].map { digests(Array($0)) }
                #expect(PageFingerprints(joining: chunks).mayRepeat)
                #expect(PageFingerprints(joining: chunks).count == 2)
            }
        }
        #expect(!digests([nil, 1, 2, nil, 2, 1]).mayRepeat)
        #expect(!digests([nil, 1, nil, 1]).mayRepeat)
        #expect(digests([nil, nil, 1, 2, nil, nil, 1, 2]).mayRepeat)
        #expect(digests([nil, 1, 2, nil, 3, 4, nil, 1, 2]).mayRepeat)
    }

    @Test func theBytesOfAllFormsAreReported() throws {
        for form in SavedRows.Form.allCases {
            var random = SeededGenerator(seed: 5)
            let rows = Self.rows(.venice, seed: 5, count: 200)
            let file = try #require(SavedRows.file(of: rows, .venice, form, &random))
            let bytes = Array(file.text.utf8)
            let told = ProgressRecorder()
            let chunked = ChunkedFileReader(
                file: .bytes(bytes), window: .all, blockSize: 1000, chunkCount: 4,
                progress: ReadingProgress { told.note($0, $1) })
            _ = try SavedRows.venice.columns(of: chunked)
            #expect(told.all.count > 20)
            #expect(told.all.last == bytes.count)
            #expect(told.all == told.all.sorted())
            #expect(told.counts == [bytes.count])
        }
    }

    /// Rows nest as deep in a block as in the whole document.
    @Test(arguments: [125, 126, 127, 128])
    func aBlockDoesNotForgetHowDeepItIs(depth: Int) throws {
        let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        var random = SeededGenerator(seed: 1)
        for rows in [1, 2, 3] {
            let lines = (0..<3).map { index in
                #"{"id":"\#(index)","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-05-20T00:00:00Z""#
                    + (index < rows ? "" : #","x":\#(value)"#) + "}"
            }
            for text in ["[\(lines.joined(separator: ","))]", "{\"data\":[\(lines.joined(separator: ","))]}"] {
                try compare(SavedRows.tresor, Array(text.utf8), &random)
            }
        }
    }
}
