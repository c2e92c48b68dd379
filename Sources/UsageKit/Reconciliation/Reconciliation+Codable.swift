extension Reconciliation: Codable {
    private enum CodingKeys: String, CodingKey {
        case statement, verdict, gaps, notCompared, dimensions, entries, commonCauses, concentrations
    }

    /// Reads a reconciliation.
    ///
    /// - Throws: `DecodingError` for another form, and if a verdict, a difference or a concentration is not the one that
    ///   follows from the figures.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .statement)
        gaps = try container.decode([String].self, forKey: .gaps)
        notCompared = try container.decode([String].self, forKey: .notCompared)
        dimensions = try container.decode([UsageDimension].self, forKey: .dimensions)
        entries = try container.decode([Entry].self, forKey: .entries)
        commonCauses = try container.decodeIfPresent([[Cause]].self, forKey: .commonCauses) ?? []
        if !commonCauses.isEmpty, entries.count(where: { !$0.agrees }) < 2 {
            throw DecodingError.dataCorruptedError(
                forKey: .commonCauses, in: container,
                debugDescription: "expected causes of several entries that differ, found fewer such entries")
        }
        if let entry = entries.first(where: { $0.key.count != dimensions.count }) {
            throw DecodingError.dataCorruptedError(
                forKey: .entries, in: container,
                debugDescription:
                    "expected one value for each of \(dimensions.count) dimensions in the key of the entry "
                    + "of \(entry.window), found \(entry.key.count)")
        }
        let storedVerdict = try container.decode(Verdict.self, forKey: .verdict)
        guard storedVerdict == verdict else {
            throw DecodingError.dataCorruptedError(
                forKey: .verdict, in: container,
                debugDescription:
                    "expected \(verdict.rawValue), which follows from the entries, found \(storedVerdict.rawValue)")
        }
        guard try container.decode([Concentration].self, forKey: .concentrations) == concentrations else {
            throw DecodingError.dataCorruptedError(
                forKey: .concentrations, in: container,
                debugDescription: "expected the concentrations that follow from the entries, found others")
        }
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
        try container.encode(commonCauses, forKey: .commonCauses)
        try container.encode(concentrations, forKey: .concentrations)
    }
}

extension Reconciliation.Entry: Codable {
    private enum CodingKeys: String, CodingKey {
        case start, end, key, stated, agrees, figures, explanations, closest
    }

    /// Reads the figures of one span of time and one key.
    ///
    /// - Throws: `DecodingError` for another form, and if what is said of agreement contradicts the figures.
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
        if let comparison = comparisons.first(where: { !$0.isPossible(isStated: isStated) }) {
            throw DecodingError.dataCorruptedError(
                forKey: .figures, in: container,
                debugDescription:
                    "expected figures of which follows whether they agree, found others of \(comparison.figure)")
        }
        guard try container.decode(Bool.self, forKey: .agrees) == agrees else {
            throw DecodingError.dataCorruptedError(
                forKey: .agrees, in: container, debugDescription: "expected \(agrees), which follows from the figures")
        }
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
    ///
    /// - Throws: `DecodingError` for another form, and if the difference is not that of the figures.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        figure = try container.decode(ReconciledFigure.self, forKey: .figure)
        ownValue = try container.decodeExactIfPresent(forKey: .own)
        statedValue = try container.decodeExactIfPresent(forKey: .stated)
        left = try container.decodeExactIfPresent(forKey: .unexplained)
        agrees = try container.decode(Bool.self, forKey: .agrees)
        guard try container.decodeExactIfPresent(forKey: .difference) == exactDifference else {
            throw DecodingError.dataCorruptedError(
                forKey: .difference, in: container,
                debugDescription: "expected the difference of the figures, "
                    + "\(exactDifference?.description ?? "null"), found another one")
        }
    }

    /// Whether such a comparison can come of two figures with some tolerance.
    fileprivate func isPossible(isStated: Bool) -> Bool {
        // Without an entry, the other side says that there was no usage.
        guard isStated == (statedValue != nil) else { return false }
        let stated = statedValue ?? .zero
        guard let ownValue else { return !agrees }
        return agrees || ownValue != stated
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

extension Concentration: Codable {
    private enum CodingKeys: String, CodingKey {
        case figure, dimension, value, amount, partsPerMillion
    }

    /// Reads where what differs is.
    ///
    /// - Throws: `DecodingError` for another form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        figure = try container.decode(ReconciledFigure.self, forKey: .figure)
        dimension = try container.decode(UsageDimension.self, forKey: .dimension)
        value = try container.decodeIfPresent(String.self, forKey: .value)
        guard let amount = try container.decodeExactIfPresent(forKey: .amount) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount, in: container, debugDescription: "expected the text of a number, found null")
        }
        part = amount
        partsPerMillion = try container.decode(Int.self, forKey: .partsPerMillion)
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
