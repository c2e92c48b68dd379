/// A column of small numbers, as narrow as its largest: nothing at all while all rows have the same.
struct CodeColumn: Sendable {
    private enum Width { case constant, one, two, four }

    private(set) var count = 0
    private var width = Width.constant
    private var constant: UInt32 = 0
    private var ones: [UInt8] = []
    private var twos: [UInt16] = []
    private var fours: [UInt32] = []

    init() {}

    /// The code that all rows have, or nil where they differ or there is none.
    var commonCode: UInt32? { width == .constant && count > 0 ? constant : nil }

    subscript(row: Int) -> UInt32 {
        switch width {
        case .constant: constant
        case .one: UInt32(ones[row])
        case .two: UInt32(twos[row])
        case .four: fours[row]
        }
    }

    mutating func append(_ code: UInt32) {
        if count == 0 {
            constant = code
        } else if needed(for: code) {
            widen(to: code)
        }
        switch width {
        case .constant: break
        case .one: ones.append(UInt8(truncatingIfNeeded: code))
        case .two: twos.append(UInt16(truncatingIfNeeded: code))
        case .four: fours.append(code)
        }
        count += 1
    }

    /// Appends the codes of another column, each replaced by what the table says.
    mutating func append(contentsOf other: CodeColumn, replacing codes: [UInt32]) {
        other.forEach { _, code in append(codes[Int(code)]) }
    }

    /// The column of the rows at the indices, in their order; an index of -1 gives 0.
    func gathering(_ rows: [Int]) -> CodeColumn {
        var result = CodeColumn()
        for row in rows { result.append(row < 0 ? 0 : self[row]) }
        return result
    }

    @inline(__always)
    func forEach(_ body: (_ row: Int, _ code: UInt32) -> Void) {
        switch width {
        case .constant: for row in 0..<count { body(row, constant) }
        case .one: for row in 0..<count { body(row, UInt32(ones[row])) }
        case .two: for row in 0..<count { body(row, UInt32(twos[row])) }
        case .four: for row in 0..<count { body(row, fours[row]) }
        }
    }

    private func needed(for code: UInt32) -> Bool {
        switch width {
        case .constant: code != constant
        case .one: code > UInt32(UInt8.max)
        case .two: code > UInt32(UInt16.max)
        case .four: false
        }
    }

    private mutating func widen(to code: UInt32) {
        let largest = width == .constant ? Swift.max(code, constant) : code
        let old = self
        (ones, twos, fours) = ([], [], [])
        if largest <= UInt32(UInt8.max) {
            width = .one
            old.forEach { _, code in ones.append(UInt8(truncatingIfNeeded: code)) }
        } else if largest <= UInt32(UInt16.max) {
            width = .two
            old.forEach { _, code in twos.append(UInt16(truncatingIfNeeded: code)) }
        } else {
            width = .four
            old.forEach { _, code in fours.append(code) }
        }
    }
}
