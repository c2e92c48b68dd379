/// Writes records as a file of Apache Parquet, for DuckDB, Spark, polars, pyarrow, ClickHouse and others.
///
/// The columns are those of ``CSVExport``, under the same names. Unknown fields are null. Nothing is rounded: a record
/// that a column cannot hold exactly is refused.
///
/// | Columns | Type |
/// |---|---|
/// | `time` | `TIMESTAMP` of UTC, in microseconds or nanoseconds (``timeUnit``) |
/// | `inputTokens`, `outputTokens` | 64-bit integers |
/// | `charge` | `DECIMAL(38, s)`, where *s* is ``moneyScale`` |
/// | `durationMS` | `DECIMAL(38, 15)`: milliseconds to the attosecond, which is all that a `Duration` holds |
/// | `units` | a text, the JSON object that CSV has; never null |
/// | all others, and labels | texts; `provider` is never null |
///
/// The file is not compressed. Texts and numbers that repeat are kept in dictionaries, and row groups, pages and the page
/// index have the least and the greatest value of each column, so that an engine can skip what it is not asked for.
/// The same records and settings give the same bytes.
public struct ParquetExport: Sendable {
    /// The unit of the column `time`.
    public enum TimeUnit: Hashable, Sendable {
        /// Microseconds since 1970, which every reader knows.
        case microseconds
        /// Nanoseconds since 1970, for the years 1678 to 2261.
        ///
        /// Spark reads no such column as an instant: up to version 3.1 as an integer, later not at all unless
        /// `spark.sql.legacy.parquet.nanosAsLong` is set, and then as an integer. DuckDB reads `TIMESTAMP_NS`, which has
        /// no time zone. Python's `datetime` ends at the microsecond.
        case nanoseconds
    }

    /// The labels of records (``UsageRecord/labels``) that have a column each, after those of every record.
    ///
    /// Spark takes names that differ only in case for one, and wants a name with a dot in backticks.
    public var labels: [UsageDimension]
    /// The decimal places of amounts, 0 to 38.
    ///
    /// All files of a data set need the same one. An amount with more decimal places, or with more than 38 digits at this
    /// scale, is refused; ``UsageError/requiredScale`` then says the scale that it needs.
    public var moneyScale: Int
    /// The unit of the column `time`; an instant that is finer is refused.
    public var timeUnit: TimeUnit
    /// The greatest number of rows in a row group, at least 1.
    ///
    /// A row group is kept in memory until it is written, so it ends earlier if its values take about 32 MB.
    public var rowsPerRowGroup: Int
    /// Texts of the caller for the metadata of the file; they are written in the order of the bytes of their names.
    public var metadata: [String: String]

    /// Creates an export.
    public init(
        labels: [UsageDimension] = [], moneyScale: Int = 18, timeUnit: TimeUnit = .microseconds,
        rowsPerRowGroup: Int = 131_072, metadata: [String: String] = [:]
    ) {
        self.labels = labels
        self.moneyScale = moneyScale
        self.timeUnit = timeUnit
        self.rowsPerRowGroup = rowsPerRowGroup
        self.metadata = metadata
    }

    /// Begins a file.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a setting is out of its range, or if a label
    ///   has the name of another column.
    public func writer() throws(UsageError) -> ParquetWriter { try writer(limits: Parquet.Limits()) }

    func writer(
        limits: Parquet.Limits = Parquet.Limits(), releasesMemory: Bool = false
    ) throws(UsageError) -> ParquetWriter {
        guard (0...Self.precision).contains(moneyScale) else {
            throw UsageError(.invalidArgument, "expected a money scale of 0 to 38, found \(moneyScale)")
        }
        guard rowsPerRowGroup > 0 else {
            throw UsageError(.invalidArgument, "expected at least 1 row in a row group, found \(rowsPerRowGroup)")
        }
        var names = Set(CSVExport.columns.map { ByteString($0) })
        for label in labels where !names.insert(ByteString(label.rawValue)).inserted {
            throw UsageError(.invalidArgument, "two columns would be called \"\(label.rawValue)\"; leave out a label")
        }
        var limits = limits
        limits.groupRows = rowsPerRowGroup
        let sorted = metadata.sorted { ByteString($0.key) < ByteString($1.key) }.map { ($0.key, $0.value) }
        return ParquetWriter(
            self,
            ParquetFileWriter(schema, keyValues: sorted, limits: limits, releasesMemory: releasesMemory),
            longestText: limits.textBytes)
    }

    /// The digits of a decimal column.
    static let precision = 38
    /// The decimal places of milliseconds: down to the attosecond.
    static let durationScale = 15

    /// The columns of the file.
    var schema: [Parquet.SchemaElement] {
        (CSVExport.columns + labels.map(\.rawValue)).enumerated().map { position, name in
            // A label could be called as a column is elsewhere, so only the first columns have types of their own.
            guard position < CSVExport.columns.count else {
                return Parquet.SchemaElement(name: name, repetition: .optional, logicalType: .string)
            }
            return Parquet.SchemaElement(
                name: name, repetition: ["provider", "units"].contains(name) ? .required : .optional,
                logicalType: logicalType(of: name))
        }
    }

    private func logicalType(of column: String) -> Parquet.LogicalType {
        switch column {
        case "time": timeUnit == .nanoseconds ? .timestampNanos : .timestampMicros
        case "inputTokens", "outputTokens": .int64
        case "charge": .decimal(precision: Self.precision, scale: moneyScale)
        case "durationMS": .decimal(precision: Self.precision, scale: Self.durationScale)
        default: .string
        }
    }
}
