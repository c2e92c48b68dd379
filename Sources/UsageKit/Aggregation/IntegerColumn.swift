/// A column of integers that takes 4 bytes a row while they fit, 8 otherwise, and none while all rows have the same.
struct IntegerColumn: Sendable {
    private enum Width { case constant, four, eight }

    /// Stands for an unknown value in the columns that have no negative ones.
    static let missing: Int64 = -1

    private(set) var count = 0
    private var width = Width.constant
    private var constant: Int64 = 0
    private var fours: [Int32] = []
    private var eights: [Int64] = []

    init() {}

    subscript(row: Int) -> Int64 {
        switch width {
        case .constant: constant
        case .four: Int64(fours[row])
        case .eight: eights[row]
        }
    }

    mutating func append(_ value: Int64) {
        if count == 0 {
            constant = value
        } else if width == .constant ? value != constant : width == .four && Int32(exactly: value) == nil {
            widen(to: value)
        }
        switch width {
        case .constant: break
        case .four: fours.append(Int32(truncatingIfNeeded: value))
        case .eight: eights.append(value)
        }
        count += 1
    }

    mutating func append(contentsOf other: IntegerColumn) {
        other.forEach { _, value in append(value) }
    }

    /// The column of the rows at the indices, in their order; an index of -1 gives ``missing``.
    func gathering(_ rows: [Int]) -> IntegerColumn {
        var result = IntegerColumn()
        for row in rows { result.append(row < 0 ? Self.missing : self[row]) }
        return result
    }

    @inline(__always)
    func forEach(_ body: (_ row: Int, _ value: Int64) -> Void) {
        switch width {
        case .constant: for row in 0..<count { body(row, constant) }
        case .four: for row in 0..<count { body(row, Int64(fours[row])) }
        case .eight: for row in 0..<count { body(row, eights[row]) }
        }
    }

    private mutating func widen(to value: Int64) {
        let old = self
        if width == .constant, Int32(exactly: value) != nil, Int32(exactly: constant) != nil {
            width = .four
            old.forEach { _, value in fours.append(Int32(truncatingIfNeeded: value)) }
        } else {
            width = .eight
            fours = []
            old.forEach { _, value in eights.append(value) }
        }
    }
}
