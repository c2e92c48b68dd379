/// Writes structs of the Thrift compact protocol, in which Parquet keeps its metadata.
///
/// The fields of a struct are written in the order of their ids.
struct ThriftCompactWriter {
    /// The types of fields and of elements.
    enum FieldType: UInt8 {
        case boolTrue = 1
        case boolFalse = 2
        case i16 = 4
        case i32 = 5
        case i64 = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    private(set) var bytes: [UInt8] = []
    /// The id of the last field of the struct that is being written, since ids are written as differences.
    private var lastID: Int16 = 0

    mutating func bool(_ id: Int16, _ value: Bool) {
        header(id, value ? .boolTrue : .boolFalse)
    }

    mutating func i16(_ id: Int16, _ value: Int) {
        header(id, .i16)
        bytes.append(zigZag: Int64(value))
    }

    mutating func i32(_ id: Int16, _ value: Int) {
        header(id, .i32)
        bytes.append(zigZag: Int64(value))
    }

    mutating func i64(_ id: Int16, _ value: Int) {
        header(id, .i64)
        bytes.append(zigZag: Int64(value))
    }

    mutating func binary(_ id: Int16, _ value: [UInt8]) {
        header(id, .binary)
        append(value)
    }

    mutating func string(_ id: Int16, _ value: String) { binary(id, Array(value.utf8)) }

    mutating func structure(_ id: Int16, _ body: (inout Self) -> Void) {
        header(id, .structure)
        fields(body)
    }

    /// A field that is a struct without fields, as the cases of many unions are.
    mutating func empty(_ id: Int16) { structure(id) { _ in } }

    mutating func structures<Element>(_ id: Int16, _ elements: [Element], _ body: (inout Self, Element) -> Void) {
        list(id, of: .structure, elements) { writer, element in writer.fields { body(&$0, element) } }
    }

    mutating func strings(_ id: Int16, _ elements: [String]) {
        list(id, of: .binary, elements) { $0.append(Array($1.utf8)) }
    }

    mutating func binaries(_ id: Int16, _ elements: [[UInt8]]) {
        list(id, of: .binary, elements) { $0.append($1) }
    }

    mutating func i32s(_ id: Int16, _ elements: [Int]) {
        list(id, of: .i32, elements) { $0.bytes.append(zigZag: Int64($1)) }
    }

    mutating func i64s(_ id: Int16, _ elements: [Int]) {
        list(id, of: .i64, elements) { $0.bytes.append(zigZag: Int64($1)) }
    }

    /// Truth values, as the libraries for C++ and Java write them: 1 and 2 under the type of `true`.
    mutating func bools(_ id: Int16, _ elements: [Bool]) {
        list(id, of: .boolTrue, elements) {
            $0.bytes.append(($1 ? FieldType.boolTrue : .boolFalse).rawValue)
        }
    }

    /// Writes the fields of a struct, and its end.
    mutating func fields(_ body: (inout Self) -> Void) {
        let outer = lastID
        lastID = 0
        body(&self)
        bytes.append(0)
        lastID = outer
    }

    private mutating func list<Element>(
        _ id: Int16, of type: FieldType, _ elements: [Element], _ body: (inout Self, Element) -> Void
    ) {
        header(id, .list)
        if elements.count < 15 {
            bytes.append(UInt8(elements.count) << 4 | type.rawValue)
        } else {
            bytes.append(0xF0 | type.rawValue)
            bytes.append(variableLength: UInt64(elements.count))
        }
        for element in elements { body(&self, element) }
    }

    private mutating func append(_ value: [UInt8]) {
        bytes.append(variableLength: UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    private mutating func header(_ id: Int16, _ type: FieldType) {
        if id > lastID, id - lastID <= 15 {
            bytes.append(UInt8(id - lastID) << 4 | type.rawValue)
        } else {
            bytes.append(type.rawValue)
            bytes.append(zigZag: Int64(id))
        }
        lastID = id
    }
}

extension [UInt8] {
    /// Appends an integer seven bits at a time, the lowest first (ULEB128).
    mutating func append(variableLength value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends an integer with its sign in the lowest bit, so that small negative numbers are short.
    fileprivate mutating func append(zigZag value: Int64) {
        append(variableLength: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// Appends the four bytes of an integer, the lowest first.
    @inline(__always)
    mutating func append(littleEndian value: UInt32) {
        unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
    }

    /// Appends the eight bytes of an integer, the lowest first.
    @inline(__always)
    mutating func append(littleEndian value: UInt64) {
        unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
    }

    /// Appends the eight bytes of an integer, the highest first.
    @inline(__always)
    mutating func append(bigEndian value: UInt64) {
        unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
    }
}
