extension UsageField: Codable {
    private enum Plain: String, Codable {
        case inputTokens, outputTokens, duration
    }

    private enum CodingKeys: String, CodingKey {
        case charge, unit
    }

    /// Reads `"inputTokens"`, `"outputTokens"`, `"duration"`, `{"charge": currency}` or `{"unit": unit}`.
    public init(from decoder: any Decoder) throws {
        if let plain = try? decoder.singleValueContainer().decode(Plain.self) {
            self =
                switch plain {
                case .inputTokens: .inputTokens
                case .outputTokens: .outputTokens
                case .duration: .duration
                }
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let currency = try container.decodeIfPresent(String.self, forKey: .charge) {
            self = .charge(Currency(rawValue: currency))
        } else {
            self = .unit(UsageUnit(rawValue: try container.decode(String.self, forKey: .unit)))
        }
    }

    /// Writes the field by its name, with its currency or unit if it has one.
    public func encode(to encoder: any Encoder) throws {
        switch kind {
        case .inputTokens: try Plain.inputTokens.encode(to: encoder)
        case .outputTokens: try Plain.outputTokens.encode(to: encoder)
        case .duration: try Plain.duration.encode(to: encoder)
        case .charge(let currency):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(currency.rawValue, forKey: .charge)
        case .unit(let unit):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(unit.rawValue, forKey: .unit)
        }
    }
}

extension UsageFigure: Codable {
    private enum Plain: String, Codable {
        case requests
    }

    private enum CodingKeys: String, CodingKey {
        case sum
    }

    /// Reads `"requests"` or `{"sum": field}`.
    public init(from decoder: any Decoder) throws {
        if (try? decoder.singleValueContainer().decode(Plain.self)) != nil {
            self = .requests
        } else {
            self = .sum(try decoder.container(keyedBy: CodingKeys.self).decode(UsageField.self, forKey: .sum))
        }
    }

    /// Writes the figure by its name, with its field if it has one.
    public func encode(to encoder: any Encoder) throws {
        switch kind {
        case .requests: try Plain.requests.encode(to: encoder)
        case .sum(let field):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(UsageField(field), forKey: .sum)
        }
    }
}
