/// Writes a file row group by row group, and gives its bytes in pieces.
///
/// In memory are the values of one row group, one page in its encoded form, and of each written row group the metadata
/// and the page index.
struct ParquetFileWriter: Sendable {
    /// Where the values of a column are.
    enum Place {
        case texts(Int)
        case integers(Int)
        case decimals(Int)
    }

    /// What of a row group is being written.
    private struct Flush {
        var column = 0
        var encoder: ParquetChunkEncoder?
        /// Whether the memory of the columns is given back.
        var releasesMemory: Bool
        var chunks: [Parquet.ColumnChunk] = []
    }

    private let schema: [Parquet.SchemaElement]
    let limits: Parquet.Limits
    /// Whether the memory of the columns is given back after each row group, because the writer is one among many.
    private let releasesMemory: Bool
    private(set) var places: [Place] = []
    /// The columns of each type, in the order of the schema.
    var texts: [ParquetColumn<ParquetTexts>] = []
    var integers: [ParquetColumn<ParquetIntegers>] = []
    var decimals: [ParquetColumn<ParquetDecimals>] = []

    private var metaData: Parquet.FileMetaData
    private(set) var rowCount = 0
    private(set) var byteCount = 0
    private var offset = 0
    private var flush: Flush?
    /// Whether there is a `flush`, which is too large to be looked at for each row.
    private var isFlushing = false
    /// Pieces that were encoded before anybody asked for them.
    private var queue: [[UInt8]] = []
    private(set) var isFinished = false
    private var isComplete = false

    init(
        _ schema: [Parquet.SchemaElement], keyValues: [(key: String, value: String)] = [],
        limits: Parquet.Limits = Parquet.Limits(), releasesMemory: Bool = false
    ) {
        self.schema = schema
        self.releasesMemory = releasesMemory
        self.limits = limits
        metaData = Parquet.FileMetaData(schema: schema, keyValues: keyValues)
        for element in schema {
            let isOptional = element.repetition == .optional
            switch element.physicalType {
            case .byteArray:
                places.append(.texts(texts.count))
                texts.append(ParquetColumn(isOptional: isOptional, limits: limits))
            case .int64:
                places.append(.integers(integers.count))
                integers.append(ParquetColumn(isOptional: isOptional, limits: limits))
            case .fixedLengthByteArray:
                places.append(.decimals(decimals.count))
                decimals.append(ParquetColumn(isOptional: isOptional, limits: limits))
            }
        }
    }

    /// Makes room for a row; if nobody took the pieces of the last row group, they are kept.
    mutating func beginRow() {
        while isFlushing, let piece = encodeNext() { queue.append(piece) }
    }

    /// Ends a row, of which each column has got its value, and the row group if it is full.
    ///
    /// - Parameter growth: The bytes in memory that the columns have grown by.
    @inline(__always)
    mutating func endRow(growth: Int) { endRows(1, growth: growth) }

    /// Ends rows of which each column has got its values, and the row group if it is full.
    @inline(__always)
    mutating func endRows(_ count: Int, growth: Int) {
        rowCount &+= count
        byteCount &+= growth
        if rowCount >= limits.groupRows || byteCount >= limits.groupBytes { endGroup() }
    }

    /// Ends the row group before it is full, if it has rows, and gives its memory back once its pieces are taken.
    mutating func endRowGroup() {
        beginRow()
        guard rowCount > 0 else { return }
        endGroup()
        flush?.releasesMemory = true
    }

    /// The bytes in memory that the rows take which are not written yet, roughly.
    var bufferedBytes: Int { byteCount + queue.reduce(0) { $0 + $1.count } }

    /// The bytes that the arrays of all columns have in memory, also without values.
    var reservedBytes: Int {
        texts.reduce(0) { $0 + $1.reservedBytes } + integers.reduce(0) { $0 + $1.reservedBytes }
            + decimals.reduce(0) { $0 + $1.reservedBytes }
    }

    /// Ends the last row group; the footer follows its pieces.
    mutating func finish() {
        guard !isFinished else { return }
        beginRow()
        if rowCount > 0 { endGroup() }
        isFinished = true
    }

    /// Returns the bytes that follow; nil until a row group is full, and after the last ones.
    mutating func nextPiece() -> [UInt8]? {
        if !queue.isEmpty { return queue.removeFirst() }
        return isFlushing || isFinished ? encodeNext() : nil
    }

    private mutating func endGroup() {
        for index in texts.indices { texts[index].close() }
        for index in integers.indices { integers[index].close() }
        for index in decimals.indices { decimals[index].close() }
        flush = Flush(releasesMemory: releasesMemory)
        isFlushing = true
    }

    private mutating func encodeNext() -> [UInt8]? {
        guard let piece = nextBytes() else { return nil }
        offset += piece.count
        return piece
    }

    private mutating func nextBytes() -> [UInt8]? {
        guard offset > 0 else { return isFlushing || isFinished ? Parquet.magic : nil }
        if var flush {
            // While it is changed here, nobody else holds it.
            self.flush = nil
            if let page = nextPage(&flush) {
                self.flush = flush
                return page
            }
            endFlush(flush)
        }
        guard isFinished, !isComplete else { return nil }
        isComplete = true
        return footer()
    }

    private mutating func nextPage(_ flush: inout Flush) -> [UInt8]? {
        while flush.column < places.count {
            let page =
                switch places[flush.column] {
                case .texts(let index): nextPage(&flush, texts[index])
                case .integers(let index): nextPage(&flush, integers[index])
                case .decimals(let index): nextPage(&flush, decimals[index])
                }
            if let page { return page }
        }
        return nil
    }

    private func nextPage<Kind>(_ flush: inout Flush, _ column: ParquetColumn<Kind>) -> [UInt8]? {
        var encoder =
            flush.encoder
            ?? ParquetChunkEncoder(
                column, schema[flush.column], at: flush.chunks.last.map { $0.offset + $0.byteCount } ?? offset)
        if let page = encoder.nextPage(of: column) {
            flush.encoder = encoder
            return page
        }
        flush.chunks.append(encoder.chunk)
        flush.encoder = nil
        flush.column += 1
        return nil
    }

    private mutating func endFlush(_ flush: Flush) {
        metaData.rowGroups.append(Parquet.RowGroup(rowCount: rowCount, columns: flush.chunks))
        let keepsCapacity = !flush.releasesMemory
        for index in texts.indices { texts[index].removeAll(keepingCapacity: keepsCapacity) }
        for index in integers.indices { integers[index].removeAll(keepingCapacity: keepsCapacity) }
        for index in decimals.indices { decimals[index].removeAll(keepingCapacity: keepsCapacity) }
        rowCount = 0
        byteCount = 0
        isFlushing = false
    }

    /// The page indexes, the metadata, their length and the end of the file.
    private mutating func footer() -> [UInt8] {
        var bytes: [UInt8] = []
        for group in metaData.rowGroups.indices {
            for column in metaData.rowGroups[group].columns.indices {
                metaData.rowGroups[group].columns[column].columnIndexOffset = offset + bytes.count
                bytes += metaData.rowGroups[group].columns[column].columnIndex
            }
        }
        for group in metaData.rowGroups.indices {
            for column in metaData.rowGroups[group].columns.indices {
                metaData.rowGroups[group].columns[column].offsetIndexOffset = offset + bytes.count
                bytes += metaData.rowGroups[group].columns[column].offsetIndex
            }
        }
        let footer = metaData.bytes
        bytes += footer
        bytes.append(littleEndian: UInt32(footer.count))
        return bytes + Parquet.magic
    }
}
