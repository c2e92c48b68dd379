extension UsageMeasure: Codable {
    private enum Plain: String, Codable {
        case tokens, charges, units, latency, extremes
    }

    private enum CodingKeys: String, CodingKey {
        case distinct
    }

    /// Reads the name of a measure, or `{"distinct": dimension}`.
    public init(from decoder: any Decoder) throws {
        if let plain = try? decoder.singleValueContainer().decode(Plain.self) {
            self =
                switch plain {
                case .tokens: .tokens
                case .charges: .charges
                case .units: .units
                case .latency: .latency
                case .extremes: .extremes
                }
        } else {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self = .distinct(try container.decode(UsageDimension.self, forKey: .distinct))
        }
    }

    /// Writes the measure by its name, with its dimension if it has one.
    public func encode(to encoder: any Encoder) throws {
        switch kind {
        case .tokens: try Plain.tokens.encode(to: encoder)
        case .charges: try Plain.charges.encode(to: encoder)
        case .units: try Plain.units.encode(to: encoder)
        case .latency: try Plain.latency.encode(to: encoder)
        case .extremes: try Plain.extremes.encode(to: encoder)
        case .distinct(let dimension):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(dimension, forKey: .distinct)
        }
    }

    /// The position in the order in which measures are written, and the name of what is counted.
    fileprivate var encodingOrder: (Int, String) {
        switch kind {
        case .tokens: (0, "")
        case .charges: (1, "")
        case .units: (2, "")
        case .latency: (3, "")
        case .extremes: (4, "")
        case .distinct(let dimension):
            (5 + (UsageDimension.all.firstIndex(of: dimension) ?? UsageDimension.all.count), dimension.rawValue)
        }
    }
}

extension Set<UsageMeasure> {
    /// The measures in the order in which they are written.
    var inEncodingOrder: [UsageMeasure] { sorted { $0.encodingOrder < $1.encodingOrder } }
}
