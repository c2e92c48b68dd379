/// A definition of a quantile of a finite set of values, as Hyndman and Fan number them.
///
/// A report knows two of them (``QuantileMethod``); figures of others are recomputed by all.
public enum QuantileDefinition: Int, Hashable, Sendable, Codable, CaseIterable {
    /// The inverse of the distribution of the values: SQL's `percentile_disc`, ``QuantileMethod/nearestRank``.
    case inverse = 1
    /// As ``inverse``, with the mean of both values at a step.
    case averagedInverse = 2
    /// The nearest value; of two, the one with an even rank: as SAS did.
    case nearestEven = 3
    /// Linear interpolation of the distribution of the values.
    case interpolatedInverse = 4
    /// Linear interpolation between the middles of the steps: as hydrologists do.
    case midpoints = 5
    /// Linear interpolation of expected ranks: as Minitab and SPSS do.
    case weibull = 6
    /// Linear interpolation between the first and the last value: SQL's `percentile_cont`, ``QuantileMethod/linear``.
    case linear = 7
    /// Linear interpolation of approximate medians of ranks.
    case medianUnbiased = 8
    /// Linear interpolation that is nearly unbiased for a normal distribution.
    case normalUnbiased = 9

    /// A quantile of values in ascending order, in attoseconds if they are in nanoseconds; nil without a value.
    func value(_ sorted: [Int128], at quantile: Quantile) -> Int128? {
        value(count: sorted.count, at: quantile) { sorted[$0] }
    }

    /// A quantile of values of which each is known by its position in ascending order; nil without a value.
    func value(count length: Int, at quantile: Quantile, _ value: (Int) -> Int128) -> Int128? {
        guard length > 0 else { return nil }
        let one: Int128 = 1_000_000_000
        let share = Int128(quantile.partsPerBillion)
        let count = Int128(length)
        // The rank, counted from 1, in parts of 24 billions, so that thirds and eighths are whole.
        let unit = 24 * one
        let rank: Int128 =
            switch self {
            case .inverse, .averagedInverse, .interpolatedInverse: 24 * count * share
            case .nearestEven: 24 * count * share - unit / 2
            case .midpoints: 24 * count * share + unit / 2
            case .weibull: 24 * (count + 1) * share
            case .linear: 24 * (count - 1) * share + unit
            case .medianUnbiased: (24 * count + 8) * share + unit / 3
            case .normalUnbiased: (24 * count + 6) * share + unit * 3 / 8
            }
        let whole = rank >= 0 ? rank / unit : -1
        let rest = rank - whole * unit
        func element(_ rank: Int128) -> Int128 {
            value(rank < 1 ? 0 : rank > count ? length - 1 : Int(rank) - 1)
        }
        let lower = element(whole)
        if rest == 0, self != .averagedInverse, self != .nearestEven { return lower * one }
        let upper = element(whole + 1)
        switch self {
        case .inverse: return upper * one
        case .averagedInverse: return rest == 0 ? (lower + upper) * one / 2 : upper * one
        case .nearestEven: return (rest == 0 && whole % 2 == 0 ? lower : upper) * one
        default: return lower * one + (upper - lower) * rest / 24
        }
    }
}
