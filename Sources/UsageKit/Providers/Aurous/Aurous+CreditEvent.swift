// Written by .scripts/generate-rows from Aurous+CreditFields.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous {
    /// One movement of credits.
    public struct CreditEvent: Hashable, Identifiable, Sendable {
        var fields: CreditFields<OwnedText>

        /// The id, `uev_…`.
        public var id: String {
            get { fields.id }
            set { fields.id = newValue }
        }

        /// What kind of movement it is.
        public var type: CreditEventType? {
            get { fields.type.map(CreditEventType.init) }
            set { fields.type = newValue?.rawValue }
        }

        /// The amount with its sign as it came; Aurous does not document the sign.
        ///
        /// It can be set to a finite number of up to 38 significant digits.
        public var amount: Decimal? {
            get { fields.amount?.decimal }
            set { fields.amount = newValue.map(ExactDecimal.init(setting:)) }
        }

        /// When it happened.
        public var createdAt: Timestamp? {
            get { fields.createdAt }
            set { fields.createdAt = newValue }
        }

        /// The image or video that it belongs to.
        public var generationID: String? {
            get { fields.generationID }
            set { fields.generationID = newValue }
        }

        /// The hold that it belongs to.
        public var holdID: String? {
            get { fields.holdID }
            set { fields.holdID = newValue }
        }

        /// A human-readable description.
        public var note: String? {
            get { fields.note }
            set { fields.note = newValue }
        }

        /// Members that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }
    }
}

extension Aurous.CreditEvent {
    /// Whether all fields are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.fields, right.fields)
        if ByteString(left.id) != ByteString(right.id) { return false }
        if left.object.map(ByteString.init) != right.object.map(ByteString.init) { return false }
        if left.type.map(ByteString.init) != right.type.map(ByteString.init) { return false }
        if left.amount != right.amount { return false }
        if left.currency.map(ByteString.init) != right.currency.map(ByteString.init) { return false }
        if left.createdAt != right.createdAt { return false }
        if left.generationID.map(ByteString.init) != right.generationID.map(ByteString.init) { return false }
        if left.holdID.map(ByteString.init) != right.holdID.map(ByteString.init) { return false }
        if left.note.map(ByteString.init) != right.note.map(ByteString.init) { return false }
        return left.unknown == right.unknown
    }

    /// Feeds the row to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(fields.id))
        hasher.combine(fields.contentHash)
    }
}

extension Aurous.CreditEvent {
    /// The names on the wire, in the order in which they usually come.
    enum Field: String, WireField {
        case id, object, type, amount, currency
        case createdAt = "created_at"
        case generationID = "generation_id"
        case holdID = "hold_id"
        case note = "description"
        static let table = FieldTable<Self>()
    }
}

extension Aurous.CreditFields {
    static var members: RowMembers {
        RowMembers(
            provider: "Aurous", essential: ["id"],
            required: ["type", "amount", "created_at"],
            all: Aurous.CreditEvent.Field.allCases.map(\.rawValue))
    }
}

extension Aurous.CreditEvent: ShapedModel {
    /// What the provider documents of the row.
    public static let shape = ModelShape([
        ModelShape.Member("id"),
        ModelShape.Member("object"),
        ModelShape.Member("type", .words(Aurous.CreditEventType.known.map(\.rawValue))),
        ModelShape.Member("amount"),
        ModelShape.Member("currency"),
        ModelShape.Member("created_at"),
        ModelShape.Member("generation_id"),
        ModelShape.Member("hold_id"),
        ModelShape.Member("description"),
    ])

    /// What the provider documents of the row.
    public var shape: ModelShape { Self.shape }
}

extension Aurous.CreditFields {
    /// Reads the fields; nil if the form cannot hold one of the texts.
    @inline(__always)
    init?(from json: inout JSONReader) throws(UsageError) {
        typealias Field = Aurous.CreditEvent.Field
        var id: Form.Text?
        var object: Form.Text?
        var type: Form.Text?
        var amount: ExactDecimal?
        var currency: Form.Text?
        var createdAt: Timestamp?
        var generationID: Form.Text?
        var holdID: Form.Text?
        var note: Form.Text?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id:
                guard let value = try Form.ownText(&json) else { return nil }
                id = value
            case .object:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    object = value
                }
            case .type:
                if !json.repairedNull() {
                    try json.refuseEmptyText()
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    type = value
                }
            case .amount: if !json.repairedNull() { amount = try json.decimal() }
            case .currency:
                if !json.null() {
                    try json.refuseEmptyText()
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    currency = value
                }
            case .createdAt: if !json.repairedNull() { createdAt = try json.instant() }
            case .generationID:
                if !json.null() {
                    guard let value = try Form.ownText(&json) else { return nil }
                    generationID = value
                }
            case .holdID:
                if !json.null() {
                    guard let value = try Form.ownText(&json) else { return nil }
                    holdID = value
                }
            case .note:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    note = value
                }
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard members.hasSeen(2) else { throw json.missing(Field.type) }
        guard members.hasSeen(3) else { throw json.missing(Field.amount) }
        guard members.hasSeen(5) else { throw json.missing(Field.createdAt) }
        self.init(
            id: id, object: object, type: type, amount: amount, currency: currency, createdAt: createdAt,
            generationID: generationID, holdID: holdID, note: note, unknown: Form.unknown(members.unknown))
    }
}

extension Aurous.CreditFields {
    /// A hash of all fields but the id, which is the same in either form of the texts.
    @inline(__always)
    var contentHash: UInt64 {
        var hash = ContentHash()
        hash.add(object, as: Form.self)
        hash.add(type, as: Form.self)
        hash.add(amount)
        hash.add(currency, as: Form.self)
        hash.add(createdAt)
        hash.add(generationID, as: Form.self)
        hash.add(holdID, as: Form.self)
        hash.add(note, as: Form.self)
        hash.add(unknown: unknown, as: Form.self)
        return hash.value
    }
}

extension Aurous.CreditEvent: JSONRepresentable {
    init(from json: inout JSONReader) throws(UsageError) {
        fields = try json.ownedFields(Aurous.CreditFields<OwnedText>.self)
    }

    /// Reads a row under the names of the wire, as the rows of a page are read.
    ///
    /// - Throws: ``UsageError`` if the value is not such a row.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The row under the names of the wire, with the members that this version does not know at the end.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.id, fields.id, JSONValue.string)
        object.append(Field.object, fields.object, JSONValue.string)
        object.append(Field.type, fields.type, JSONValue.string)
        object.append(Field.amount, fields.amount) { JSONValue($0) }
        object.append(Field.currency, fields.currency, JSONValue.string)
        object.append(Field.createdAt, fields.createdAt) { JSONValue($0) }
        object.append(Field.generationID, fields.generationID, JSONValue.string)
        object.append(Field.holdID, fields.holdID, JSONValue.string)
        object.append(Field.note, fields.note, JSONValue.string)
        return .object(object.appending(unknown))
    }
}
