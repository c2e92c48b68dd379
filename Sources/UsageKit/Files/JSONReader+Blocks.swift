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

    /// The end of the line that was cut off: the first line feed of the white space before a failure.
    ///
    /// - Parameters:
    ///   - failure: The failure of a row or page.
    ///   - space: The white space before the bytes, if the row or page began before them.
    /// - Returns: The position, which is negative before the bytes; nil if the failure is not that another document begins
    ///   on the next line, or that the file ends there.
    func cutLine(before failure: UsageError, after space: BlankEnd = BlankEnd()) -> Int? {
        guard failure.code == .malformedJSON, let end = failure.byteOffset, (0...bytes.count).contains(end),
            end == bytes.count || bytes[end] == UInt8(ascii: "{") || bytes[end] == UInt8(ascii: "[")
        else { return nil }
        return space.adding(end, of: bytes).lineFeed.map { end - $0 }
    }

    /// The error for a line that ends inside a row or a page.
    func cutLineError(at position: Int) -> UsageError {
        var error = malformed(
            "found a line that ends inside a row or page, and no line that continues it", at: position)
        // The place is the end of the line, whatever follows it.
        error.codingPath = ""
        return error
    }
}

/// The white space at the end of bytes that come in blocks.
struct BlankEnd: Hashable, Sendable {
    private var count = 0
    /// How much of it is before its first line feed; nil without one.
    private var countBeforeLine: Int?

    /// In longer white space, the end of a line is not looked for.
    private static let maximumCount = 1 << 12

    /// How many bytes before the end the first line feed is; nil without one.
    var lineFeed: Int? { count <= Self.maximumCount ? countBeforeLine.map { count - $0 } : nil }

    /// The white space at the end of the first bytes of the next block.
    func adding(_ end: Int, of block: borrowing BorrowedBytes) -> BlankEnd {
        var start = end
        while start > 0, [0x20, 0x0A, 0x0D, 0x09].contains(block[start - 1]) { start -= 1 }
        var space = start > 0 ? BlankEnd() : self
        for index in start..<end {
            if block[index] == UInt8(ascii: "\n") { space.countBeforeLine = space.countBeforeLine ?? space.count }
            space.count += 1
        }
        return space
    }
}
