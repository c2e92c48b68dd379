// Durations are coded as texts of seconds: the standard form is two machine words of attoseconds, which few readers know.

extension KeyedEncodingContainer {
    /// Writes the seconds of a duration as a decimal text with all digits; nothing if it is nil.
    mutating func encodeIfPresent(seconds duration: Duration?, forKey key: Key) throws {
        try encodeIfPresent(duration?.secondsText, forKey: key)
    }
}

extension KeyedDecodingContainer {
    /// Reads a duration from the text of its seconds; nil if it is null or absent.
    ///
    /// - Throws: `DecodingError` for another form, for more than 18 decimal places, and for more than a `Duration` holds.
    func decodeSecondsIfPresent(forKey key: Key) throws -> Duration? {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let duration = Duration(secondsText: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self,
                debugDescription: "expected the text of seconds, such as \"7200\" or \"0.25\", found \"\(text)\"")
        }
        return duration
    }
}

extension Duration {
    private static let attosecondsPerSecond: UInt128 = 1_000_000_000_000_000_000

    /// The seconds as a decimal text with all digits; an `ExactDecimal` cannot hold those of every duration.
    var secondsText: String {
        let (whole, rest) = attoseconds.magnitude.quotientAndRemainder(dividingBy: Self.attosecondsPerSecond)
        var text = "\(attoseconds < 0 ? "-" : "")\(whole)"
        guard rest > 0 else { return text }
        // The first digit keeps the zeros after the point.
        var places = "\(rest + Self.attosecondsPerSecond)".dropFirst()
        while places.last == "0" { places.removeLast() }
        text += ".\(places)"
        return text
    }

    /// Reads a decimal text of seconds; nil for another form, for more than 18 places, and for too great a number.
    init?(secondsText text: String) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.utf8.dropFirst(isNegative ? 1 : 0)
            .split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        var digits = Array(whole)
        if parts.count == 2 {
            guard (1...18).contains(parts[1].count) else { return nil }
            digits += parts[1]
        }
        digits += Array(repeating: UInt8(ascii: "0"), count: 18 - (parts.count == 2 ? parts[1].count : 0))
        var sum: Int128 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let value = Int128(digit - UInt8(ascii: "0"))
            let (product, isTooGreat) = sum.multipliedReportingOverflow(by: 10)
            // The least duration has no positive counterpart.
            let (next, overflow) = product.addingReportingOverflow(isNegative ? -value : value)
            guard !isTooGreat, !overflow else { return nil }
            sum = next
        }
        self.init(attoseconds: sum)
    }
}
