// Written by .scripts/generate-rows from Venice+BillingFields.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Venice {
    /// One line of the bill.
    ///
    /// One request can have several, each repeating the same ``inferenceDetails``.
    public struct BillingEntry: Hashable, Sendable {
        var fields: BillingFields<OwnedText>

        /// When the entry was made.
        public var timestamp: Timestamp? {
            get { fields.timestamp }
            set { fields.timestamp = newValue }
        }

        /// The product: a model and the kind of its unit.
        public var sku: String? {
            get { fields.sku }
            set { fields.sku = newValue }
        }

        /// How many units were used; a unit of a language model is a million tokens.
        ///
        /// It can be set to a finite number of up to 38 significant digits.
        public var units: Decimal? {
            get { fields.units?.decimal }
            set { fields.units = newValue.map(ExactDecimal.init(setting:)) }
        }

        /// The price of a unit in US dollars.
        ///
        /// Units times price is not the amount, which is in ``currency``.
        ///
        /// It can be set to a finite number of up to 38 significant digits.
        public var pricePerUnitUSD: Decimal? {
            get { fields.pricePerUnitUSD?.decimal }
            set { fields.pricePerUnitUSD = newValue.map(ExactDecimal.init(setting:)) }
        }

        /// What was booked, with the sign of the wire: negative for a debit.
        ///
        /// It can be set to a finite number of up to 38 significant digits.
        public var amount: Decimal? {
            get { fields.amount?.decimal }
            set { fields.amount = newValue.map(ExactDecimal.init(setting:)) }
        }

        /// What the amount is counted in.
        public var currency: Currency? {
            get { fields.currency.map(Currency.init) }
            set { fields.currency = newValue?.rawValue }
        }

        /// A human-readable description, for example `API Inference`.
        public var notes: String? {
            get { fields.notes }
            set { fields.notes = newValue }
        }

        /// The request that is billed; nil for entries that bill none.
        public var inferenceDetails: InferenceDetails? {
            get { fields.inferenceDetails.map(InferenceDetails.init) }
            set { fields.inferenceDetails = newValue?.fields }
        }

        /// Members that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }
    }
}

extension Venice.BillingEntry {
    /// Whether all fields are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.fields, right.fields)
        if left.timestamp != right.timestamp { return false }
        if left.sku.map(ByteString.init) != right.sku.map(ByteString.init) { return false }
        if left.units != right.units { return false }
        if left.pricePerUnitUSD != right.pricePerUnitUSD { return false }
        if left.amount != right.amount { return false }
        if left.currency.map(ByteString.init) != right.currency.map(ByteString.init) { return false }
        if left.notes.map(ByteString.init) != right.notes.map(ByteString.init) { return false }
        typealias Nested = Venice.InferenceDetails
        if left.inferenceDetails.map(Nested.init) != right.inferenceDetails.map(Nested.init) { return false }
        return left.unknown == right.unknown
    }

    /// Feeds the row to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(fields.contentHash)
    }
}

extension Venice.BillingEntry {
    /// The names on the wire, in the order in which they usually come.
    enum Field: String, WireField {
        case timestamp, sku, units
        case pricePerUnitUSD = "pricePerUnitUsd"
        case amount, currency, notes, inferenceDetails
        static let table = FieldTable<Self>()
    }
}

extension Venice.BillingFields {
    static var members: RowMembers {
        RowMembers(
            provider: "Venice", essential: [],
            required: ["timestamp", "sku", "amount", "currency"],
            all: Venice.BillingEntry.Field.allCases.map(\.rawValue))
    }
}

extension Venice.BillingEntry: ShapedModel {
    /// What the provider documents of the row.
    public static let shape = ModelShape([
        ModelShape.Member("timestamp"),
        ModelShape.Member("sku"),
        ModelShape.Member("units"),
        ModelShape.Member("pricePerUnitUsd"),
        ModelShape.Member("amount"),
        ModelShape.Member("currency", .words(Currency.known.map(\.rawValue))),
        ModelShape.Member("notes"),
        ModelShape.Member("inferenceDetails", .object(Venice.InferenceDetails.shape)),
    ])

    /// What the provider documents of the row.
    public var shape: ModelShape { Self.shape }
}

extension Venice.BillingFields {
    /// Reads the fields; nil if the form cannot hold one of the texts.
    @inline(__always)
    init?(from json: inout JSONReader) throws(UsageError) {
        typealias Field = Venice.BillingEntry.Field
        var timestamp: Timestamp?
        var sku: Form.Text?
        var units: ExactDecimal?
        var pricePerUnitUSD: ExactDecimal?
        var amount: ExactDecimal?
        var currency: Form.Text?
        var notes: Form.Text?
        var inferenceDetails: Venice.InferenceFields<Form>?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .timestamp: if !json.repairedNull() { timestamp = try json.instant() }
            case .sku:
                if !json.repairedNull() {
                    try json.refuseEmptyText()
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    sku = value
                }
            case .units: units = try json.optionalDecimal()
            case .pricePerUnitUSD: pricePerUnitUSD = try json.optionalDecimal()
            case .amount: if !json.repairedNull() { amount = try json.decimal() }
            case .currency:
                if !json.repairedNull() {
                    try json.refuseEmptyText()
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    currency = value
                }
            case .notes:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    notes = value
                }
            case .inferenceDetails:
                if !json.null() {
                    guard let value = try Venice.InferenceFields<Form>(from: &json) else { return nil }
                    inferenceDetails = value
                }
            }
        }
        guard members.hasSeen(0) else { throw json.missing(Field.timestamp) }
        guard members.hasSeen(1) else { throw json.missing(Field.sku) }
        guard members.hasSeen(4) else { throw json.missing(Field.amount) }
        guard members.hasSeen(5) else { throw json.missing(Field.currency) }
        self.init(
            timestamp: timestamp, sku: sku, units: units, pricePerUnitUSD: pricePerUnitUSD, amount: amount,
            currency: currency, notes: notes, inferenceDetails: inferenceDetails,
            unknown: Form.unknown(members.unknown))
    }
}

extension Venice.BillingFields {
    /// A hash of all fields, which is the same in either form of the texts.
    @inline(__always)
    var contentHash: UInt64 {
        var hash = ContentHash()
        hash.add(timestamp)
        hash.add(sku, as: Form.self)
        hash.add(units)
        hash.add(pricePerUnitUSD)
        hash.add(amount)
        hash.add(currency, as: Form.self)
        hash.add(notes, as: Form.self)
        hash.add(nested: inferenceDetails?.contentHash)
        hash.add(unknown: unknown, as: Form.self)
        return hash.value
    }
}

extension Venice.BillingEntry: JSONRepresentable {
    init(from json: inout JSONReader) throws(UsageError) {
        fields = try json.ownedFields(Venice.BillingFields<OwnedText>.self)
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
        object.append(Field.timestamp, fields.timestamp) { JSONValue($0) }
        object.append(Field.sku, fields.sku, JSONValue.string)
        object.append(Field.units, fields.units) { JSONValue($0) }
        object.append(Field.pricePerUnitUSD, fields.pricePerUnitUSD) { JSONValue($0) }
        object.append(Field.amount, fields.amount) { JSONValue($0) }
        object.append(Field.currency, fields.currency, JSONValue.string)
        object.append(Field.notes, fields.notes, JSONValue.string)
        object.append(Field.inferenceDetails, orNull: fields.inferenceDetails) {
            Venice.InferenceDetails(fields: $0).jsonValue
        }
        return .object(object.appending(unknown))
    }
}

extension Venice.BillingEntry {
    /// Where the values of a row are in a record of the provider's CSV.
    struct Columns: Sendable {
        let timestamp: CSVColumn
        let sku: CSVColumn
        let units: CSVColumn?
        let pricePerUnitUSD: CSVColumn?
        let amount: CSVColumn
        let currency: CSVColumn
        let notes: CSVColumn?
        let inferenceDetails: Venice.InferenceDetails.Columns
        /// Columns that this version does not know.
        let unknown: [CSVColumn]

        init(_ header: CSVHeader) throws(UsageError) {
            timestamp = try header.required("timestamp")
            sku = try header.required("sku")
            units = header.column("units")
            pricePerUnitUSD = header.column("pricePerUnitUsd")
            amount = try header.required("amount")
            currency = try header.required("currency")
            notes = header.column("notes")
            inferenceDetails = try Venice.InferenceDetails.Columns(header)
            unknown = try header.unknown(below: "", known: Field.self, nested: ["inferenceDetails"])
        }
    }
}

extension Venice.BillingFields where Form == OwnedText {
    /// Reads a record; an empty cell says what `null` says in JSON.
    init(from record: CSVRecord, _ columns: Venice.BillingEntry.Columns) throws(UsageError) {
        timestamp = record.isBlanked(columns.timestamp) ? nil : try record.instant(columns.timestamp)
        sku = record.isBlanked(columns.sku) ? nil : try record.string(columns.sku)
        units = try record.optionalDecimal(columns.units)
        pricePerUnitUSD = try record.optionalDecimal(columns.pricePerUnitUSD)
        amount = record.isBlanked(columns.amount) ? nil : try record.decimal(columns.amount)
        currency = record.isBlanked(columns.currency) ? nil : try record.string(columns.currency)
        notes = try record.optionalString(columns.notes)
        inferenceDetails = try Venice.InferenceFields(from: record, columns.inferenceDetails).ifAnyIsKnown
        unknown = try record.members(columns.unknown, droppingPrefix: "")
    }
}
