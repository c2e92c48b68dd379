import Foundation
import UsageKit

extension Console {
    /// Writes records, and again with the money scale that a refused amount asks for, because nothing is rounded.
    func withMoneyScale<Result>(from first: Int, _ write: (_ scale: Int) throws -> Result) throws -> Result {
        var search = MoneyScaleSearch(from: first)
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

extension ReportOptions {
    /// The money scale to begin with: all files of a data set have the same.
    func firstMoneyScale() throws -> Int {
        let usual = ParquetExport().moneyScale
        guard format == .parquet else { return usual }
        guard output.partition != nil, let folder = output.output else { return output.moneyScale ?? usual }
        let known = try PartitionedDataSet(at: URL(fileURLWithPath: folder)).manifest()?.moneyScale
        return max(output.moneyScale ?? known ?? usual, known ?? 0)
    }
}
