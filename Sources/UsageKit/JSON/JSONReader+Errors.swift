extension JSONReader {
    /// An error for bytes that are not JSON.
    func malformed(_ message: String, at offset: Int? = nil) -> UsageError {
        let isAtEnd = (offset ?? position) >= bytes.count
        return error(isAtEnd ? "\(message), found the end of the document" : message, .malformedJSON, at: offset)
    }

    /// An error for valid JSON of another type than expected.
    func unexpected(_ what: String, at offset: Int? = nil) -> UsageError {
        let start = offset ?? position
        let found: String? =
            switch bytes[start] {
            case UInt8(ascii: "{"): "an object"
            case UInt8(ascii: "["): "an array"
            case UInt8(ascii: "\""): "a string"
            case _ where holds(.true, at: start) || holds(.false, at: start): "a boolean"
            case _ where holds(.null, at: start): "null"
            case _ where bytes.withSpan(start..<bytes.count, { NumberLiteral(prefixOf: $0) != nil }): "a number"
            default: nil
            }
        guard let found else { return malformed("expected \(what)", at: offset) }
        return error("expected \(what), found \(found)", .unexpectedShape, at: offset)
    }

    /// An error for a required member that is missing.
    @inline(never)
    func missing(_ field: some WireField) -> UsageError {
        error("the field \(field.rawValue) is missing", .unexpectedShape, at: nil)
    }

    func error(_ message: String, _ code: UsageError.Code, at offset: Int?) -> UsageError {
        var error = UsageError(code, message)
        error.byteOffset = offset ?? position
        error.codingPath = path(from: pathStart, to: position)
        return error
    }

    /// An error of a value whose path begins at the value, with the path from an earlier position.
    func located(_ inner: UsageError, in value: Int, from start: Int) -> UsageError {
        var error = inner
        let (outer, rest) = (path(from: start, to: value), inner.codingPath ?? "")
        error.codingPath = outer + (outer.isEmpty || rest.isEmpty || rest.hasPrefix("[") ? "" : ".") + rest
        return error
    }

    private func path(from start: Int, to end: Int) -> String {
        JSONPath(in: bytes, from: start, to: end, depth: depth).description
    }
}

/// The path of a byte in a document, for example `data[3].cost_eur`.
///
/// The document is known to be valid up to that byte, so strings, brackets, commas and colons are enough.
private struct JSONPath: CustomStringConvertible {
    private enum Frame {
        case element(Int)
        case member(Range<Int>?)
    }

    let description: String

    init(in bytes: borrowing BorrowedBytes, from start: Int, to end: Int, depth: Int) {
        let frames = depth > 0 ? Self.frames(in: bytes, from: start, to: end) : []
        var path = ""
        for frame in frames {
            switch frame {
            case .element(let index): path += "[\(index)]"
            case .member(nil): break
            case .member(let name?):
                let text = bytes.text(name) ?? "?"
                let short = text.utf8.count <= 64 ? text : String(text.unicodeScalars.prefix(64)) + "…"
                path += path.isEmpty ? short : ".\(short)"
            }
        }
        description = path
    }

    private static func frames(in bytes: borrowing BorrowedBytes, from start: Int, to end: Int) -> [Frame] {
        var frames: [Frame] = []
        func replaceLast(by frame: Frame) {
            if !frames.isEmpty { frames[frames.count - 1] = frame }
        }
        let end = min(end, bytes.count)
        var index = start
        var name = start..<start
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let close = Self.close(ofStringAt: index, in: bytes)
                name = index + 1..<max(index + 1, min(close, end))
                index = close
            case UInt8(ascii: "{"): frames.append(.member(nil))
            case UInt8(ascii: "["): frames.append(.element(0))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = frames.popLast()
            case UInt8(ascii: ":"): replaceLast(by: .member(name))
            case UInt8(ascii: ","): if case .element(let count)? = frames.last { replaceLast(by: .element(count + 1)) }
            default: break
            }
            index += 1
        }
        return frames
    }

    private static func close(ofStringAt start: Int, in bytes: borrowing BorrowedBytes) -> Int {
        var index = start + 1
        while index < bytes.count {
            index += bytes.plainRun(at: index)
            switch bytes[index] {
            case UInt8(ascii: "\""): return index
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return index
    }
}
