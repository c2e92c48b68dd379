// MARK: - Unpacking

extension PackedChunk {
    /// Writes all values to the beginning of an array of at least ``count`` elements.
    func unpack(into values: inout [Int64]) {
        switch storage {
        case .constant: for row in 0..<count { values[row] = base }
        case .uint8(let stored): widen(stored, into: &values)
        case .uint16(let stored): widen(stored, into: &values)
        case .uint32(let stored): widen(stored, into: &values)
        case .int64(let stored): for row in 0..<count { values[row] = stored[row] }
        }
    }

    /// Writes the distances of the known values from `origin` in units of `divisor`.
    ///
    /// `origin` must not be greater than ``base``, `divisor` must divide ``unit`` and the distance of ``base`` from
    /// `origin`, and all distances must fit. What is written for a missing value has no meaning.
    func unpackDistances<Distance: FixedWidthInteger & UnsignedInteger>(
        into distances: inout [Distance], from origin: Int64, in divisor: Int64
    ) {
        precondition(distances.count >= count)
        let start = Distance(truncatingIfNeeded: UInt64(bitPattern: base &- origin) / UInt64(divisor))
        let unit = Distance(truncatingIfNeeded: unit / divisor)
        switch storage {
        case .constant: for row in 0..<count { distances[row] = start }
        case .uint8(let stored): widen(stored, into: &distances, start, unit)
        case .uint16(let stored): widen(stored, into: &distances, start, unit)
        case .uint32(let stored): widen(stored, into: &distances, start, unit)
        case .int64(let stored):
            for row in 0..<count {
                let value = stored[row] == Self.missing ? base : stored[row]
                distances[row] = Distance(truncatingIfNeeded: UInt64(bitPattern: value &- origin) / UInt64(divisor))
            }
        }
    }

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
            // The least known value is stored as 1, and 0 represents a missing value.
            for row in 0..<stored.count {
                let distance = stored[row] == 0 ? 0 : stored[row] &- 1
                distances[row] = start &+ unit &* Distance(truncatingIfNeeded: distance)
            }
        } else {
            for row in 0..<stored.count { distances[row] = start &+ unit &* Distance(truncatingIfNeeded: stored[row]) }
        }
    }
}

// MARK: - Rows and sums

extension PackedChunk {
    /// Calls a function with each row and its value, which may be ``missing``.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ value: Int64) -> Void) {
        switch storage {
        case .constant: for row in 0..<count { body(row, base) }
        case .uint8(let stored): forEach(stored, body)
        case .uint16(let stored): forEach(stored, body)
        case .uint32(let stored): forEach(stored, body)
        case .int64(let values): for row in 0..<values.count { body(row, values[row]) }
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

    /// The sum of the known values, and the number of missing ones.
    func sum() -> (sum: Int128, missing: Int) {
        guard range != nil else { return (0, count) }
        switch storage {
        case .constant: return (Int128(base) * Int128(count), 0)
        case .uint8(let stored): return sum(stored)
        case .uint16(let stored): return sum(stored)
        case .uint32(let stored): return sum(stored)
        case .int64(let values):
            var sum: Int128 = 0
            var missing = 0
            for value in values {
                if value == Self.missing { missing += 1 } else { sum += Int128(value) }
            }
            return (sum, missing)
        }
    }

    @inline(__always)
    private func sum<Stored: FixedWidthInteger & UnsignedInteger>(_ stored: [Stored]) -> (sum: Int128, missing: Int) {
        // The sum of up to 4096 32-bit numbers cannot overflow 64 bits.
        var total: UInt64 = 0
        for distance in stored { total &+= UInt64(truncatingIfNeeded: distance) }
        var missing = 0
        if hasMissing { for distance in stored where distance == 0 { missing += 1 } }
        let known = Int128(stored.count - missing)
        let shift: Int128 = hasMissing ? known : 0
        return (Int128(base) * known + Int128(unit) * (Int128(total) - shift), missing)
    }
}
