/// The names of the members that a row knows, each written once, in the order in which they usually come.
protocol WireField: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    /// The names as bytes; a stored constant in each conforming type.
    static var table: FieldTable<Self> { get }
}

/// The known names of an object, ready to be compared with bytes.
struct FieldTable<Field: WireField>: Sendable {
    let fields: [Field]
    private let names: [[UInt8]]

    init() {
        fields = Array(Field.allCases)
        names = fields.map { Array($0.rawValue.utf8) }
        precondition(fields.count <= 64, "the members that were seen are counted in 64 bits")
    }

    /// The index of a name in ``fields``; the one that is expected is tried first.
    @inline(__always)
    func index(of name: Range<Int>, in bytes: borrowing JSONBytes, expected: Int) -> Int? {
        if expected < names.count, bytes.matches(names[expected], at: name) { return expected }
        for index in names.indices where bytes.matches(names[index], at: name) { return index }
        return nil
    }

    /// The index of a name that was spelled with escapes; bytes are compared, since `String` takes some scalars as equal.
    func index(of name: String) -> Int? {
        names.firstIndex { $0.elementsEqual(name.utf8) }
    }
}

/// How far the members of an object have been read.
struct Members<Field: WireField> {
    /// The members that the row does not know, as they came.
    var unknown = JSONObject()
    private var seen: UInt64 = 0
    private(set) var expected = 0
    var isFirst = true

    /// Notes that a field was met; false where it was met before.
    @inline(__always)
    mutating func note(_ index: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(index)
        defer {
            seen |= bit
            expected = index + 1
        }
        return seen & bit == 0
    }
}

/// How far the elements of an array have been read.
struct Elements {
    var count = 0
}
