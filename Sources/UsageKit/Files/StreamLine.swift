/// A line of a provider's stream.
enum StreamLine {
    /// A row, which begins here.
    case row(JSONReader.Mark)
    case nothing
    /// The stream says that rows are missing.
    case end(String)
    case error(UsageError)
}

extension JSONReader {
    /// Reads a line of a stream, but not the row in it.
    ///
    /// - Returns: What the line holds; nil if the document is not a line of a stream.
    /// - Throws: ``UsageError`` if the bytes are not JSON, or if the line has a kind that this version does not know.
    mutating func streamLine(_ stream: StreamFormat, _ format: PageFormat) throws(UsageError) -> StreamLine? {
        skipWhitespace()
        let start = position
        var kind: String?
        var content: Mark?
        var isFirst = true
        try enterObject()
        while try hasNextMember(isFirst: isFirst) {
            isFirst = false
            let name = try internedText(of: try memberName())
            if format.rowMembers.contains(name) { return nil }
            if name == stream.kind, bytes[position] == UInt8(ascii: "\"") {
                guard kind == nil else { throw malformed("the field \(name) is repeated") }
                kind = try internedString()
                continue
            }
            if name == stream.content {
                guard content == nil else { throw malformed("the field \(name) is repeated") }
                content = mark
            }
            try skipValue()
        }
        guard let kind, let content else { return nil }
        let end = mark
        if kind == stream.row { return .row(content) }
        if stream.idle.contains(kind) { return .nothing }
        rewind(to: content)
        let value = try value()
        rewind(to: end)
        if kind == stream.error {
            let code = value["code"]?.string ?? ""
            return .error(format.refusal(code, value["message"]?.string))
        }
        if kind == stream.end.kind {
            guard value[stream.end.member] == .bool(false) else { return .nothing }
            return .end("the stream says that it is not complete")
        }
        throw error(
            "expected a row in the stream, found a line of the kind \(kind.prefix(64))", .unexpectedShape, at: start)
    }
}
