public import Foundation

extension Venice {
    /// One line of the bill.
    ///
    /// One request can have several, each repeating the same ``inferenceDetails``.
    public struct BillingEntry: Hashable, Sendable {
        /// When the entry was made.
        public var timestamp: Timestamp
        /// The product: a model and the kind of its unit.
        public var sku: String
        var exactUnits: ExactDecimal
        var exactPrice: ExactDecimal
        var exactAmount: ExactDecimal
        /// The unit of the amount.
        public var currency: Currency
        /// A text for people, for example `API Inference`.
        public var notes: String?
        /// The request that is billed; nil if the entry bills no request.
        public var inferenceDetails: InferenceDetails?
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject

        /// The number of units used; a unit of a language model is a million tokens.
        public var units: Decimal { exactUnits.decimal }
        /// The price of a unit in US dollars.
        ///
        /// Units times price is not the amount, which is in ``currency``.
        public var pricePerUnitUSD: Decimal { exactPrice.decimal }
        /// What was booked, with the sign of the wire: negative for a debit.
        public var amount: Decimal { exactAmount.decimal }
    }

    /// The request that an entry bills.
    public struct InferenceDetails: Hashable, Sendable {
        /// The id of the response.
        public var requestID: String?
        /// Tokens of the prompt; nil unless the model is a language model.
        public var promptTokens: Int?
        /// Tokens of the completion; nil unless the model is a language model.
        public var completionTokens: Int?
        /// How long the request took.
        public var executionTime: Duration?
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject
    }
}

extension Venice.BillingEntry: JSONRepresentable {
    private enum Field: String, WireField {
        case timestamp, sku, units, pricePerUnitUsd, amount, currency, notes, inferenceDetails
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var timestamp: Timestamp?
        var sku: String?
        var units: ExactDecimal?
        var price: ExactDecimal?
        var amount: ExactDecimal?
        var currency: Currency?
        var notes: String?
        var inferenceDetails: Venice.InferenceDetails?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .timestamp: timestamp = try json.timestamp()
            case .sku: sku = try json.internedString()
            case .units: units = try json.decimal()
            case .pricePerUnitUsd: price = try json.decimal()
            case .amount: amount = try json.decimal()
            case .currency: currency = Currency(rawValue: try json.internedString())
            case .notes: notes = try json.optionalInternedString()
            case .inferenceDetails: inferenceDetails = json.null() ? nil : try Venice.InferenceDetails(from: &json)
            }
        }
        guard let timestamp else { throw json.missing(Field.timestamp) }
        guard let sku else { throw json.missing(Field.sku) }
        guard let units else { throw json.missing(Field.units) }
        guard let price else { throw json.missing(Field.pricePerUnitUsd) }
        guard let amount else { throw json.missing(Field.amount) }
        guard let currency else { throw json.missing(Field.currency) }
        self.init(
            timestamp: timestamp, sku: sku, exactUnits: units, exactPrice: price, exactAmount: amount,
            currency: currency, notes: notes, inferenceDetails: inferenceDetails, unknown: members.unknown)
    }

    /// The entry under the names of the wire.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.timestamp, timestamp) { JSONValue($0) }
        object.append(Field.sku, sku, JSONValue.string)
        object.append(Field.units, exactUnits) { JSONValue($0) }
        object.append(Field.pricePerUnitUsd, exactPrice) { JSONValue($0) }
        object.append(Field.amount, exactAmount) { JSONValue($0) }
        object.append(Field.currency, currency.rawValue, JSONValue.string)
        object.append(Field.notes, notes, JSONValue.string)
        object.append("inferenceDetails", inferenceDetails?.jsonValue ?? .null)
        return .object(object.appending(unknown))
    }
}

extension Venice.BillingEntry {
    /// A text that identifies the entry in a later run, because it has no id.
    var digest: String {
        Digest.sha256Base64(of: jsonValue.text)
    }
}

extension Venice.InferenceDetails: JSONRepresentable {
    private enum Field: String, WireField {
        case requestId, promptTokens, completionTokens, inferenceExecutionTime
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var requestID: String?
        var promptTokens: Int?
        var completionTokens: Int?
        var executionTime: Duration?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .requestId: requestID = try json.optionalString()
            case .promptTokens: promptTokens = try json.optionalInteger()
            case .completionTokens: completionTokens = try json.optionalInteger()
            case .inferenceExecutionTime: executionTime = try json.optionalDuration()
            }
        }
        self.init(
            requestID: requestID, promptTokens: promptTokens, completionTokens: completionTokens,
            executionTime: executionTime, unknown: members.unknown)
    }

    /// The details under the names of the wire; unknown values are null, as the service writes them.
    public var jsonValue: JSONValue {
        let object: JSONObject = [
            "requestId": JSONValue(requestID),
            "promptTokens": JSONValue(promptTokens),
            "completionTokens": JSONValue(completionTokens),
            "inferenceExecutionTime": executionTime.map { JSONValue(milliseconds: $0) } ?? .null,
        ]
        return .object(object.appending(unknown))
    }
}
