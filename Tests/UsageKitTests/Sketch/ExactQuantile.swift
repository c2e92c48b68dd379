@testable import UsageKit

/// A quantile by its definition, computed from all values in ascending order.
enum ExactQuantile {
    static func value(_ quantile: Quantile, of sorted: [Duration], _ method: QuantileMethod) -> Duration? {
        guard !sorted.isEmpty else { return nil }
        let billion = 1_000_000_000
        switch method {
        case .nearestRank:
            let rank = (sorted.count * quantile.partsPerBillion + billion - 1) / billion
            return sorted[max(rank, 1) - 1]
        case .linear:
            let (rank, rest) = ((sorted.count - 1) * quantile.partsPerBillion).quotientAndRemainder(dividingBy: billion)
            let low = sorted[rank].attoseconds
            let high = rest > 0 ? sorted[rank + 1].attoseconds : low
            let distance = (high - low).quotientAndRemainder(dividingBy: Int128(billion))
            return Duration(
                attoseconds: low + distance.quotient * Int128(rest) + distance.remainder * Int128(rest)
                    / Int128(billion))
        }
    }

    /// Whether a value is within a relative error of another one; two attoseconds allow for digits that were cut off.
    static func isWithin(_ partsPerMillion: Int32, _ value: Duration, of exact: Duration) -> Bool {
        let error = value.attoseconds - exact.attoseconds
        return Int128(error.magnitude) <= exact.attoseconds / 1_000_000 * Int128(partsPerMillion)
            + exact.attoseconds % 1_000_000 * Int128(partsPerMillion) / 1_000_000 + 2
    }
}

/// Distributions of durations in nanoseconds: realistic ones, and difficult ones for a sketch.
enum LatencyShape: CaseIterable {
    case constant, uniform, logUniform, skewed, twoHumps, twoValues, zeros, mostlyZero, everyMagnitude, powersOfTwo
    case tiny, huge, geometric, ascending

    func values(_ count: Int, _ random: inout SeededGenerator) -> [Int64] {
        (0..<count).map { index in
            switch self {
            case .constant: 1_206_000_000
            case .uniform: .random(in: 50_000_000...300_000_000_000, using: &random)
            case .logUniform: Self.between(26, 39, &random)
            case .skewed: (0..<4).reduce(800_000_000) { sum, _ in sum + Self.between(1, 32, &random) }
            case .twoHumps:
                index % 10 == 0 ? Self.between(36, 38, &random) : .random(in: 90_000_000...110_000_000, using: &random)
            case .twoValues: Bool.random(using: &random) ? 1 : .max
            case .zeros: 0
            case .mostlyZero: index % 7 == 0 ? Self.between(1, 62, &random) : 0
            case .everyMagnitude: Self.between(0, 63, &random)
            case .powersOfTwo:
                Swift.max(1 << Int64.random(in: 0...62, using: &random) + .random(in: -1...1, using: &random), 0)
            case .tiny: .random(in: 0...70, using: &random)
            case .huge: .random(in: Int64.max - 1_000...Int64.max, using: &random)
            case .geometric: Int64(1) << Int64(index % 63)
            case .ascending: Int64(index) * 1_000_003
            }
        }
    }

    /// A number whose magnitude in bits is uniform.
    private static func between(_ low: UInt64, _ high: UInt64, _ random: inout SeededGenerator) -> Int64 {
        let bits = UInt64.random(in: low..<high, using: &random)
        return .random(in: 1 << Int64(bits)...(1 << Int64(bits) - 1 + 1 << Int64(bits)), using: &random)
    }
}
