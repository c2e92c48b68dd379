/// A condition on rows.
///
/// A condition either holds or does not: if a row lacks a number, no comparison with it holds, and ``not(_:)`` of such a
/// comparison does.
public struct UsageFilter: Sendable {
    /// How a row's number compares with a given one.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        /// Less than the given number.
        case below
        /// Less than the given number, or equal to it.
        case atMost
        /// Equal to the given number.
        case equal
        /// Greater than the given number, or equal to it.
        case atLeast
        /// Greater than the given number.
        case above
    }

    indirect enum Condition: Sendable {
        case isOne(UsageDimension, [String?])
        case compares(UsageField, Comparison, ExactDecimal)
        case not(UsageFilter)
        case all([UsageFilter])
        case any([UsageFilter])
    }

    let condition: Condition

    init(_ condition: Condition) {
        self.condition = condition
    }
}

// MARK: - Texts

extension UsageFilter {
    /// The row's value of a dimension is one of these, compared by UTF-8 bytes; nil is a missing value.
    public static func isOne(_ dimension: UsageDimension, _ values: [String?]) -> Self {
        Self(.isOne(dimension, values))
    }

    /// The row was reported by one of these providers.
    public static func provider(in providers: [ProviderID]) -> Self { .isOne(.provider, providers.map(\.rawValue)) }

    /// The model is one of these; nil is a row without a model.
    public static func model(in models: [String?]) -> Self { .isOne(.model, models) }

    /// The public id of the API key is one of these; nil is a row without one.
    public static func apiKey(in keys: [String?]) -> Self { .isOne(.apiKey, keys) }

    /// The user is one of these; nil is a row without a user.
    public static func user(in users: [String?]) -> Self { .isOne(.user, users) }

    /// The kind of work is one of these, in the provider's words; nil is a row without one.
    public static func type(in types: [String?]) -> Self { .isOne(.type, types) }

    /// The request ended in one of these ways; nil is a row that does not say how.
    public static func status(in statuses: [UsageStatus?]) -> Self { .isOne(.status, statuses.map { $0?.rawValue }) }

    /// The charge is in one of these currencies; nil is a row without a charge.
    public static func currency(in currencies: [Currency?]) -> Self {
        .isOne(.currency, currencies.map { $0?.rawValue })
    }

    /// The product is one of these; nil is a row without one.
    public static func sku(in products: [String?]) -> Self { .isOne(.sku, products) }

    /// The bot is one of these; nil is a row without one.
    public static func bot(in bots: [String?]) -> Self { .isOne(.bot, bots) }

    /// The conversation is one of these; nil is a row without one.
    public static func conversation(in conversations: [String?]) -> Self { .isOne(.conversation, conversations) }

    /// The caller's label of the row's account is one of these; nil is a row without one.
    public static func account(in accounts: [String?]) -> Self { .isOne(.account, accounts) }
}

// MARK: - Numbers

extension UsageFilter {
    static func compares(_ field: UsageField, _ comparison: Comparison, _ number: ExactDecimal) -> Self {
        Self(.compares(field, comparison, number))
    }

    /// The row has a number of tokens of the prompt, and the comparison holds for it.
    public static func inputTokens(_ comparison: Comparison, _ count: Int) -> Self {
        .compares(.inputTokens, comparison, ExactDecimal(count))
    }

    /// The row has a number of tokens of the completion, and the comparison holds for it.
    public static func outputTokens(_ comparison: Comparison, _ count: Int) -> Self {
        .compares(.outputTokens, comparison, ExactDecimal(count))
    }

    /// The row has a duration, and the comparison holds for it.
    ///
    /// The given duration is rounded to the nearest nanosecond, since `.seconds(1.1)` is a little more than 1.1 s.
    public static func duration(_ comparison: Comparison, _ duration: Duration) -> Self {
        let (whole, rest) = duration.attoseconds.flooredDivision(by: 1_000_000_000)
        let nanoseconds = whole + (rest >= 500_000_000 ? 1 : 0)
        return .compares(.duration, comparison, ExactDecimal(mantissa: nanoseconds, exponent: -9) ?? .zero)
    }

    /// The row has a charge in the currency of the amount, and the comparison holds for it.
    public static func charge(_ comparison: Comparison, _ amount: Money) -> Self {
        .compares(.charge(amount.currency), comparison, amount.exact)
    }

    /// The row has a quantity in this unit, and the comparison holds for it.
    ///
    /// If a row counts several quantities of one unit, it is enough that the comparison holds for one of them.
    public static func quantity(_ comparison: Comparison, _ quantity: Quantity) -> Self {
        .compares(.unit(quantity.unit), comparison, quantity.exact)
    }
}

// MARK: - Combinations

extension UsageFilter {
    /// The condition does not hold.
    public static func not(_ filter: UsageFilter) -> Self { Self(.not(filter)) }

    /// All conditions hold; an empty list holds.
    public static func all(_ filters: [UsageFilter]) -> Self { Self(.all(filters)) }

    /// At least one condition holds; an empty list does not hold.
    public static func any(_ filters: [UsageFilter]) -> Self { Self(.any(filters)) }
}

extension UsageFilter: Hashable {
    /// Whether two filters are written alike, with texts of the same UTF-8 bytes.
    ///
    /// Swift's own equality treats canonically equivalent texts as equal, and such filters let different rows pass.
    public static func == (left: UsageFilter, right: UsageFilter) -> Bool {
        switch (left.condition, right.condition) {
        case (.isOne(let dimension, let values), .isOne(let other, let others)):
            dimension == other && values.map { $0.map(ByteString.init) } == others.map { $0.map(ByteString.init) }
        case (.compares(let field, let comparison, let number), .compares(let other, let otherComparison, let bound)):
            field == other && comparison == otherComparison && number == bound
        case (.not(let part), .not(let other)): part == other
        case (.all(let parts), .all(let others)), (.any(let parts), .any(let others)): parts == others
        default: false
        }
    }

    /// Hashes the condition and all that belongs to it.
    public func hash(into hasher: inout Hasher) {
        switch condition {
        case .isOne(let dimension, let values):
            hasher.combine(0)
            hasher.combine(dimension)
            hasher.combine(values.map { $0.map(ByteString.init) })
        case .compares(let field, let comparison, let number):
            hasher.combine(1)
            hasher.combine(field)
            hasher.combine(comparison)
            hasher.combine(number)
        case .not(let part):
            hasher.combine(2)
            hasher.combine(part)
        case .all(let parts):
            hasher.combine(3)
            hasher.combine(parts)
        case .any(let parts):
            hasher.combine(4)
            hasher.combine(parts)
        }
    }
}
