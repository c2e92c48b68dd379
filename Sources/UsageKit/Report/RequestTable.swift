/// The requests of a ledger in which several rows may describe the same request, per cell.
///
/// If several rows of a cell describe a request, each field comes from the first of these rows that has it.
struct RequestTable: Sendable {
    /// The cell of each request.
    private(set) var cells = PackedColumn()
    private(set) var inputTokens = PackedColumn()
    private(set) var outputTokens = PackedColumn()
    private(set) var durations = PackedColumn(findsUnit: true)
    private(set) var statuses = PackedColumn()

    var count: Int { cells.count }

    /// Combines the rows of each request of a cell; they may be in different chunks.
    init(_ columns: RecordColumns, _ map: CellMap, _ filter: ColumnFilter) {
        var sources = Sources()
        var known: [UInt64: Int] = [:]
        var chunk = ChunkCells()
        let statuses = columns.dimension(.status).symbols
        let missing = PackedColumn.missing
        for index in 0..<columns.chunkCount {
            let rows = columns.rows(ofChunk: index)
            guard chunk.load(chunk: index, count: rows.count, map, filter) else { continue }
            chunk.forEach { offset, cell in
                let row = rows.lowerBound + offset
                let number = columns.requests[row]
                var request = sources.cells.count
                if number != 0 {
                    let key = UInt64(cell) << 32 | UInt64(number)
                    if let first = known[key] { request = first } else { known[key] = request }
                }
                if request == sources.cells.count { sources.append(cell: cell) }
                if columns.inputTokens[row] != missing { sources.inputTokens.setIfUnset(row, for: request) }
                if columns.outputTokens[row] != missing { sources.outputTokens.setIfUnset(row, for: request) }
                if columns.durations[row] != missing { sources.durations.setIfUnset(row, for: request) }
                if statuses[row] != 0 { sources.statuses.setIfUnset(row, for: request) }
            }
        }
        for request in sources.cells.indices {
            cells.append(Int64(sources.cells[request]))
            inputTokens.append(sources.inputTokens.value(for: request, in: columns.inputTokens, default: missing))
            outputTokens.append(sources.outputTokens.value(for: request, in: columns.outputTokens, default: missing))
            durations.append(sources.durations.value(for: request, in: columns.durations, default: missing))
            self.statuses.append(sources.statuses.value(for: request, in: statuses, default: 0))
        }
    }

    /// The cell of each request, and the row that each of its fields comes from.
    private struct Sources {
        /// The first row of each request that has the field; -1 if no row has it.
        struct Field {
            private var rows: [Int] = []

            /// Appends a request without a row.
            mutating func append() {
                rows.append(-1)
            }

            mutating func setIfUnset(_ row: Int, for request: Int) {
                if rows[request] < 0 { rows[request] = row }
            }

            func value(for request: Int, in column: PackedColumn, default missing: Int64) -> Int64 {
                rows[request] < 0 ? missing : column[rows[request]]
            }
        }

        var cells: [Int] = []
        var inputTokens = Field()
        var outputTokens = Field()
        var durations = Field()
        var statuses = Field()

        mutating func append(cell: Int) {
            cells.append(cell)
            inputTokens.append()
            outputTokens.append()
            durations.append()
            statuses.append()
        }
    }
}
