extension Auralytik {
    /// One itemised record.
    ///
    /// Its fields are not published, so all are kept as JSON.
    ///
    /// Unstable: the accessors look for the names that the rest of the API uses, and return nil if the record has no
    /// such field.
    public struct Detail: Hashable, Sendable, JSONRepresentable {
        /// All fields.
        public var fields: JSONObject
        /// When the record was made, from `timestamp`, `createdAt` or `occurredAt`.
        public private(set) var time: Timestamp?

        /// The id, from `id`: a text, or the digits of a number.
        public var id: String? {
            if case .number(let number) = fields["id"] { number.literal } else { fields["id"]?.string }
        }
        /// The id of the request, from `requestId`.
        public var requestID: String? { fields["requestId"]?.string }
        /// The id of the key, from `keyId`.
        public var keyID: String? { fields["keyId"]?.string }
        /// The kind of record, from `type`.
        public var type: String? { fields["type"]?.string }
        /// The model, from `model`.
        public var model: String? { fields["model"]?.string }

        init(from json: inout JSONReader) throws(UsageError) {
            let start = json.position
            fields = try json.object()
            if let reason = Self.reason(against: fields) {
                throw json.error("expected a record of Auralytik, found \(reason)", .unexpectedShape, at: start)
            }
            time = Self.timeNames.lazy.compactMap { [fields] in fields[$0]?.string }.first.flatMap(Self.instant)
        }

        private static let timeNames = ["timestamp", "createdAt", "occurredAt"]

        /// The members of which a saved record has at least one.
        static let memberNames = ["id", "requestId", "keyId", "type", "model"] + timeNames

        /// The names of the fields that should hold an instant and do not, if the record has no usable time.
        var unreadableFields: [String] {
            time == nil ? Self.timeNames.filter { !(fields[$0] ?? .null).isNull } : []
        }

        private static func instant(_ text: String) -> Timestamp? {
            (try? Timestamp(text)).flatMap { RecordTime.years.contains($0.seconds) ? $0 : nil }
        }

        /// A text that is the same for equal records; nil for a record with an id.
        var digest: String? { id == nil ? Digest.sha256Base64(of: jsonValue.text) : nil }

        /// Reads a record under the names of the wire.
        ///
        /// - Throws: ``UsageError`` if the value is not one.
        public init(_ json: JSONValue) throws(UsageError) {
            self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
        }

        /// The record as it was received.
        public var jsonValue: JSONValue { .object(fields) }
    }
}

extension Auralytik.Detail: ShapedModel {
    /// The members that the accessors look for; none is documented, so any other one is new.
    public var shape: ModelShape { Self.shape }

    static let shape = ModelShape(
        ["id", "timestamp", "createdAt", "occurredAt", "requestId", "keyId", "type", "model"].map {
            ModelShape.Member($0, isDocumented: false)
        })
}
