extension Parquet {
    /// The part of a row group that belongs to one column.
    struct ColumnChunk: Sendable {
        var column: SchemaElement
        /// With the nulls.
        var valueCount: Int
        /// The offset of the first page.
        var offset: Int
        /// The bytes of all pages, with their headers.
        var byteCount = 0
        /// Nil if no page uses a dictionary.
        var dictionaryOffset: Int?
        var dataOffset: Int?
        /// The number of data pages for each encoding.
        var dictionaryPages = 0
        var plainPages = 0
        var statistics = Statistics()
        /// The page index; its places are known once all row groups have been written.
        var columnIndex: [UInt8] = []
        var offsetIndex: [UInt8] = []
        var columnIndexOffset = 0
        var offsetIndexOffset = 0

        func write(to thrift: inout ThriftCompactWriter) {
            // The metadata is only in the footer, which the specification wants to be written so.
            thrift.i64(2, 0)
            thrift.structure(3, writeMetaData)
            thrift.i64(4, offsetIndexOffset)
            thrift.i32(5, offsetIndex.count)
            thrift.i64(6, columnIndexOffset)
            thrift.i32(7, columnIndex.count)
        }

        private func writeMetaData(to thrift: inout ThriftCompactWriter) {
            var encodings: [Encoding] = [.plain, .rle]
            if dictionaryOffset != nil { encodings.append(.rleDictionary) }
            thrift.i32(1, column.physicalType.rawValue)
            thrift.i32s(2, encodings.map(\.rawValue))
            thrift.strings(3, [column.name])
            thrift.i32(4, CompressionCodec.uncompressed.rawValue)
            thrift.i64(5, valueCount)
            thrift.i64(6, byteCount)
            thrift.i64(7, byteCount)
            thrift.i64(9, dataOffset ?? offset)
            if let dictionaryOffset { thrift.i64(11, dictionaryOffset) }
            thrift.structure(12, statistics.write)
            thrift.structures(13, pageCounts) { thrift, pages in
                thrift.i32(1, pages.type.rawValue)
                thrift.i32(2, pages.encoding.rawValue)
                thrift.i32(3, pages.count)
            }
        }

        /// How many pages there are of each type and encoding, from which readers know if all values are in a dictionary.
        private var pageCounts: [(type: PageType, encoding: Encoding, count: Int)] {
            let counts: [(type: PageType, encoding: Encoding, count: Int)] = [
                (.dictionaryPage, .plain, dictionaryOffset == nil ? 0 : 1),
                (.dataPage, .rleDictionary, dictionaryPages), (.dataPage, .plain, plainPages),
            ]
            return counts.filter { $0.count > 0 }
        }
    }

    /// Some rows, column by column.
    struct RowGroup: Sendable {
        var rowCount: Int
        var columns: [ColumnChunk]

        func write(to thrift: inout ThriftCompactWriter, ordinal: Int) {
            let byteCount = columns.reduce(0) { $0 + $1.byteCount }
            thrift.structures(1, columns) { $1.write(to: &$0) }
            thrift.i64(2, byteCount)
            thrift.i64(3, rowCount)
            if let first = columns.first { thrift.i64(5, first.offset) }
            thrift.i64(6, byteCount)
            // The ordinal is a 16-bit integer, and optional.
            if ordinal <= Int16.max { thrift.i16(7, ordinal) }
        }
    }

    /// The footer: what a reader reads first.
    struct FileMetaData: Sendable {
        var schema: [SchemaElement]
        var rowGroups: [RowGroup] = []
        /// Names with their values, in the order in which they are written.
        var keyValues: [(key: String, value: String)] = []

        var rowCount: Int { rowGroups.reduce(0) { $0 + $1.rowCount } }

        var bytes: [UInt8] {
            var thrift = ThriftCompactWriter()
            thrift.fields { thrift in
                thrift.i32(1, 1)
                let root: [SchemaElement?] = [nil]
                thrift.structures(2, root + schema.map(Optional.some)) { thrift, element in
                    if let element {
                        element.write(to: &thrift)
                    } else {
                        Parquet.writeRoot(ofColumns: schema.count, to: &thrift)
                    }
                }
                thrift.i64(3, rowCount)
                thrift.structures(4, Array(rowGroups.enumerated())) { $1.element.write(to: &$0, ordinal: $1.offset) }
                if !keyValues.isEmpty {
                    thrift.structures(5, keyValues) { thrift, pair in
                        thrift.string(1, pair.key)
                        thrift.string(2, pair.value)
                    }
                }
                thrift.string(6, Parquet.createdBy)
                // Without an order, readers must not use the bounds: each column has that of its type.
                thrift.structures(7, schema) { thrift, _ in thrift.empty(1) }
            }
            return thrift.bytes
        }
    }
}
