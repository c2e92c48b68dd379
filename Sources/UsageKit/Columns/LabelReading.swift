/// Whether labels are read with the rows of a file.
///
/// It is a type, so that code which reads rows is compiled for each of the cases and no row is asked which of them it is.
protocol LabelReading: Sendable {
    /// Adds the labels of the row that was added last.
    static func append(
        _ fields: some RowFields<BorrowedText>, to columns: inout RecordColumns, in bytes: borrowing BorrowedBytes)

    /// The record of a row, with the labels that the columns keep.
    static func record(of row: some UsageRow, for columns: borrowing RecordColumns) -> UsageRecord
}

/// No labels are kept.
enum WithoutLabels: LabelReading {
    @inline(__always)
    static func append(
        _ fields: some RowFields<BorrowedText>, to columns: inout RecordColumns, in bytes: borrowing BorrowedBytes
    ) {}

    @inline(__always)
    static func record(of row: some UsageRow, for columns: borrowing RecordColumns) -> UsageRecord { row.usageRecord }
}

/// The columns keep labels.
enum WithLabels: LabelReading {
    static func append(
        _ fields: some RowFields<BorrowedText>, to columns: inout RecordColumns, in bytes: borrowing BorrowedBytes
    ) {
        columns.appendLabels(of: fields, in: bytes)
    }

    static func record(of row: some UsageRow, for columns: borrowing RecordColumns) -> UsageRecord {
        row.usageRecord(keeping: columns.labels.names)
    }
}
