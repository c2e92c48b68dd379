public import Foundation

/// Reads an export of records from a file, record by record and in bounded memory.
///
/// The file is what ``CSVExport`` or ``NDJSONExport`` writes; its beginning shows which.
/// ```swift
/// var reader = try RecordReader(of: file, repeatingRequests: [.venice])
/// while let record = try reader.next() { try ledger.append(record) }
/// ```
/// NDJSON gives equal records (``NDJSONExport/records(from:)`` says which members a line must have). CSV has all columns of
/// a record, in any order, and any other column is a label; a header may come again, as in files that were joined. It
/// cannot say two things. A text without characters is read as unknown, since its cell is empty. And no column says whether
/// the rows of a provider repeat their request (``UsageRecord/repeatsRequest``), so the caller names such providers.
///
/// Lines end in CRLF or LF; byte order marks before a line and empty lines are skipped. A record is read up to 1 MB of CSV,
/// or 64 MB of NDJSON. It cannot be copied, since two copies would share the position in the file.
public struct RecordReader: ~Copyable {
    private let source: SavedFile
    private var file: SavedFile.OpenFile
    private let blockSize: Int
    /// The number of bytes of the file when it was opened, and how many of them were read.
    private let count: Int
    private var position = 0
    private var format: Format
    /// The records of the last block in reverse order.
    private var records: [UsageRecord] = []
    /// Why no record follows those.
    private var failure: UsageError?

    private enum Format {
        case unknown(CSVRecordDecoder)
        case csv(CSVRecordDecoder)
        case ndjson(NDJSONRecordDecoder)
    }

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - file: The URL of the file.
    ///   - providers: The providers of which several rows can describe one request (``UsageRecord/repeatsRequest``), among
    ///     those of this package Venice alone. Lines of NDJSON say it themselves.
    ///   - formulas: How the texts of a CSV file were written. A text that was escaped loses its apostrophe.
    /// - Throws: ``UsageError`` with ``UsageError/Code/unreadableFile`` if the file cannot be read.
    public init(
        of file: URL, repeatingRequests providers: Set<ProviderID>, formulas: CSVExport.Formulas = .escaped
    ) throws(UsageError) {
        try self.init(of: .url(file), repeatingRequests: providers, formulas: formulas, blockSize: 1 << 16)
    }

    init(
        of source: SavedFile, repeatingRequests providers: Set<ProviderID>, formulas: CSVExport.Formulas,
        blockSize: Int
    ) throws(UsageError) {
        // Nothing is initialised before what may fail, since a value that cannot be copied is made as a whole.
        let count = try source.count()
        let file = try source.open()
        self.source = source
        self.file = file
        self.blockSize = blockSize
        self.count = count
        format = .unknown(CSVRecordDecoder(formulas: formulas, repeatingRequests: providers))
    }

    /// Reads the next record.
    ///
    /// - Returns: The record; nil after the last one.
    /// - Throws: ``UsageError`` whose message begins with the line, counted from 1, and that has the byte: for bytes that are
    ///   not CSV or JSON (``UsageError/Code/malformedCSV``, ``UsageError/Code/malformedJSON``), and for a column or a member
    ///   that is missing or not as it is written (``UsageError/Code/unexpectedShape``,
    ///   ``UsageError/Code/inexactNumber``). Files of other kinds are named and refused, and one that cannot be read any
    ///   more is ``UsageError/Code/unreadableFile``. After an error, each call throws it again.
    public mutating func next() throws(UsageError) -> UsageRecord? {
        while records.isEmpty {
            if let failure { throw failure }
            if position == count, position > 0 || !isUnknown { return nil }
            try readBlock()
            if count == 0 { return nil }
        }
        return records.popLast()
    }

    private var isUnknown: Bool { if case .unknown = format { true } else { false } }

    private mutating func readBlock() throws(UsageError) {
        let start = position
        // The first block shows the format, also if blocks are small.
        let length = try file.read(start..<min(start + (start == 0 ? max(blockSize, 4096) : blockSize), count))
        guard length > 0 || count == 0 else {
            failure = SavedFile.truncated(at: start)
            return
        }
        position += length
        var read: [UsageRecord] = []
        do throws(UsageError) {
            if case .unknown(let csv) = format { format = try Self.format(of: file.bytes(length), csv) }
            switch format {
            case .unknown: break
            case .csv(var decoder):
                // Moved out, so that its memory is not copied.
                format = .ndjson(NDJSONRecordDecoder())
                defer { format = .csv(decoder) }
                try decoder.read(file.bytes(length), isLast: position == count, into: &read)
            case .ndjson(var decoder):
                format = .ndjson(NDJSONRecordDecoder())
                defer { format = .ndjson(decoder) }
                try decoder.read(file.bytes(length), isLast: position == count, into: &read)
            }
        } catch {
            failure = located(error)
        }
        read.reverse()
        records = read
    }

    private static func format(
        of opening: ArraySlice<UInt8>, _ csv: CSVRecordDecoder
    ) throws(UsageError) -> Format {
        if let foreign = ForeignFormat(Array(opening.prefix(4096))) { throw foreign.error }
        let first = opening.dropFirst(opening.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
            .first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard first != UInt8(ascii: "[") else {
            var error = UsageError(.unexpectedShape, "expected one object on each line, found an array")
            error.byteOffset = 0
            throw error
        }
        return first == nil || first == UInt8(ascii: "{") ? .ndjson(NDJSONRecordDecoder()) : .csv(csv)
    }

    /// Says the line of the byte of an error.
    private func located(_ error: UsageError) -> UsageError {
        guard let offset = error.byteOffset, let line = line(of: offset) else { return error }
        var located = error
        located.message = "line \(line): \(error.message)"
        return located
    }

    /// Counts the lines up to a byte by reading the file once more, which only a malformed one costs.
    private func line(of offset: Int) -> Int? {
        guard var file = try? source.open() else { return nil }
        var (line, position) = (1, 0)
        while position < offset {
            guard let length = try? file.read(position..<min(position + 1 << 16, offset)), length > 0 else {
                return nil
            }
            line += file.bytes(length).count { $0 == UInt8(ascii: "\n") }
            position += length
        }
        return line
    }
}

@available(*, unavailable)
extension RecordReader: Sendable {}

/// Reads exported lines of NDJSON from blocks of any size.
struct NDJSONRecordDecoder {
    /// The greatest number of bytes of a line: a file without line feeds must not be held as a whole.
    private static let longestLine = 1 << 26

    /// The beginning of a line whose end has not been read.
    private var open: [UInt8] = []
    /// The position in the file of the line that is read next.
    private var start = 0

    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into records: inout [UsageRecord]
    ) throws(UsageError) {
        var rest = block
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            open += rest[..<end]
            try readLine(into: &records)
            start += 1
            rest = rest[(end + 1)...]
        }
        open += rest
        guard open.count <= Self.longestLine else {
            throw Self.error("the line is longer than \(Self.longestLine) bytes", at: start)
        }
        if isLast { try readLine(into: &records) }
    }

    private mutating func readLine(into records: inout [UsageRecord]) throws(UsageError) {
        let mark = open.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if mark > 0 { open.removeFirst(mark) }
        start += mark
        if !open.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
            do {
                records.append(try UsageRecord(exported: try JSONValue(json: open)))
            } catch {
                var error = error
                error.byteOffset = start + (error.byteOffset ?? 0)
                throw error
            }
        }
        start += open.count
        open.removeAll(keepingCapacity: true)
    }

    private static func error(_ message: String, at offset: Int) -> UsageError {
        var error = UsageError(.malformedJSON, message)
        error.byteOffset = offset
        return error
    }
}
