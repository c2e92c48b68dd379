/// The names of the members that a row knows, in the order in which providers usually send them.
protocol WireField: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
    /// The names as bytes; a stored constant in each conforming type.
    static var table: FieldTable<Self> { get }
    /// The names that occur although the provider does not document them; all others are documented.
    static var undocumented: Set<Self> { get }
}

extension WireField {
    static var undocumented: Set<Self> { [] }
}

/// The known member names of an object, prepared for comparing with bytes.
struct FieldTable<Field: WireField>: Sendable {
    /// A field with its name.
    struct Entry: Sendable {
        let key: FieldKey
        let field: Field
    }

    let entries: [Entry]

    init() {
        entries = Field.allCases.map { Entry(key: FieldKey(Array($0.rawValue.utf8)), field: $0) }
        precondition(entries.count <= 64, "an object type may know at most 64 members, found \(entries.count)")
    }

    /// The length of a field's key if the key is at an index in its usual form, otherwise 0.
    @inline(__always)
    func length(ofKey field: Int, at index: Int, in bytes: borrowing BorrowedBytes) -> Int {
        guard field < entries.count else { return 0 }
        return bytes.holds(entries[field].key, at: index) ? entries[field].key.length : 0
    }

    /// The index of a name in any form, compared by bytes, since `String` treats canonical equivalents as equal.
    func index(of name: String) -> Int? {
        entries.firstIndex { $0.field.rawValue.utf8.elementsEqual(name.utf8) }
    }
}

/// The state of reading the members of an object.
struct Members<Field: WireField> {
    /// The members that the row does not know, as received.
    var unknown = JSONObject()
    private var seen: UInt64 = 0
    private(set) var expected = 0
    var isFirst = true

    // Not stored: all threads would count their references to the same array at the same time.
    @inline(__always)
    var table: FieldTable<Field> { Field.table }

    /// Whether the object has a field.
    @inline(__always)
    func hasSeen(_ index: Int) -> Bool { seen & (1 &<< UInt64(truncatingIfNeeded: index)) != 0 }

    /// Marks a field as seen; false if it was seen before.
    @inline(__always)
    mutating func markSeen(_ index: Int) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: index)
        defer {
            seen |= bit
            expected = index &+ 1
            isFirst = false
        }
        return seen & bit == 0
    }
}

/// The state of reading the elements of an array.
struct Elements {
    var isFirst = true
}
