/// The integers of some thousand rows, each as narrow as their spread allows.
///
/// What is stored of a value is its distance from the least one, in units of a power of ten that divides all
/// distances. So milliseconds that are kept in nanoseconds take two bytes, and a column of one value takes none.
struct PackedChunk: Sendable {
    /// How many rows a whole chunk has.
    static let capacity = 4096
    /// Stands for an unknown value.
    static let missing = Int64.min

    private enum Storage: Sendable {
        case same
        case ones([UInt8])
        case twos([UInt16])
        case fours([UInt32])
        case eights([Int64])
    }

    let count: Int
    /// The least and the greatest known value; nil where none is known.
    let range: ClosedRange<Int64>?
    let hasMissing: Bool
    /// The least known value, from which the others are multiples of the unit away.
    let base: Int64
    let unit: Int64
    private let storage: Storage

    /// Packs values; the unit is looked for only on request, since it costs divisions.
    init(_ values: [Int64], findsUnit: Bool) {
        var (least, greatest) = (Int64.max, Int64.min)
        var missing = 0
        for value in values {
            if value == Self.missing {
                missing += 1
            } else {
                least = Swift.min(least, value)
                greatest = Swift.max(greatest, value)
            }
        }
        count = values.count
        hasMissing = missing > 0
        guard missing < values.count else {
            (range, base, unit, storage) = (nil, Self.missing, 1, .same)
            return
        }
        range = least...greatest
        base = least
        let spread = UInt64(bitPattern: greatest &- least)
        let unit = findsUnit && spread > UInt64(UInt8.max) ? Self.unit(of: values, from: least) : 1
        self.unit = Int64(unit)
        let shift: UInt64 = missing > 0 ? 1 : 0
        let (largest, overflow) = (spread / unit).addingReportingOverflow(shift)
        if missing == 0, spread == 0 {
            storage = .same
        } else if !overflow, largest <= UInt64(UInt8.max) {
            storage = .ones(Self.pack(values, from: least, unit, shift))
        } else if !overflow, largest <= UInt64(UInt16.max) {
            storage = .twos(Self.pack(values, from: least, unit, shift))
        } else if !overflow, largest <= UInt64(UInt32.max) {
            storage = .fours(Self.pack(values, from: least, unit, shift))
        } else {
            storage = .eights(values)
        }
    }

    subscript(row: Int) -> Int64 {
        switch storage {
        case .same: base
        case .ones(let stored): value(UInt32(stored[row]))
        case .twos(let stored): value(UInt32(stored[row]))
        case .fours(let stored): value(stored[row])
        case .eights(let values): values[row]
        }
    }

    /// The value that all rows have, or nil where they differ; it may be the missing one.
    var common: Int64? {
        if case .same = storage { base } else { nil }
    }

    /// Writes all values to the beginning of an array that has room for a whole chunk.
    func unpack(into values: inout [Int64]) {
        switch storage {
        case .same: for row in 0..<count { values[row] = base }
        case .ones(let stored): widen(stored, into: &values)
        case .twos(let stored): widen(stored, into: &values)
        case .fours(let stored): widen(stored, into: &values)
        case .eights(let stored): for row in 0..<count { values[row] = stored[row] }
        }
    }

    /// Writes the distances of the known values from one that is not greater, in a unit that divides them.
    ///
    /// The distances must fit. A missing value is written like a known one.
    func unpackDistances<Distance: FixedWidthInteger & UnsignedInteger>(
        into distances: inout [Distance], from origin: Int64, in divisor: Int64
    ) {
        precondition(distances.count >= count)
        let start = Distance(truncatingIfNeeded: UInt64(bitPattern: base &- origin) / UInt64(divisor))
        let unit = Distance(truncatingIfNeeded: unit / divisor)
        switch storage {
        case .same: for row in 0..<count { distances[row] = start }
        case .ones(let stored): widen(stored, into: &distances, start, unit)
        case .twos(let stored): widen(stored, into: &distances, start, unit)
        case .fours(let stored): widen(stored, into: &distances, start, unit)
        case .eights(let stored):
            for row in 0..<count {
                let value = stored[row] == Self.missing ? base : stored[row]
                distances[row] = Distance(truncatingIfNeeded: UInt64(bitPattern: value &- origin) / UInt64(divisor))
            }
        }
    }

    /// Calls a function with each row and its value, which may be the missing one.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ value: Int64) -> Void) {
        switch storage {
        case .same: for row in 0..<count { body(row, base) }
        case .ones(let stored): forEach(stored, body)
        case .twos(let stored): forEach(stored, body)
        case .fours(let stored): forEach(stored, body)
        case .eights(let values): for row in 0..<values.count { body(row, values[row]) }
        }
    }

    @inline(__always)
    private func forEach<Stored: FixedWidthInteger & UnsignedInteger>(
        _ stored: [Stored], _ body: (_ row: Int, _ value: Int64) -> Void
    ) {
        let (base, unit) = (base, unit)
        if hasMissing {
            for row in 0..<stored.count { body(row, value(UInt32(truncatingIfNeeded: stored[row]))) }
        } else if unit == 1 {
            for row in 0..<stored.count { body(row, base &+ Int64(truncatingIfNeeded: stored[row])) }
        } else {
            for row in 0..<stored.count { body(row, base &+ unit &* Int64(truncatingIfNeeded: stored[row])) }
        }
    }

    /// The sum of all known values, and how many are not known.
    func sum() -> (sum: Int128, missing: Int) {
        guard range != nil else { return (0, count) }
        switch storage {
        case .same: return (Int128(base) * Int128(count), 0)
        case .ones(let stored): return sum(stored)
        case .twos(let stored): return sum(stored)
        case .fours(let stored): return sum(stored)
        case .eights(let values):
            var sum: Int128 = 0
            var missing = 0
            for value in values {
                if value == Self.missing { missing += 1 } else { sum += Int128(value) }
            }
            return (sum, missing)
        }
    }

    // MARK: - Packing

    /// The largest of four powers of ten that divides the distance of every known value from the least one.
    private static func unit(of values: [Int64], from least: Int64) -> UInt64 {
        func divides(_ divisor: UInt64) -> Bool {
            values.allSatisfy { $0 == missing || UInt64(bitPattern: $0 &- least) % divisor == 0 }
        }
        if divides(1_000_000_000) { return 1_000_000_000 }
        if divides(1_000_000) { return 1_000_000 }
        return divides(1000) ? 1000 : 1
    }

    private static func pack<Stored: FixedWidthInteger>(
        _ values: [Int64], from least: Int64, _ unit: UInt64, _ shift: UInt64
    ) -> [Stored] {
        values.map { value in
            if value == missing { return 0 }
            return Stored(truncatingIfNeeded: UInt64(bitPattern: value &- least) / unit &+ shift)
        }
    }

    private func value(_ stored: UInt32) -> Int64 {
        if hasMissing, stored == 0 { return Self.missing }
        return base &+ unit &* (Int64(stored) - (hasMissing ? 1 : 0))
    }

    // MARK: - Unpacking

    @inline(__always)
    private func widen<Stored: FixedWidthInteger & UnsignedInteger>(_ stored: [Stored], into values: inout [Int64]) {
        precondition(values.count >= stored.count)
        let unit = unit
        if hasMissing {
            let start = base &- unit
            for row in 0..<stored.count {
                let distance = Int64(truncatingIfNeeded: stored[row])
                values[row] = distance == 0 ? Self.missing : start &+ unit &* distance
            }
        } else if unit == 1 {
            for row in 0..<stored.count { values[row] = base &+ Int64(truncatingIfNeeded: stored[row]) }
        } else {
            for row in 0..<stored.count { values[row] = base &+ unit &* Int64(truncatingIfNeeded: stored[row]) }
        }
    }

    @inline(__always)
    private func widen<Stored: FixedWidthInteger, Distance: FixedWidthInteger & UnsignedInteger>(
        _ stored: [Stored], into distances: inout [Distance], _ start: Distance, _ unit: Distance
    ) {
        precondition(distances.count >= stored.count)
        if hasMissing {
            // The least known value is stored as 1, and 0 stands for the missing one.
            for row in 0..<stored.count {
                let distance = stored[row] == 0 ? 0 : stored[row] &- 1
                distances[row] = start &+ unit &* Distance(truncatingIfNeeded: distance)
            }
        } else {
            for row in 0..<stored.count { distances[row] = start &+ unit &* Distance(truncatingIfNeeded: stored[row]) }
        }
    }

    @inline(__always)
    private func sum<Stored: FixedWidthInteger & UnsignedInteger>(_ stored: [Stored]) -> (sum: Int128, missing: Int) {
        // A chunk has too few rows for the sum of 32-bit numbers to overflow.
        var total: UInt64 = 0
        for distance in stored { total &+= UInt64(truncatingIfNeeded: distance) }
        var missing = 0
        if hasMissing { for distance in stored where distance == 0 { missing += 1 } }
        let known = Int128(stored.count - missing)
        let shift: Int128 = hasMissing ? known : 0
        return (Int128(base) * known + Int128(unit) * (Int128(total) - shift), missing)
    }
}
