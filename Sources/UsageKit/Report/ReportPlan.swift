/// What the accumulators of a report read: the rows, their cells, the filter and the measures.
struct ReportPlan: Sendable {
    let columns: RecordColumns
    let map: CellMap
    let filter: ColumnFilter
    let measures: Set<UsageMeasure>
    /// Nil if each row is a request of its own.
    let requests: RequestTable?

    init(_ columns: RecordColumns, _ map: CellMap, _ filter: ColumnFilter, _ measures: Set<UsageMeasure>) {
        self.columns = columns
        self.map = map
        self.filter = filter
        self.measures = measures
        requests = columns.hasRepeats ? RequestTable(columns, map, filter) : nil
    }

    /// The number of consecutive cells of each bucket; nil if requests do not come bucket by bucket.
    var cellsPerBucket: Int? { requests == nil ? map.cellsPerBucket : nil }

    var durations: PackedColumn { requests?.durations ?? columns.durations }
    var statuses: PackedColumn { requests?.statuses ?? columns.dimension(.status).symbols }
}
