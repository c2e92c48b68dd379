extension UsageFilter.Comparison: Codable {}

extension UsageFilter: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case isOne, compares, not, all, any
    }

    private struct EncodedIsOne: Codable {
        let dimension: UsageDimension
        let values: [String?]
    }

    private struct EncodedComparison: Codable {
        let field: UsageField
        let comparison: Comparison
        let number: String
    }

    /// Reads a condition: an object with exactly one of the members `isOne`, `compares`, `not`, `all` and `any`.
    ///
    /// A number is a text that follows the JSON grammar. Any other text, and conditions that are nested more than 128
    /// deep, are refused.
    public init(from decoder: any Decoder) throws {
        // Each condition adds at most two keys to the path, its name and its index.
        guard decoder.codingPath.count <= 2 * CompiledFilter.depthLimit + 8 else {
            throw CompiledFilter.tooDeep
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            let names = CodingKeys.allCases.map(\.stringValue).joined(separator: ", ")
            throw UsageError(.invalidArgument, "a filter has exactly one of these members: \(names)")
        }
        switch key {
        case .isOne:
            let isOne = try container.decode(EncodedIsOne.self, forKey: key)
            self = .isOne(isOne.dimension, isOne.values)
        case .compares:
            let compares = try container.decode(EncodedComparison.self, forKey: key)
            guard let number = ExactDecimal(compares.number) else {
                throw UsageError(
                    .invalidArgument,
                    "a filter compares with \"\(compares.number)\", which is not a number of up to 38 digits")
            }
            self = .compares(compares.field, compares.comparison, number)
        case .not: self = .not(try container.decode(UsageFilter.self, forKey: key))
        case .all: self = .all(try container.decode([UsageFilter].self, forKey: key))
        case .any: self = .any(try container.decode([UsageFilter].self, forKey: key))
        }
    }

    /// Writes the condition, with numbers as texts.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch condition {
        case .isOne(let dimension, let values):
            try container.encode(EncodedIsOne(dimension: dimension, values: values), forKey: .isOne)
        case .compares(let field, let comparison, let number):
            let encoded = EncodedComparison(field: field, comparison: comparison, number: number.description)
            try container.encode(encoded, forKey: .compares)
        case .not(let part): try container.encode(part, forKey: .not)
        case .all(let parts): try container.encode(parts, forKey: .all)
        case .any(let parts): try container.encode(parts, forKey: .any)
        }
    }
}
