/// The way from the rows of a ledger to a report.
struct ReportBuilder {
    private let columns: RecordColumns
    private let query: ReportQuery
    private let parts: Int
    private let filter: ColumnFilter
    private var finder: BucketFinder

    init(_ columns: RecordColumns, _ query: ReportQuery, parts: Int) throws(UsageError) {
        self.columns = columns
        self.query = query
        self.parts = parts
        let compiled = try query.filter.map { (filter) throws(UsageError) in try CompiledFilter(filter) }
        filter = ColumnFilter(columns, window: query.window, filter: compiled)
        finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
    }

    mutating func report(walks: [WalkReport]) throws(UsageError) -> UsageReport {
        let buckets = query.bucket.map { RowBuckets(columns.times, every: $0, finder: &finder) }
        let map = CellMap(buckets: buckets, keys: try keys(), rows: columns.count)
        let cells = compute(map, query.measures)
        let figures = try ReportStorage(cells, map, columns, query: query, dimensions: query.dimensions, parts: parts)
        var groups = figures.occupied.map { cell in
            let (bucket, key) = map.place(ofCell: cell)
            let range = buckets.flatMap { $0.ranges[bucket] }.map(Self.timestamps)
            return UsageReport.Group(figures, cell: cell, key: key, bucket: range)
        }
        if query.fillsEmptyBuckets, let unit = query.bucket {
            groups = try EmptyBuckets(figures, unit).fill(groups, &finder)
        }
        return UsageReport(query: query, groups: groups, total: try total(cells), walks: walks)
    }

    /// The figures of all rows together.
    private func total(_ cells: GroupAccumulators) throws(UsageError) -> UsageReport.Group {
        let map = CellMap(buckets: nil, keys: [], rows: columns.count)
        let figures = try ReportStorage(
            // A request that is seen in two groups counts in each, and once in the total.
            columns.hasRepeats ? compute(map, query.measures) : cells.collapsed, map, columns, query: query,
            dimensions: [], parts: parts)
        return UsageReport.Group(figures, cell: 0, key: 0, bucket: nil)
    }

    private func compute(_ map: CellMap, _ measures: Set<UsageMeasure>) -> GroupAccumulators {
        GroupAccumulators.compute(GroupAccumulators.Plan(columns, map, filter, measures), parts: parts)
    }

    private static func timestamps(_ seconds: Range<Int64>) -> Range<Timestamp> {
        Timestamp(seconds: seconds.lowerBound)..<Timestamp(seconds: seconds.upperBound)
    }

    // MARK: - Keys

    /// A column for each dimension, or one for all where some of the keys are taken together.
    private func keys() throws(UsageError) -> [KeyColumn] {
        let keys = query.dimensions.map { KeyColumn(columns, $0) }
        guard let top = query.top, let first = keys.first else { return keys }
        let whole = keys.dropFirst().reduce(first, KeyColumn.pairing)
        let map = CellMap(buckets: nil, keys: [whole], rows: columns.count)
        let figures = try ReportStorage(
            compute(map, Self.measures(for: top.figure)), map, columns, query: query, dimensions: query.dimensions,
            parts: parts)
        let groups = figures.occupied.map { cell in
            UsageReport.Group(figures, cell: cell, key: map.place(ofCell: cell).key, bucket: nil)
        }
        guard groups.count > Swift.max(top.count, 0) else { return [whole] }
        let values = groups.map { $0.exactValue(of: top.figure) }
        let order = groups.indices.sorted { left, right in
            guard let a = values[left] else { return values[right] == nil && left < right }
            guard let b = values[right] else { return true }
            return a == b ? left < right : b < a
        }
        return [whole.choosing(order.prefix(Swift.max(top.count, 0)).map { groups[$0].keyNumber }.sorted())]
    }

    private static func measures(for figure: UsageFigure) -> Set<UsageMeasure> {
        switch figure {
        case .requests: []
        case .sum(.inputTokens), .sum(.outputTokens): [.tokens]
        case .sum(.duration): [.latency]
        case .sum(.charge): [.charges]
        case .sum(.unit): [.units]
        }
    }
}
