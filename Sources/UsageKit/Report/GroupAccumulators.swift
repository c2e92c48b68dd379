/// Counts, sums and durations per cell.
///
/// Parts of a ledger are accumulated separately and then merged.
struct GroupAccumulators: Sendable {
    /// The number of rows of each cell.
    private(set) var rows: [Int]
    /// The number of requests of each cell.
    private(set) var requests: [Int]
    private(set) var statuses: CodeCounts
    private(set) var inputTokens: IntegerSums
    private(set) var outputTokens: IntegerSums
    /// The number of requests of each cell without a duration, whatever their status.
    private(set) var untimed: SparseCounts
    private(set) var charges: DecimalSums
    private(set) var units: DecimalSums
    private(set) var distinct: [UsageDimension: DistinctCounts] = [:]
    private(set) var latencies: LatencyAccumulator

    /// Accumulates the rows of a ledger in parts, one per thread.
    static func compute(_ plan: ReportPlan, parts: Int) -> GroupAccumulators {
        let chunks = plan.columns.chunkCount
        // Each part has all cells. If there are about as many cells as rows, sharing the work costs more than it saves.
        let useful = Swift.max(plan.columns.count, PackedChunk.capacity) / Swift.max(plan.map.count, 1)
        let parts = Swift.max(1, Swift.min(parts, chunks, useful))
        let requestChunks = plan.requests?.cells.chunkCount ?? 0
        let partial = parallelMap(parts) { part in
            var accumulators = GroupAccumulators(plan)
            accumulators.addRows(plan, chunks * part / parts..<chunks * (part + 1) / parts)
            accumulators.addRequests(plan, requestChunks * part / parts..<requestChunks * (part + 1) / parts)
            accumulators.latencies.finish()
            return accumulators
        }
        var result = partial[0]
        for other in partial.dropFirst() { result.merge(other) }
        result.finalize(plan)
        return result
    }

    private init(_ plan: ReportPlan) {
        let (columns, cells, measures) = (plan.columns, plan.map.count, plan.measures)
        let withExtremes = measures.contains(.extremes)
        rows = Array(repeating: 0, count: cells)
        // If each row is a request of its own, `finalize` copies the counts of the rows.
        requests = plan.requests == nil ? [] : Array(repeating: 0, count: cells)
        untimed = SparseCounts(cells: cells)
        let texts = columns.dimension(.status).texts
        statuses = CodeCounts(
            cells: cells, codes: texts.count, defaultCode: plan.statuses.count == 0 ? 0 : Int(plan.statuses[0]))
        inputTokens = IntegerSums(cells: cells, withExtremes: withExtremes)
        outputTokens = IntegerSums(cells: cells, withExtremes: withExtremes)
        charges = DecimalSums(
            cells: cells, slots: columns.charges.slots.count,
            defaultSlot: columns.count == 0 ? nil : Int(columns.charges.slotIndices[0]),
            withExtremes: withExtremes)
        units = DecimalSums(
            cells: cells, slots: columns.quantities.slots.count, defaultSlot: nil, withExtremes: withExtremes)
        for dimension in measures.compactMap(\.countedDimension) {
            distinct[dimension] = DistinctCounts(columns, dimension, cells: cells)
        }
        let isCovered = texts.map { $0 == nil || $0 == UsageStatus.completed.rawValue }
        latencies = LatencyAccumulator(
            plan.durations, isCovered: isCovered, cells: cells, cellsPerBucket: plan.cellsPerBucket)
    }

    // MARK: - Adding

    private mutating func addRows(_ plan: ReportPlan, _ chunks: Range<Int>) {
        let columns = plan.columns
        let statuses = columns.dimension(.status).symbols
        var cells = ChunkCells()
        for index in chunks {
            let count = columns.rows(ofChunk: index).count
            guard cells.load(chunk: index, count: count, plan.map, plan.filter) else { continue }
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

    private mutating func addRequests(_ plan: ReportPlan, _ chunks: Range<Int>) {
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
        let indices = columns.quantities(ofChunk: index)
        if indices.isEmpty { return }
        let start = columns.rows(ofChunk: index).lowerBound
        let selected = cells.selected.map(Set.init)
        for index in indices {
            let row = Int(columns.quantityRows[index]) - start
            if let selected, !selected.contains(row) { continue }
            units.addOne(columns.quantities, at: index, cell: cells.cell(ofRow: row))
        }
    }

    private mutating func finalize(_ plan: ReportPlan) {
        if plan.requests == nil { requests = rows }
        statuses.finalize(rows: requests)
        if plan.measures.contains(.charges) { charges.finalize(rows: rows) }
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
        for (dimension, counts) in other.distinct { distinct[dimension]?.merge(counts) }
        latencies.merge(other.latencies)
    }
}

extension GroupAccumulators {
    /// The accumulators over all cells, in a single cell.
    ///
    /// They are right only if no request has rows in several cells.
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
