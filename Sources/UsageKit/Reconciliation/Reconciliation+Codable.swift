extension Reconciliation: Codable {
    private enum CodingKeys: String, CodingKey {
        case statement, verdict, gaps, notCompared, dimensions, entries, concentrations
    }

    /// Reads a reconciliation; what follows from its entries is computed again.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .statement)
        gaps = try container.decode([String].self, forKey: .gaps)
        notCompared = try container.decode([String].self, forKey: .notCompared)
        dimensions = try container.decode([UsageDimension].self, forKey: .dimensions)
        entries = try container.decode([Entry].self, forKey: .entries)
    }

    /// Writes a reconciliation as `Docs/Reconciliation.md` has it: all figures are texts of exact decimals.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .statement)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(gaps, forKey: .gaps)
        try container.encode(notCompared, forKey: .notCompared)
        try container.encode(dimensions, forKey: .dimensions)
        try container.encode(entries, forKey: .entries)
        try container.encode(concentrations, forKey: .concentrations)
    }
}

extension Reconciliation.Entry: Codable {
    private enum CodingKeys: String, CodingKey {
        case start, end, key, stated, agrees, figures, explanations, closest
    }

    /// Reads the figures of one span of time and one key.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let start = try container.decodeIfPresent(Timestamp.self, forKey: .start)
        let end = try container.decodeIfPresent(Timestamp.self, forKey: .end)
        window = try TimeWindow(from: start, to: end)
        key = try container.decode([String?].self, forKey: .key)
        isStated = try container.decode(Bool.self, forKey: .stated)
        comparisons = try container.decode([Reconciliation.Comparison].self, forKey: .figures)
        explanations = try container.decode([[Cause]].self, forKey: .explanations)
        closest = try container.decode([Cause].self, forKey: .closest)
    }

    /// Writes the figures of one span of time and one key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(window.start, forKey: .start)
        try container.encode(window.end, forKey: .end)
        try container.encode(key, forKey: .key)
        try container.encode(isStated, forKey: .stated)
        try container.encode(agrees, forKey: .agrees)
        try container.encode(comparisons, forKey: .figures)
        try container.encode(explanations, forKey: .explanations)
        try container.encode(closest, forKey: .closest)
    }
}

extension Reconciliation.Comparison: Codable {
    private enum CodingKeys: String, CodingKey {
        case figure, own, stated, difference, unexplained, agrees
    }

    /// Reads one figure of both sides.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        figure = try container.decode(ReconciledFigure.self, forKey: .figure)
        ownValue = try container.decodeExactIfPresent(forKey: .own)
        statedValue = try container.decodeExactIfPresent(forKey: .stated)
        left = try container.decodeExactIfPresent(forKey: .unexplained)
        agrees = try container.decode(Bool.self, forKey: .agrees)
    }

    /// Writes one figure of both sides.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(figure, forKey: .figure)
        try container.encode(ownValue?.description, forKey: .own)
        try container.encode(statedValue?.description, forKey: .stated)
        try container.encode(exactDifference?.description, forKey: .difference)
        try container.encode(left?.description, forKey: .unexplained)
        try container.encode(agrees, forKey: .agrees)
    }
}

extension Concentration: Encodable {
    private enum CodingKeys: String, CodingKey {
        case figure, dimension, value, amount, partsPerMillion
    }

    /// Writes where what differs is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(figure, forKey: .figure)
        try container.encode(dimension, forKey: .dimension)
        try container.encode(value, forKey: .value)
        try container.encode(part.description, forKey: .amount)
        try container.encode(partsPerMillion, forKey: .partsPerMillion)
    }
}
