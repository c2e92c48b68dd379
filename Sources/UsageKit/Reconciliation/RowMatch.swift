/// Searches for single rows that explain one entry: the newest ones that are not there yet, one that is missing there, and
/// one that counts twice.
///
/// A row is found by its figures. So that it is not found by chance, two figures must differ, and one of them must be more
/// than a number of requests or rows. The newest rows are found by one figure as well, if most rows have one of their own.
struct RowMatch {
    private let rows: EntryRows
    private let compared: StatedFigures
    private let all: [Int]
    private let own: [ExactDecimal?]
    /// The figures that can be added, by their numbers, so that most rows are found not to suffice.
    private let sums: [Int]
    /// Those of them that differ, by their positions.
    private let differing: [Int]
    private let work: SearchWork
    /// How many rows may still be added up again.
    private var left: Int
    /// Whether rows were left out, because too many have to be confirmed.
    private(set) var isCut = false

    /// More rows than these that would do are named by none of them.
    private static let mostRows = 5

    init(
        _ rows: EntryRows, _ compared: StatedFigures, own: [ExactDecimal?], differing: [Int], _ work: SearchWork
    ) throws {
        self.rows = rows
        self.compared = compared
        self.own = own
        self.work = work
        all = try rows.countedRows()
        let sums = compared.stated.indices.filter { compared.canAdd($0, of: rows) }
        self.sums = sums
        self.differing = sums.indices.filter { differing.contains(sums[$0]) }
        left = work.limits.confirmed + work.limits.confirmedPerRow * all.count
    }

    /// Causes that suffice alone; the newest rows are tried if no entry of the statement is of a later time.
    mutating func run(isNewest: Bool) throws -> [Cause] {
        guard differing.contains(where: { compared.stated[sums[$0]].figure.tellsRows }) else { return [] }
        let zero = Array(repeating: ExactDecimal.zero as ExactDecimal?, count: sums.count)
        var figures: [Int: [ExactDecimal?]] = [:]
        for row in all {
            let part = try rows.sums(of: [row])
            var values = zero
            for (position, number) in sums.enumerated() {
                if let value = try compared.value(number, of: part) { values[position] = value }
            }
            figures[row] = values
        }
        let isTelling =
            differing.count > 1
            || Set(figures.values.map { values in differing.map { values[$0] } }).count > all.count / 2
        if isNewest, isTelling, let since = try firstOfNewest(figures) { return [.newestRows(since: since)] }
        guard differing.count > 1, !rows.hasFigures else { return [] }
        var found: [(row: Int, isMissing: Bool)] = []
        for (row, values) in figures.sorted(by: { $0.key < $1.key }) {
            if agrees(values.map { $0?.negated }), try isConfirmed(all.filter { $0 != row }) {
                found.append((row, true))
            } else if agrees(values), try isConfirmed(all + [row]) {
                found.append((row, false))
            }
            // Of rows that were not all tried, others may do as well.
            if found.count > Self.mostRows || isCut { return [] }
        }
        let names = try rows.names(of: found.map(\.row))
        // One that has no name may be it as well.
        guard names.allSatisfy({ $0 != nil }) else { return [] }
        return zip(found, names).compactMap { found, name in
            name.map { found.isMissing ? .missingRow($0) : .doubledRow($0) }
        }
    }

    /// The time from which on rows do not count if the figures were made before; nil if that does not explain the entry.
    private mutating func firstOfNewest(_ figures: [Int: [ExactDecimal?]]) throws -> Timestamp? {
        let timed = all.compactMap { row in rows.time(of: row).map { (row: row, time: $0) } }
            .sorted { $0.time < $1.time }
        var change = Array(repeating: ExactDecimal.zero as ExactDecimal?, count: sums.count)
        for (position, last) in timed.enumerated().reversed() {
            change = zip(change, figures[last.row] ?? []).map { sum, value in
                sum.flatMap { sum in value.flatMap { try? sum.adding($0.negated) } }
            }
            // Of rows of one time, all are there or none.
            if position > 0, timed[position - 1].time == last.time { continue }
            guard agrees(change) else { continue }
            let newest = Set(timed[position...].map(\.row))
            return try isConfirmed(all.filter { !newest.contains($0) }) ? last.time : nil
        }
        return nil
    }

    /// Whether the figures that can be added agree after a change.
    private func agrees(_ change: [ExactDecimal?]) -> Bool {
        zip(sums, change).allSatisfy { number, change in
            let (figure, value) = compared.stated[number]
            let changed = own[number].flatMap { own in change.flatMap { try? own.adding($0) } }
            return compared.tolerance.agrees(figure, changed, value)
        }
    }

    private mutating func isConfirmed(_ some: [Int]) throws -> Bool {
        guard left >= all.count else {
            isCut = true
            return false
        }
        left -= all.count
        work.confirm()
        return try compared.agree(with: rows.sums(of: some))
    }
}

extension ReconciledFigure {
    /// Whether rows can be told by it.
    fileprivate var tellsRows: Bool {
        switch kind {
        case .requests, .rows, .status: false
        default: true
        }
    }
}
