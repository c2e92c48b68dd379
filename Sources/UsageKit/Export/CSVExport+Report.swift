extension CSVExport {
    /// Returns a report as flat lines: a header, then a line for each group.
    ///
    /// For a large report, ``chunks(of:)`` needs less memory.
    public func text(of report: UsageReport) -> String { chunks(of: report).text }

    /// Returns a report as flat lines in parts, to be written one after the other.
    ///
    /// The columns are `start` and `end` of the bucket, the dimensions, `requests`, `succeeded`, `failed`, `cancelled`,
    /// `inputTokens`, `outputTokens`, `latencyCount`, `p50MS` and `p95MS`, then one for each currency (`charge.EUR`)
    /// and each unit (`units.audio_seconds`) that occurs. If the query has ``ReportQuery/top``, the column `other` after
    /// the dimensions says which groups combine all other keys. Unknown figures are empty. The lines do not say whether
    /// the walks are complete (``UsageReport/isComplete``).
    public func chunks(of report: UsageReport) -> ReportChunks {
        let writer = FlatGroupWriter(report, .csv(self))
        return ReportChunks(report, head: Array(line(of: writer.columns.map(Cell.text)).utf8), writer: writer)
    }
}
