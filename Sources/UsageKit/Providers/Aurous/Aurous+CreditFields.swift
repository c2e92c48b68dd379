// Row declaration: .scripts/generate-rows writes Aurous+CreditEvent.swift from it.

extension Aurous {
    /// One movement of credits.
    struct CreditFields<Form: TextForm>: Sendable {  // row CreditEvent
        /// The id, `uev_…`.
        var id: Form.Text  // id, id
        /// What the row says that it is, `usage_event`.
        var object: Form.Text?  // object, hidden
        /// What kind of movement it is.
        var type: Form.Text?  // type, as CreditEventType, required
        /// The amount with its sign as it came; Aurous does not document the sign.
        var amount: ExactDecimal?  // amount, required
        /// What the amount is counted in; nil if the row does not have it.
        var currency: Form.Text?  // currency, hidden, filled
        /// When it happened.
        var createdAt: Timestamp?  // created_at, required
        /// The image or video that it belongs to.
        var generationID: Form.Text?  // generation_id, own
        /// The hold that it belongs to.
        var holdID: Form.Text?  // hold_id, own
        /// A human-readable description.
        var note: Form.Text?  // description
        var unknown: Form.Unknown
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
        /// Credits that were set aside are free again.
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

extension Aurous.CreditEvent {
    /// What the amount is counted in; credits if the row does not say it.
    public var currency: Currency {
        get { fields.currency.map(Currency.init(rawValue:)) ?? .credits }
        set { fields.currency = newValue.rawValue }
    }

    /// How a row begins if its id comes first.
    static let rowPrefix: StaticString = #"{"id":"uev_"#
    private static let idPrefix = "uev_"
    private static let object = "usage_event"

    /// Whether a row with an id, and with members that other rows do not have, belongs to the credit ledger.
    static func matches(id: String, unknown: JSONObject) -> Bool {
        id.utf8.first == idPrefix.utf8.first && id.utf8.starts(with: idPrefix.utf8)
            || !unknown.isEmpty && unknown["object"] == .string(object)
    }

    /// Whether the text of a row's object is that of a movement of credits.
    static func isObject(_ text: String) -> Bool { ByteString(text) == ByteString(object) }

    /// Whether an id in which text was replaced may be that of a row of the credit ledger.
    static func mayMatch(id: String) -> Bool {
        idPrefix.utf8.starts(with: String(id.unicodeScalars.prefix { $0 != "\u{FFFD}" }).utf8)
    }

    /// Whether a row belongs to the credit ledger, by an id in the document.
    @inline(__always)
    static func matches(id: RowText, in bytes: borrowing BorrowedBytes) -> Bool {
        bytes.begins(with: "uev_", at: id.slice.start)
    }
}
