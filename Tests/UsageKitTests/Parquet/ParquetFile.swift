/// A value as a Parquet file has it.
enum ParquetCell: Hashable, CustomStringConvertible {
    case integer(Int64)
    case decimal(Int128)
    case text([UInt8])

    var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .decimal(let value): "\(value)"
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Whether this comes first in the order of its type: numbers with their sign, texts by their bytes.
    func precedes(_ other: ParquetCell) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right
        case (.decimal(let left), .decimal(let right)): left < right
        case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
        default: false
        }
    }
}

/// A Parquet file as the tests read it: with their own code, and with a check of each offset, length and count.
struct ParquetFile {
    struct Page {
        var encoding: Int
        var cells: [ParquetCell?]
        var statistics: ThriftValue
        /// The bytes of the page with its header.
        var range: Range<Int>
    }

    struct Chunk {
        var metaData: ThriftValue
        var pages: [Page] = []
        var dictionary: [ParquetCell]?
        var columnIndex: ThriftValue
        var offsetIndex: ThriftValue
        var range: Range<Int>

        var cells: [ParquetCell?] { pages.flatMap(\.cells) }
        var encodings: Set<Int> { Set(pages.map(\.encoding)) }
    }

    let bytes: [UInt8]
    let metaData: ThriftValue
    /// The elements of the columns.
    let schema: [ThriftValue]
    private(set) var groups: [[Chunk]] = []

    var names: [String] { schema.map { $0[4]?.text ?? "" } }
    var rowCount: Int { metaData[3]?.integer ?? -1 }
    var keyValues: [[String?]] { (metaData[5]?.list ?? []).map { [$0[1]?.text, $0[2]?.text] } }

    /// All values of a column.
    func column(_ name: String) throws -> [ParquetCell?] {
        guard let index = names.firstIndex(of: name) else { throw ParquetFault("there is no column \(name)") }
        return groups.flatMap { $0[index].cells }
    }

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        try ParquetFault.require(bytes.count >= 12, "the file is too short")
        let magic = Array("PAR1".utf8)
        try ParquetFault.require(Array(bytes.prefix(4)) == magic && Array(bytes.suffix(4)) == magic, "no magic")
        let length = Self.integer(Array(bytes[(bytes.count - 8)..<(bytes.count - 4)]))
        let start = bytes.count - 8 - length
        var reader = ThriftReader(bytes, at: start)
        metaData = try reader.structure()
        try ParquetFault.require(reader.position == bytes.count - 8, "the metadata are not as long as they say")
        let elements = metaData[2]?.list ?? []
        schema = Array(elements.dropFirst())
        try ParquetFault.require(elements.first?[5]?.integer == schema.count, "the root has another number of columns")
        try ParquetFault.require(metaData[1]?.integer == 1, "the version is not 1")
        try ParquetFault.require(metaData[7]?.list?.count == schema.count, "a column has no order")
        var rows = 0
        var position = 4
        for (ordinal, group) in (metaData[4]?.list ?? []).enumerated() {
            let count = group[3]?.integer ?? -1
            rows += count
            let begin = position
            let columns = group[1]?.list ?? []
            try ParquetFault.require(columns.count == schema.count, "a row group lacks columns")
            var chunks: [Chunk] = []
            for (column, element) in zip(columns, schema) {
                let chunk = try Self.chunk(bytes, column, element, at: position, rows: count)
                position = chunk.range.upperBound
                chunks.append(chunk)
            }
            groups.append(chunks)
            try ParquetFault.require(group[5]?.integer == begin, "the row group begins elsewhere")
            try ParquetFault.require(group[2]?.integer == position - begin, "the row group has another size")
            try ParquetFault.require(group[6]?.integer == position - begin, "the row group has another size")
            try ParquetFault.require(group[7]?.integer == ordinal, "the row group has another number")
        }
        try ParquetFault.require(metaData[3]?.integer == rows, "the file has another number of rows")
        // Nothing is between the pages, the page index and the metadata.
        for place in [6, 4] {
            for column in (metaData[4]?.list ?? []).flatMap({ $0[1]?.list ?? [] }) {
                try ParquetFault.require(column[place]?.integer == position, "the page index has a gap at \(position)")
                position += column[place + 1]?.integer ?? 0
            }
        }
        try ParquetFault.require(position == start, "there is a gap before the metadata")
    }

    /// Whole numbers, the lowest byte first.
    private static func integer(_ bytes: [UInt8]) -> Int { bytes.reversed().reduce(0) { $0 * 256 + Int($1) } }
}

// MARK: Column chunks

extension ParquetFile {
    private static func chunk(
        _ bytes: [UInt8], _ column: ThriftValue, _ element: ThriftValue, at start: Int, rows: Int
    ) throws -> Chunk {
        guard let meta = column[3], let size = meta[7]?.integer, let offset = column[4]?.integer,
            let indexOffset = column[6]?.integer
        else { throw ParquetFault("a column chunk lacks metadata") }
        try ParquetFault.require(meta[1] == element[1], "the chunk has another type")
        try ParquetFault.require(meta[3]?.list == [element[4] ?? .binary([])], "the chunk has another path")
        try ParquetFault.require(meta[4]?.integer == 0 && meta[6] == meta[7], "the chunk is compressed")
        try ParquetFault.require(meta[5]?.integer == rows, "the chunk has another number of values")
        var offsets = ThriftReader(bytes, at: offset)
        var index = ThriftReader(bytes, at: indexOffset)
        var chunk = Chunk(
            metaData: meta, columnIndex: try index.structure(), offsetIndex: try offsets.structure(),
            range: start..<start + size)
        try ParquetFault.require(offsets.position - offset == column[5]?.integer, "the offset index has another length")
        try ParquetFault.require(index.position - indexOffset == column[7]?.integer, "the column index is longer")
        var position = start
        if let dictionary = meta[11]?.integer {
            try ParquetFault.require(dictionary == start, "the dictionary is not at the beginning")
            let (header, body, end) = try page(bytes, at: position)
            try ParquetFault.require(header[1]?.integer == 2 && header[7]?[2]?.integer == 0, "not a plain dictionary")
            chunk.dictionary = try plain(body, element, count: header[7]?[1]?.integer ?? -1)
            position = end
        }
        try ParquetFault.require(meta[9]?.integer == position, "the data pages begin elsewhere")
        while position < chunk.range.upperBound {
            let (header, body, end) = try page(bytes, at: position)
            try ParquetFault.require(header[1]?.integer == 0, "not a data page")
            guard let data = header[5], let statistics = data[5] else { throw ParquetFault("a page lacks statistics") }
            try ParquetFault.require(data[3]?.integer == 3 && data[4]?.integer == 3, "levels in another encoding")
            chunk.pages.append(
                Page(
                    encoding: data[2]?.integer ?? -1, cells: try cells(body, data, element, chunk.dictionary),
                    statistics: statistics, range: position..<end))
            position = end
        }
        try ParquetFault.require(position == chunk.range.upperBound, "the pages are longer than the chunk")
        try ParquetFault.require(chunk.cells.count == rows, "the pages have another number of rows")
        return chunk
    }

    /// The header of a page, the bytes of the page, and where it ends.
    private static func page(_ bytes: [UInt8], at start: Int) throws -> (ThriftValue, [UInt8], Int) {
        var reader = ThriftReader(bytes, at: start)
        let header = try reader.structure()
        guard let size = header[2]?.integer, header[3]?.integer == size, reader.position + size <= bytes.count else {
            throw ParquetFault("a page at \(start) has a wrong size")
        }
        return (header, Array(bytes[reader.position..<reader.position + size]), reader.position + size)
    }

    private static func cells(
        _ body: [UInt8], _ header: ThriftValue, _ element: ThriftValue, _ dictionary: [ParquetCell]?
    ) throws -> [ParquetCell?] {
        guard let count = header[1]?.integer, count > 0 else { throw ParquetFault("a page without rows") }
        var rest = body
        var levels = Array(repeating: 1, count: count)
        if element[3]?.integer == 1 {
            let length = integer(Array(rest.prefix(4)))
            levels = try hybrid(Array(rest.dropFirst(4).prefix(length)), width: 1, count: count)
            rest = Array(rest.dropFirst(4 + length))
        }
        let present = levels.reduce(0, +)
        var values: [ParquetCell]
        if header[2]?.integer == 8 {
            guard let dictionary, let width = rest.first else { throw ParquetFault("there is no dictionary") }
            values = try hybrid(Array(rest.dropFirst()), width: Int(width), count: present).map { index in
                try ParquetFault.require(index < dictionary.count, "the dictionary has no entry \(index)")
                return dictionary[index]
            }
        } else {
            try ParquetFault.require(header[2]?.integer == 0, "an encoding that is not written")
            values = try plain(rest, element, count: present)
        }
        values.reverse()
        return levels.map { $0 == 1 ? values.removeLast() : nil }
    }

    private static func plain(_ bytes: [UInt8], _ element: ThriftValue, count: Int) throws -> [ParquetCell] {
        var position = 0
        func next(_ count: Int) throws -> [UInt8] {
            try ParquetFault.require(position + count <= bytes.count, "the values end too early")
            position += count
            return Array(bytes[position - count..<position])
        }
        let cells = try (0..<count).map { _ in
            switch element[1]?.integer {
            case 2: try Self.cell(next(8), type: 2)
            case 6: try Self.cell(next(integer(next(4))), type: 6)
            default: try Self.cell(next(element[2]?.integer ?? 0), type: 7)
            }
        }
        try ParquetFault.require(position == bytes.count, "there are bytes after the values")
        return cells
    }

    /// A value of a physical type, as pages and statistics have it.
    static func cell(_ bytes: [UInt8], type: Int) throws -> ParquetCell {
        switch type {
        case 2:
            try ParquetFault.require(bytes.count == 8, "an INT64 of \(bytes.count) bytes")
            return .integer(Int64(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }))
        case 7:
            try ParquetFault.require(bytes.count == 16, "a decimal of \(bytes.count) bytes")
            return .decimal(Int128(truncatingIfNeeded: bytes.reduce(0) { $0 << 8 | UInt128($1) }))
        default:
            try ParquetFault.require(String(validating: bytes, as: UTF8.self) != nil, "a text is not UTF-8")
            return .text(bytes)
        }
    }

    /// Reads runs and packed bits, bit by bit.
    static func hybrid(_ bytes: [UInt8], width: Int, count: Int) throws -> [Int] {
        var values: [Int] = []
        var reader = ThriftReader(bytes)
        while values.count < count {
            let header = Int(try reader.variableLength())
            try ParquetFault.require(header > 1, "an empty run")
            if header % 2 == 0 {
                let value = try (0..<(width + 7) / 8).reduce(0) { try $0 + Int(reader.byte()) << (8 * $1) }
                values += Array(repeating: value, count: header / 2)
                continue
            }
            var bits: [Int] = []
            for _ in 0..<header / 2 * width {
                let byte = Int(try reader.byte())
                bits += (0..<8).map { byte >> $0 & 1 }
            }
            for value in 0..<header / 2 * 8 {
                values.append((0..<width).reduce(0) { $0 + bits[value * width + $1] << $1 })
            }
        }
        try ParquetFault.require(reader.position == bytes.count, "there are bytes after the runs")
        try ParquetFault.require(values.count - count < 8 && values[count...].allSatisfy { $0 == 0 }, "too many values")
        return Array(values.prefix(count))
    }
}
