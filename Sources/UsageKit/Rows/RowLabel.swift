/// A label as rows look it up, resolved from its name once for all rows.
enum RowLabel: Hashable, Sendable {
    /// A field of the rows of a provider.
    case field(UsageDimension.Label)
    /// A member of the metadata, by the names on the way to it.
    case meta([String])
    /// A member of a row without published fields, by the names on the way to it.
    case member([String])
    /// A name that only a row of the caller's own type can know.
    case other

    init(_ dimension: UsageDimension) {
        if let label = dimension.label {
            self = .field(label)
        } else if let path = Self.path(in: dimension.rawValue, after: UsageDimension.metaPrefix) {
            self = .meta(path)
        } else if let path = Self.path(in: dimension.rawValue, after: UsageDimension.fieldPrefix) {
            self = .member(path)
        } else {
            self = .other
        }
    }

    private static func path(in name: String, after prefix: String) -> [String]? {
        guard name.utf8.starts(with: prefix.utf8) else { return nil }
        let path = name.utf8.dropFirst(prefix.utf8.count)
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return path.allSatisfy(isName) ? path : nil
    }

    /// Whether a part of a path is a name: it is not empty, and has no white space at its ends.
    private static func isName(_ part: String) -> Bool {
        guard let first = part.unicodeScalars.first, let last = part.unicodeScalars.last else { return false }
        return !first.properties.isWhitespace && !last.properties.isWhitespace
    }
}

extension UsageDimension {
    /// Whether the dimension can be the label of a row.
    var isLabel: Bool {
        guard common == nil else { return false }
        guard case .other = RowLabel(self) else { return true }
        return ![Self.metaPrefix, Self.fieldPrefix].contains { rawValue.utf8.starts(with: $0.utf8) }
    }
}

/// The text of a label of a row.
enum LabelText<Form: TextForm>: Sendable {
    /// A text of the row.
    case text(Form.Text)
    /// A word for a value that is not a text on the wire.
    case constant(StaticString)
    /// A text that was made for the label.
    case made(String)

    /// Nil without a text.
    init?(_ text: Form.Text?) {
        guard let text else { return nil }
        self = .text(text)
    }

    /// `true` or `false`; nil without a value.
    init?(_ flag: Bool?) {
        guard let flag else { return nil }
        self = .constant(flag ? "true" : "false")
    }

    /// The digits of a number; nil without one.
    init?(_ number: Int?) {
        guard let number else { return nil }
        self = .made(String(number))
    }

    /// A text that was made for the label; nil without one.
    init?(made text: String?) {
        guard let text else { return nil }
        self = .made(text)
    }

    /// The text as a string of its own; `bytes` hold the borrowed text.
    func string(in bytes: borrowing BorrowedBytes) -> String {
        switch self {
        case .text(let text): Form.string(text, in: bytes)
        case .constant(let text): text.description
        case .made(let text): text
        }
    }
}

extension JSONObject {
    /// The text of the value at a path of names: a text, a number as it is written, `true` or `false`.
    ///
    /// Names may have dots themselves. The longest name that leads to such a value comes first.
    func labelText(at path: [String]) -> String? { labelText(at: path[...]) }

    private func labelText(at path: ArraySlice<String>) -> String? {
        for count in stride(from: path.count, to: 0, by: -1) {
            let value = self[path.prefix(count).joined(separator: ".")]
            let rest = path.dropFirst(count)
            let text: String? =
                switch value {
                case .object(let object) where !rest.isEmpty: object.labelText(at: rest)
                case .string(let text) where rest.isEmpty: text
                case .number(let number) where rest.isEmpty: number.literal
                case .bool(let flag) where rest.isEmpty: flag ? "true" : "false"
                default: nil
                }
            if let text { return text }
        }
        return nil
    }
}
