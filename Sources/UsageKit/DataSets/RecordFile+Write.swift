public import Foundation

extension RecordFile {
    /// Writes records to a file, from their beginning again with another money scale if an amount needs it.
    ///
    /// A Parquet column has one scale, 18 decimal places unless the export says otherwise. If an amount has more, what was
    /// written is taken back and all records are written with the scale that the amount needs: nothing is rounded.
    ///
    /// ```swift
    /// let (rows, report) = try await tresor.usage(in: may).collect()
    /// try RecordFile.write(to: url, as: .parquet(ParquetExport()), reports: [report]) { rows.lazy.map(\.usageRecord) }
    /// ```
    ///
    /// - Parameters:
    ///   - url: The file; its folder must exist.
    ///   - format: The format with its settings.
    ///   - reports: The reports of the walks or files of the records; empty for records that come from neither.
    ///   - records: Returns the records, the same in the same order each time that it is called.
    /// - Returns: The format, for Parquet with the money scale that the file has.
    /// - Throws: ``UsageError``: that of ``init(at:as:)``, ``append(_:)`` and ``commit(_:)``; an amount is refused only if it
    ///   has more than 38 digits at the scale that another one needs.
    @discardableResult
    public static func write<Records: Sequence<UsageRecord>>(
        to url: URL, as format: RecordFormat, reports: [WalkReport] = [], records: () throws(UsageError) -> Records
    ) throws(UsageError) -> RecordFormat {
        var file = try RecordFile(at: url, as: format)
        guard case .parquet(var export) = format else {
            try file.append(all: records())
            try file.commit(reports)
            return format
        }
        var search = MoneyScaleSearch(from: export.moneyScale)
        while true {
            do throws(UsageError) {
                try file.append(all: records())
                break
            } catch {
                guard let required = error.requiredScale, search.retry(at: required) else { throw error }
                export.moneyScale = search.scale
                try file.restart(as: .parquet(export))
            }
        }
        try file.commit(reports)
        return .parquet(export)
    }

    private mutating func append(all records: some Sequence<UsageRecord>) throws(UsageError) {
        var part: [UsageRecord] = []
        for record in records {
            part.append(record)
            guard part.count == Self.part else { continue }
            try append(contentsOf: part)
            part.removeAll(keepingCapacity: true)
        }
        try append(contentsOf: part)
    }

    /// The number of records that are added at a time.
    private static let part = 8192
}
