/// What the tests' own reader of Parquet files finds wrong.
struct ParquetFault: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }

    static func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        if !condition { throw ParquetFault(message()) }
    }
}

/// A value of the Thrift compact protocol, read without the package's code.
indirect enum ThriftValue: Equatable {
    case bool(Bool)
    case integer(Int64)
    case binary([UInt8])
    case list([ThriftValue])
    case structure([Int: ThriftValue])

    /// A field of a struct; nil if it is missing.
    subscript(id: Int) -> ThriftValue? {
        if case .structure(let fields) = self { fields[id] } else { nil }
    }

    var integer: Int? {
        if case .integer(let value) = self { Int(value) } else { nil }
    }

    var flag: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    var bytes: [UInt8]? {
        if case .binary(let value) = self { value } else { nil }
    }

    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    var list: [ThriftValue]? {
        if case .list(let value) = self { value } else { nil }
    }
}

/// Reads the Thrift compact protocol.
struct ThriftReader {
    let bytes: [UInt8]
    var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func byte() throws -> UInt8 {
        try ParquetFault.require(position < bytes.count, "the bytes end at \(position)")
        position += 1
        return bytes[position - 1]
    }

    mutating func variableLength() throws -> UInt64 {
        var value: UInt64 = 0
        var factor: UInt64 = 1
        while true {
            let byte = try byte()
            value += UInt64(byte % 128) * factor
            if byte < 128 { return value }
            factor *= 128
        }
    }

    private mutating func signed() throws -> Int64 {
        let value = try variableLength()
        return value % 2 == 0 ? Int64(value / 2) : -Int64(value / 2) - 1
    }

    mutating func structure() throws -> ThriftValue {
        var fields: [Int: ThriftValue] = [:]
        var id = 0
        while true {
            let header = try byte()
            if header == 0 { return .structure(fields) }
            id = header >> 4 == 0 ? Int(try signed()) : id + Int(header >> 4)
            try ParquetFault.require(fields[id] == nil, "the field \(id) comes twice")
            fields[id] =
                switch header & 15 {
                case 1: .bool(true)
                case 2: .bool(false)
                default: try value(of: header & 15)
                }
        }
    }

    private mutating func value(of type: UInt8) throws -> ThriftValue {
        switch type {
        case 4, 5, 6: return .integer(try signed())
        case 8:
            let count = Int(try variableLength())
            try ParquetFault.require(position + count <= bytes.count, "a binary at \(position) is too long")
            position += count
            return .binary(Array(bytes[position - count..<position]))
        case 9:
            let header = try byte()
            let count = header >> 4 == 15 ? Int(try variableLength()) : Int(header >> 4)
            return .list(
                try (0..<count).map { _ in
                    header & 15 <= 2 ? .bool(try byte() == 1) : try value(of: header & 15)
                })
        case 12: return try structure()
        default: throw ParquetFault("the type \(type) at \(position) is unknown")
        }
    }
}
