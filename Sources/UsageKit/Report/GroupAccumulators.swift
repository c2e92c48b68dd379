/// Everything that is computed of the rows of each cell; parts of a ledger are computed apart and merged.
struct GroupAccumulators: Sendable {
    /// What the figures of a ledger are computed of.
    struct Plan: Sendable {
        let columns: RecordColumns
        let map: CellMap
        let filter: ColumnFilter
        let measures: Set<UsageMeasure>
        /// Nil where each row is a request of its own.
        let requests: RequestTable?

        init(_ columns: RecordColumns, _ map: CellMap, _ filter: ColumnFilter, _ measures: Set<UsageMeasure>) {
            self.columns = columns
            self.map = map
            self.filter = filter
            self.measures = measures
            requests = columns.hasRepeats ? RequestTable(columns, map, filter) : nil
        }

        /// How many cells follow one another for each bucket; nil where requests do not come bucket by bucket.
        var bucketSize: Int? { requests == nil ? map.bucketSize : nil }

        var durations: PackedColumn { requests?.durations ?? columns.durations }
        var statuses: PackedColumn { requests?.statuses ?? columns.dimension(.status).codes }
    }

    private(set) var rows: [Int]
    private(set) var requests: [Int]
    private(set) var statuses: CodeCounts
    private(set) var inputTokens: IntegerSums
    private(set) var outputTokens: IntegerSums
    /// How many requests have no duration, however they ended.
    private(set) var untimed: SparseCounts
    private(set) var charges: DecimalSums
    private(set) var units: DecimalSums
    private(set) var distinct: [UsageDimension: DistinctCounts] = [:]
    private(set) var latencies: LatencyAccumulator

    /// Computes the figures of a ledger in parts, one on each thread.
    static func compute(_ plan: Plan, parts: Int) -> GroupAccumulators {
        let chunks = plan.columns.chunkCount
        // Each part has all cells: where those are about as many as the rows, sharing the work costs more than it gains.
        let useful = Swift.max(plan.columns.count, PackedChunk.capacity) / Swift.max(plan.map.count, 1)
        let parts = Swift.max(1, Swift.min(parts, chunks, useful))
        let requestChunks = plan.requests?.cells.chunkCount ?? 0
        let figures = parallelMap(parts) { part in
            var figures = GroupAccumulators(plan)
            figures.addRows(plan, chunks * part / parts..<chunks * (part + 1) / parts)
            figures.addRequests(plan, requestChunks * part / parts..<requestChunks * (part + 1) / parts)
            figures.latencies.finish()
            return figures
        }
        var result = figures[0]
        for other in figures.dropFirst() { result.merge(other) }
        result.settle(plan)
        return result
    }

    private init(_ plan: Plan) {
        let (columns, cells, measures) = (plan.columns, plan.map.count, plan.measures)
        let withExtremes = measures.contains(.extremes)
        rows = Array(repeating: 0, count: cells)
        // Where each row is a request of its own, the counts of rows are taken over at last.
        requests = plan.requests == nil ? [] : Array(repeating: 0, count: cells)
        untimed = SparseCounts(cells: cells)
        let texts = columns.dimension(.status).texts
        statuses = CodeCounts(
            cells: cells, codes: texts.count, usual: plan.statuses.count == 0 ? 0 : Int(plan.statuses[0]))
        inputTokens = IntegerSums(cells: cells, withExtremes: withExtremes)
        outputTokens = IntegerSums(cells: cells, withExtremes: withExtremes)
        charges = DecimalSums(
            cells: cells, slots: columns.charges.slots.count,
            usual: columns.count == 0 ? nil : Int(columns.charges.codes[0]), withExtremes: withExtremes)
        units = DecimalSums(
            cells: cells, slots: columns.quantities.slots.count, usual: nil, withExtremes: withExtremes)
        for case .distinct(let dimension) in measures {
            distinct[dimension] = DistinctCounts(columns, dimension, cells: cells)
        }
        let isCovered = texts.map { $0 == nil || $0 == UsageStatus.completed.rawValue }
        latencies = LatencyAccumulator(plan.durations, isCovered: isCovered, cells: cells, bucketSize: plan.bucketSize)
    }

    // MARK: - Adding

    private mutating func addRows(_ plan: Plan, _ chunks: Range<Int>) {
        let columns = plan.columns
        let statuses = columns.dimension(.status).codes
        var cells = ChunkCells()
        for index in chunks {
            let count = columns.rows(ofChunk: index).count
            guard cells.prepare(index, count, plan.map, plan.filter) else { continue }
            cells.count(into: &rows)
            if plan.measures.contains(.charges) { charges.add(columns.charges, chunk: index, &cells) }
            if plan.measures.contains(.units) { addUnits(columns, index, cells) }
            for dimension in distinct.keys { distinct[dimension]?.add(chunk: index, &cells) }
            guard plan.requests == nil else { continue }
            addRequests(
                plan.measures, input: columns.inputTokens.chunk(index), output: columns.outputTokens.chunk(index),
                durations: columns.durations.chunk(index), statuses: statuses.chunk(index), &cells)
        }
    }

    private mutating func addRequests(_ plan: Plan, _ chunks: Range<Int>) {
        guard let table = plan.requests else { return }
        var cells = ChunkCells()
        for index in chunks {
            let ids = table.cells.chunk(index)
            ids.unpack(into: &cells.scratch)
            cells.set(ids.count) { UInt32(truncatingIfNeeded: $0) }
            cells.count(into: &requests)
            addRequests(
                plan.measures, input: table.inputTokens.chunk(index), output: table.outputTokens.chunk(index),
                durations: table.durations.chunk(index), statuses: table.statuses.chunk(index), &cells)
        }
    }

    private mutating func addRequests(
        _ measures: Set<UsageMeasure>, input: PackedChunk, output: PackedChunk, durations: PackedChunk,
        statuses: PackedChunk, _ cells: inout ChunkCells
    ) {
        self.statuses.add(statuses, &cells)
        if measures.contains(.tokens) {
            inputTokens.add(input, &cells)
            outputTokens.add(output, &cells)
        }
        guard measures.contains(.latency) else { return }
        untimed.addMissing(durations, &cells)
        latencies.add(durations, statuses: statuses, &cells)
    }

    private mutating func addUnits(_ columns: RecordColumns, _ index: Int, _ cells: ChunkCells) {
        let places = columns.quantities(ofChunk: index)
        if places.isEmpty { return }
        let start = columns.rows(ofChunk: index).lowerBound
        let selected = cells.selected.map(Set.init)
        for place in places {
            let row = Int(columns.quantityRows[place]) - start
            if let selected, !selected.contains(row) { continue }
            units.addOne(columns.quantities, place, cells.cell(ofRow: row))
        }
    }

    private mutating func settle(_ plan: Plan) {
        if plan.requests == nil { requests = rows }
        statuses.settle(rows: requests)
        if plan.measures.contains(.charges) { charges.settle(rows: rows) }
    }

    private mutating func merge(_ other: GroupAccumulators) {
        rows.addEach(other.rows)
        requests.addEach(other.requests)
        untimed.merge(other.untimed)
        statuses.merge(other.statuses)
        inputTokens.merge(other.inputTokens)
        outputTokens.merge(other.outputTokens)
        charges.merge(other.charges)
        units.merge(other.units)
        for (dimension, tally) in other.distinct { distinct[dimension]?.merge(tally) }
        latencies.merge(other.latencies)
    }
}

extension GroupAccumulators {
    /// The figures of all cells together, as of one; true where no request has rows in several cells.
    var collapsed: Self {
        var result = self
        result.rows = [rows.reduce(0, +)]
        result.requests = [requests.reduce(0, +)]
        result.untimed = untimed.collapsed
        result.statuses = statuses.collapsed
        result.inputTokens = inputTokens.collapsed
        result.outputTokens = outputTokens.collapsed
        result.charges = charges.collapsed
        result.units = units.collapsed
        result.distinct = distinct.mapValues(\.collapsed)
        result.latencies = latencies.collapsed
        return result
    }
}
