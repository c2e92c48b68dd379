extension RequestComparison: Codable {
    private enum CodingKeys: String, CodingKey {
        case verdict, matched, compared, uncharged, different, missingThere, missingHere, ambiguous, suggestions,
            unnamed
        case unnamedNotes, leftOutNotes, gaps
    }

    /// Reads a comparison.
    ///
    /// - Throws: `DecodingError` for a count that is negative or too large, and for a verdict that does not follow from the
    ///   rest.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        matched = try container.decodeCount(forKey: .matched)
        compared = try container.decodeCount(forKey: .compared)
        uncharged = try container.decodeCount(forKey: .uncharged)
        guard compared <= matched, uncharged <= matched - compared else {
            throw DecodingError.dataCorruptedError(
                forKey: .compared, in: container,
                debugDescription: "\(matched) matched requests cannot have \(compared) and \(uncharged) charges")
        }
        different = try container.decode([Pair].self, forKey: .different)
        missingThere = try container.decode([Single].self, forKey: .missingThere)
        missingHere = try container.decode([Single].self, forKey: .missingHere)
        ambiguous = try container.decode([Ambiguity].self, forKey: .ambiguous)
        suggestions = try container.decode([Suggestion].self, forKey: .suggestions)
        unnamed = try container.decodeCount(forKey: .unnamed)
        unnamedNotes = try container.decodeCount(forKey: .unnamedNotes)
        leftOutNotes = container.contains(.leftOutNotes) ? try container.decodeCount(forKey: .leftOutNotes) : 0
        gaps = try container.decode([String].self, forKey: .gaps)
        try container.check(verdict, forKey: .verdict)
    }

    /// Writes the comparison as `Docs/Reconciliation.md` has it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(matched, forKey: .matched)
        try container.encode(compared, forKey: .compared)
        try container.encode(uncharged, forKey: .uncharged)
        try container.encode(different, forKey: .different)
        try container.encode(missingThere, forKey: .missingThere)
        try container.encode(missingHere, forKey: .missingHere)
        try container.encode(ambiguous, forKey: .ambiguous)
        try container.encode(suggestions, forKey: .suggestions)
        try container.encode(unnamed, forKey: .unnamed)
        try container.encode(unnamedNotes, forKey: .unnamedNotes)
        try container.encode(leftOutNotes, forKey: .leftOutNotes)
        try container.encode(gaps, forKey: .gaps)
    }
}

extension KeyedDecodingContainer {
    /// A number of things, which is not negative.
    func decodeCount(forKey key: Key) throws -> Int {
        let count = try decode(Int.self, forKey: key)
        guard count >= 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "expected a count, found \(count)")
        }
        return count
    }

    /// Reads a verdict that has to be the one that follows from the rest.
    func check(_ verdict: Reconciliation.Verdict, forKey key: Key) throws {
        let found = try decode(Reconciliation.Verdict.self, forKey: key)
        guard found == verdict else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "expected \(verdict.rawValue), found \(found.rawValue)")
        }
    }
}
