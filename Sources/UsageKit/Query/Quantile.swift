/// A position in a sorted series, from 0 (the least value) to 1 (the greatest).
///
/// It is stored in parts per billion, so that 0.95 is exactly 0.95.
public struct Quantile: Hashable, Sendable {
    /// The position in parts per billion, 0 to 1,000,000,000.
    public let partsPerBillion: Int

    /// The median.
    public static let p50 = Self(unchecked: 500_000_000)
    /// The value below which 90 % of all values lie.
    public static let p90 = Self(unchecked: 900_000_000)
    /// The value below which 95 % of all values lie.
    public static let p95 = Self(unchecked: 950_000_000)
    /// The value below which 99 % of all values lie.
    public static let p99 = Self(unchecked: 990_000_000)

    private init(unchecked partsPerBillion: Int) {
        self.partsPerBillion = partsPerBillion
    }

    /// Creates a position from its fraction, rounded to the nearest part per billion.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for NaN and for a
    ///   fraction outside 0 to 1.
    public init(_ fraction: Double) throws(UsageError) {
        guard fraction >= 0, fraction <= 1 else {
            throw UsageError(.invalidArgument, "a quantile is a fraction from 0 to 1, not \(fraction)")
        }
        self.init(unchecked: Int((fraction * 1_000_000_000).rounded()))
    }

    /// Creates a position.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a position outside 0 to 1,000,000,000.
    public init(partsPerBillion: Int) throws(UsageError) {
        guard (0...1_000_000_000).contains(partsPerBillion) else {
            throw UsageError(
                .invalidArgument, "a quantile has 0 to 1,000,000,000 parts per billion, not \(partsPerBillion)")
        }
        self.init(unchecked: partsPerBillion)
    }
}

extension Quantile: Comparable {
    /// Whether the first position is nearer to the least value.
    public static func < (left: Quantile, right: Quantile) -> Bool {
        left.partsPerBillion < right.partsPerBillion
    }
}
