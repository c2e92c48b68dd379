extension Aurous.HoldComparison: Codable {
    private enum CodingKeys: String, CodingKey {
        case verdict, gaps, counts, unnamed, holds
    }

    /// Reads what became of holds.
    ///
    /// - Throws: `DecodingError` for an amount or a count that is negative, and for a verdict, a count or a rest that does not
    ///   follow from the holds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        gaps = try container.decode([String].self, forKey: .gaps)
        unnamed = try container.decodeCount(forKey: .unnamed)
        holds = try container.decode([Hold].self, forKey: .holds)
        try container.check(verdict, forKey: .verdict)
        let found = try container.decode([String: Int].self, forKey: .counts)
        guard found == counts else {
            throw DecodingError.dataCorruptedError(
                forKey: .counts, in: container, debugDescription: "expected the counts \(counts), found \(found)")
        }
    }

    /// How many holds have each outcome.
    private var counts: [String: Int] {
        var counts = Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0.rawValue, 0) })
        for hold in holds { counts[hold.outcome.rawValue, default: 0] += 1 }
        return counts
    }

    /// Writes the outcomes with their counts, and each hold; amounts are texts of exact decimals.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(gaps, forKey: .gaps)
        try container.encode(counts, forKey: .counts)
        try container.encode(unnamed, forKey: .unnamed)
        try container.encode(holds, forKey: .holds)
    }
}

extension Aurous.HoldComparison.Hold: Codable {
    private enum CodingKeys: String, CodingKey {
        case holdID, outcome, generationID, time, held, charged, released, refunded, rest
    }

    /// Reads a hold whose amounts are texts of exact decimals.
    ///
    /// - Throws: `DecodingError` for an amount that is negative, and for a rest that does not follow from the others.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func amount(_ key: CodingKeys) throws -> ExactDecimal? {
            let amount = try container.decodeExactIfPresent(forKey: key)
            guard let amount, amount.isNegative else { return amount }
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "expected an amount without a sign, found \(amount)")
        }
        self.init(
            holdID: try container.decode(String.self, forKey: .holdID),
            outcome: try container.decode(Aurous.HoldComparison.Outcome.self, forKey: .outcome),
            generationID: try container.decodeIfPresent(String.self, forKey: .generationID),
            time: try container.decodeIfPresent(Timestamp.self, forKey: .time), exactHeld: try amount(.held),
            exactCharged: try amount(.charged), exactReleased: try amount(.released),
            exactRefunded: try amount(.refunded), exactRest: try container.decodeExactIfPresent(forKey: .rest))
        guard let exactRest else { return }
        let left = try exactHeld?.adding((exactCharged ?? .zero).negated).adding((exactReleased ?? .zero).negated)
        guard exactRest == left else {
            throw DecodingError.dataCorruptedError(
                forKey: .rest, in: container,
                debugDescription: "expected \(left?.description ?? "null"), found \(exactRest)")
        }
    }

    /// Writes the hold; amounts are texts of exact decimals.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(holdID, forKey: .holdID)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(generationID, forKey: .generationID)
        try container.encode(time, forKey: .time)
        try container.encode(exactHeld?.description, forKey: .held)
        try container.encode(exactCharged?.description, forKey: .charged)
        try container.encode(exactReleased?.description, forKey: .released)
        try container.encode(exactRefunded?.description, forKey: .refunded)
        try container.encode(exactRest?.description, forKey: .rest)
    }
}
