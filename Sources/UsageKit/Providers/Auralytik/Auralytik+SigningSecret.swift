extension Auralytik {
    /// The secret of a webhook's signatures, `whsec_…`; no description, dump or mirror shows it.
    ///
    /// It comes once, in the response that creates the webhook. The JSON of that webhook holds it, so do not log the JSON.
    public struct SigningSecret: Hashable, Sendable {
        /// The secret, to be kept in a safe place.
        public let secret: String

        /// Creates a secret.
        public init(_ secret: String) {
            self.secret = secret
        }

        /// Whether both have the same bytes.
        public static func == (left: Self, right: Self) -> Bool {
            ByteString(left.secret) == ByteString(right.secret)
        }

        /// Feeds the bytes to a hasher.
        public func hash(into hasher: inout Hasher) { hasher.combine(ByteString(secret)) }
    }
}

extension Auralytik.SigningSecret: JSONForm {
    static var kind: ModelShape.Kind { .value }

    init(from json: inout JSONReader) throws(UsageError) { self.init(try json.string()) }

    var jsonForm: JSONValue { .string(secret) }
}

extension Auralytik.SigningSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder.
    public var description: String { "<redacted>" }

    /// A placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
