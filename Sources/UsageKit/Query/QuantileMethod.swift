/// The definition of a quantile of finitely many values.
public enum QuantileMethod: String, Hashable, Sendable, CaseIterable {
    /// Linear interpolation between the two nearest values: Hyndman and Fan's type 7, SQL's `percentile_cont`.
    case linear
    /// The least value that is not below the wanted share of all values: SQL's `percentile_disc`.
    case nearestRank
}
