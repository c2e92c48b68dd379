extension Parquet {
    /// A bound of some values, as statistics have it.
    struct Bound: Hashable, Sendable {
        var bytes: [UInt8]
        /// Whether a value is equal to it; otherwise it was shortened.
        var isExact: Bool
    }

    /// What is known of the values of a page or of a column chunk.
    struct Statistics: Hashable, Sendable {
        var nullCount = 0
        /// Nil if there is no value.
        var minimum: Bound?
        var maximum: Bound?

        /// The fields `min` and `max` of old readers are left out, since their order is not that of texts and decimals.
        func write(to thrift: inout ThriftCompactWriter) {
            thrift.i64(3, nullCount)
            guard let minimum, let maximum else { return }
            thrift.binary(5, maximum.bytes)
            thrift.binary(6, minimum.bytes)
            thrift.bool(7, maximum.isExact)
            thrift.bool(8, minimum.isExact)
        }
    }

    /// What comes before a page.
    struct PageHeader: Sendable {
        var byteCount: Int
        var valueCount: Int
        var encoding: Encoding
        /// Nil for a dictionary.
        var statistics: Statistics?

        var bytes: [UInt8] {
            var thrift = ThriftCompactWriter()
            thrift.fields { thrift in
                thrift.i32(1, (statistics == nil ? PageType.dictionaryPage : .dataPage).rawValue)
                thrift.i32(2, byteCount)
                thrift.i32(3, byteCount)
                guard let statistics else {
                    thrift.structure(7) {
                        $0.i32(1, valueCount)
                        $0.i32(2, encoding.rawValue)
                        $0.bool(3, false)
                    }
                    return
                }
                thrift.structure(5) {
                    $0.i32(1, valueCount)
                    $0.i32(2, encoding.rawValue)
                    $0.i32(3, Encoding.rle.rawValue)
                    $0.i32(4, Encoding.rle.rawValue)
                    $0.structure(5, statistics.write)
                }
            }
            return thrift.bytes
        }
    }

    /// Where a data page is.
    struct PageLocation: Hashable, Sendable {
        var offset: Int
        /// With the header.
        var byteCount: Int
        /// The first row, counted from the beginning of the row group.
        var firstRow: Int
    }

    /// Where the pages of a column chunk are (`OffsetIndex`).
    static func offsetIndex(_ locations: [PageLocation]) -> [UInt8] {
        var thrift = ThriftCompactWriter()
        thrift.fields {
            $0.structures(1, locations) { thrift, location in
                thrift.i64(1, location.offset)
                thrift.i32(2, location.byteCount)
                thrift.i64(3, location.firstRow)
            }
        }
        return thrift.bytes
    }

    /// The bounds of the pages of a column chunk (`ColumnIndex`).
    static func columnIndex(_ pages: [Statistics], _ order: BoundaryOrder) -> [UInt8] {
        var thrift = ThriftCompactWriter()
        thrift.fields {
            $0.bools(1, pages.map { $0.minimum == nil })
            $0.binaries(2, pages.map { $0.minimum?.bytes ?? [] })
            $0.binaries(3, pages.map { $0.maximum?.bytes ?? [] })
            $0.i32(4, order.rawValue)
            $0.i64s(5, pages.map(\.nullCount))
        }
        return thrift.bytes
    }
}
