/// Finds the money scale that all amounts of a data set need, by what each refused one says.
struct MoneyScaleSearch {
    /// The scale of the next attempt.
    private(set) var scale: Int
    private var least = 0
    private var greatest = ParquetExport.precision

    init(from scale: Int) {
        self.scale = scale
    }

    /// Takes the scale that a refused amount needs.
    ///
    /// - Returns: Whether another attempt can succeed; if not, some amounts need more decimal places than others leave room
    ///   for.
    mutating func retry(at required: Int) -> Bool {
        // An amount with too many decimal places needs at least this scale; one with too many digits before the decimal
        // point, at most this one.
        if required > scale { least = max(least, required) } else { greatest = min(greatest, required) }
        guard required != scale, least <= greatest else { return false }
        scale = required > scale ? least : greatest
        return true
    }
}
