internal import Foundation

extension UsageFilter {
    /// Whether the condition holds for a record.
    ///
    /// Texts are compared by their UTF-8 bytes and numbers exactly; a duration counts to the nanosecond, as everywhere.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a comparison with NaN and for conditions
    ///   that are nested more than 128 deep, and with ``UsageError/Code/inexactNumber`` for a comparison with a number of
    ///   more than 38 digits.
    public func holds(for record: UsageRecord) throws(UsageError) -> Bool {
        try CompiledFilter(self).holds(for: record)
    }
}

/// A filter made ready to be asked of many records, one at a time.
indirect enum CompiledFilter: Hashable, Sendable {
    /// How deep conditions may be nested: they are compiled and read by recursion, so that must end before the stack.
    static let depthLimit = 128

    case isOne(UsageDimension, Set<ByteString?>)
    case compares(Field, UsageFilter.Comparison, ExactDecimal)
    case not(CompiledFilter)
    case all([CompiledFilter])
    case any([CompiledFilter])

    /// A field whose label is compared by its bytes.
    enum Field: Hashable, Sendable {
        case inputTokens, outputTokens, duration
        case charge(ByteString)
        case unit(ByteString)

        init(_ field: UsageField) {
            self =
                switch field {
                case .inputTokens: .inputTokens
                case .outputTokens: .outputTokens
                case .duration: .duration
                case .charge(let currency): .charge(ByteString(currency.rawValue))
                case .unit(let unit): .unit(ByteString(unit.rawValue))
                }
        }
    }

    init(_ filter: UsageFilter) throws(UsageError) {
        try self.init(filter, depth: 1)
    }

    private init(_ filter: UsageFilter, depth: Int) throws(UsageError) {
        guard depth <= Self.depthLimit else {
            throw UsageError(.invalidArgument, "a filter nests at most \(Self.depthLimit) conditions")
        }
        func parts(_ filters: [UsageFilter]) throws(UsageError) -> [CompiledFilter] {
            try filters.map { (part) throws(UsageError) in try CompiledFilter(part, depth: depth + 1) }
        }
        switch filter {
        case .isOne(let dimension, let values):
            self = .isOne(dimension, Set(values.map { $0.map(ByteString.init) }))
        case .compares(let field, let comparison, let number):
            self = .compares(Field(field), comparison, try Self.exact(number))
        case .not(let part):
            self = .not(try CompiledFilter(part, depth: depth + 1))
        case .all(let filters):
            self = .all(try parts(filters))
        case .any(let filters):
            self = .any(try parts(filters))
        }
    }

    private static func exact(_ number: Decimal) throws(UsageError) -> ExactDecimal {
        guard !number.isNaN else {
            throw UsageError(.invalidArgument, "a filter compares with numbers, and NaN is none")
        }
        return try ExactDecimal(number)
    }

    func holds(for record: UsageRecord) -> Bool {
        switch self {
        case .isOne(let dimension, let values):
            values.contains(record.text(for: dimension).map(ByteString.init))
        case .compares(let field, let comparison, let number):
            Self.compares(record, field) { comparison.holds(for: $0, number) }
        case .not(let part): !part.holds(for: record)
        case .all(let parts): parts.allSatisfy { $0.holds(for: record) }
        case .any(let parts): parts.contains { $0.holds(for: record) }
        }
    }

    private static func compares(_ record: UsageRecord, _ field: Field, _ test: (ExactDecimal) -> Bool) -> Bool {
        switch field {
        case .inputTokens: record.tokens.input.map { test(ExactDecimal($0)) } ?? false
        case .outputTokens: record.tokens.output.map { test(ExactDecimal($0)) } ?? false
        case .duration:
            record.duration.flatMap { ExactDecimal(mantissa: $0.attoseconds / 1_000_000_000, exponent: -9) }
                .map(test) ?? false
        case .charge(let currency):
            record.charge.map { ByteString($0.currency.rawValue) == currency && test($0.exact) } ?? false
        case .unit(let unit):
            record.quantities.contains { ByteString($0.unit.rawValue) == unit && test($0.exact) }
        }
    }
}

extension UsageFilter.Comparison {
    fileprivate func holds(for value: ExactDecimal, _ number: ExactDecimal) -> Bool {
        switch self {
        case .below: value < number
        case .atMost: value <= number
        case .equal: value == number
        case .atLeast: value >= number
        case .above: value > number
        }
    }
}
