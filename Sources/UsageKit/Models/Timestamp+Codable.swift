extension Timestamp: Codable {
    /// Reads an instant as ``encode(to:)`` writes it, or any other RFC 3339 instant.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Timestamp(written: text) else {
            // Throws the error of an instant that cannot be read.
            try self.init(text)
            return
        }
        self = instant
    }

    /// Reads an instant as ``description`` and ``encode(to:)`` write it, or any other RFC 3339 instant; nil otherwise.
    init?(written text: String) {
        if let instant = Timestamp(outsideRFC3339: text) {
            self = instant
        } else if let instant = try? Timestamp(text) {
            self = instant
        } else {
            return nil
        }
    }

    /// Writes the instant as RFC 3339 in UTC; a year before 0 has a sign, and a year after 9999 more than four digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Reads an instant of a year that RFC 3339 cannot spell; nil if the text is not exactly what is written for one.
    private init?(outsideRFC3339 text: String) {
        let sign = text.utf8.first == UInt8(ascii: "-") ? 1 : 0
        guard let dash = text.utf8.dropFirst(sign).firstIndex(of: UInt8(ascii: "-")),
            let year = Int64(text[..<dash]), !(0...9999).contains(year)
        else { return nil }
        // The calendar repeats after 400 years of 146,097 days.
        let (cycles, rest) = year.flooredDivision(by: 400)
        guard let near = try? Timestamp("\(2000 + rest)\(text[dash...])"),
            let seconds = Int64(exactly: Int128(near.seconds) + (Int128(cycles) - 5) * 146_097 * 86_400)
        else { return nil }
        self.init(seconds: seconds, nanoseconds: Int64(near.nanoseconds))
        guard description == text else { return nil }
    }
}
