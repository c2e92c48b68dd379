/// A filter that was validated and can be evaluated many times.
///
/// It is the only form in which a ``UsageFilter`` is evaluated, so every evaluator refuses the same filters: a record is
/// tested by ``holds(for:)``, and a ledger binds the filter to its columns.
indirect enum CompiledFilter: Hashable, Sendable {
    /// How deep conditions may be nested: they are compiled and evaluated by recursion, and the stack is finite.
    static let depthLimit = 128

    /// The value of a dimension is one of these; nil is a missing value.
    case isOne(UsageDimension, Set<ByteString?>)
    case compares(Field, NumberCondition)
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
                switch field.kind {
                case .inputTokens: .inputTokens
                case .outputTokens: .outputTokens
                case .duration: .duration
                case .charge(let currency): .charge(ByteString(currency.rawValue))
                case .unit(let unit): .unit(ByteString(unit.rawValue))
                }
        }
    }

    /// Validates and compiles a filter.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for conditions that are nested more than 128 deep.
    init(_ filter: UsageFilter) throws(UsageError) {
        try self.init(filter, depth: 1)
    }

    private init(_ filter: UsageFilter, depth: Int) throws(UsageError) {
        guard depth <= Self.depthLimit else { throw Self.tooDeep }
        func parts(_ filters: [UsageFilter]) throws(UsageError) -> [CompiledFilter] {
            try filters.map { (part) throws(UsageError) in try CompiledFilter(part, depth: depth + 1) }
        }
        switch filter.condition {
        case .isOne(let dimension, let values):
            self = .isOne(dimension, Set(values.map { $0.map(ByteString.init) }))
        case .compares(let field, let comparison, let number):
            self = .compares(Field(field), NumberCondition(comparison, number))
        case .not(let part):
            self = .not(try CompiledFilter(part, depth: depth + 1))
        case .all(let filters):
            self = .all(try parts(filters))
        case .any(let filters):
            self = .any(try parts(filters))
        }
    }

    /// The dimensions whose values decide.
    var dimensions: Set<UsageDimension> {
        switch self {
        case .isOne(let dimension, _): [dimension]
        case .compares: []
        case .not(let part): part.dimensions
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.dimensions) }
        }
    }

    /// The error for conditions that are nested too deep.
    static var tooDeep: UsageError {
        UsageError(.invalidArgument, "a filter's conditions are nested more than \(depthLimit) deep")
    }
}
