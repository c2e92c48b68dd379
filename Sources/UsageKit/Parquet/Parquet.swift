/// The file format Apache Parquet, with the names and numbers of its specification (`parquet.thrift`).
///
/// Only what a flat table needs is here: columns without lists, data pages of version 1, no compression.
enum Parquet {
    /// The bytes at the beginning and at the end of a file.
    static let magic = Array("PAR1".utf8)
    /// The program that wrote a file, in the form that readers parse to know which statistics they can trust.
    ///
    /// The version is that of the encoding and not of this package, so that a new version of the package writes the
    /// same bytes for the same rows.
    static let createdBy = "UsageKit version 1.0.0"

    /// The physical type of a column.
    enum PhysicalType: Int {
        case int64 = 2
        case byteArray = 6
        case fixedLengthByteArray = 7
    }

    /// What a column means, as readers knew it before there were logical types.
    enum ConvertedType: Int {
        case utf8 = 0
        case decimal = 5
        case timestampMicros = 10
    }

    /// Whether a value may be missing.
    enum Repetition: Int {
        case required = 0
        case optional = 1
    }

    /// How values are encoded.
    enum Encoding: Int {
        case plain = 0
        case rle = 3
        case rleDictionary = 8
    }

    /// How pages are compressed.
    enum CompressionCodec: Int {
        case uncompressed = 0
    }

    /// What a page holds.
    enum PageType: Int {
        case dataPage = 0
        case dictionaryPage = 2
    }

    /// How the bounds of the pages of a column chunk follow each other.
    enum BoundaryOrder: Int {
        case unordered = 0
        case ascending = 1
        case descending = 2
    }

    /// The sizes at which pages and row groups end.
    struct Limits: Sendable {
        /// The rows of a page.
        var pageRows = 20_000
        /// The bytes of the values at which a page ends.
        var pageBytes = 1 << 20
        /// The bytes of a dictionary, beyond which further values are written without it.
        var dictionaryBytes = 1 << 20
        /// The values of a dictionary from which on it must pay.
        var dictionaryTrial = 1024
        /// The rows of a row group.
        var groupRows = 1 << 17
        /// The bytes in memory at which a row group ends.
        var groupBytes = 32 << 20
        /// The bytes of a text; sizes of pages are 32-bit integers.
        var textBytes = 1 << 30
    }
}
