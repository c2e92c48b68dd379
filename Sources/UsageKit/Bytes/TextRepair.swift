/// Replaces what is not text in the bytes of a file or a page by U+FFFD, block by block.
///
/// What is not UTF-8 is replaced as Unicode recommends: one character for each longest beginning of a character. In JSON,
/// an escaped half of a surrogate pair is replaced by an escape. Everything else stays as it is, so a malformed document
/// remains malformed.
struct TextRepair: Sendable {
    private static let replacement = Array("\u{FFFD}".utf8)
    private static let escapedReplacement = Array(#"\ufffd"#.utf8)

    /// Whether the bytes are JSON, in which a backslash begins an escape.
    private let hasEscapes: Bool
    /// The bytes at the end of the last block whose meaning depends on the next one.
    private var rest: [UInt8] = []
    private var line = 1
    /// The number of bytes that were returned.
    private var length = 0
    /// What was replaced since it was last taken.
    private(set) var replacements: [Replacement] = []

    /// A place at which U+FFFD was put.
    struct Replacement: Hashable, Sendable {
        /// The line, counted from 1.
        let line: Int
        /// The position after it in the bytes that are returned.
        let end: Int
        /// What it replaced: up to three bytes, or the six of an escape, none of them zero, the last one lowest.
        let original: UInt64

        /// How many bytes it has: as many as an escape if it replaced one.
        private var length: Int {
            (original >> 24 == 0 ? TextRepair.replacement : TextRepair.escapedReplacement).count
        }
        /// The position of it in the bytes that are returned.
        var start: Int { end - length }
        /// How many more bytes it has than what it replaced.
        var growth: Int { length - (UInt64.bitWidth - original.leadingZeroBitCount + 7) / 8 }
    }

    init(hasEscapes: Bool) {
        self.hasEscapes = hasEscapes
    }

    /// Returns the bytes of a block that can be told, and those that were kept from the last one before them.
    ///
    /// - Parameters:
    ///   - block: The next bytes.
    ///   - isLast: Whether no more bytes follow.
    /// - Returns: The bytes with their replacements.
    mutating func repair(_ block: some Sequence<UInt8>, isLast: Bool) -> [UInt8] {
        let bytes = rest + block
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let length =
                byte == UInt8(ascii: "\\") && hasEscapes
                ? escape(bytes[index...], isLast, &result)
                : byte < 0x80 ? 1 : character(bytes[index...], isLast, &result)
            if length == 0 { break }
            if byte < 0x80, length == 1 { result.append(byte) }
            if byte == UInt8(ascii: "\n") { line += 1 }
            index += length
        }
        rest = Array(bytes[index...])
        length += result.count
        return result
    }

    /// Returns what was replaced since the last call.
    mutating func takeReplacements() -> [Replacement] {
        defer { replacements = [] }
        return replacements
    }

    /// Appends the character at the beginning of some bytes; returns its length, and 0 if it may go on in the next block.
    private mutating func character(_ bytes: ArraySlice<UInt8>, _ isLast: Bool, _ result: inout [UInt8]) -> Int {
        var iterator = bytes.prefix(4).makeIterator()
        var parser = UTF8.ForwardParser()
        switch parser.parseScalar(from: &iterator) {
        case .valid(let scalar):
            result += scalar
            return scalar.count
        case .error(let length):
            if length == bytes.count, !isLast { return 0 }
            replace(bytes.prefix(length), by: Self.replacement, &result)
            return length
        case .emptyInput: return 0
        }
    }

    /// Appends the escape at the beginning of some bytes; returns its length, and 0 if it may go on in the next block.
    private mutating func escape(_ bytes: ArraySlice<UInt8>, _ isLast: Bool, _ result: inout [UInt8]) -> Int {
        let start = bytes.startIndex
        if bytes.count < 2 { return isLast ? 1 : 0 }
        guard bytes[start + 1] == UInt8(ascii: "u") else {
            // So that the second of two backslashes begins no escape; other bytes are looked at by themselves.
            let length = bytes[start + 1] == UInt8(ascii: "\\") ? 2 : 1
            if length == 2 { result += bytes.prefix(2) }
            return length
        }
        if bytes.count < 6, !isLast { return 0 }
        guard let unit = Self.codeUnit(bytes.prefix(6)), UTF16.isLeadSurrogate(unit) || UTF16.isTrailSurrogate(unit)
        else {
            return 1
        }
        if UTF16.isLeadSurrogate(unit) {
            if bytes.count < 12, !isLast { return 0 }
            if let second = Self.codeUnit(bytes.dropFirst(6).prefix(6)), UTF16.isTrailSurrogate(second) {
                result += bytes.prefix(12)
                return 12
            }
        }
        replace(bytes.prefix(6), by: Self.escapedReplacement, &result)
        return 6
    }

    private mutating func replace(_ bytes: ArraySlice<UInt8>, by replacement: [UInt8], _ result: inout [UInt8]) {
        result += replacement
        replacements.append(
            Replacement(
                line: line, end: length + result.count, original: bytes.reduce(0) { $0 << 8 | UInt64($1) }))
    }

    /// The code unit of an escape; nil if the bytes are not `\u` and four hexadecimal digits.
    private static func codeUnit(_ escape: ArraySlice<UInt8>) -> UInt16? {
        guard escape.count == 6, escape.starts(with: #"\u"#.utf8) else { return nil }
        var unit: UInt16 = 0
        for byte in escape.dropFirst(2) {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}

extension String {
    /// Whether the text has a U+FFFD, which may replace bytes that could not be read.
    var hasReplacement: Bool { unicodeScalars.contains("\u{FFFD}") }
}
