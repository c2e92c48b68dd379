/// The pages of a column chunk, one after the other, and what its metadata say of them.
///
/// A page is encoded when it is asked for, so a row group is never in memory as a whole in its encoded form.
struct ParquetChunkEncoder: Sendable {
    /// The number of the next page; -1 is the dictionary.
    private var next: Int
    private var firstRow = 0
    private var firstSymbol = 0
    private var firstByte = 0
    private var locations: [Parquet.PageLocation] = []
    private var statistics: [Parquet.Statistics] = []
    private(set) var chunk: Parquet.ColumnChunk

    /// Begins a column chunk.
    ///
    /// - Parameters:
    ///   - column: The values, which are closed.
    ///   - schema: The column.
    ///   - offset: Where the chunk begins in the file.
    init<Kind>(_ column: ParquetColumn<Kind>, _ schema: Parquet.SchemaElement, at offset: Int) {
        next = column.dictionary.isEmpty ? 0 : -1
        chunk = Parquet.ColumnChunk(
            column: schema, valueCount: column.pages.reduce(0) { $0 + $1.rowCount }, offset: offset)
    }

    /// Returns the next page with its header; nil after the last one, when the metadata are complete.
    mutating func nextPage<Kind>(of column: ParquetColumn<Kind>) -> [UInt8]? {
        defer { next += 1 }
        if next < 0 { return dictionaryPage(of: column) }
        guard next < column.pages.count else {
            finish(column)
            return nil
        }
        let page = column.pages[next]
        // Without a value there is no dictionary, and Spark does not read a page that names a missing one.
        let usesDictionary = next < column.dictionaryPages && !column.dictionary.isEmpty
        var body: [UInt8] = []
        body.reserveCapacity(usesDictionary ? 4 * page.valueCount : page.plainBytes + page.rowCount / 8 + 64)
        if chunk.column.repetition == .optional {
            var levels = HybridEncoder(bitWidth: 1)
            if column.levels.isEmpty {
                levels.append(column.commonLevel, count: page.rowCount)
            } else {
                levels.append(column.levels[firstRow..<firstRow + page.rowCount])
            }
            body.append(littleEndian: UInt32(levels.bytes.count))
            body.append(contentsOf: levels.bytes)
        }
        if usesDictionary {
            let bitWidth = HybridEncoder.bitWidth(below: column.dictionary.count)
            var symbols = HybridEncoder(bitWidth: bitWidth)
            symbols.append(column.symbols[firstSymbol..<firstSymbol + page.valueCount])
            firstSymbol += page.valueCount
            body.append(UInt8(bitWidth))
            body.append(contentsOf: symbols.bytes)
            chunk.dictionaryPages += 1
        } else {
            body.append(contentsOf: column.plain[firstByte..<firstByte + page.plainBytes])
            firstByte += page.plainBytes
            chunk.plainPages += 1
        }
        let known = page.statistics
        let header = Parquet.PageHeader(
            byteCount: body.count, valueCount: page.rowCount, encoding: usesDictionary ? .rleDictionary : .plain,
            statistics: known)
        let bytes = header.bytes + body
        let offset = chunk.offset + chunk.byteCount
        if chunk.dataOffset == nil { chunk.dataOffset = offset }
        locations.append(Parquet.PageLocation(offset: offset, byteCount: bytes.count, firstRow: firstRow))
        statistics.append(known)
        firstRow += page.rowCount
        chunk.byteCount += bytes.count
        return bytes
    }

    private mutating func dictionaryPage<Kind>(of column: ParquetColumn<Kind>) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(column.dictionaryBytes)
        for value in column.dictionary { Kind.write(value, to: &body) }
        let header = Parquet.PageHeader(byteCount: body.count, valueCount: column.dictionary.count, encoding: .plain)
        let bytes = header.bytes + body
        chunk.dictionaryOffset = chunk.offset
        chunk.byteCount += bytes.count
        return bytes
    }

    private mutating func finish<Kind>(_ column: ParquetColumn<Kind>) {
        var whole = ParquetColumn<Kind>.Page()
        for page in column.pages {
            whole.rowCount += page.rowCount
            whole.valueCount += page.valueCount
            if let minimum = page.minimum { whole.include(minimum) }
            if let maximum = page.maximum { whole.include(maximum) }
        }
        chunk.statistics = whole.statistics
        chunk.offsetIndex = Parquet.offsetIndex(locations)
        chunk.columnIndex = Parquet.columnIndex(statistics, column.boundaryOrder)
    }
}

extension ParquetColumn.Page {
    fileprivate var statistics: Parquet.Statistics {
        Parquet.Statistics(
            nullCount: rowCount - valueCount, minimum: minimum.map { Self.bound($0, isMaximum: false) },
            maximum: maximum.map { Self.bound($0, isMaximum: true) })
    }

    private static func bound(_ value: Kind.Value, isMaximum: Bool) -> Parquet.Bound {
        let bound = Kind.bound(value, isMaximum: isMaximum)
        return Parquet.Bound(bytes: Kind.statistic(of: bound), isExact: Kind.areEqual(bound, value))
    }
}

extension ParquetColumn {
    /// How the bounds of the pages follow each other; pages without values have no place in it.
    fileprivate var boundaryOrder: Parquet.BoundaryOrder {
        var isAscending = true
        var isDescending = true
        var last: (minimum: Kind.Value, maximum: Kind.Value)?
        for page in pages {
            guard let least = page.minimum, let greatest = page.maximum else { continue }
            // Bounds that were shortened can have another order than their values.
            let minimum = Kind.bound(least, isMaximum: false)
            let maximum = Kind.bound(greatest, isMaximum: true)
            if let last {
                if Kind.precedes(minimum, last.minimum) || Kind.precedes(maximum, last.maximum) { isAscending = false }
                if Kind.precedes(last.minimum, minimum) || Kind.precedes(last.maximum, maximum) { isDescending = false }
            }
            last = (minimum, maximum)
        }
        return isAscending ? .ascending : isDescending ? .descending : .unordered
    }
}
