internal import Foundation

extension UsageFilter.Comparison: Codable {}

extension UsageFilter: Codable {
    private enum CodingKeys: String, CodingKey {
        case isOne, compares, not, all, any
    }

    private struct Choice: Codable {
        let dimension: UsageDimension
        let values: [String?]
    }

    private struct Condition: Codable {
        let field: UsageField
        let comparison: Comparison
        let number: String
    }

    /// Reads a condition: one of `isOne`, `compares`, `not`, `all` and `any` with what belongs to it.
    ///
    /// A number is a text of the JSON grammar; anything else, and a depth of more than 128 conditions, is refused.
    public init(from decoder: any Decoder) throws {
        // Each condition adds at most two keys to the path, its name and its place.
        guard decoder.codingPath.count <= 2 * CompiledFilter.depthLimit + 8 else {
            throw UsageError(.invalidArgument, "a filter nests at most \(CompiledFilter.depthLimit) conditions")
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            throw UsageError(.invalidArgument, "a filter is one condition")
        }
        switch key {
        case .isOne:
            let choice = try container.decode(Choice.self, forKey: key)
            self = .isOne(choice.dimension, choice.values)
        case .compares:
            let condition = try container.decode(Condition.self, forKey: key)
            guard let number = ExactDecimal(condition.number) else {
                throw UsageError(.invalidArgument, "a filter's number is no number of at most 38 digits")
            }
            self = .compares(condition.field, condition.comparison, number.decimal)
        case .not: self = .not(try container.decode(UsageFilter.self, forKey: key))
        case .all: self = .all(try container.decode([UsageFilter].self, forKey: key))
        case .any: self = .any(try container.decode([UsageFilter].self, forKey: key))
        }
    }

    /// Writes the condition, its numbers as texts.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .isOne(let dimension, let values):
            try container.encode(Choice(dimension: dimension, values: values), forKey: .isOne)
        case .compares(let field, let comparison, let number):
            let number = try ExactDecimal(number).description
            try container.encode(Condition(field: field, comparison: comparison, number: number), forKey: .compares)
        case .not(let part): try container.encode(part, forKey: .not)
        case .all(let parts): try container.encode(parts, forKey: .all)
        case .any(let parts): try container.encode(parts, forKey: .any)
        }
    }
}
