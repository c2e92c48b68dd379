/// The names of the members that a row knows, each written once, in the order in which they usually come.
protocol WireField: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
    /// The names as bytes; a stored constant in each conforming type.
    static var table: FieldTable<Self> { get }
    /// The names that occur although the provider does not document them; all others are documented.
    static var undocumented: Set<Self> { get }
}

extension WireField {
    static var undocumented: Set<Self> { [] }
}

/// The known names of an object, ready to be compared with bytes.
struct FieldTable<Field: WireField>: Sendable {
    /// A field with its name.
    struct Entry: Sendable {
        let key: FieldKey
        let field: Field
    }

    let entries: [Entry]

    init() {
        entries = Field.allCases.map { Entry(key: FieldKey(Array($0.rawValue.utf8)), field: $0) }
        precondition(entries.count <= 64, "the members that were seen are counted in 64 bits")
    }

    /// How many bytes the key of a field takes, where it stands at an index as it usually does; 0 where it does not.
    @inline(__always)
    func length(ofKey field: Int, at index: Int, in bytes: borrowing BorrowedBytes) -> Int {
        guard field < entries.count else { return 0 }
        return bytes.holds(entries[field].key, at: index) ? entries[field].key.length : 0
    }

    /// The index of a name that is spelled in another way; bytes are compared, since `String` takes some scalars as
    /// equal.
    func index(of name: String) -> Int? {
        entries.firstIndex { $0.field.rawValue.utf8.elementsEqual(name.utf8) }
    }
}

/// How far the members of an object have been read.
struct Members<Field: WireField> {
    let table = Field.table
    /// The members that the row does not know, as they came.
    var unknown = JSONObject()
    private var seen: UInt64 = 0
    private(set) var expected = 0
    var isFirst = true

    /// Notes that a field was met; false where it was met before.
    @inline(__always)
    mutating func note(_ index: Int) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: index)
        defer {
            seen |= bit
            expected = index &+ 1
            isFirst = false
        }
        return seen & bit == 0
    }
}

/// How far the elements of an array have been read.
struct Elements {
    var isFirst = true
}
