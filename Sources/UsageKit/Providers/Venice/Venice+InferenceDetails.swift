// Written by .scripts/generate-rows from Venice+BillingFields.swift. Do not edit: change the declaration and run it again.

extension Venice {
    /// The request that an entry bills.
    public struct InferenceDetails: Hashable, Sendable {
        var fields: InferenceFields<OwnedText>

        /// The id of the response.
        public var requestID: String? {
            get { fields.requestID }
            set { fields.requestID = newValue }
        }

        /// Tokens of the prompt; nil for other than language models.
        public var promptTokens: Int? {
            get { fields.promptTokens }
            set { fields.promptTokens = newValue }
        }

        /// Tokens of the completion; nil for other than language models.
        public var completionTokens: Int? {
            get { fields.completionTokens }
            set { fields.completionTokens = newValue }
        }

        /// How long the request took.
        public var executionTime: Duration? {
            get { fields.executionTime }
            set { fields.executionTime = newValue }
        }

        /// Members that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }
    }
}

extension Venice.InferenceDetails {
    /// Whether all fields are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.fields, right.fields)
        if left.requestID.map(ByteString.init) != right.requestID.map(ByteString.init) { return false }
        if left.promptTokens != right.promptTokens { return false }
        if left.completionTokens != right.completionTokens { return false }
        if left.executionTime != right.executionTime { return false }
        return left.unknown == right.unknown
    }

    /// Feeds the row to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(fields.contentHash)
    }
}

extension Venice.InferenceDetails {
    /// The names on the wire, in the order in which they usually come.
    enum Field: String, WireField {
        case requestID = "requestId"
        case promptTokens, completionTokens
        case executionTime = "inferenceExecutionTime"
        static let table = FieldTable<Self>()
    }
}

extension Venice.InferenceFields {
    static var members: RowMembers {
        RowMembers(
            provider: "Venice", essential: [],
            required: [],
            all: Venice.InferenceDetails.Field.allCases.map(\.rawValue))
    }
}

extension Venice.InferenceDetails: ShapedModel {
    /// What the provider documents of the row.
    public static let shape = ModelShape([
        ModelShape.Member("requestId"),
        ModelShape.Member("promptTokens"),
        ModelShape.Member("completionTokens"),
        ModelShape.Member("inferenceExecutionTime"),
    ])

    /// What the provider documents of the row.
    public var shape: ModelShape { Self.shape }
}

extension Venice.InferenceFields {
    /// Reads the fields; nil if the form cannot hold one of the texts.
    @inline(__always)
    init?(from json: inout JSONReader) throws(UsageError) {
        typealias Field = Venice.InferenceDetails.Field
        var requestID: Form.Text?
        var promptTokens: Int?
        var completionTokens: Int?
        var executionTime: Duration?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .requestID:
                if !json.null() {
                    guard let value = try Form.ownText(&json) else { return nil }
                    requestID = value
                }
            case .promptTokens: promptTokens = try json.optionalCount()
            case .completionTokens: completionTokens = try json.optionalCount()
            case .executionTime: executionTime = try json.optionalDuration()
            }
        }
        self.init(
            requestID: requestID, promptTokens: promptTokens, completionTokens: completionTokens,
            executionTime: executionTime, unknown: Form.unknown(members.unknown))
    }
}

extension Venice.InferenceFields {
    /// A hash of all fields, which is the same in either form of the texts.
    @inline(__always)
    var contentHash: UInt64 {
        var hash = ContentHash()
        hash.add(requestID, as: Form.self)
        hash.add(promptTokens)
        hash.add(completionTokens)
        hash.add(executionTime)
        hash.add(unknown: unknown, as: Form.self)
        return hash.value
    }
}

extension Venice.InferenceDetails: JSONRepresentable {
    init(from json: inout JSONReader) throws(UsageError) {
        fields = try json.ownedFields(Venice.InferenceFields<OwnedText>.self)
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
        object.append(Field.requestID, orNull: fields.requestID, JSONValue.string)
        object.append(Field.promptTokens, orNull: fields.promptTokens) { JSONValue($0) }
        object.append(Field.completionTokens, orNull: fields.completionTokens) { JSONValue($0) }
        object.append(Field.executionTime, orNull: fields.executionTime) { JSONValue(milliseconds: $0) }
        return .object(object.appending(unknown))
    }
}

extension Venice.InferenceDetails {
    /// Where the values of a row are in a record of the provider's CSV.
    struct Columns: Sendable {
        let requestID: CSVColumn?
        let promptTokens: CSVColumn?
        let completionTokens: CSVColumn?
        let executionTime: CSVColumn?
        /// Columns that this version does not know.
        let unknown: [CSVColumn]

        init(_ header: CSVHeader) throws(UsageError) {
            requestID = header.column("inferenceDetails.requestId")
            promptTokens = header.column("inferenceDetails.promptTokens")
            completionTokens = header.column("inferenceDetails.completionTokens")
            executionTime = header.column("inferenceDetails.inferenceExecutionTime")
            unknown = try header.unknown(below: "inferenceDetails.", known: Field.self, nested: [])
        }
    }
}

extension Venice.InferenceFields where Form == OwnedText {
    /// Reads a record; an empty cell says what `null` says in JSON.
    init(from record: CSVRecord, _ columns: Venice.InferenceDetails.Columns) throws(UsageError) {
        requestID = try record.optionalString(columns.requestID)
        promptTokens = try record.optionalCount(columns.promptTokens)
        completionTokens = try record.optionalCount(columns.completionTokens)
        executionTime = try record.optionalDuration(columns.executionTime)
        unknown = try record.members(columns.unknown, droppingPrefix: "inferenceDetails.")
    }

    /// The fields; nil if none of them is known.
    var ifAnyIsKnown: Self? {
        if requestID != nil { return self }
        if promptTokens != nil { return self }
        if completionTokens != nil { return self }
        if executionTime != nil { return self }
        return unknown.members.contains { !$0.value.isNull } ? self : nil
    }
}
