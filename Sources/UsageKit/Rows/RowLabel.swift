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
        guard name.utf8.count > prefix.utf8.count, name.utf8.starts(with: prefix.utf8) else { return nil }
        let path = name.utf8.dropFirst(prefix.utf8.count)
        return path.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
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
    /// A member whose name has the dots of the path comes first.
    func labelText(at path: [String]) -> String? {
        let member = path.count > 1 ? self[path.joined(separator: ".")] : nil
        let value = member ?? path.reduce(JSONValue.object(self) as JSONValue?) { $0?[$1] }
        return switch value {
        case .string(let text): text
        case .number(let number): number.literal
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object, nil: nil
        }
    }
}
