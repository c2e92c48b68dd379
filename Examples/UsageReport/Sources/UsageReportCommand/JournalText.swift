import Foundation
import UsageKit

/// The text of a journal: one JSON object a line, whose first member says what it is.
///
/// A header comes first. Then come pages: the rows of a page as on the wire, and a mark that closes them. The
/// header and each mark end with a checksum over all bytes before it, so no part of the file can be changed, left out or
/// repeated without notice.
struct JournalText {
    /// The version of this form.
    static var version: Int { 2 }

    struct Header: Codable {
        let version: Int
        let startedAt: Timestamp
        let source: WalkSource
    }

    /// Closes a page.
    struct Mark: Codable {
        /// How many rows the page has.
        let rows: Int
        /// The position at which the walk continues, without the ids of the rows, which precede it; nil if it has ended.
        var checkpoint: WalkCheckpoint?
        /// How the walk ended, and what it read.
        var end: End?
    }

    struct End: Codable {
        let report: WalkReport
        let source: WalkSource
    }

    /// Why a text cannot be continued.
    enum Refusal: Error {
        /// It was written by something else.
        case foreign
        /// It has another version.
        case version(Int)
        case damaged(line: Int, String)
    }

    private(set) var header: Header?
    /// The last mark.
    private(set) var last: Mark?
    /// An array with the rows of all whole pages, each on a line.
    private(set) var rows: [UInt8] = []
    /// The number of the line in the file of each row.
    private(set) var rowLines: [Int] = []
    /// How many bytes the header and the whole pages take; what follows was cut off when it was written.
    private(set) var wholeBytes = 0
    /// The checksum of these bytes.
    private(set) var checksum = Checksum()

    /// What the walk has read so far; nil before the first page.
    var report: WalkReport? { last?.checkpoint?.report ?? last?.end?.report }

    /// What the last run read.
    var source: WalkSource? { last?.checkpoint?.source ?? last?.end?.source ?? header?.source }

    // MARK: Reading

    /// Reads the text up to the last whole page.
    init(_ bytes: [UInt8]) throws(Refusal) {
        var line = 0
        var start = 0
        var pending = Page()
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            line += 1
            guard last?.end == nil else { throw .damaged(line: line, "the walk had ended before it") }
            let text = bytes[start..<end]
            if header == nil {
                header = try Self.header(text, &checksum)
            } else if let row = Self.inside(text, Tag.row) {
                pending.add(row, line, ending: bytes[start...end])
                start = end + 1
                continue
            } else if text.starts(with: Tag.mark.utf8) {
                try close(pending, text, line)
            } else {
                throw .damaged(line: line, "it is neither a row nor a mark")
            }
            checksum.add("\n".utf8)
            pending = Page(checksum: checksum)
            start = end + 1
            wholeBytes = start
        }
        let rest = bytes[start...]
        if last?.end != nil, !rest.isEmpty { throw .damaged(line: line + 1, "the walk had ended before it") }
        let opening = Array(Tag.header.utf8)
        if header == nil, !opening.starts(with: rest.prefix(opening.count)) { throw .foreign }
    }

    /// Gives up the memory of the rows once they were read.
    mutating func forgetRows() {
        rows = []
        rowLines = []
    }

    /// The rows after the last mark.
    private struct Page {
        var checksum = Checksum()
        var rows: [(text: ArraySlice<UInt8>, line: Int)] = []

        mutating func add(_ row: ArraySlice<UInt8>, _ line: Int, ending whole: ArraySlice<UInt8>) {
            rows.append((row, line))
            checksum.add(whole)
        }
    }

    private mutating func close(_ page: Page, _ text: ArraySlice<UInt8>, _ line: Int) throws(Refusal) {
        let mark: Mark
        do {
            guard let closed = try Self.closed(text, Tag.mark, page.checksum, Mark.self) else {
                throw Refusal.damaged(line: line, Self.differs(since: line - page.rows.count))
            }
            (mark, checksum) = closed
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw .damaged(line: line, (error as? UsageError)?.message ?? "it is not a mark")
        }
        let total = rowLines.count + page.rows.count
        // A row that came again with other content is there in each state.
        let report = mark.checkpoint?.report ?? mark.end?.report
        guard mark.rows == page.rows.count, (mark.checkpoint == nil) != (mark.end == nil), let report,
            report.rows >= 0, report.revised >= 0,
            case (total, false) = report.rows.addingReportingOverflow(report.revised)
        else { throw .damaged(line: line, "it does not count the \(total) rows before it") }
        for row in page.rows {
            rows += Array((rows.isEmpty ? "[" : ",\n").utf8) + row.text
            rowLines.append(row.line)
        }
        last = mark
    }

    private static func header(_ text: ArraySlice<UInt8>, _ checksum: inout Checksum) throws(Refusal) -> Header {
        struct Version: Decodable { let version: Int }
        struct Line: Decodable {
            enum CodingKeys: String, CodingKey { case header = "usage-report" }
            let header: Version
        }
        guard text.starts(with: Tag.header.utf8) else { throw .foreign }
        let isClosed = Checksum.suffix(of: text) != nil
        let version = try? JSONDecoder().decode(Line.self, from: Data(text)).header.version
        guard let version else { throw isClosed ? .damaged(line: 1, "it cannot be read") : .foreign }
        guard version == Self.version else { throw .version(version) }
        guard let (header, sum) = try? closed(text, Tag.header, checksum, Header.self) else {
            throw .damaged(line: 1, differs(since: 1))
        }
        checksum = sum
        return header
    }

    private static func differs(since line: Int) -> String {
        "its checksum differs, so a line since line \(line) was changed"
    }

    /// Reads a line that ends with a checksum; nil if the checksum differs.
    private static func closed<Value: Decodable>(
        _ text: ArraySlice<UInt8>, _ tag: String, _ before: Checksum, _: Value.Type
    ) throws -> (Value, Checksum)? {
        guard let suffix = Checksum.suffix(of: text) else { return nil }
        var checksum = before
        checksum.add(text.prefix(upTo: suffix.startIndex))
        guard suffix.elementsEqual(checksum.suffix.utf8) else { return nil }
        checksum.add(suffix)
        let value = try JSONDecoder().decode(
            Value.self, from: Data(text[text.startIndex + tag.utf8.count..<suffix.startIndex]))
        return (value, checksum)
    }

    /// What is between a tag and the end of a line's object; nil if the line has another tag.
    private static func inside(_ text: ArraySlice<UInt8>, _ tag: String) -> ArraySlice<UInt8>? {
        guard text.starts(with: tag.utf8), text.last == UInt8(ascii: "}"), text.count > tag.utf8.count else {
            return nil
        }
        return text.dropFirst(tag.utf8.count).dropLast()
    }

    // MARK: Writing

    /// How lines begin.
    private enum Tag {
        static var header: String { "{\"usage-report\":" }
        static var row: String { "{\"row\":" }
        static var mark: String { "{\"mark\":" }
    }

    /// The first line.
    static func line(_ header: Header, _ checksum: inout Checksum) throws -> [UInt8] {
        try line(header, Tag.header, &checksum)
    }

    /// The lines of a page.
    static func lines(_ rows: [JSONValue], _ mark: Mark, _ checksum: inout Checksum) throws -> [UInt8] {
        let lines = Array(rows.map { "\(Tag.row)\($0.text)}\n" }.joined().utf8)
        checksum.add(lines)
        return lines + (try line(mark, Tag.mark, &checksum))
    }

    private static func line(_ value: some Encodable, _ tag: String, _ checksum: inout Checksum) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var line = Array(tag.utf8) + [UInt8](try encoder.encode(value))
        checksum.add(line)
        let end = Array("\(checksum.suffix)\n".utf8)
        checksum.add(end)
        line += end
        return line
    }
}

/// A checksum of bytes (FNV-1a, 64 bits): it shows damage, not intent.
struct Checksum {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        var hash = hash
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        self.hash = hash
    }

    private static var opening: String { ",\"check\":\"" }

    /// The end of a line with the checksum of all bytes before.
    var suffix: String {
        let digits = String(hash, radix: 16)
        return "\(Self.opening)\(String(repeating: "0", count: 16 - digits.utf8.count))\(digits)\"}"
    }

    /// The end of a line that may hold a checksum; nil if it does not.
    static func suffix(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let suffix = line.suffix(Checksum().suffix.utf8.count)
        return suffix.starts(with: opening.utf8) ? suffix : nil
    }
}
