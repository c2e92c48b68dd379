/// What a column needs to know of the values of a physical type.
protocol ParquetValues {
    associatedtype Value: Sendable

    /// The bytes of a value in the encoding PLAIN.
    static func plainSize(of value: Value) -> Int
    /// Appends a value in the encoding PLAIN.
    static func write(_ value: Value, to bytes: inout [UInt8])
    /// Whether both values are written as the same bytes.
    static func areEqual(_ left: Value, _ right: Value) -> Bool
    /// Bits that are equal only for values that are written as the same bytes, as long as both live: those of a long text
    /// say where it is in memory.
    static func identity(_ value: Value) -> SIMD2<UInt64>
    /// A hash for the dictionary; what is written does not depend on it.
    static func hash(_ value: Value) -> UInt64
    /// Whether a value comes first in the order of the type.
    static func precedes(_ left: Value, _ right: Value) -> Bool
    /// A value as statistics have it.
    static func statistic(of value: Value) -> [UInt8]
    /// A short value that is not above another one, or for a maximum not below it; mostly the value itself.
    static func bound(_ value: Value, isMaximum: Bool) -> Value
}

extension ParquetValues {
    static func statistic(of value: Value) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, to: &bytes)
        return bytes
    }

    static func bound(_ value: Value, isMaximum: Bool) -> Value { value }
}

/// Integers: eight bytes, the lowest first.
enum ParquetIntegers: ParquetValues {
    @inline(__always)
    static func plainSize(of value: Int64) -> Int { 8 }
    @inline(__always)
    static func areEqual(_ left: Int64, _ right: Int64) -> Bool { left == right }
    @inline(__always)
    static func identity(_ value: Int64) -> SIMD2<UInt64> { [UInt64(bitPattern: value), 0] }
    @inline(__always)
    static func precedes(_ left: Int64, _ right: Int64) -> Bool { left < right }

    @inline(__always)
    static func write(_ value: Int64, to bytes: inout [UInt8]) {
        bytes.append(littleEndian: UInt64(bitPattern: value))
    }

    @inline(__always)
    static func hash(_ value: Int64) -> UInt64 {
        TextHash.start.value(rest: UInt64(bitPattern: value), count: 8)
    }
}

/// Decimals: the mantissa as a two's complement of 16 bytes, the highest first.
enum ParquetDecimals: ParquetValues {
    @inline(__always)
    static func plainSize(of value: Int128) -> Int { 16 }
    @inline(__always)
    static func areEqual(_ left: Int128, _ right: Int128) -> Bool { left == right }
    @inline(__always)
    static func identity(_ value: Int128) -> SIMD2<UInt64> {
        [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value &>> 64)]
    }
    @inline(__always)
    static func precedes(_ left: Int128, _ right: Int128) -> Bool { left < right }

    @inline(__always)
    static func write(_ value: Int128, to bytes: inout [UInt8]) {
        bytes.append(bigEndian: UInt64(truncatingIfNeeded: value &>> 64))
        bytes.append(bigEndian: UInt64(truncatingIfNeeded: value))
    }

    @inline(__always)
    static func hash(_ value: Int128) -> UInt64 {
        var hash = TextHash.start
        hash.add(UInt64(truncatingIfNeeded: value &>> 64))
        return hash.value(rest: UInt64(truncatingIfNeeded: value), count: 16)
    }
}

/// Texts: the length in four bytes, the lowest first, then UTF-8.
///
/// They are ordered by their bytes.
enum ParquetTexts: ParquetValues {
    /// The bytes of a bound, beyond which it is shortened.
    static let longestBound = 64

    @inline(__always)
    static func plainSize(of value: String) -> Int { 4 + value.utf8.count }
    @inline(__always)
    static func areEqual(_ left: String, _ right: String) -> Bool { ByteString(left) == ByteString(right) }
    @inline(__always)
    static func identity(_ value: String) -> SIMD2<UInt64> { value.bits }
    @inline(__always)
    static func hash(_ value: String) -> UInt64 { BorrowedBytes.hash(of: value) }

    static func precedes(_ left: String, _ right: String) -> Bool {
        BorrowedBytes.withBytes(of: left) { left in
            BorrowedBytes.withBytes(of: right) { right in
                // Word by word: that is several times as fast as byte by byte.
                for index in stride(from: 0, to: min(left.count, right.count), by: 8) {
                    let (word, other) = (left.word(at: index).byteSwapped, right.word(at: index).byteSwapped)
                    if word != other { return word < other }
                }
                // What is missing at the end counts as zeros, which texts may have, too.
                return left.count < right.count
            }
        }
    }

    @inline(__always)
    static func write(_ value: String, to bytes: inout [UInt8]) {
        bytes.append(littleEndian: UInt32(truncatingIfNeeded: value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    static func statistic(of value: String) -> [UInt8] { Array(value.utf8) }

    /// A long bound ends after a whole scalar.
    ///
    /// The last scalar of a maximum is the one after that of the value, so that the bound is not below the value.
    static func bound(_ value: String, isMaximum: Bool) -> String {
        guard value.utf8.count > longestBound else { return value }
        let bytes = Array(value.utf8)
        var count = longestBound
        while count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 }
        let prefix = String(decoding: bytes[..<count], as: UTF8.self)
        if !isMaximum { return prefix }
        var scalars = Array(prefix.unicodeScalars)
        while let last = scalars.popLast() {
            // Nothing comes between the scalars around the surrogates, and nothing after the last one.
            guard let next = last == "\u{D7FF}" ? "\u{E000}" : Unicode.Scalar(last.value + 1) else { continue }
            var text = String.UnicodeScalarView(scalars)
            text.append(next)
            return String(text)
        }
        // Nothing but the last scalar: only the value itself is a bound.
        return value
    }
}
