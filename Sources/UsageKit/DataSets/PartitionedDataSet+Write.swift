public import Foundation

extension PartitionedDataSet {
    /// Writes records, from their beginning again with another money scale if an amount needs it.
    ///
    /// A Parquet column has one scale, 18 decimal places unless the export says otherwise. If an amount has more, what was
    /// written is removed and all records are written with the scale that the amount needs: nothing is rounded. If a data
    /// set is there with a larger scale, that is the first one. If the scale then has to change, the data set is replaced if
    /// the reports cover all of it; if not, as with files of other sources, the commit is refused. If larger scales are to
    /// be expected, begin the data set with one (``ParquetExport/moneyScale``): it stays.
    ///
    /// - Parameters:
    ///   - format: The format with its settings: CSV, NDJSON or Parquet.
    ///   - unit: What a partition is.
    ///   - partial: Where the files are written before they are moved, as for ``writer(as:by:partial:bufferedBytes:)``.
    ///   - bufferedBytes: Roughly the greatest number of bytes of all partitions that wait in memory to be written.
    ///   - reports: The reports of the walks or files of the records.
    ///   - account: The caller's label of the account, which goes before that of the walk's client; nil for the latter, or for
    ///     none. A walk that has neither a label nor a key of its own needs it.
    ///   - selection: The caller's words for what was selected of the rows of the endpoint, such as its filters.
    ///   - records: Returns the records, the same in the same order each time that it is called.
    /// - Returns: The manifest of the data set, which has the scale.
    /// - Throws: ``UsageError``: that of ``writer(as:by:partial:bufferedBytes:)``, ``PartitionedWriter/append(_:)`` and
    ///   ``PartitionedWriter/commit(_:account:selection:)``; an amount is refused only if it has more than 38 digits at the
    ///   scale that another one needs.
    @discardableResult
    public func write<Records: Sequence<UsageRecord>>(
        as format: RecordFormat, by unit: Unit, partial: URL? = nil, bufferedBytes: Int = defaultBufferedBytes,
        reports: [WalkReport], account: String? = nil, selection: String? = nil,
        records: () throws(UsageError) -> Records
    ) throws(UsageError) -> DataSetManifest {
        func attempt(_ format: RecordFormat) throws(UsageError) -> DataSetManifest {
            try writer(as: format, by: unit, partial: partial, bufferedBytes: bufferedBytes)
                .write(records(), reports, account, selection)
        }
        guard case .parquet(var export) = format else { return try attempt(format) }
        // An earlier run may have needed a larger scale; then its files have it.
        export.moneyScale = max(export.moneyScale, try manifest()?.moneyScale ?? 0)
        var search = MoneyScaleSearch(from: export.moneyScale)
        while true {
            do {
                return try attempt(.parquet(export))
            } catch {
                guard let required = error.requiredScale, search.retry(at: required) else { throw error }
                export.moneyScale = search.scale
            }
        }
    }
}

extension PartitionedWriter {
    fileprivate consuming func write(
        _ records: some Sequence<UsageRecord>, _ reports: [WalkReport], _ account: String?, _ selection: String?
    ) throws(UsageError) -> DataSetManifest {
        for record in records { try append(record) }
        return try commit(reports, account: account, selection: selection)
    }
}
