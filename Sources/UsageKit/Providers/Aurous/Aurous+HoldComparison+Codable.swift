extension Aurous.HoldComparison: Codable {
    private enum CodingKeys: String, CodingKey {
        case verdict, gaps, counts, unnamed, holds
    }

    /// Reads what became of holds; the counts may be absent, as a whole or those of some outcomes.
    ///
    /// - Throws: `DecodingError` for an amount or a count that is negative, and for a verdict, a count, an outcome or a rest that
    ///   does not follow from the holds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        gaps = try container.decode([String].self, forKey: .gaps)
        unnamed = try container.decodeCount(forKey: .unnamed)
        holds = try container.decode([Hold].self, forKey: .holds)
        try container.check(verdict, forKey: .verdict)
        let found = try container.decodeIfPresent([String: Int].self, forKey: .counts) ?? [:]
        let counts = counts
        // Other versions know other outcomes; no hold has those, or it could not be read.
        guard found.allSatisfy({ name, count in count == counts[name] ?? 0 }) else {
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

    /// Reads a hold whose amounts are texts of exact decimals; a rest that is absent follows from the others.
    ///
    /// - Throws: `DecodingError` for an amount that is negative, for a rest that does not follow from the others, and for an
    ///   outcome that no movements with these amounts have.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func amount(_ key: CodingKeys) throws -> ExactDecimal? {
            let amount = try container.decodeExactIfPresent(forKey: key)
            guard let amount, amount.isNegative else { return amount }
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "expected an amount without a sign, found \(amount)")
        }
        let outcome = try container.decode(Aurous.HoldComparison.Outcome.self, forKey: .outcome)
        let (held, charged, released) = (try amount(.held), try amount(.charged), try amount(.released))
        var rest: ExactDecimal?
        if let held, outcome != .repeated {
            rest = try held.adding((charged ?? .zero).negated).adding((released ?? .zero).negated)
        }
        self.init(
            holdID: try container.decode(String.self, forKey: .holdID), outcome: outcome,
            generationID: try container.decodeIfPresent(String.self, forKey: .generationID),
            time: try container.decodeIfPresent(Timestamp.self, forKey: .time), exactHeld: held,
            exactCharged: charged, exactReleased: released, exactRefunded: try amount(.refunded), exactRest: rest)
        if container.contains(.rest) {
            let found = try container.decodeExactIfPresent(forKey: .rest)
            guard found == rest else {
                throw DecodingError.dataCorruptedError(
                    forKey: .rest, in: container,
                    debugDescription:
                        "expected \(rest?.description ?? "null"), found \(found?.description ?? "null")")
            }
        }
        guard isPossible else {
            throw DecodingError.dataCorruptedError(
                forKey: .outcome, in: container,
                debugDescription: "expected an outcome of the amounts of \(holdID), found \(outcome.rawValue)")
        }
    }

    /// Whether movements with these amounts can have the outcome; some of the movements may have no amount.
    private var isPossible: Bool {
        let isUnmoved = exactCharged == nil && exactReleased == nil
        let isTooMuch = exactRest?.isNegative ?? false && exactReleased ?? .zero != .zero
        let isLeft = exactReleased != nil && exactRest.map { $0 != .zero } ?? false
        return switch outcome {
        case .charged: !isTooMuch && (exactCharged == nil || !isLeft || exactRest?.isNegative ?? false)
        case .released: exactCharged == nil && !isLeft
        case .releasedInPart: isLeft && (exactCharged == nil || !(exactRest?.isNegative ?? true))
        case .releasedTooMuch: isTooMuch
        case .refunded: isUnmoved && exactHeld == nil
        case .open, .pending: isUnmoved
        case .withoutHold: exactHeld == nil
        case .repeated: true
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
