extension Auralytik {
    /// One itemised record.
    ///
    /// Its fields are published nowhere, so all are kept as they came.
    ///
    /// Unstable: the accessors look for the names that the rest of the API uses, and give nil where there is none.
    public struct Detail: Hashable, Sendable, JSONRepresentable {
        /// All fields.
        public var fields: JSONObject
        /// When the record was made, from `timestamp`, `createdAt` or `occurredAt`.
        public private(set) var time: Timestamp?

        /// The id, from `id`.
        public var id: String? { fields["id"]?.string }
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
                    throw json.error("the field \(name) is no RFC 3339 instant", .invalidTimestamp, at: start)
                }
                time = instant
                break
            }
        }

        /// The record as it came.
        public var jsonValue: JSONValue { .object(fields) }
    }
}
