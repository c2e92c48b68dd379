extension ExactSum {
    /// The sum, rounded once, halves to the even digit, if it needs more than 38 significant digits or 128 decimal places.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if it is beyond the numbers that a `Decimal` can hold.
    func rounded() throws(UsageError) -> ExactDecimal {
        if let exact = try? value() { return exact }
        let text = description.utf8
        let places = text.firstIndex(of: UInt8(ascii: ".")).map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        let digits = text.map { Int128($0) - 48 }.filter { (0...9).contains($0) }.drop { $0 == 0 }
        let dropped = max(digits.count - 38, places - 128, 0)
        var mantissa = digits.dropLast(dropped).reduce(0) { $0 * 10 + $1 }
        // If more digits are dropped than there are, the first of them is a 0.
        let rest = digits.suffix(dropped)
        let first = rest.count == dropped ? rest.first ?? 0 : 0
        let isAboveHalf = first > 5 || first == 5 && rest.dropFirst().contains { $0 != 0 }
        if isAboveHalf || first == 5 && mantissa % 2 != 0 { mantissa += 1 }
        guard let value = ExactDecimal(mantissa: isNegative ? -mantissa : mantissa, exponent: dropped - places) else {
            throw UsageError(.inexactNumber, "the number \(self) is too large")
        }
        return value
    }

    /// Whether the sum is below 0.
    var isNegative: Bool { description.utf8.first == UInt8(ascii: "-") }
}
