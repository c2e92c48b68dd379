/// What a partitioned data set has: its format, its sources, and of each partition's file the rows, the time and the
/// checksum.
///
/// It is the file `_manifest.json` of the data set; `Docs/DataSets.md` has its members. The same rows, written twice, leave
/// the same manifest: it has no time of writing.
public struct DataSetManifest: Hashable, Sendable {
    /// A column, or a member of NDJSON.
    public struct Column: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The type in words of the format, for example `DECIMAL(38, 18)` in Parquet.
        public let type: String
    }

    /// Where rows come from.
    public struct Source: Hashable, Sendable {
        /// 16 hexadecimal digits that the source is named by in ``Partition/covered``.
        public let id: String
        /// The provider.
        public let provider: ProviderID
        /// The endpoint.
        public let endpoint: String
        /// The caller's label of the account; nil if it has none.
        public let account: String?
        /// The caller's words for what was selected of the endpoint's rows; nil for all of them.
        public let selection: String?
        /// The scheme, the host, the port and the prefix of the server's address; nil for a saved file.
        public let origin: String?
        /// A digest of the path and the parameters of the walk without the window; nil for a saved file.
        public let query: String?
        /// The salt and the digest of the key, from which the key cannot be read; nil if there is a label, and for a saved
        /// file.
        public let key: String?
        /// The times whose rows are in the data set, in ascending order.
        public internal(set) var covered: [TimeWindow]
        /// What the names of its files have after `part-`: 16 hexadecimal digits, common to sources written together.
        public let part: String
    }

    /// The time of a source whose rows are in a file.
    public struct Coverage: Hashable, Sendable {
        /// The ``Source/id``.
        public let source: String
        /// The time; of records without a time, all the time that was read.
        public let window: TimeWindow
    }

    /// A file.
    public struct Partition: Hashable, Sendable {
        /// The path in the data set, for example `date=2026-05-20/part-0011223344556677.parquet`.
        public let path: String
        /// The day or the month, for example `2026-05-20`, or `__HIVE_DEFAULT_PARTITION__` for records without a time.
        public let value: String
        /// The number of records.
        public let rows: Int
        /// The number of bytes.
        public let bytes: Int
        /// The SHA-256 digest of the file in hexadecimal digits.
        public let sha256: String
        /// The least time of a record; nil for records without a time.
        public let first: Timestamp?
        /// The greatest time of a record; nil for records without a time.
        public let last: Timestamp?
        /// Records of requests that have not ended (``UsageStatus/isSettled``), so that their charges may change.
        public let unsettled: Int
        /// The time of each source whose rows it has.
        public let covered: [Coverage]
        /// Why rows or charges may be missing; empty if the file has all of its day or month.
        public let incomplete: [String]

        /// Whether it has all rows of its day or month, and their requests have ended.
        public var isComplete: Bool { incomplete.isEmpty }
    }

    /// What all files have in common.
    struct Layout: Hashable, Sendable {
        var unit: PartitionedDataSet.Unit
        /// `csv`, `ndjson` or `parquet`.
        var format: String
        /// How a CSV writes texts that may run as formulas: `escaped` or `kept`.
        var formulas: String?
        var moneyScale: Int?
        var columns: [Column]
    }

    /// The version of the manifest's format.
    static let version = 1

    var layout: Layout
    /// What partitions are: days or months of UTC.
    public var unit: PartitionedDataSet.Unit { layout.unit }
    /// The format of the files: `csv`, `ndjson` or `parquet`.
    public var format: String { layout.format }
    /// The decimal places of amounts in Parquet; nil for other formats, which have the digits of each amount.
    public var moneyScale: Int? { layout.moneyScale }
    /// How the texts of CSV files are written that a spreadsheet would run as a formula; nil for other formats.
    ///
    /// A ``RecordReader`` of the files needs it.
    public var formulas: CSVExport.Formulas? { layout.formulas.flatMap { Layout.formulas[$0] } }
    /// The columns, in their order.
    public var columns: [Column] { layout.columns }
    /// The sources, in the order of ``Source/part`` and ``Source/id``.
    public internal(set) var sources: [Source]
    /// The files, in the order of their paths.
    public internal(set) var partitions: [Partition]

    /// The number of records of all files.
    public var rows: Int { partitions.reduce(0) { $0 + $1.rows } }
}
