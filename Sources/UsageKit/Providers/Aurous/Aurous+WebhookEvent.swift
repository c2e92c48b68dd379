extension Aurous {
    /// What a webhook reports, read from its body.
    ///
    /// Aurous does not publish these bodies, so the members are looked for under the names that its pages mention, and
    /// everything is kept in ``body``. Verify the signature before (``verified(_:header:secrets:now:tolerance:)``).
    public struct WebhookEvent: Hashable, Sendable {
        /// The id of the event, `evt_…`, which is the same in all its deliveries; nil for callbacks of one request.
        public let id: String?
        /// What happened; nil if the body does not say it.
        public let type: WebhookEventType?
        /// When it happened.
        public let createdAt: Timestamp?
        /// Whether the event is a test.
        public let isSynthetic: Bool
        /// What it happened to; empty if the body does not have it.
        public let data: JSONObject
        /// The whole body.
        public let body: JSONObject

        /// Reads the body of a webhook.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/malformedJSON`` or ``UsageError/Code/unexpectedShape`` if the body
        ///   is not a JSON object.
        public init(body: some Sequence<UInt8>) throws(UsageError) {
            try self.init(try JSONValue(json: Array(body)))
        }

        /// Reads the body of a webhook.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` if the value is not an object.
        public init(_ json: JSONValue) throws(UsageError) {
            guard case .object(let body) = json else {
                throw UsageError(.unexpectedShape, "expected the body of a webhook, an object")
            }
            self.body = body
            id = Self.text(["id", "event_id"], in: body)
            type = Self.text(["type", "event", "event_type"], in: body).map(WebhookEventType.init)
            createdAt = ["created_at", "timestamp", "created"].lazy.compactMap { Self.instant(body[$0]) }.first
            isSynthetic = body["synthetic"] == true
            data = if case .object(let data)? = body["data"] { data } else { JSONObject() }
        }

        /// Verifies the signature of a webhook and reads its body.
        ///
        /// - Parameters:
        ///   - body: The body as it arrived.
        ///   - header: The value of the header field ``WebhookSignature/headerName``.
        ///   - secrets: The secrets of the address; two while one is rotated.
        ///   - now: The present.
        ///   - tolerance: The largest allowed distance of the signature's time from the present.
        /// - Returns: The event.
        /// - Throws: ``UsageError`` with ``UsageError/Code/invalidSignature``, or that of ``init(body:)``.
        public static func verified(
            _ body: some Collection<UInt8>, header: String, secrets: [Credential], now: Timestamp = .now(),
            tolerance: Duration = .seconds(300)
        ) throws(UsageError) -> WebhookEvent {
            try WebhookSignature.verify(body, header: header, secrets: secrets, now: now, tolerance: tolerance)
            return try WebhookEvent(body: body)
        }

        /// The image or the video that the event is about, with its cost; nil for other events, and if it is not in the body.
        ///
        /// - Throws: ``UsageError`` if it is there and cannot be read.
        public func generation() throws(UsageError) -> Generation? {
            let kind = type?.rawValue.prefix { $0 != "." }
            guard kind == "image" || kind == "video", !data.isEmpty else { return nil }
            return try Generation(.object(data))
        }

        private static func text(_ names: [String], in body: JSONObject) -> String? {
            names.lazy.compactMap { body[$0]?.string }.first { !$0.isEmpty }
        }

        /// An instant in RFC 3339, or in seconds or milliseconds since 1970.
        private static func instant(_ value: JSONValue?) -> Timestamp? {
            switch value {
            case .string(let text)?: return try? Timestamp(text)
            case .number(let number)?:
                guard let whole = Int64(number.literal), whole > 0, whole < 1 << 49 else { return nil }
                // Seconds reach this number in the year 5138, and milliseconds had it in 1973.
                return whole < 100_000_000_000 ? Timestamp(seconds: whole) : Timestamp(milliseconds: whole)
            default: return nil
            }
        }
    }
}

extension Aurous.WebhookEvent: JSONRepresentable {
    /// The body.
    public var jsonValue: JSONValue { .object(body) }
}

extension Aurous {
    /// Recognises webhooks that came before, in memory with a bound.
    ///
    /// Aurous sends a webhook again if it was not acknowledged, so one that was processed can come again. The last events are
    /// remembered by their ids, and those without an id by the digest of their body. After a restart nothing is remembered:
    /// keep ids together with the effects of the events if an effect must not happen twice.
    public struct WebhookDeliveries: Sendable {
        /// How many events are remembered.
        public let capacity: Int
        /// The digests of the events, the oldest at ``next`` once there are as many as are remembered.
        private var digests: [[UInt8]] = []
        private var known: Set<[UInt8]> = []
        private var next = 0

        /// Creates a memory.
        ///
        /// - Parameter capacity: How many events to remember; an event takes about 100 bytes. Less than 1 counts as 1.
        public init(capacity: Int = 10_000) {
            self.capacity = max(1, capacity)
        }

        /// Remembers an event.
        ///
        /// - Returns: Whether it is new; false if it is among the last events.
        public mutating func insert(_ event: WebhookEvent) -> Bool {
            let text = event.id.map { "id \($0)" } ?? "body \(event.jsonValue.text)"
            let digest = Digest.sha256(Array(text.utf8))
            guard known.insert(digest).inserted else { return false }
            if digests.count < capacity {
                digests.append(digest)
            } else {
                known.remove(digests[next])
                digests[next] = digest
                next = (next + 1) % capacity
            }
            return true
        }
    }
}
