/// A reader of one JSON document (RFC 8259) that produces typed values without building a tree.
///
/// A decoder asks for the value it expects, and handles the members of an object in the order of the document:
/// ```
/// var members = try json.members(of: Field.self)
/// while let field = try json.next(&members) {
///     switch field {
///     case .id: id = try json.string()
///     …
/// ```
/// Every error names its byte and its path. The path is computed only when an error is created, so reading keeps no
/// record of it.
struct JSONReader: ~Copyable {
    /// How deep arrays and objects may nest.
    static let maximumDepth = 128
    /// How many values of any type a document may have; longer documents may have one for each ``bytesPerValue``.
    ///
    /// A value takes some 60 bytes or more in memory and two in the document, so documents can be made to need much more
    /// memory than their length. What is skipped, or read into a field of its own, does not count.
    static let maximumValues = 1_000_000
    static let bytesPerValue = 8

    let bytes: BorrowedBytes
    var position = 0
    /// How many arrays and objects are open.
    private(set) var depth = 0
    /// The position at which the outermost of them begins.
    private(set) var documentStart = 0
    /// The position at which the paths of errors begin.
    private(set) var pathStart = 0
    /// How many values of any type were read since then.
    private var valueCount = 0
    /// The position of the last line feed in white space; -1 before the first.
    private(set) var lastLineFeed = -1
    /// Whether values that could not be read were replaced by null, also those of required fields.
    var isRepaired = false
    /// Texts read before that may be repeated.
    var internedStrings = InternedStrings()
    /// The initial state of each text's hash.
    let textHash = TextHash.start

    private init(_ bytes: consuming BorrowedBytes) {
        self.bytes = bytes
    }

    /// Reads one document that fills the bytes.
    @inline(__always)
    static func read<Value>(
        _ array: [UInt8], _ body: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        try readSequence(array) { (json) throws(UsageError) in
            let value = try body(&json)
            guard json.isAtEnd() else { throw json.malformed("expected the end of the document") }
            return value
        }
    }

    /// Reads documents that follow one another; the function decides when to stop.
    @inline(__always)
    static func readSequence<Value>(
        _ array: [UInt8], _ body: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        try readSequence(array[...], body)
    }

    /// Reads documents of a part of an array.
    @inline(__always)
    static func readSequence<Value>(
        _ array: ArraySlice<UInt8>, _ body: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        try BorrowedBytes.withBytes(of: array) { (bytes) throws(UsageError) in
            var json = JSONReader(bytes)
            return try body(&json)
        }
    }

    /// Skips white space; true at the end of the bytes.
    mutating func isAtEnd() -> Bool {
        skipWhitespace()
        return position == bytes.count
    }
}

// MARK: - Objects and arrays

extension JSONReader {
    /// Enters an object with known member names.
    @inline(__always)
    mutating func members<Field: WireField>(of fields: Field.Type) throws(UsageError) -> Members<Field> {
        try enterObject()
        return Members()
    }

    /// Enters an object.
    @inline(__always)
    mutating func enterObject() throws(UsageError) {
        try enter(UInt8(ascii: "{"), "an object")
    }

    /// Moves to the value of the next known member; nil at the end of the object.
    ///
    /// Unknown members are kept in ``Members/unknown``.
    @inline(__always)
    mutating func next<Field: WireField>(_ members: inout Members<Field>) throws(UsageError) -> Field? {
        let start = members.isFirst ? position : position &+ 1
        if members.isFirst || bytes[position] == UInt8(ascii: ",") {
            let index = members.expected
            let length = members.table.length(ofKey: index, at: start, in: bytes)
            if length > 0, members.markSeen(index) {
                position = start &+ length
                return members.table.entries[index].field
            }
        }
        return try nextInAnyOrder(&members)
    }

    /// The slow path of ``next(_:)``: white space, missing or reordered members, and unknown ones.
    @inline(never)
    private mutating func nextInAnyOrder<Field: WireField>(
        _ members: inout Members<Field>
    ) throws(UsageError) -> Field? {
        while try hasNextMember(isFirst: members.isFirst) {
            members.isFirst = false
            let start = position
            var index: Int?
            let count = members.table.entries.count
            for candidate in members.expected..<members.expected + count {
                let field = candidate < count ? candidate : candidate - count
                let length = members.table.length(ofKey: field, at: position, in: bytes)
                guard length > 0 else { continue }
                position += length
                index = field
                break
            }
            if index == nil {
                let name = try memberName()
                let text = try internedText(of: name)
                index = members.table.index(of: text)
                if index == nil { members.unknown.append(text, try value()) }
            }
            guard let index else { continue }
            guard members.markSeen(index) else {
                throw malformed("the field \(members.table.entries[index].field.rawValue) is repeated", at: start)
            }
            return members.table.entries[index].field
        }
        return nil
    }

    /// Enters an array.
    @inline(__always)
    mutating func elements() throws(UsageError) -> Elements {
        try enter(UInt8(ascii: "["), "an array")
        return Elements()
    }

    /// Moves to the next element; false at the end of the array.
    @inline(__always)
    mutating func next(_ elements: inout Elements) throws(UsageError) -> Bool {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "]") {
            leave()
            return false
        }
        if !elements.isFirst {
            try expect(UInt8(ascii: ","), "a comma or the end of the array")
            skipWhitespace()
        }
        elements.isFirst = false
        return true
    }

    /// Moves to the name of the next member; false at the end of the object.
    mutating func hasNextMember(isFirst: Bool) throws(UsageError) -> Bool {
        skipWhitespace()
        if bytes[position] == UInt8(ascii: "}") {
            leave()
            return false
        }
        if !isFirst {
            try expect(UInt8(ascii: ","), "a comma or the end of the object")
            skipWhitespace()
        }
        return true
    }

    /// Reads the name of a member and the colon after it.
    mutating func memberName() throws(UsageError) -> StringToken {
        guard bytes[position] == UInt8(ascii: "\"") else { throw malformed("expected the name of a member") }
        let name = try stringToken()
        skipWhitespace()
        try expect(UInt8(ascii: ":"), "a colon")
        skipWhitespace()
        return name
    }

    @inline(__always)
    private mutating func enter(_ bracket: UInt8, _ what: StaticString) throws(UsageError) {
        skipWhitespace()
        guard bytes[position] == bracket, depth < Self.maximumDepth else { throw cannotEnter(bracket, what) }
        if depth == 0 { beginDocument() }
        position &+= 1
        depth &+= 1
    }

    @inline(never)
    private func cannotEnter(_ bracket: UInt8, _ what: StaticString) -> UsageError {
        bytes[position] == bracket
            ? malformed("arrays and objects are nested more than \(Self.maximumDepth) deep") : unexpected("\(what)")
    }

    @inline(__always)
    private mutating func leave() {
        position &+= 1
        depth &-= 1
    }
}

// MARK: - Bytes

extension JSONReader {
    @inline(__always)
    mutating func skipWhitespace() {
        if bytes[position] <= 0x20 { skipMoreWhitespace() }
    }

    @inline(never)
    private mutating func skipMoreWhitespace() {
        while true {
            switch bytes[position] {
            case 0x0A:
                lastLineFeed = position
                position += 1
            case 0x20, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8, _ what: StaticString) throws(UsageError) {
        guard bytes[position] == byte else { throw malformed("expected \(what)") }
        position &+= 1
    }
}

// MARK: - Literal names

extension JSONReader {
    /// `null`, `true` or `false` as a word, the first byte lowest.
    struct LiteralName {
        fileprivate let word: UInt64
        fileprivate let length: Int

        static var null: Self { Self(word: 0x6C6C_756E, length: 4) }
        static var `true`: Self { Self(word: 0x6575_7274, length: 4) }
        static var `false`: Self { Self(word: 0x65_736C_6166, length: 5) }
    }

    /// Whether a literal name is at an index.
    @inline(__always)
    func holds(_ name: LiteralName, at index: Int) -> Bool {
        let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: 8 &* name.length) &- 1
        return bytes.word(at: index) & mask == name.word
    }

    /// Consumes a literal name if it comes next.
    @inline(__always)
    mutating func consume(_ name: LiteralName) -> Bool {
        guard holds(name, at: position) else { return false }
        position &+= name.length
        return true
    }
}

// MARK: - Looking ahead

extension JSONReader {
    /// A position to return to.
    struct Mark {
        let position: Int
        fileprivate let depth: Int
        fileprivate let valueCount: Int
    }

    /// Whether the next value begins with these bytes.
    @inline(__always)
    mutating func begins(with text: StaticString) -> Bool {
        skipWhitespace()
        return bytes.begins(with: text, at: position)
    }

    /// The current position, so that a value can be read twice.
    var mark: Mark { Mark(position: position, depth: depth, valueCount: valueCount) }

    /// Continues at a position inside `depth` open arrays and objects; the bytes may hold only a part of those.
    mutating func resume(inside depth: Int, at position: Int) {
        self.position = position
        self.depth = depth
        beginDocument()
    }

    /// Starts error paths at this position, so that computing a path scans only what is read from here on, and counts
    /// values from here on.
    mutating func beginDocument() {
        documentStart = position
        pathStart = position
        valueCount = 0
    }

    /// Starts error paths at this position, or at an earlier one.
    ///
    /// - Returns: The position at which they began before.
    @discardableResult
    mutating func beginPath(at start: Int? = nil) -> Int {
        defer { pathStart = start ?? position }
        return pathStart
    }

    /// Counts a value of any type; throws if the document has too many for its length.
    @inline(__always)
    mutating func countValue() throws(UsageError) {
        valueCount &+= 1
        if valueCount > Self.maximumValues { try checkDensity() }
    }

    @inline(never)
    private func checkDensity() throws(UsageError) {
        // The value that is counted has not been read yet.
        guard valueCount > (position - documentStart) / Self.bytesPerValue + 1 else { return }
        throw malformed(
            "the document has more than \(Self.maximumValues) values that must be kept, and more than one for each"
                + " \(Self.bytesPerValue) bytes")
    }

    /// Returns to a position in the same array or object, or in one that contains it.
    mutating func rewind(to mark: Mark) {
        position = mark.position
        depth = mark.depth
        valueCount = mark.valueCount
    }
}
