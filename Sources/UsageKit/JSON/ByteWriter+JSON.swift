extension ByteWriter {
    /// The greatest number of bytes that a text takes in JSON: each byte may become an escape of six, between quotes.
    @inline(__always)
    static func longestJSON(of text: String?) -> Int {
        if let text { 6 &* text.utf8.count &+ 2 } else { 4 }
    }

    /// Appends a text as JSON (RFC 8259), or `null`.
    @inline(__always)
    mutating func append(json text: String?) {
        guard let text else { return append("null") }
        append(UInt8(ascii: "\""))
        let start = count
        append(text)
        // Most texts have nothing to escape.
        if hasMark(from: start, { $0.marksOfSpecialCharacters }) {
            rewind(to: start)
            appendEscaped(text)
        }
        append(UInt8(ascii: "\""))
    }

    @inline(never)
    private mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append(#"\""#)
            case UInt8(ascii: "\\"): append(#"\\"#)
            case UInt8(ascii: "\n"): append(#"\n"#)
            case UInt8(ascii: "\r"): append(#"\r"#)
            case UInt8(ascii: "\t"): append(#"\t"#)
            case ..<0x20:
                append(#"\u00"#)
                append(Self.hexDigit(byte >> 4))
                append(Self.hexDigit(byte & 15))
            default: append(byte)
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension ByteWriter {
    /// Appends an instant as a JSON text, or `null`.
    @inline(__always)
    mutating func append(json instant: Timestamp?) {
        guard let instant else { return append("null") }
        append(UInt8(ascii: "\""))
        instant.write(to: &self)
        append(UInt8(ascii: "\""))
    }

    /// Appends an integer, or `null`.
    @inline(__always)
    mutating func append(json integer: Int?) {
        if let integer { append(integer: integer) } else { append("null") }
    }
}
