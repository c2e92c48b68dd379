extension Quantity: Codable {
    private enum CodingKeys: String, CodingKey {
        case value, unit
    }

    /// Reads a quantity whose digits are a text, for example `{"value":"1.5","unit":"image"}`.
    ///
    /// - Throws: `DecodingError` if the value is not the text of a number of up to 38 significant digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            exact: try container.decodeExact(forKey: .value), unit: try container.decode(UsageUnit.self, forKey: .unit))
    }

    /// Writes all digits of the value as a text, and the unit.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(exact: exact, forKey: .value)
        try container.encode(unit, forKey: .unit)
    }
}
