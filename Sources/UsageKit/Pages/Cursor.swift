/// A text by which a server names the next page.
///
/// Cursors are equal only if their bytes are.
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
    /// Reads the text alone.
    init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the text alone.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
