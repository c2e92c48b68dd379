/// The requests of each group: what the rows of a ledger are once repetitions are taken together.
///
/// Where several rows of a group describe one request, each of its fields comes from the first of them that has it.
struct RequestTable {
    /// The group of each request.
    let groups: [UInt32]
    let inputTokens: IntegerColumn
    let outputTokens: IntegerColumn
    /// Nanoseconds.
    let durations: IntegerColumn
    /// Codes of the ledger's statuses.
    let statuses: CodeColumn

    /// Takes the rows of each group together; the groups are given row by row.
    init(_ columns: LedgerColumns, groups rowGroups: [UInt32]) {
        let rowStatuses = columns.dimension(.status).codes
        guard columns.hasRepeats else {
            groups = rowGroups
            inputTokens = columns.inputTokens
            outputTokens = columns.outputTokens
            durations = columns.durations
            statuses = rowStatuses
            return
        }
        var sources = Sources()
        var known: [UInt64: Int] = [:]
        for row in 0..<columns.count {
            let number = columns.requests[row]
            var request = sources.groups.count
            if number != 0 {
                let key = UInt64(rowGroups[row]) << 32 | UInt64(number)
                if let first = known[key] { request = first } else { known[key] = request }
            }
            if request == sources.groups.count { sources.append(group: rowGroups[row]) }
            if columns.inputTokens[row] >= 0 { sources.inputTokens.offer(row, to: request) }
            if columns.outputTokens[row] >= 0 { sources.outputTokens.offer(row, to: request) }
            if columns.durations[row] >= 0 { sources.durations.offer(row, to: request) }
            if rowStatuses[row] != 0 { sources.statuses.offer(row, to: request) }
        }
        groups = sources.groups
        inputTokens = columns.inputTokens.gathering(sources.inputTokens.rows)
        outputTokens = columns.outputTokens.gathering(sources.outputTokens.rows)
        durations = columns.durations.gathering(sources.durations.rows)
        statuses = rowStatuses.gathering(sources.statuses.rows)
    }

    /// For each request its group, and for each field the row that it is taken from.
    private struct Sources {
        /// The first row that has the field, for each request; -1 where none has.
        struct Field {
            private(set) var rows: [Int] = []

            mutating func append() {
                rows.append(-1)
            }

            mutating func offer(_ row: Int, to request: Int) {
                if rows[request] < 0 { rows[request] = row }
            }
        }

        var groups: [UInt32] = []
        var inputTokens = Field()
        var outputTokens = Field()
        var durations = Field()
        var statuses = Field()

        mutating func append(group: UInt32) {
            groups.append(group)
            inputTokens.append()
            outputTokens.append()
            durations.append()
            statuses.append()
        }
    }
}
