/// How the CSV of a provider that offers CSV downloads is read.
struct CSVFormat<Row: DecodableRow>: Sendable {
    /// Makes the function that decodes the records below a header.
    let decoder: @Sendable (CSVHeader) throws(UsageError) -> @Sendable (CSVRecord) throws(UsageError) -> Row

    init() where Row: CSVRow {
        decoder = { (header) throws(UsageError) in
            let columns = try Row.columns(of: header)
            return { (record) throws(UsageError) in try Row(from: record, columns) }
        }
    }
}

/// Reads the records of a CSV file, or of a chunk of one.
///
/// The first record is the header, which names the columns. If it comes again, as in joined downloads, it begins a page;
/// its columns may then be in another order. Lines without any text are skipped.
struct CSVRowReader<Row: DecodableRow>: BlockReader {
    /// A header and what is below it.
    struct Table: Sendable {
        fileprivate let record: CSVRecord
        fileprivate let header: CSVHeader
        fileprivate let decode: @Sendable (CSVRecord) throws(UsageError) -> Row

        fileprivate init(_ record: CSVRecord, _ format: CSVFormat<Row>) throws(UsageError) {
            self.record = record
            header = try CSVHeader(record)
            decode = try format.decoder(header)
        }
    }

    private let format: CSVFormat<Row>
    /// Nil before the first header.
    private var table: Table?
    /// Whether the header may come again in another order: a chunk does not know the order before it.
    private let mayReorder: Bool
    private var reader: CSVReader
    /// The number of bytes read.
    private var count = 0

    /// Reads a file from its beginning.
    init(_ format: CSVFormat<Row>) {
        self.format = format
        mayReorder = true
        reader = CSVReader()
    }

    /// Reads a chunk of a file.
    ///
    /// - Parameters:
    ///   - format: How the CSV is read.
    ///   - table: The header of the file.
    init(_ format: CSVFormat<Row>, _ table: Table) {
        self.format = format
        self.table = table
        mayReorder = false
        reader = CSVReader()
    }

    /// True inside quotes, since a line feed there does not end the record.
    var isOpen: Bool { reader.isOpen }

    /// The number of bytes that were read of a record that has not ended.
    var openBytes: Int { count - reader.openOffset }

    mutating func read<Receiver: RowReceiver>(
        _ block: ArraySlice<UInt8>, isLast: Bool, into receiver: inout Receiver
    ) throws(UsageError) -> Int where Receiver.Row == Row {
        // The reader is moved out, because what it reads changes this value.
        var reader = CSVReader()
        swap(&reader, &self.reader)
        defer { self.reader = reader }
        let take = { (record: CSVRecord) throws(UsageError) in try self.take(record, &receiver) }
        do {
            try reader.read(block, take)
            if isLast { try reader.end(take) }
        } catch {
            // The reader counts from the beginning of the file.
            var error = error
            error.byteOffset = error.byteOffset.map { $0 - count }
            throw error
        }
        count += block.count
        return block.count
    }

    private mutating func take<Receiver: RowReceiver>(
        _ record: CSVRecord, _ receiver: inout Receiver
    ) throws(UsageError) where Receiver.Row == Row {
        if record.isBlank { return }
        if let table, let (first, second) = record.split(afterCells: table.header.columns.count) {
            try take(first, &receiver)
            return try take(second, &receiver)
        }
        guard let table else {
            self.table = try Table(record, format)
            return begin(record, &receiver)
        }
        if record.hasCells(of: table.record) { return begin(record, &receiver) }
        if record.hasCellsInAnotherOrder(of: table.record) {
            let other = try Table(record, format)
            guard mayReorder else { throw table.header.error("the columns come in another order") }
            self.table = other
            return begin(record, &receiver)
        }
        try table.header.check(record)
        let row = try table.decode(record)
        // No name of a column is an instant.
        if row.identity.time == nil, record.repeatsMostCells(of: table.record) {
            var error = UsageError(.malformedCSV, "expected a row, found a header with other columns")
            error.byteOffset = record.offset
            throw error
        }
        try receiver.receive(row)
        if receiver.awaitsLine { receiver.setLine(record.line) }
        if receiver.replaced.isEmpty { return }
        let texts = record.damagedTexts(receiver.replaced) { table.header.columns[$0].name }
        if !texts.isEmpty { receiver.note(row.damage(texts)) }
    }

    /// Begins a page below a header.
    private func begin<Receiver: RowReceiver>(_ record: CSVRecord, _ receiver: inout Receiver) {
        receiver.beginPage(.plain)
        if receiver.replaced.isEmpty { return }
        for text in record.damagedTexts(receiver.replaced, at: nil) { receiver.note(besideRows: text) }
    }
}

extension CSVRowReader.Table {
    /// Reads the header at the beginning of a file.
    init(_ opening: ChunkedFileReader.Opening, _ format: CSVFormat<Row>) throws(UsageError) {
        var first: CSVRecord?
        let note = { (record: CSVRecord) throws(UsageError) in
            if !record.isBlank { first = first ?? record }
        }
        var reader = CSVReader()
        try reader.read(opening.bytes, note)
        if opening.isWhole { try reader.end(note) }
        guard let first else {
            throw UsageError(.malformedCSV, "expected the header to end within \(opening.bytes.count) bytes")
        }
        try self.init(first, format)
    }
}
