/// Parses the numbers of header fields, which come from servers and therefore are bounded.
enum HeaderNumber {
    /// Reads digits with an optional sign and fraction: not `inf`, not `nan`, not `0x10`.
    static func decimal(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 64,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
        else { return nil }
        return Double(text)
    }

    /// Reads a count, limited to the range from 0 to a billion.
    static func count(_ text: String) -> Int? {
        decimal(text).map { Int(max(0, min($0, 1e9))) }
    }

    /// Returns the time until a reset.
    ///
    /// A reset is in seconds from now, or in seconds or milliseconds since 1970. Headers do not say which, but the
    /// ranges do not overlap.
    static func reset(_ value: Double, now: Timestamp) -> Duration? {
        let present = Double(now.seconds) + Double(now.nanoseconds) / 1_000_000_000
        return switch value {
        case 1e12...: duration(seconds: (value - present * 1000) / 1000)
        case 1e9...: duration(seconds: value - present)
        default: duration(seconds: value)
        }
    }

    /// Returns a wait of at most thirty years; nil for zero or less.
    static func duration(seconds: Double) -> Duration? {
        guard seconds > 0 else { return nil }
        return .nanoseconds(Int64((min(seconds, 946_080_000) * 1_000_000_000).rounded()))
    }
}
