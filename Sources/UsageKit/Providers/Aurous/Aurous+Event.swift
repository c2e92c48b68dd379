extension Aurous {
    /// A row of `GET /v1/usage/events`, in one of the two contracts that Aurous publishes for this path.
    public enum Event: Hashable, Identifiable, Sendable {
        /// One billed request (the event-stream page).
        case request(RequestEvent)
        /// One movement of credits (the generated reference "List credit ledger events").
        case credit(CreditEvent)

        /// The id of the row.
        public var id: String {
            switch self {
            case .request(let event): event.id
            case .credit(let event): event.id
            }
        }

        /// When the row was made.
        public var createdAt: Timestamp? {
            switch self {
            case .request(let event): event.createdAt
            case .credit(let event): event.createdAt
            }
        }
    }

    /// The kind of work that an event bills.
    public struct EventType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A chat completion.
        public static let chat = Self(rawValue: "chat")
        /// An embedding.
        public static let embedding = Self(rawValue: "embedding")
        /// An image.
        public static let image = Self(rawValue: "image")
        /// A video.
        public static let video = Self(rawValue: "video")
    }
}

extension Aurous.Event: ShapedModel {
    /// What Aurous documents of the row: a request or a movement of credits.
    public var shape: ModelShape {
        switch self {
        case .request: Aurous.RequestEvent.shape
        case .credit: Aurous.CreditEvent.shape
        }
    }
}

extension Aurous.Event: JSONRepresentable {
    init(from json: inout JSONReader) throws(UsageError) {
        if json.begins(with: Aurous.CreditEvent.rowPrefix) {
            self = .credit(try Aurous.CreditEvent(from: &json))
            return
        }
        // A row of the ledger shows it by its object or by its id; both may come after fields that the contracts share.
        let start = json.mark
        do {
            let event = try Aurous.RequestEvent(from: &json)
            if !Aurous.CreditEvent.matches(id: event.id, unknown: event.unknown) {
                self = .request(event)
                return
            }
        } catch {
            json.rewind(to: start)
            guard let row = try? json.object(),
                Aurous.CreditEvent.matches(id: row["id"]?.string ?? "", unknown: row)
            else { throw error }
        }
        json.rewind(to: start)
        self = .credit(try Aurous.CreditEvent(from: &json))
    }

    /// Reads a row under the names of the wire, of either contract.
    ///
    /// - Throws: ``UsageError`` if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The row under the names of the wire.
    public var jsonValue: JSONValue {
        switch self {
        case .request(let event): event.jsonValue
        case .credit(let event): event.jsonValue
        }
    }
}
