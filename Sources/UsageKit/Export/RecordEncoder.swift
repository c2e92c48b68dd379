/// Encodes records in any ``RecordFormat``, record by record.
///
/// Take the pieces after each record, or after some thousands (``append(contentsOf:)``), so that little is in memory beside a
/// row group of Parquet:
///
/// ```swift
/// var encoder = try RecordEncoder(.ndjson(NDJSONExport()))
/// for record in records {
///     try encoder.append(record)
///     while let piece = encoder.nextPiece() { try file.write(contentsOf: piece) }
/// }
/// encoder.finish()
/// while let piece = encoder.nextPiece() { try file.write(contentsOf: piece) }
/// ```
///
/// The same records, settings and calls give the same bytes.
public struct RecordEncoder: Sendable {
    /// The bytes from which on lines are a piece.
    private static let block = 1 << 16

    private let format: RecordFormat
    /// Lines that were not taken yet; not used for Parquet.
    private var lines: [UInt8] = []
    /// How many bytes of the lines were taken.
    private var taken = 0
    private var parquet: ParquetWriter?
    private var isFinished = false
    private var isFlushed = false

    /// Begins a file; that of CSV and FOCUS begins with the header, even if no record follows.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a setting of the format is out of its range.
    public init(_ format: RecordFormat) throws(UsageError) {
        try self.init(format, releasesMemory: false)
    }

    /// Begins a file, with an encoder that can be one among many: then it gives its memory back after each row group.
    init(_ format: RecordFormat, releasesMemory: Bool) throws(UsageError) {
        self.format = format
        switch format {
        case .csv(let export): lines = Array(export.header.utf8)
        case .focus(let export): lines = Array(export.header.utf8)
        case .ndjson: break
        case .parquet(let export): parquet = try export.writer(releasesMemory: releasesMemory)
        }
    }

    /// Adds a record.
    ///
    /// After an error, the file is as it was before the call.
    ///
    /// - Throws: ``UsageError``: that of ``ParquetWriter/append(_:)`` or ``FOCUSExport/line(for:)``, and
    ///   ``UsageError/Code/invalidArgument`` after ``finish()``.
    public mutating func append(_ record: UsageRecord) throws(UsageError) {
        if isFinished { throw UsageError(.invalidArgument, "the file is finished, so no record can be added") }
        switch format {
        case .csv(let export): export.append(record, to: &lines)
        case .ndjson(let export): export.append(record, to: &lines)
        case .focus(let export): try export.append(record, to: &lines)
        case .parquet: try parquet?.append(record)
        }
    }

    /// Adds records, in their order; many of them are written on all cores, in all formats but FOCUS.
    ///
    /// The bytes are those of the same records added one by one. After an error, the file is as it was before the call.
    ///
    /// - Parameter records: The records; some thousands at a time keep the memory small and all cores busy.
    /// - Throws: ``UsageError``: that of ``append(_:)``.
    public mutating func append(contentsOf records: [UsageRecord]) throws(UsageError) {
        if isFinished { throw UsageError(.invalidArgument, "the file is finished, so no record can be added") }
        switch format {
        case .csv(let export): export.append(contentsOf: records, to: &lines)
        case .ndjson(let export): export.append(contentsOf: records, to: &lines)
        case .focus(let export):
            let count = lines.count
            do {
                for record in records { try export.append(record, to: &lines) }
            } catch {
                lines.removeSubrange(count...)
                throw error
            }
        case .parquet: try parquet?.append(contentsOf: records)
        }
    }

    /// Returns the next bytes of the file.
    ///
    /// Pieces of lines have about 64 kB, and those of Parquet up to a page of a column.
    ///
    /// - Returns: Bytes that follow those that were returned before; nil until there is a whole piece, and after the last
    ///   one.
    public mutating func nextPiece() -> [UInt8]? {
        if parquet != nil { return parquet?.nextPiece() }
        let count = lines.count - taken
        guard count > 0, isFinished || isFlushed || count >= Self.block else {
            isFlushed = false
            lines.removeSubrange(..<taken)
            taken = 0
            return nil
        }
        let lineEnd = lines[(taken + min(count, Self.block) - 1)...].firstIndex(of: UInt8(ascii: "\n"))
        let end = lineEnd.map { $0 + 1 } ?? lines.count
        let piece = taken == 0 && end == lines.count ? lines : Array(lines[taken..<end])
        taken = end
        if taken == lines.count {
            // An array of its own for the next lines: this one may be the caller's.
            lines = []
            taken = 0
        }
        return piece
    }

    /// Makes pieces of all records so far, for example to show them at once.
    ///
    /// In Parquet it ends the row group, and small row groups make a file longer and slower to read.
    public mutating func flush() {
        isFlushed = true
        parquet?.endRowGroup()
    }

    /// Ends the file: the pieces that follow are the last ones.
    public mutating func finish() {
        isFinished = true
        parquet?.finish()
    }

    /// The bytes in memory that wait to be taken, roughly.
    var bufferedBytes: Int { parquet?.bufferedBytes ?? (lines.count - taken) }

    /// The bytes that the columns of Parquet, or the lines, have in memory, also without values.
    var reservedBytes: Int { parquet?.reservedBytes ?? lines.capacity }
}
