/// How the texts of a row are kept, so that its fields are declared once for both forms.
protocol TextForm {
    associatedtype Text: Hashable, Sendable
    /// A text that was read, or one that the mapping of a provider brings along.
    associatedtype Label: Hashable, Sendable
    /// What is kept of the members that are no fields.
    associatedtype Unknown: Hashable, Sendable

    /// Reads a text that is likely to come again: a model, a key, a status. Nil if this form cannot hold it.
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> Text?
    /// Reads a text that a row has to itself, such as its id. Nil if this form cannot hold it.
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> Text?
    /// A hash that is the same for the same text in either form.
    static func hash(_ text: Text) -> UInt64
    /// The label that is a text.
    static func label(_ text: Text) -> Label
    /// The label that is a text of the mapping.
    static func label(known text: String) -> Label
    /// The label that is the first or the last bytes of a text, at a boundary of characters.
    static func label(_ text: Text, from start: Int, upTo end: Int, in bytes: borrowing BorrowedBytes) -> Label
    /// The text as a string of its own.
    static func string(_ text: Text, in bytes: borrowing BorrowedBytes) -> String
    /// Lends the UTF-8 bytes of a text to a function.
    static func withUTF8<Value>(
        of text: Text, in bytes: borrowing BorrowedBytes, _ body: (borrowing Span<UInt8>) -> Value
    ) -> Value
    /// Keeps what is to be kept of the members that are no fields.
    static func unknown(_ members: JSONObject) -> Unknown
    /// A hash of them that is the same in either form.
    static func hash(unknown: Unknown) -> UInt64
}

/// Texts as strings, for rows that are handed out.
enum OwnedText: TextForm {
    @inline(__always)
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> String? { try json.internedString() }
    @inline(__always)
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> String? { try json.string() }
    @inline(__always)
    static func hash(_ text: String) -> UInt64 { BorrowedBytes.hash(of: text) }
    @inline(__always)
    static func label(_ text: String) -> String { text }
    @inline(__always)
    static func label(known text: String) -> String { text }

    @inline(__always)
    static func string(_ text: String, in bytes: borrowing BorrowedBytes) -> String { text }

    static func label(_ text: String, from start: Int, upTo end: Int, in bytes: borrowing BorrowedBytes) -> String {
        let utf8 = text.utf8
        return String(text[utf8.index(utf8.startIndex, offsetBy: start)..<utf8.index(utf8.startIndex, offsetBy: end)])
    }

    static func withUTF8<Value>(
        of text: String, in bytes: borrowing BorrowedBytes, _ body: (borrowing Span<UInt8>) -> Value
    ) -> Value {
        BorrowedBytes.withBytes(of: text) { own in own.withSpan(0..<own.count) { body($0) } }
    }

    @inline(__always)
    static func unknown(_ members: JSONObject) -> JSONObject { members }
    @inline(__always)
    static func hash(unknown members: JSONObject) -> UInt64 { BorrowedText.unknown(members) }
}

/// Texts as slices of a document, for a ledger, which keeps each distinct text once.
///
/// Texts whose bytes are not the text itself, because they have escapes, cannot be borrowed, nor can ids beyond ASCII.
enum BorrowedText: TextForm {
    enum Label: Hashable, Sendable {
        case slice(ByteSlice)
        case known(String)
    }

    @inline(__always)
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> ByteSlice? {
        if let text = json.byteSlice() { return text }
        return try unusualText(&json)
    }

    @inline(__always)
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> ByteSlice? {
        if let text = json.byteSlice() { return text }
        json.skipWhitespace()
        return json.byteSlice()
    }

    @inline(__always)
    static func hash(_ text: ByteSlice) -> UInt64 { text.hash }
    @inline(__always)
    static func label(_ text: ByteSlice) -> Label { .slice(text) }
    @inline(__always)
    static func label(known text: String) -> Label { .known(text) }

    @inline(__always)
    static func string(_ text: ByteSlice, in bytes: borrowing BorrowedBytes) -> String { bytes.plainText(text.range) }

    @inline(__always)
    static func label(_ text: ByteSlice, from start: Int, upTo end: Int, in bytes: borrowing BorrowedBytes) -> Label {
        .slice(bytes.text(at: text.start + start..<text.start + end))
    }

    @inline(__always)
    static func withUTF8<Value>(
        of text: ByteSlice, in bytes: borrowing BorrowedBytes, _ body: (borrowing Span<UInt8>) -> Value
    ) -> Value {
        bytes.withSpan(text.range) { body($0) }
    }

    /// Their hash; mostly there are none.
    @inline(__always)
    static func unknown(_ members: JSONObject) -> UInt64 {
        members.isEmpty ? 0 : UInt64(bitPattern: Int64(members.hashValue))
    }

    @inline(__always)
    static func hash(unknown: UInt64) -> UInt64 { unknown }

    @inline(never)
    private static func unusualText(_ json: inout JSONReader) throws(UsageError) -> ByteSlice? {
        json.skipWhitespace()
        if let text = json.byteSlice() { return text }
        guard json.bytes[json.position] == UInt8(ascii: "\"") else { return nil }
        let token = try json.stringToken()
        guard !token.hasEscapes, json.bytes.text(token.range) != nil else { return nil }
        return json.bytes.text(at: token.range)
    }
}

extension JSONReader {
    /// A text cannot be kept in the form that was asked for, which a form that owns its texts never says.
    func unreadableText() -> UsageError { unexpected("a row whose texts can be kept") }

    /// Reads a string of plain characters if one is here.
    @inline(__always)
    mutating func byteSlice() -> ByteSlice? {
        guard bytes[position] == UInt8(ascii: "\"") else { return nil }
        let text = bytes.plainText(at: position &+ 1, textHash)
        let end = text.start &+ text.count
        guard bytes[end] == UInt8(ascii: "\"") else { return nil }
        position = end &+ 1
        return text
    }
}
