extension NDJSONExport {
    /// Returns a report as flat lines, one JSON object for each group.
    ///
    /// For a large report, ``chunks(of:)`` needs less memory.
    public func text(of report: UsageReport) -> String { chunks(of: report).text }

    /// Returns a report as flat lines in parts, to be written one after the other.
    ///
    /// Each object has all members, with the names that ``CSVExport`` has for its columns. Unknown figures are null,
    /// sums of charges and of units are texts with all digits. The lines do not say whether the walks are complete
    /// (``UsageReport/isComplete``).
    public func chunks(of report: UsageReport) -> ReportChunks {
        ReportChunks(report, head: [], writer: FlatGroupWriter(report, .ndjson))
    }
}
