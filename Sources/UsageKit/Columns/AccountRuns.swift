/// The caller's label of the account of each row.
///
/// The rows of one intake follow each other, so a label is kept once for a run of rows and costs nothing for each of them.
struct AccountRuns: Sendable {
    private var table = InternTable()
    /// The first row of each run and the symbol of its label, in the order of the rows.
    ///
    /// Rows before the first run have no label, and consecutive runs have different ones.
    private var runs: [(start: Int, symbol: UInt32)] = []

    init() {}

    /// Begins a run.
    ///
    /// - Parameters:
    ///   - account: The label of the rows from here on; nil if they have none.
    ///   - row: The first of them; no row after it was added.
    mutating func begin(_ account: String?, at row: Int) {
        if account == nil, runs.isEmpty { return }
        begin(table.symbol(for: account), at: row)
    }

    private mutating func begin(_ symbol: UInt32, at row: Int) {
        // A run that ended before it had rows leaves nothing.
        if let last = runs.last, last.start == row { runs.removeLast() }
        if runs.last?.symbol ?? 0 != symbol { runs.append((row, symbol)) }
    }

    /// Adds the runs of other rows, which follow this many rows.
    mutating func append(_ other: AccountRuns, after count: Int) {
        begin(nil, at: count)
        if other.runs.isEmpty { return }
        let symbols = table.merge(other.table)
        for run in other.runs { begin(symbols[Int(run.symbol)], at: count + run.start) }
    }

    /// The symbol of each row, and the text of each symbol.
    func column(count: Int) -> (symbols: PackedColumn, texts: [String?]) {
        var symbols = PackedColumn()
        symbols.append(0, count: runs.first?.start ?? count)
        for (index, run) in runs.enumerated() {
            let end = index + 1 < runs.count ? runs[index + 1].start : count
            symbols.append(Int64(run.symbol), count: end - run.start)
        }
        return (symbols, table.texts)
    }
}
