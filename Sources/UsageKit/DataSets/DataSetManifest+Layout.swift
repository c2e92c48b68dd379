extension DataSetManifest.Layout {
    /// The words of ``formulas``.
    static let formulas: [String: CSVExport.Formulas] = ["escaped": .escaped, "kept": .kept]

    /// What files of a format have in common.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for FOCUS.
    init(_ format: RecordFormat, by unit: PartitionedDataSet.Unit) throws(UsageError) {
        switch format {
        case .csv(let export):
            let texts = CSVExport.columns.map { DataSetManifest.Column(name: $0, type: Self.textType(of: $0)) }
            let labels = export.labels.map { DataSetManifest.Column(name: $0.rawValue, type: "text") }
            self.init(
                unit: unit, format: "csv", formulas: export.formulas == .escaped ? "escaped" : "kept",
                columns: texts + labels)
        case .ndjson:
            let texts = CSVExport.columns.map { DataSetManifest.Column(name: $0, type: Self.textType(of: $0)) }
            self.init(
                unit: unit, format: "ndjson", formulas: nil,
                columns: texts + [
                    DataSetManifest.Column(name: "repeatsRequest", type: "boolean"),
                    DataSetManifest.Column(name: "labels", type: "object"),
                ])
        case .parquet(let export):
            self.init(
                unit: unit, format: "parquet", formulas: nil, moneyScale: export.moneyScale,
                columns: export.schema.map {
                    DataSetManifest.Column(name: $0.name, type: Self.name(of: $0.logicalType))
                })
        case .focus:
            throw UsageError(
                .invalidArgument,
                "a FOCUS data set is one file: expected csv, ndjson or parquet to be written in partitions")
        }
    }

    private static func textType(of column: String) -> String {
        switch column {
        case "time": "timestamp"
        case "inputTokens", "outputTokens": "integer"
        case "charge", "durationMS": "decimal"
        case "units": "object"
        default: "text"
        }
    }

    private static func name(of type: Parquet.LogicalType) -> String {
        switch type {
        case .string: "STRING"
        case .timestampMicros: "TIMESTAMP(MICROS, UTC)"
        case .timestampNanos: "TIMESTAMP(NANOS, UTC)"
        case .decimal(let precision, let scale): "DECIMAL(\(precision), \(scale))"
        case .int64: "INT64"
        }
    }

    /// How this differs from what files of a data set have, for a message; nil if it does not.
    func difference(from other: Self) -> String? {
        if format != other.format { return "its files are \(other.format), and these are \(format)" }
        if unit != other.unit { return "it has a partition for each \(other.unit), and these are for each \(unit)" }
        if moneyScale != other.moneyScale {
            let difference = "its money scale is \(other.moneyScale.text), and this one is \(moneyScale.text)"
            // Files of other sources cannot be written again with these, so no commit could change it.
            guard let moneyScale, moneyScale > other.moneyScale ?? 0 else { return difference }
            return difference
                + " (a folder that begins with records of this scale, or with `moneyScale: \(moneyScale)`, has it for all "
                + "sources)"
        }
        if formulas != other.formulas {
            return "its formulas are \(other.formulas ?? "none"), and these are \(formulas ?? "none")"
        }
        if columns != other.columns {
            func text(_ columns: [DataSetManifest.Column]) -> String {
                columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
            }
            let theirs = other.columns.filter { !columns.contains($0) }
            let ours = columns.filter { !other.columns.contains($0) }
            if theirs.isEmpty, ours.isEmpty { return "its columns are in another order" }
            return "its columns have (\(text(theirs))) in the place of (\(text(ours)))"
        }
        return nil
    }

    /// Refuses to write files to a data set that has others.
    ///
    /// - Parameters:
    ///   - other: What the files of the data set have.
    ///   - name: The name of the data set in messages.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if files of both cannot be in one folder.
    func checkPaths(of other: Self, in name: String) throws(UsageError) {
        guard !hasPaths(of: other), let difference = difference(from: other) else { return }
        throw UsageError(.invalidArgument, "\(name) is another one: \(difference); write to another folder")
    }

    /// Whether files of both can be in one folder for a moment: they have the same names, and are replaced one by one.
    func hasPaths(of other: Self) -> Bool { format == other.format && unit == other.unit }
}

extension Int? {
    fileprivate var text: String { map(String.init) ?? "none" }
}
