/// The range of a string: the bytes between its quotes.
struct StringToken {
    let range: Range<Int>
    let hasEscapes: Bool
    /// Whether the string is ASCII without escapes.
    let isPlain: Bool
}

extension JSONReader {
    /// Reads a string.
    @inline(__always)
    mutating func string() throws(UsageError) -> String {
        let start = position &+ 1
        guard bytes[position] == UInt8(ascii: "\"") else { return try stringAfterWhitespace() }
        let end = start &+ bytes.plainRun(at: start)
        guard bytes[end] == UInt8(ascii: "\"") else { return try text(of: try stringToken()) }
        position = end &+ 1
        return bytes.plainText(start..<end)
    }

    @inline(never)
    private mutating func stringAfterWhitespace() throws(UsageError) -> String {
        skipWhitespace()
        guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("a string") }
        return try text(of: try stringToken())
    }

    /// Reads a string that is likely to be repeated: a model, a key, a status.
    mutating func internedString() throws(UsageError) -> String {
        skipWhitespace()
        let start = position &+ 1
        guard bytes[position] == UInt8(ascii: "\"") else { return try stringAfterWhitespace() }
        let end = start &+ bytes.plainRun(at: start)
        guard bytes[end] == UInt8(ascii: "\"") else { return try text(of: try stringToken()) }
        position = end &+ 1
        return internedStrings.text(start..<end, in: bytes)
    }

    /// Skips a string and returns its range; its escapes and its encoding are not validated.
    mutating func stringToken() throws(UsageError) -> StringToken {
        position += 1
        let start = position
        var hasEscapes = false
        var isPlain = true
        while true {
            position += bytes.plainRun(at: position)
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return StringToken(range: start..<position, hasEscapes: hasEscapes, isPlain: isPlain)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                isPlain = false
                position += 2
                guard position <= bytes.count else { throw malformed("the string has no closing quote", at: start - 1) }
            case 0..<0x20:
                if position >= bytes.count { throw malformed("the string has no closing quote", at: start - 1) }
                throw malformed("a control character in a string must be escaped")
            default:
                isPlain = false
                position += 1
            }
        }
    }

    /// The text of a member name, which is likely to be repeated.
    mutating func internedText(of token: StringToken) throws(UsageError) -> String {
        token.isPlain ? internedStrings.text(token.range, in: bytes) : try text(of: token)
    }

    /// The text of a string.
    func text(of token: StringToken) throws(UsageError) -> String {
        if token.isPlain { return bytes.plainText(token.range) }
        let text = token.hasEscapes ? try unescaped(token) : bytes.text(token.range)
        guard let text else { throw malformed("the string is not UTF-8", at: firstByteThatIsNotUTF8(in: token.range)) }
        return text
    }

    /// Throws the error that ``text(of:)`` throws for a string, without building the text.
    func validate(_ token: StringToken) throws(UsageError) {
        if token.isPlain { return }
        if token.hasEscapes { try validateEscapes(of: token) }
        // An escape is ASCII and represents whole scalars, so it neither completes nor interrupts other ones.
        guard bytes.isUTF8(token.range) else {
            throw malformed("the string is not UTF-8", at: firstByteThatIsNotUTF8(in: token.range))
        }
    }

    private func validateEscapes(of token: StringToken) throws(UsageError) {
        var index = token.range.lowerBound
        while index < token.range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += Swift.max(bytes.plainRun(at: index), 1)
                continue
            }
            let escape = bytes[index + 1]
            index += 2
            if escape == UInt8(ascii: "u") {
                _ = try scalar(at: &index)
            } else if !"\"\\/bfnrt".utf8.contains(escape) {
                throw malformed("unknown escape in a string", at: index - 2)
            }
        }
    }

    private func firstByteThatIsNotUTF8(in range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            let end = index + (byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4)
            guard end <= range.upperBound, bytes.text(index..<end) != nil else { break }
            index = end
        }
        return index
    }

    private func unescaped(_ token: StringToken) throws(UsageError) -> String? {
        var text: [UInt8] = []
        text.reserveCapacity(token.range.count)
        var index = token.range.lowerBound
        while index < token.range.upperBound {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = bytes[index]
            index += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text += Array(String(try scalar(at: &index)).utf8)
            default: throw malformed("unknown escape in a string", at: index - 2)
            }
        }
        return String(validating: text, as: UTF8.self)
    }

    /// Reads the digits of a `\u` escape, and those of a second one if the first is a high surrogate.
    private func scalar(at index: inout Int) throws(UsageError) -> Unicode.Scalar {
        let start = index - 2
        let first = try codeUnit(at: &index)
        var value = UInt32(first)
        if (0xD800..<0xDC00).contains(first), bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        {
            index += 2
            let second = try codeUnit(at: &index)
            guard (0xDC00..<0xE000).contains(second) else { throw malformed("expected a surrogate pair", at: start) }
            value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw malformed("expected a surrogate pair", at: start) }
        return scalar
    }

    private func codeUnit(at index: inout Int) throws(UsageError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw malformed("expected four hexadecimal digits after \\u", at: index)
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }
}
