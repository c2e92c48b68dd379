// What the readers of a file that comes in blocks need to know about the end of a block.

extension JSONReader {
    /// Skips white space and byte order marks, which remain where files were joined; true at the end of the bytes.
    ///
    /// A byte order mark that is cut off counts as the end, unless the file ends there.
    @inline(__always)
    mutating func isAtEndOfFile(isLast: Bool) -> Bool {
        skipWhitespace()
        return bytes[position] == Self.byteOrderMark[0] ? skipByteOrderMarks(isLast: isLast) : position == bytes.count
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    @inline(never)
    private mutating func skipByteOrderMarks(isLast: Bool) -> Bool {
        while position < bytes.count {
            let count = Self.byteOrderMark.indices.prefix { bytes[position + $0] == Self.byteOrderMark[$0] }.count
            guard count == Self.byteOrderMark.count else {
                return !isLast && count > 0 && position + count == bytes.count
            }
            position += count
            skipWhitespace()
        }
        return true
    }

    /// Whether the row or member at a position ends within the bytes or is not JSON, so that more bytes cannot change the
    /// error that it causes.
    ///
    /// - Parameters:
    ///   - start: Its position; a comma may come before it.
    ///   - isNested: Whether it is inside an array or object, where a comma or a bracket ends it.
    /// - Returns: Whether it ends or is not JSON.
    func isWhole(at start: Int, isNested: Bool) -> Bool {
        var index = start
        var depth = 0
        var hasBegun = false
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ":"):
                index += 1
                continue
            case UInt8(ascii: ","):
                if isNested, depth == 0, hasBegun { return true }
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth < 0 || depth == 0 && !isNested { return true }
            case UInt8(ascii: "\""):
                guard let close = closingQuote(ofStringAt: index) else { return false }
                index = close
                // A string cannot hold this character: it is not the end of the bytes that makes it malformed.
                if bytes[index] != UInt8(ascii: "\"") { return true }
            case let byte where Self.isOfNumberOrLiteral(byte): break
            default: return true
            }
            if depth == 0, !isNested { return true }
            hasBegun = true
            index += 1
        }
        return false
    }

    /// The position of the quote that ends a string, or of a character that no string can hold; nil if there is neither.
    private func closingQuote(ofStringAt start: Int) -> Int? {
        var index = start + 1
        while true {
            index += bytes.plainRun(at: index)
            guard index < bytes.count else { return nil }
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""), 0..<0x20: return index
            default: index += 1
            }
        }
    }

    private static func isOfNumberOrLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "E"):
            true
        default: "truefalsn".utf8.contains(byte)
        }
    }

    /// The position of the first line feed in a range.
    func lineFeed(in range: Range<Int>) -> Int? {
        bytes.withSpan(range.clamped(to: 0..<bytes.count)) { span in
            span.indices.first { span[$0] == UInt8(ascii: "\n") }
        }
        .map { range.lowerBound + $0 }
    }

    /// The error for a line that ends inside a row or a page, between two positions.
    func cutLine(from start: Int, to end: Int) -> UsageError {
        var error = malformed(
            "expected a whole row or page on each line, as on the first; found a line that ends inside one",
            at: lineFeed(in: start..<end))
        // The place is the end of the line, whatever follows it.
        error.codingPath = ""
        return error
    }
}
