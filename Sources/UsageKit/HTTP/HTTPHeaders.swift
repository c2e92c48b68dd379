/// The fields of a header, in order; names are compared case-insensitively.
public struct HTTPHeaders: Hashable, Sendable {
    /// One field of a header.
    public struct Field: Hashable, Sendable {
        /// The name, as it was given.
        public let name: String
        /// The value.
        public let value: String

        /// Creates a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The fields.
    public private(set) var fields: [Field]

    /// Creates a header.
    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// The first value of a field; setting it replaces all fields of that name.
    public subscript(name: String) -> String? {
        get { fields.first { $0.matches(name) }?.value }
        set {
            fields.removeAll { $0.matches(name) }
            if let newValue { fields.append(Field(name, newValue)) }
        }
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Creates a header from names and values, in the order of the literal.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Field($0.0, $0.1) })
    }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whether the field has this name, compared case-insensitively.
    func matches(_ other: String) -> Bool {
        name.utf8.count == other.utf8.count
            && zip(name.utf8, other.utf8).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
    }

    private func asciiLowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The names of fields that contain credentials or session ids.
    private static let secretNames = [
        "authorization", "proxy-authorization", "x-api-key", "x-signature", "cookie", "set-cookie",
    ]

    /// The field as a line, with credentials redacted.
    public var description: String {
        "\(name): \(Self.secretNames.contains(where: matches) ? "<redacted>" : value)"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror that shows only ``description``.
    public var customMirror: Mirror { Mirror(self, children: ["field": description]) }
}
