@testable import UsageKit

/// A row with a field of each kind, read like the providers' rows.
struct SampleRow: Equatable {
    enum Field: String, WireField {
        case id, cost, tokens, isTest = "is_test", createdAt = "created_at", latency = "latency_ms", note
        case kelvin = "K"

        static let table = FieldTable<Field>()
    }

    var id: String
    var cost: ExactDecimal?
    var tokens: Int?
    var isTest: Bool?
    var createdAt: Timestamp?
    var latency: Duration?
    var note: String?
    var kelvin: Int?
    var unknown: JSONObject

    init(_ json: inout JSONReader) throws(UsageError) {
        var id: String?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try json.string()
            case .cost: cost = try json.optionalDecimal()
            case .tokens: tokens = try json.optionalInteger()
            case .isTest: isTest = try json.optionalBool()
            case .createdAt: createdAt = try json.optionalTimestamp()
            case .latency: latency = try json.optionalDuration()
            case .note: note = try json.optionalString()
            case .kelvin: kelvin = try json.integer()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        self.id = id
        unknown = members.unknown
    }

    init(_ json: String) throws(UsageError) {
        self = try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in try SampleRow(&json) }
    }

    /// Reads `{"data":[row, …]}`.
    static func page(_ bytes: [UInt8]) throws(UsageError) -> [SampleRow] {
        try JSONReader.read(bytes) { (json) throws(UsageError) in
            var rows: [SampleRow] = []
            try json.eachMember { (name, json) throws(UsageError) in
                guard name == "data" else { return _ = try json.value() }
                var elements = try json.elements()
                while try json.next(&elements) { rows.append(try SampleRow(&json)) }
            }
            return rows
        }
    }
}
