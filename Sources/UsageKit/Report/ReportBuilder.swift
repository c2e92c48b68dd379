/// Builds a report from the rows of a ledger.
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
        for dimension in query.allDimensions { try columns.check(dimension) }
        for dimension in compiled?.dimensions.sorted(by: { $0.rawValue < $1.rawValue }) ?? [] {
            try columns.check(dimension)
        }
        filter = ColumnFilter(columns, window: query.window, filter: compiled)
        finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
    }

    mutating func report(walks: [WalkReport]) throws(UsageError) -> UsageReport {
        let buckets = query.bucket.map { RowBuckets(columns.times, every: $0, finder: &finder) }
        let map = CellMap(buckets: buckets, keys: try keys(), rows: columns.count)
        let accumulators = compute(map, query.measures)
        let storage = try ReportStorage(
            accumulators, map, columns, query: query, dimensions: query.dimensions, parts: parts)
        var groups = storage.nonEmptyCells.map { cell in
            let (bucket, key) = map.bucketAndKey(ofCell: cell)
            let range = buckets.flatMap { $0.ranges[bucket] }.map(Self.timestamps)
            return UsageReport.Group(storage, cell: cell, key: key, bucket: range)
        }
        if query.fillsEmptyBuckets, let unit = query.bucket {
            groups = try EmptyBuckets(storage, unit).fill(groups, &finder)
        }
        return UsageReport(query: query, groups: groups, total: try total(accumulators), walks: walks)
    }

    /// The group of all rows.
    private func total(_ accumulators: GroupAccumulators) throws(UsageError) -> UsageReport.Group {
        let map = CellMap(buckets: nil, keys: [], rows: columns.count)
        let storage = try ReportStorage(
            // A request with rows in two groups counts in each of them, but only once in the total.
            columns.hasRepeats ? compute(map, query.measures) : accumulators.collapsed, map, columns, query: query,
            dimensions: [], parts: parts)
        return UsageReport.Group(storage, cell: 0, key: 0, bucket: nil)
    }

    private func compute(_ map: CellMap, _ measures: Set<UsageMeasure>) -> GroupAccumulators {
        GroupAccumulators.compute(ReportPlan(columns, map, filter, measures), parts: parts)
    }

    private static func timestamps(_ seconds: Range<Int64>) -> Range<Timestamp> {
        Timestamp(seconds: seconds.lowerBound)..<Timestamp(seconds: seconds.upperBound)
    }

    // MARK: - Keys

    /// A column per dimension, or a single one for all of them if the query combines keys.
    private func keys() throws(UsageError) -> [KeyColumn] {
        let keys = query.dimensions.map { KeyColumn(columns, $0) }
        guard let top = query.top, let first = keys.first else { return keys }
        let combined = keys.dropFirst().reduce(first, KeyColumn.pairing)
        let map = CellMap(buckets: nil, keys: [combined], rows: columns.count)
        let storage = try ReportStorage(
            compute(map, Self.measures(for: top.figure)), map, columns, query: query, dimensions: query.dimensions,
            parts: parts)
        let groups = storage.nonEmptyCells.map { cell in
            UsageReport.Group(storage, cell: cell, key: map.bucketAndKey(ofCell: cell).key, bucket: nil)
        }
        guard groups.count > Swift.max(top.count, 0) else { return [combined] }
        let values = groups.map { $0.exactValue(of: top.figure) }
        let order = groups.indices.sorted { left, right in
            guard let a = values[left] else { return values[right] == nil && left < right }
            guard let b = values[right] else { return true }
            return a == b ? left < right : b < a
        }
        return [combined.keeping(order.prefix(Swift.max(top.count, 0)).map { groups[$0].keyNumber }.sorted())]
    }

    private static func measures(for figure: UsageFigure) -> Set<UsageMeasure> {
        switch figure.kind {
        case .requests: []
        case .sum(.inputTokens), .sum(.outputTokens): [.tokens]
        case .sum(.duration): [.latency]
        case .sum(.charge): [.charges]
        case .sum(.unit): [.units]
        }
    }
}
