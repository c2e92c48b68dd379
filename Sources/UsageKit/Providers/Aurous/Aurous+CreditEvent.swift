public import Foundation

extension Aurous {
    /// One movement of credits.
    public struct CreditEvent: Hashable, Sendable {
        /// The id, `uev_…`.
        public var id: String
        /// The kind of movement.
        public var type: CreditEventType
        var exactAmount: ExactDecimal
        /// The unit of the amount.
        public var currency: Currency
        /// When it happened.
        public var createdAt: Timestamp
        /// The image or video that it belongs to.
        public var generationID: String?
        /// The hold that it belongs to.
        public var holdID: String?
        /// A text for people.
        public var note: String?
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject

        /// The amount with the sign of the wire; Aurous does not document the sign.
        public var amount: Decimal { exactAmount.decimal }

        /// How a row begins if its id comes first.
        static let rowPrefix: StaticString = #"{"id":"uev_"#
        private static let idPrefix = "uev_"
        private static let object = "usage_event"

        /// Whether a row belongs to the credit ledger, by its id and by members that are unknown in other rows.
        static func matches(id: String, unknown: JSONObject) -> Bool {
            id.utf8.first == idPrefix.utf8.first && id.utf8.starts(with: idPrefix.utf8)
                || !unknown.isEmpty && unknown["object"] == .string(object)
        }

        /// Whether a row belongs to the credit ledger, by an id that is borrowed from the document.
        @inline(__always)
        static func matches(id: ByteSlice, in bytes: borrowing BorrowedBytes) -> Bool {
            bytes.begins(with: "uev_", at: id.start)
        }
    }

    /// The kind of a movement of credits.
    public struct CreditEventType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Credits are set aside before a call.
        public static let hold = Self(rawValue: "hold")
        /// Credits that were set aside are released.
        public static let release = Self(rawValue: "release")
        /// Credits are spent.
        public static let charge = Self(rawValue: "charge")
        /// Spent credits are given back.
        public static let refund = Self(rawValue: "refund")
        /// Credits are bought.
        public static let topup = Self(rawValue: "topup")
        /// The balance is corrected.
        public static let adjustment = Self(rawValue: "adjustment")
    }
}

extension Aurous.CreditEvent: JSONRepresentable {
    private enum Field: String, WireField {
        case id, object, type, amount, currency
        case createdAt = "created_at"
        case generationID = "generation_id"
        case holdID = "hold_id"
        case note = "description"
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var type: Aurous.CreditEventType?
        var amount: ExactDecimal?
        var currency = Currency.credits
        var createdAt: Timestamp?
        var generationID: String?
        var holdID: String?
        var note: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try json.string()
            case .object: _ = try json.optionalString()
            case .type: type = Aurous.CreditEventType(rawValue: try json.internedString())
            case .amount: amount = try json.decimal()
            case .currency: currency = Currency(rawValue: try json.internedString())
            case .createdAt: createdAt = try json.timestamp()
            case .generationID: generationID = try json.optionalString()
            case .holdID: holdID = try json.optionalString()
            case .note: note = try json.optionalInternedString()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let type else { throw json.missing(Field.type) }
        guard let amount else { throw json.missing(Field.amount) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        self.init(
            id: id, type: type, exactAmount: amount, currency: currency, createdAt: createdAt,
            generationID: generationID, holdID: holdID, note: note, unknown: members.unknown)
    }

    /// The row under the names of the wire.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.id, id, JSONValue.string)
        object.append(Field.object, Self.object, JSONValue.string)
        object.append(Field.type, type.rawValue, JSONValue.string)
        object.append(Field.amount, exactAmount) { JSONValue($0) }
        object.append(Field.currency, currency.rawValue, JSONValue.string)
        object.append(Field.createdAt, createdAt) { JSONValue($0) }
        object.append(Field.generationID, generationID, JSONValue.string)
        object.append(Field.holdID, holdID, JSONValue.string)
        object.append(Field.note, note, JSONValue.string)
        return .object(object.appending(unknown))
    }
}
