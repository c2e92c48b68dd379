/// The definition of a quantile of a finite set of values.
public enum QuantileMethod: String, Hashable, Sendable, CaseIterable {
    /// Linear interpolation between the two nearest values: Hyndman and Fan's type 7, SQL's `percentile_cont`.
    case linear
    /// The least value such that at least the wanted share of all values is not greater: SQL's `percentile_disc`.
    case nearestRank
}
