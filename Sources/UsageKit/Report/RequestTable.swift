/// The requests of a ledger some of whose rows describe the same request, for each cell.
///
/// Where several rows of a cell describe one request, each of its fields comes from the first of them that has it.
struct RequestTable: Sendable {
    /// The cell of each request.
    private(set) var cells = PackedColumn()
    private(set) var inputTokens = PackedColumn()
    private(set) var outputTokens = PackedColumn()
    private(set) var durations = PackedColumn(findsUnit: true)
    private(set) var statuses = PackedColumn()

    var count: Int { cells.count }

    /// Takes the rows of each cell together, row by row: a request may begin in one chunk and go on in another.
    init(_ columns: RecordColumns, _ map: CellMap, _ filter: ColumnFilter) {
        var sources = Sources()
        var known: [UInt64: Int] = [:]
        var chunk = ChunkCells()
        let statuses = columns.dimension(.status).codes
        for index in 0..<columns.chunkCount {
            let rows = columns.rows(ofChunk: index)
            guard chunk.prepare(index, rows.count, map, filter) else { continue }
            chunk.forEach { place, cell in
                let row = rows.lowerBound + place
                let number = columns.requests[row]
                var request = sources.cells.count
                if number != 0 {
                    let key = UInt64(cell) << 32 | UInt64(number)
                    if let first = known[key] { request = first } else { known[key] = request }
                }
                if request == sources.cells.count { sources.append(cell: cell) }
                if columns.inputTokens[row] != PackedColumn.missing { sources.inputTokens.offer(row, to: request) }
                if columns.outputTokens[row] != PackedColumn.missing { sources.outputTokens.offer(row, to: request) }
                if columns.durations[row] != PackedColumn.missing { sources.durations.offer(row, to: request) }
                if statuses[row] != 0 { sources.statuses.offer(row, to: request) }
            }
        }
        for request in sources.cells.indices {
            cells.append(Int64(sources.cells[request]))
            inputTokens.append(sources.inputTokens.value(request, columns.inputTokens, PackedColumn.missing))
            outputTokens.append(sources.outputTokens.value(request, columns.outputTokens, PackedColumn.missing))
            durations.append(sources.durations.value(request, columns.durations, PackedColumn.missing))
            self.statuses.append(sources.statuses.value(request, statuses, 0))
        }
    }

    /// For each request its cell, and for each field the row that it is taken from.
    private struct Sources {
        /// The first row that has the field, for each request; -1 where none has.
        struct Field {
            private var rows: [Int] = []

            mutating func append() {
                rows.append(-1)
            }

            mutating func offer(_ row: Int, to request: Int) {
                if rows[request] < 0 { rows[request] = row }
            }

            func value(_ request: Int, _ column: PackedColumn, _ missing: Int64) -> Int64 {
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
