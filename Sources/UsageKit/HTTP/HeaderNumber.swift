/// The numbers of header fields, which come from outside: none of them may overflow, and none may be endless.
enum HeaderNumber {
    /// Reads digits with an optional sign and fraction: not `inf`, not `nan`, not `0x10`.
    static func decimal(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 64,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
        else { return nil }
        return Double(text)
    }

    /// Reads a count; one below zero is none, and one beyond all reason is cut.
    static func count(_ text: String) -> Int? {
        decimal(text).map { Int(max(0, min($0, 1e9))) }
    }

    /// Returns the time up to a reset.
    ///
    /// Providers give the reset in one of three units and say so in none: their sizes do not overlap.
    static func reset(_ value: Double, now: Timestamp) -> Duration? {
        let present = Double(now.seconds) + Double(now.nanoseconds) / 1_000_000_000
        return switch value {
        case 1e12...: duration(seconds: (value - present * 1000) / 1000)
        case 1e9...: duration(seconds: value - present)
        default: duration(seconds: value)
        }
    }

    /// Returns a wait; one of nothing or less is none to obey, and one beyond all reason is cut to thirty years.
    static func duration(seconds: Double) -> Duration? {
        guard seconds > 0 else { return nil }
        return .nanoseconds(Int64((min(seconds, 946_080_000) * 1_000_000_000).rounded()))
    }
}
