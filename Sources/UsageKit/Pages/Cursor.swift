/// A text with which a server identifies the next page.
///
/// Cursors are compared by their UTF-8 bytes.
struct Cursor: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: Cursor, right: Cursor) -> Bool {
        ByteString(left.text) == ByteString(right.text)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(text))
    }
}

extension Cursor: Codable {
    /// Decodes a cursor from a single string.
    init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the cursor as a single string.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
