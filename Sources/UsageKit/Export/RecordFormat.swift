/// A format in which records are written, with its settings.
public enum RecordFormat: Sendable {
    /// CSV (RFC 4180).
    case csv(CSVExport)
    /// One JSON object on each line.
    case ndjson(NDJSONExport)
    /// Apache Parquet.
    case parquet(ParquetExport)
    /// CSV with the columns of FOCUS.
    case focus(FOCUSExport)

    /// What names of files end with, without the dot: `csv`, `ndjson` or `parquet`.
    public var fileExtension: String {
        switch self {
        case .csv, .focus: "csv"
        case .ndjson: "ndjson"
        case .parquet: "parquet"
        }
    }
}
