/// A reader of one JSON document (RFC 8259), byte by byte into typed values, without a tree in between.
///
/// A decoder asks for what is due and takes the members of an object in the order in which they come:
/// ```
/// var members = try json.members(of: Field.self)
/// while let field = try json.next(&members) {
///     switch field {
///     case .id: id = try json.string()
///     …
/// ```
/// Every error says at which byte and at which path it stands.
struct JSONReader: ~Copyable {
    /// How deep arrays and objects may nest.
    static let maximumDepth = 128

    let bytes: JSONBytes
    var position = 0
    /// Where the reader stands in each open array and object, for the path of an error.
    private var frames: [Frame] = []

    private enum Frame {
        case element(Int)
        case member(StringToken)
        case opened
    }

    private init(_ bytes: consuming JSONBytes) {
        self.bytes = bytes
    }

    /// Reads one document that fills the bytes.
    static func read<Value>(
        _ array: [UInt8], _ body: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        try readSequence(array) { (json) throws(UsageError) in
            let value = try body(&json)
            guard json.isAtEnd() else { throw json.malformed("something follows the document") }
            return value
        }
    }

    /// Reads documents that follow one another; the function decides when to stop.
    static func readSequence<Value>(
        _ array: [UInt8], _ body: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        try JSONBytes.withBytes(of: array) { (bytes) throws(UsageError) in
            var json = JSONReader(bytes)
            return try body(&json)
        }
    }

    /// Skips white space; true where nothing follows.
    mutating func isAtEnd() -> Bool {
        skipWhitespace()
        return position == bytes.count
    }
}

// MARK: - Objects and arrays

extension JSONReader {
    /// Enters an object whose members are known by name.
    mutating func members<Field: WireField>(of fields: Field.Type) throws(UsageError) -> Members<Field> {
        try enterObject()
        return Members()
    }

    /// Enters an object.
    mutating func enterObject() throws(UsageError) {
        try enter(UInt8(ascii: "{"), "an object")
    }

    /// Reads on to the next known member and leaves the reader at its value; nil at the end of the object.
    ///
    /// Members that are not known are kept in ``Members/unknown``.
    @inline(__always)
    mutating func next<Field: WireField>(_ members: inout Members<Field>) throws(UsageError) -> Field? {
        let table = Field.table
        while let name = try nextName(isFirst: members.isFirst) {
            members.isFirst = false
            let index =
                name.hasEscapes
                ? table.index(of: try text(of: name))
                : table.index(of: name.range, in: bytes, expected: members.expected)
            guard let index else {
                members.unknown.append(try text(of: name), try value())
                continue
            }
            guard members.note(index) else {
                let field = table.fields[index].rawValue
                throw malformed("the field \(field) stands here twice", at: name.range.lowerBound - 1)
            }
            return table.fields[index]
        }
        return nil
    }

    /// Enters an array.
    mutating func elements() throws(UsageError) -> Elements {
        try enter(UInt8(ascii: "["), "an array")
        return Elements()
    }

    /// Leaves the reader at the next element; false at the end of the array.
    @inline(__always)
    mutating func next(_ elements: inout Elements) throws(UsageError) -> Bool {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "]") {
            position += 1
            frames.removeLast()
            return false
        }
        if elements.count > 0 {
            try expect(UInt8(ascii: ","), "a comma or the end of the array")
            skipWhitespace()
        }
        frames[frames.count - 1] = .element(elements.count)
        elements.count += 1
        return true
    }

    /// Reads the name of the next member and the colon after it; nil at the end of the object.
    mutating func nextName(isFirst: Bool) throws(UsageError) -> StringToken? {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "}") {
            position += 1
            frames.removeLast()
            return nil
        }
        if !isFirst {
            try expect(UInt8(ascii: ","), "a comma or the end of the object")
            skipWhitespace()
        }
        guard bytes[position] == UInt8(ascii: "\"") else { throw malformed("expected the name of a member") }
        let name = try stringToken()
        skipWhitespace()
        try expect(UInt8(ascii: ":"), "a colon")
        skipWhitespace()
        frames[frames.count - 1] = .member(name)
        return name
    }

    private mutating func enter(_ bracket: UInt8, _ what: String) throws(UsageError) {
        skipWhitespace()
        guard bytes[position] == bracket else { throw unexpected(what) }
        guard frames.count < Self.maximumDepth else {
            throw malformed("arrays and objects nest more than \(Self.maximumDepth) deep")
        }
        position += 1
        frames.append(.opened)
    }
}

// MARK: - Bytes

extension JSONReader {
    @inline(__always)
    mutating func skipWhitespace() {
        while true {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8, _ what: StaticString) throws(UsageError) {
        guard bytes[position] == byte else { throw malformed("expected \(what)") }
        position += 1
    }

    /// Consumes a literal name, where it stands here.
    mutating func consume(_ literal: StaticString) -> Bool {
        guard holds(literal, at: position) else { return false }
        position += literal.utf8CodeUnitCount
        return true
    }

    private func holds(_ literal: StaticString, at start: Int) -> Bool {
        let end = start + literal.utf8CodeUnitCount
        return end <= bytes.count && bytes.withSpan(start..<end) { $0.holds(literal) }
    }
}

// MARK: - Errors

extension JSONReader {
    /// The bytes are not JSON.
    func malformed(_ message: String, at offset: Int? = nil) -> UsageError {
        let isAtEnd = (offset ?? position) >= bytes.count
        return error(isAtEnd ? "\(message), found the end" : message, .malformedJSON, at: offset)
    }

    /// The JSON is sound and not what is due here.
    func unexpected(_ what: String, at offset: Int? = nil) -> UsageError {
        let start = offset ?? position
        let found: String? =
            switch bytes[start] {
            case UInt8(ascii: "{"): "an object"
            case UInt8(ascii: "["): "an array"
            case UInt8(ascii: "\""): "a string"
            case _ where holds("true", at: start) || holds("false", at: start): "a truth value"
            case _ where holds("null", at: start): "null"
            case _ where bytes.withSpan(start..<bytes.count, { NumberLiteral(prefixOf: $0) != nil }): "a number"
            default: nil
            }
        guard let found else { return malformed("expected \(what)", at: offset) }
        return error("expected \(what), found \(found)", .unexpectedShape, at: offset)
    }

    /// A member that must be there is not.
    func missing(_ field: some WireField) -> UsageError {
        error("the field \(field.rawValue) is missing", .unexpectedShape, at: nil)
    }

    func error(_ message: String, _ code: UsageError.Code, at offset: Int?) -> UsageError {
        var error = UsageError(code, message)
        error.byteOffset = offset ?? position
        error.codingPath = path
        return error
    }

    private var path: String {
        var path = ""
        for frame in frames {
            switch frame {
            case .opened: break
            case .element(let index): path += "[\(index)]"
            case .member(let name):
                let text = bytes.text(name.range) ?? "?"
                let short = text.utf8.count <= 64 ? text : String(text.unicodeScalars.prefix(64)) + "…"
                path += path.isEmpty ? short : ".\(short)"
            }
        }
        return path
    }
}

extension Span<UInt8> {
    fileprivate func holds(_ literal: StaticString) -> Bool {
        literal.withUTF8Buffer { buffer in
            buffer.indices.allSatisfy { unsafe buffer[$0] == self[$0] }
        }
    }
}

// MARK: - Looking ahead

extension JSONReader {
    /// A place to come back to.
    struct Mark {
        fileprivate let position: Int
        fileprivate let depth: Int
    }

    /// The present place, from which a value can be read twice.
    var mark: Mark { Mark(position: position, depth: frames.count) }

    /// Goes back to a place in the same array or object, or in one around it.
    mutating func rewind(to mark: Mark) {
        position = mark.position
        frames.removeLast(frames.count - mark.depth)
    }
}
