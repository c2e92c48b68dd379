extension Money: Codable {
    private enum CodingKeys: String, CodingKey {
        case amount, currency
    }

    /// Reads an amount whose digits are a text, for example `{"amount":"0.0312","currency":"credit"}`.
    ///
    /// - Throws: `DecodingError` if the amount is not the text of a number of up to 38 significant digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            exact: try container.decodeExact(forKey: .amount),
            currency: try container.decode(Currency.self, forKey: .currency))
    }

    /// Writes all digits of the amount as a text, and the currency.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(exact: exact, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
}
