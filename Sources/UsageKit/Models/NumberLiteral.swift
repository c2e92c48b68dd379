/// A number of the JSON grammar (RFC 8259 §6), read without binary floating point in between.
package struct NumberLiteral {
    package enum Value {
        case value(ExactDecimal)
        /// More than 38 significant digits, or an exponent beyond what `Decimal` holds.
        case unrepresentable
    }

    package let value: Value
    /// How many bytes the literal has.
    package let length: Int

    /// Reads a whole text; nil if it is anything but one number.
    package init?(_ bytes: Span<UInt8>) {
        self.init(prefixOf: bytes)
        guard length == bytes.count else { return nil }
    }

    /// Reads the longest number at the start; nil if there is no number.
    package init?(prefixOf bytes: Span<UInt8>) {
        var scan = Scan(index: 0)
        var isNegative = false
        if scan.peek(bytes) == UInt8(ascii: "-") {
            isNegative = true
            scan.index += 1
        }
        let integerStart = scan.index
        guard scan.digits(bytes) else { return nil }
        if bytes[integerStart] == UInt8(ascii: "0"), scan.index - integerStart > 1 { return nil }
        if scan.peek(bytes) == UInt8(ascii: ".") {
            scan.index += 1
            let fractionStart = scan.index
            guard scan.digits(bytes) else { return nil }
            scan.scale = scan.index - fractionStart
        }
        var exponent = 0
        var isHuge = false
        if scan.peek(bytes) | 0x20 == UInt8(ascii: "e") {
            scan.index += 1
            var isExponentNegative = false
            if scan.peek(bytes) == UInt8(ascii: "+") || scan.peek(bytes) == UInt8(ascii: "-") {
                isExponentNegative = scan.peek(bytes) == UInt8(ascii: "-")
                scan.index += 1
            }
            let exponentStart = scan.index
            while let digit = scan.digit(bytes) {
                if exponent < 1_000_000 { exponent = exponent * 10 + digit } else { isHuge = true }
                scan.index += 1
            }
            guard scan.index > exponentStart else { return nil }
            if isExponentNegative { exponent = -exponent }
        }
        length = scan.index
        value = scan.value(isNegative: isNegative, exponent: exponent, isHuge: isHuge)
    }

    private struct Scan {
        var index: Int
        var scale = 0
        private var mantissa: UInt64 = 0
        private var wide: Int128 = 0
        private var significant = 0
        /// Zeros read so far that count only if another digit follows.
        private var pendingZeros = 0

        init(index: Int) {
            self.index = index
        }

        func peek(_ bytes: Span<UInt8>) -> UInt8 {
            index < bytes.count ? bytes[index] : 0
        }

        func digit(_ bytes: Span<UInt8>) -> Int? {
            let digit = peek(bytes) &- UInt8(ascii: "0")
            return digit < 10 ? Int(digit) : nil
        }

        /// Reads a run of digits; false if there is no digit.
        mutating func digits(_ bytes: Span<UInt8>) -> Bool {
            let start = index
            while index < bytes.count {
                let digit = bytes[index] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                append(UInt64(digit))
                index += 1
            }
            return index > start
        }

        private mutating func append(_ digit: UInt64) {
            if digit == 0 {
                if significant > 0 { pendingZeros += 1 }
                return
            }
            let step = pendingZeros + 1
            significant += step
            pendingZeros = 0
            if significant <= 19 {
                for _ in 0..<step { mantissa &*= 10 }
                mantissa &+= digit
            } else if significant <= 38 {
                if wide == 0 { wide = Int128(mantissa) }
                for _ in 0..<step { wide &*= 10 }
                wide &+= Int128(digit)
            }
        }

        func value(isNegative: Bool, exponent: Int, isHuge: Bool) -> Value {
            if significant == 0 { return .value(.zero) }
            guard significant <= 38, !isHuge else { return .unrepresentable }
            let magnitude = significant <= 19 ? Int128(mantissa) : wide
            let power = exponent - scale + pendingZeros
            guard let value = ExactDecimal(mantissa: isNegative ? -magnitude : magnitude, exponent: power) else {
                return .unrepresentable
            }
            return .value(value)
        }
    }
}
