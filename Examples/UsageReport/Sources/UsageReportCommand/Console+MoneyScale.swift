import UsageKit

extension Console {
    /// Writes records, and again with the money scale that a refused amount asks for. Nothing is rounded.
    func withMoneyScale<Result>(_ write: (_ scale: Int) throws -> Result) throws -> Result {
        var search = MoneyScaleSearch(from: ParquetExport().moneyScale)
        while true {
            do {
                return try write(search.scale)
            } catch let error as UsageError {
                guard let required = error.requiredScale, search.retry(at: required) else { throw error }
                try restart()
            }
        }
    }
}
