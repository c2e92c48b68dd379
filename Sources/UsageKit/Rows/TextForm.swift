/// How the texts of a row are stored, so that its fields are declared once for both forms.
protocol TextForm {
    associatedtype Text: Sendable
    /// A text that was read, or a constant of a provider's mapping.
    associatedtype Label: Sendable
    /// What is kept of the members that are not declared fields.
    associatedtype Unknown: Sendable
    /// An object with arbitrary members, from which a mapping takes the text of one.
    associatedtype Object: Sendable

    /// Reads a text that other rows are likely to repeat: a model, a key, a status. Nil if this form cannot hold it.
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> Text?
    /// Reads a text that is unique to a row, such as its id. Nil if this form cannot hold it.
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> Text?
    /// Reads an object, of which a mapping takes the text of one member. Nil if this form cannot hold that text.
    static func object(_ json: inout JSONReader, mapping member: String) throws(UsageError) -> Object?
    /// The text of the member that was named when the object was read; nil if it is not a text.
    static func text(_ member: String, of object: Object) -> Text?
    /// The text of the value at a path of names in an object, as labels have it; nil if there is none.
    static func labelText(at path: [String], of object: Object, in bytes: borrowing BorrowedBytes) -> String?
    /// Whether a label has the bytes of a constant.
    static func holds(_ label: Label, _ text: StaticString, in bytes: borrowing BorrowedBytes) -> Bool
    /// The label as a string of its own.
    static func string(ofLabel label: Label, in bytes: borrowing BorrowedBytes) -> String
    /// A hash that is the same for the same text in both forms.
    static func hash(_ text: Text) -> UInt64
    /// The label of a text that was read.
    static func label(_ text: Text) -> Label
    /// The label of a constant of the mapping.
    static func label(known text: StaticString) -> Label
    /// The label of a prefix or suffix of a text, given by UTF-8 offsets on scalar boundaries.
    static func label(_ text: Text, from start: Int, upTo end: Int, in bytes: borrowing BorrowedBytes) -> Label
    /// The text as a string of its own.
    static func string(_ text: Text, in bytes: borrowing BorrowedBytes) -> String
    /// Lends the UTF-8 bytes of a text to a function.
    static func withUTF8<Value>(
        of text: Text, in bytes: borrowing BorrowedBytes, _ body: (borrowing Span<UInt8>) -> Value
    ) -> Value
    /// Converts the members that are not declared fields to what is kept of them.
    static func unknown(_ members: JSONObject) -> Unknown
    /// Whether a member is among those, which may be a declared field that could not be read.
    static func holds(_ name: String, in unknown: Unknown) -> Bool
    /// A hash of those members that is the same in both forms.
    static func hash(unknown: Unknown) -> UInt64
    /// A hash of an object that is the same in both forms.
    static func hash(_ object: Object) -> UInt64
}

extension TextForm {
    // `map` would be a call for each text.
    @inline(__always)
    static func label(_ text: Text?) -> Label? {
        if let text { label(text) } else { nil }
    }
}

/// Texts as strings, for rows that callers receive.
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
    static func label(known text: StaticString) -> String { text.description }

    @inline(__always)
    static func holds(_ label: String, _ text: StaticString, in bytes: borrowing BorrowedBytes) -> Bool {
        label.utf8.count == text.utf8CodeUnitCount && ByteString(label) == ByteString(text.description)
    }

    @inline(__always)
    static func string(_ text: String, in bytes: borrowing BorrowedBytes) -> String { text }
    @inline(__always)
    static func string(ofLabel label: String, in bytes: borrowing BorrowedBytes) -> String { label }

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
    static func holds(_ name: String, in members: JSONObject) -> Bool { !members.isEmpty && members[name] != nil }
    @inline(__always)
    static func hash(unknown members: JSONObject) -> UInt64 { BorrowedText.unknown(members) }

    @inline(__always)
    static func object(_ json: inout JSONReader, mapping member: String) throws(UsageError) -> JSONObject? {
        try json.object()
    }

    static func text(_ member: String, of object: JSONObject) -> String? { object[member]?.string }

    static func labelText(at path: [String], of object: JSONObject, in bytes: borrowing BorrowedBytes) -> String? {
        object.labelText(at: path)
    }

    static func hash(_ object: JSONObject) -> UInt64 { UInt64(bitPattern: Int64(object.hashValue)) }
}

/// Texts as slices of a document, for a ledger, which stores each distinct text once.
///
/// Texts with escapes, texts of 64 KiB or more, and texts that are unique to a row and not ASCII cannot be borrowed. Nothing in this form counts references, so that a
/// row costs no more than its bytes.
enum BorrowedText: TextForm {
    enum Label: Sendable {
        case slice(RowText)
        case known(StaticString)
    }

    struct Object: Sendable {
        fileprivate let hash: UInt64
        fileprivate let text: RowText?
        /// The position of the object in the document, for labels.
        fileprivate let start: Int
        fileprivate let end: Int
    }

    @inline(__always)
    static func repeatedText(_ json: inout JSONReader) throws(UsageError) -> RowText? {
        if let text = json.rowText() { return text }
        return try unusualText(&json)
    }

    @inline(__always)
    static func ownText(_ json: inout JSONReader) throws(UsageError) -> RowText? {
        if let text = json.rowText() { return text }
        json.skipWhitespace()
        return json.rowText()
    }

    @inline(__always)
    static func hash(_ text: RowText) -> UInt64 { text.hash }
    @inline(__always)
    static func label(_ text: RowText) -> Label { .slice(text) }
    @inline(__always)
    static func label(known text: StaticString) -> Label { .known(text) }

    @inline(__always)
    static func holds(_ label: Label, _ text: StaticString, in bytes: borrowing BorrowedBytes) -> Bool {
        switch label {
        case .slice(let own):
            own.slice.range.count == text.utf8CodeUnitCount && bytes.begins(with: text, at: own.slice.start)
        case .known(let own):
            own.utf8CodeUnitCount == text.utf8CodeUnitCount
                && ByteString(own.description) == ByteString(text.description)
        }
    }

    @inline(__always)
    static func string(_ text: RowText, in bytes: borrowing BorrowedBytes) -> String {
        bytes.plainText(text.slice.range)
    }

    @inline(__always)
    static func string(ofLabel label: Label, in bytes: borrowing BorrowedBytes) -> String {
        switch label {
        case .slice(let text): string(text, in: bytes)
        case .known(let text): text.description
        }
    }

    @inline(__always)
    static func label(_ text: RowText, from start: Int, upTo end: Int, in bytes: borrowing BorrowedBytes) -> Label {
        .slice(text.part(start..<end, in: bytes))
    }

    @inline(__always)
    static func withUTF8<Value>(
        of text: RowText, in bytes: borrowing BorrowedBytes, _ body: (borrowing Span<UInt8>) -> Value
    ) -> Value {
        bytes.withSpan(text.slice.range) { body($0) }
    }

    /// The hash of the members; 0 if there are none, which is the usual case.
    @inline(__always)
    static func unknown(_ members: JSONObject) -> UInt64 {
        members.isEmpty ? 0 : UInt64(bitPattern: Int64(members.hashValue))
    }

    /// A row with a field that could not be read is never borrowed.
    @inline(__always)
    static func holds(_ name: String, in unknown: UInt64) -> Bool { false }
    @inline(__always)
    static func hash(unknown: UInt64) -> UInt64 { unknown }

    static func object(_ json: inout JSONReader, mapping member: String) throws(UsageError) -> Object? {
        json.skipWhitespace()
        let start = json.position
        var object = JSONObject()
        var text: RowText?
        try json.eachMember { (name, json) throws(UsageError) in
            if ByteString(name) == ByteString(member) {
                let mark = json.mark
                text = try json.isAtString() ? repeatedText(&json) : nil
                json.rewind(to: mark)
            }
            object.append(name, try json.value())
        }
        if text == nil, object[member]?.string != nil { return nil }
        return Object(hash: OwnedText.hash(object), text: text, start: start, end: json.position)
    }

    @inline(__always)
    static func text(_ member: String, of object: Object) -> RowText? { object.text }

    /// Reads the object again, so that rows do not carry it if no label is asked for.
    static func labelText(at path: [String], of object: Object, in bytes: borrowing BorrowedBytes) -> String? {
        let text = bytes.withSpan(object.start..<object.end) { span in span.indices.map { span[$0] } }
        guard case .object(let members) = try? JSONValue(json: text) else { return nil }
        return members.labelText(at: path)
    }

    @inline(__always)
    static func hash(_ object: Object) -> UInt64 { object.hash }

    @inline(never)
    private static func unusualText(_ json: inout JSONReader) throws(UsageError) -> RowText? {
        json.skipWhitespace()
        if let text = json.rowText() { return text }
        guard json.isAtString() else { return nil }
        let token = try json.stringToken()
        guard !token.hasEscapes, json.bytes.text(token.range) != nil else { return nil }
        return RowText(json.bytes.text(at: token.range))
    }
}

extension JSONReader {
    /// The error for a text that the requested form cannot hold; ``OwnedText`` can hold all texts.
    func unreadableText() -> UsageError { unexpected("a text without escapes") }

    /// Whether a string begins at the position.
    func isAtString() -> Bool { bytes[position] == UInt8(ascii: "\"") }

    /// Reads a string of plain characters if there is one at the position, and if it can be borrowed.
    @inline(__always)
    mutating func rowText() -> RowText? {
        guard bytes[position] == UInt8(ascii: "\"") else { return nil }
        let text = bytes.plainText(at: position &+ 1, textHash)
        let end = text.start &+ text.count
        guard bytes[end] == UInt8(ascii: "\""), let text = RowText(text) else { return nil }
        position = end &+ 1
        return text
    }
}
