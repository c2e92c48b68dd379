/// Finds a money scale of Parquet that holds all amounts exactly, by what each refused amount needs.
///
/// ```swift
/// var search = MoneyScaleSearch(from: 18)
/// // Write all records at `search.scale`. If an amount is refused, and has a `requiredScale`:
/// guard search.retry(at: required) else { throw error }
/// // Write all of them again.
/// ```
public struct MoneyScaleSearch: Sendable {
    /// The scale of the next attempt, in decimal places.
    public private(set) var scale: Int
    private var least = 0
    private var greatest = ParquetExport.precision

    /// Begins with a scale.
    public init(from scale: Int) {
        self.scale = scale
    }

    /// Takes the scale that a refused amount needs (``UsageError/requiredScale``).
    ///
    /// - Parameter required: The scale.
    /// - Returns: Whether another attempt can succeed; if not, some amounts need more decimal places than others leave room
    ///   for.
    public mutating func retry(at required: Int) -> Bool {
        // An amount with too many decimal places needs at least this scale; one with too many digits before the decimal
        // point, at most this one.
        if required > scale { least = max(least, required) } else { greatest = min(greatest, required) }
        guard required != scale, least <= greatest else { return false }
        scale = required > scale ? least : greatest
        return true
    }
}
