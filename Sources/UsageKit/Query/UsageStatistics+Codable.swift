internal import Foundation

extension UsageStatistics: Codable {
    private enum CodingKeys: String, CodingKey {
        case count, sum, minimum, maximum
    }

    /// Reads the figures, whose digits are texts.
    ///
    /// - Throws: `DecodingError` if a figure is not the text of a number of up to 38 significant digits, or if the count
    ///   is less than 1.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let count = try container.decode(Int.self, forKey: .count)
        guard count > 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: .count, in: container, debugDescription: "expected a count of 1 or more, found \(count)")
        }
        self.init(
            count: count, sum: try container.decodeExact(forKey: .sum).decimal,
            minimum: try container.decodeExactIfPresent(forKey: .minimum)?.decimal,
            maximum: try container.decodeExactIfPresent(forKey: .maximum)?.decimal)
    }

    /// Writes the figures, with all digits as texts.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(count, forKey: .count)
        try container.encode(exact: ExactDecimal(sum), forKey: .sum)
        if let minimum { try container.encode(exact: ExactDecimal(minimum), forKey: .minimum) }
        if let maximum { try container.encode(exact: ExactDecimal(maximum), forKey: .maximum) }
    }
}
