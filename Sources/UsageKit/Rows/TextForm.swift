/// How a decoder takes the texts of a row, so that its fields are written once for both forms.
protocol TextForm {
    associatedtype Text: Hashable, Sendable
    /// What is kept of the members that are no fields.
    associatedtype Unknown: Hashable, Sendable

    /// Reads a text that is likely to come again: a model, a key, a status.
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> Text
    /// Reads a text that a row has for itself, such as its id.
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> Text
    /// A hash that is the same for the same text in either form.
    static func hash(_ text: Text) -> UInt64
    /// Keeps what is to be kept of the members that are no fields.
    static func unknown(_ members: JSONObject) -> Unknown
    /// A hash of them that is the same in either form.
    static func hash(unknown: Unknown) -> UInt64
}

/// Texts as strings, for rows that are handed out.
enum OwnedText: TextForm {
    @inline(__always)
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> String { try json.internedString() }
    @inline(__always)
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> String { try json.string() }
    @inline(__always)
    static func hash(_ text: String) -> UInt64 { BorrowedBytes.hash(of: text) }
    @inline(__always)
    static func unknown(_ members: JSONObject) -> JSONObject { members }
    @inline(__always)
    static func hash(unknown members: JSONObject) -> UInt64 { BorrowedText.unknown(members) }
}

/// Texts as places in the document, for a ledger, which keeps each distinct text once.
///
/// Texts whose bytes are not the text itself, because they have escapes, and ids beyond ASCII are not read: such a row
/// is to be read as a row.
enum BorrowedText: TextForm {
    @inline(__always)
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> ByteSlice {
        if let text = json.placedText() { return text }
        return try unusualText(&json)
    }

    @inline(__always)
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> ByteSlice {
        if let text = json.placedText() { return text }
        return try textBehindWhitespace(&json)
    }

    @inline(__always)
    static func hash(_ text: ByteSlice) -> UInt64 { text.hash }

    /// Their hash; mostly there are none.
    @inline(__always)
    static func unknown(_ members: JSONObject) -> UInt64 {
        members.isEmpty ? 0 : UInt64(bitPattern: Int64(members.hashValue))
    }

    @inline(__always)
    static func hash(unknown: UInt64) -> UInt64 { unknown }

    @inline(never)
    private static func textBehindWhitespace(_ json: inout JSONReader) throws(UsageError) -> ByteSlice {
        json.skipWhitespace()
        guard let text = json.placedText() else { throw isToBeReadAsRow }
        return text
    }

    @inline(never)
    private static func unusualText(_ json: inout JSONReader) throws(UsageError) -> ByteSlice {
        json.skipWhitespace()
        if let text = json.placedText() { return text }
        guard json.bytes[json.position] == UInt8(ascii: "\"") else { throw isToBeReadAsRow }
        let token = try json.stringToken()
        guard !token.hasEscapes, json.bytes.text(token.range) != nil else { throw isToBeReadAsRow }
        return json.bytes.text(at: token.range)
    }

    /// Says nothing, since nobody sees it.
    static let isToBeReadAsRow = UsageError(.unexpectedShape, "")
}

extension JSONReader {
    /// Reads a text that is likely to come again, or `null`.
    @inline(__always)
    mutating func optionalRepeatedText<Form: TextForm>(_ form: Form.Type) throws(UsageError) -> Form.Text? {
        null() ? nil : try Form.repeatedText(&self)
    }

    /// Reads a text that a row has for itself, or `null`.
    @inline(__always)
    mutating func optionalOwnText<Form: TextForm>(_ form: Form.Type) throws(UsageError) -> Form.Text? {
        null() ? nil : try Form.ownText(&self)
    }

    /// Reads a string of plain characters that stands here, or nothing.
    @inline(__always)
    mutating func placedText() -> ByteSlice? {
        guard bytes[position] == UInt8(ascii: "\"") else { return nil }
        let text = bytes.plainText(at: position &+ 1, textHash)
        let end = text.start &+ text.count
        guard bytes[end] == UInt8(ascii: "\"") else { return nil }
        position = end &+ 1
        return text
    }
}
