extension UsageFilter {
    /// Whether the condition holds for a record.
    ///
    /// Texts are compared by their UTF-8 bytes and numbers exactly; a duration is cut off at the nanosecond, as
    /// everywhere. A label that the record does not have (``UsageRecord/labels``) is missing.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for conditions that are nested more than 128 deep.
    public func holds(for record: UsageRecord) throws(UsageError) -> Bool {
        try CompiledFilter(self).holds(for: record)
    }
}

extension CompiledFilter {
    /// Whether the condition holds for a record.
    func holds(for record: UsageRecord) -> Bool {
        switch self {
        case .isOne(let dimension, let values):
            values.contains(record.text(for: dimension).map(ByteString.init))
        case .compares(let field, let condition): Self.holds(condition, for: field, of: record)
        case .not(let part): !part.holds(for: record)
        case .all(let parts): parts.allSatisfy { $0.holds(for: record) }
        case .any(let parts): parts.contains { $0.holds(for: record) }
        }
    }

    private static func holds(_ condition: NumberCondition, for field: Field, of record: UsageRecord) -> Bool {
        switch field {
        case .inputTokens: record.tokens.input.map { condition.holds(for: ExactDecimal($0)) } ?? false
        case .outputTokens: record.tokens.output.map { condition.holds(for: ExactDecimal($0)) } ?? false
        case .duration:
            record.duration.flatMap { ExactDecimal(mantissa: $0.attoseconds / 1_000_000_000, exponent: -9) }
                .map(condition.holds) ?? false
        case .charge(let currency):
            record.charge.map { ByteString($0.currency.rawValue) == currency && condition.holds(for: $0.exact) }
                ?? false
        case .unit(let unit):
            record.quantities.contains { ByteString($0.unit.rawValue) == unit && condition.holds(for: $0.exact) }
        }
    }
}
