extension Parquet {
    /// What the values of a column mean.
    enum LogicalType: Hashable, Sendable {
        /// A text in UTF-8.
        case string
        /// A decimal number with this many decimal places.
        case decimal(precision: Int, scale: Int)
        /// An instant of UTC in microseconds since 1970.
        case timestampMicros
        /// An instant of UTC in nanoseconds since 1970.
        case timestampNanos
        /// An integer with a sign.
        case int64
    }

    /// A column of the schema.
    struct SchemaElement: Hashable, Sendable {
        var name: String
        var repetition: Repetition
        var logicalType: LogicalType

        var physicalType: PhysicalType {
            switch logicalType {
            case .string: .byteArray
            case .decimal: .fixedLengthByteArray
            case .timestampMicros, .timestampNanos, .int64: .int64
            }
        }

        private var convertedType: ConvertedType? {
            switch logicalType {
            case .string: .utf8
            case .decimal: .decimal
            case .timestampMicros: .timestampMicros
            case .timestampNanos, .int64: nil
            }
        }

        func write(to thrift: inout ThriftCompactWriter) {
            thrift.i32(1, physicalType.rawValue)
            if physicalType == .fixedLengthByteArray { thrift.i32(2, 16) }
            thrift.i32(3, repetition.rawValue)
            thrift.string(4, name)
            if let convertedType { thrift.i32(6, convertedType.rawValue) }
            if case .decimal(let precision, let scale) = logicalType {
                thrift.i32(7, scale)
                thrift.i32(8, precision)
            }
            // A plain INT64 has no logical type, as most writers leave it.
            if logicalType != .int64 { thrift.structure(10, logicalType.write) }
        }
    }

    /// Writes the group that has the columns as its members.
    static func writeRoot(ofColumns count: Int, to thrift: inout ThriftCompactWriter) {
        thrift.string(4, "schema")
        thrift.i32(5, count)
    }
}

extension Parquet.LogicalType {
    fileprivate func write(to thrift: inout ThriftCompactWriter) {
        switch self {
        case .string: thrift.empty(1)
        case .decimal(let precision, let scale):
            thrift.structure(5) {
                $0.i32(1, scale)
                $0.i32(2, precision)
            }
        case .timestampMicros: Self.writeTimestamp(unit: 2, to: &thrift)
        case .timestampNanos: Self.writeTimestamp(unit: 3, to: &thrift)
        case .int64: break
        }
    }

    private static func writeTimestamp(unit: Int16, to thrift: inout ThriftCompactWriter) {
        thrift.structure(8) {
            $0.bool(1, true)
            $0.structure(2) { $0.empty(unit) }
        }
    }
}
