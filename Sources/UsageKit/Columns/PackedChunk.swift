/// The integers of up to ``capacity`` rows, each in the fewest bytes that their spread allows (frame of reference).
///
/// A value is stored as its distance from the least one, in units of a power of ten that divides all distances. So
/// milliseconds kept in nanoseconds take two bytes each, and a chunk with a single value takes none.
struct PackedChunk: Sendable {
    /// The number of rows of a full chunk.
    static let capacity = 4096
    /// The value that represents an unknown value.
    static let missing = Int64.min

    /// The distances of the rows from ``base`` in units of ``unit``.
    ///
    /// If ``hasMissing``, 0 represents a missing value and every distance is stored plus 1.
    enum Storage: Sendable {
        /// All rows have the value ``base``.
        case constant
        case uint8([UInt8])
        case uint16([UInt16])
        case uint32([UInt32])
        /// The values themselves.
        case int64([Int64])
    }

    let count: Int
    /// The least and the greatest known value; nil if no value is known.
    let range: ClosedRange<Int64>?
    let hasMissing: Bool
    /// The least known value; the distance of every known value from it is a multiple of ``unit``.
    let base: Int64
    let unit: Int64
    let storage: Storage

    /// Packs values.
    ///
    /// - Parameters:
    ///   - values: The values; up to ``capacity``.
    ///   - findsUnit: Whether to look for a power of ten that divides all distances, which costs divisions.
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
            (range, base, unit, storage) = (nil, Self.missing, 1, .constant)
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
            storage = .constant
        } else if !overflow, largest <= UInt64(UInt8.max) {
            storage = .uint8(Self.pack(values, from: least, unit, shift))
        } else if !overflow, largest <= UInt64(UInt16.max) {
            storage = .uint16(Self.pack(values, from: least, unit, shift))
        } else if !overflow, largest <= UInt64(UInt32.max) {
            storage = .uint32(Self.pack(values, from: least, unit, shift))
        } else {
            storage = .int64(values)
        }
    }

    /// Creates a chunk of values that are packed.
    init(count: Int, range: ClosedRange<Int64>?, hasMissing: Bool, base: Int64, unit: Int64, storage: Storage) {
        self.count = count
        self.range = range
        self.hasMissing = hasMissing
        self.base = base
        self.unit = unit
        self.storage = storage
    }

    subscript(row: Int) -> Int64 {
        switch storage {
        case .constant: base
        case .uint8(let stored): value(UInt32(stored[row]))
        case .uint16(let stored): value(UInt32(stored[row]))
        case .uint32(let stored): value(stored[row])
        case .int64(let values): values[row]
        }
    }

    /// The value that all rows have, which may be ``missing``; nil if they differ.
    var common: Int64? {
        if case .constant = storage { base } else { nil }
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

    /// The value that a stored distance of up to 32 bits represents.
    func value(_ stored: UInt32) -> Int64 {
        if hasMissing, stored == 0 { return Self.missing }
        return base &+ unit &* (Int64(stored) - (hasMissing ? 1 : 0))
    }
}
