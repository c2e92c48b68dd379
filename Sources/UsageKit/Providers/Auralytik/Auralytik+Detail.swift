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
            for name in ["timestamp", "createdAt", "occurredAt"] {
                guard let text = fields[name]?.string else { continue }
                guard let instant = try? Timestamp(text) else {
                    throw json.error("expected an RFC 3339 instant in the field \(name)", .invalidTimestamp, at: start)
                }
                time = instant
                break
            }
        }

        /// A text that is the same for equal records; nil for a record with an id.
        var digest: String? { id == nil ? Digest.sha256Base64(of: jsonValue.text) : nil }

        /// The record as it was received.
        public var jsonValue: JSONValue { .object(fields) }
    }
}
