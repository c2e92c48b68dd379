/// The fields of a header, in order; names are compared case-insensitively.
public struct HTTPHeaders: Hashable, Sendable {
    /// One field of a header.
    public struct Field: Hashable, Sendable {
        /// The name, as it was given.
        public let name: String
        /// The value.
        public let value: String
        /// Whether the value is a key, whatever the name is.
        private let isKey: Bool

        /// Creates a field.
        public init(_ name: String, _ value: String) {
            self.init(name, value, isKey: false)
        }

        fileprivate init(_ name: String, _ value: String, isKey: Bool) {
            self.name = name
            self.value = value
            self.isKey = isKey
        }

        /// Whether the names and the values are equal.
        public static func == (left: Self, right: Self) -> Bool { left.name == right.name && left.value == right.value }

        /// Feeds the name and the value to a hasher.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(name)
            hasher.combine(value)
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

    /// Replaces all fields of a name by one whose value no description shows.
    mutating func setKey(_ key: String, in name: String) {
        fields.removeAll { $0.matches(name) }
        fields.append(Field(name, key, isKey: true))
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
        "\(name): \(isKey || Self.secretNames.contains(where: matches) ? "<redacted>" : value)"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror that shows only ``description``.
    public var customMirror: Mirror { Mirror(self, children: ["field": description]) }
}
