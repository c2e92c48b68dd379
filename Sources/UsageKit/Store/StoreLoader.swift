internal import Foundation

/// Builds what a store holds from the transactions of its log.
///
/// A transaction of which something is damaged does not count at all. What it would have brought is named, and the sources
/// have its time no longer.
struct StoreLoader {
    private(set) var contents: StoreContents
    private var damage: [StoreDamage] = []
    /// The time that was lost with each damage, by the numbers of sources, which may be known only later.
    private var lostTimes: [[Int: TimeWindow]] = []
    /// How many rows came in parts that are no full chunk.
    private var rowsInPartialChunks = 0
    /// The doubtful time of sources that was lost with damage since their state was read.
    private var lostDoubts: [Int: [TimeWindow]] = [:]
    /// The numbers of the sources that any source knew of.
    private var knownSources: Set<Int> = []
    /// The sources of lost transactions; what their walks delivered is not whole.
    private var interrupted: Set<Int> = []
    /// Transactions that are not applied yet, and the size of their entries.
    private var pending: [StoreLog.Transaction] = []
    private var pendingBytes = 0

    /// How many bytes of entries are decoded together.
    private static let batch = 1 << 23
    /// More rows than these cannot be missing between two transactions; a larger gap is not one that was written.
    private static let largestGap = 1 << 27

    init(_ header: StoreLog.Header) {
        contents = StoreContents(keeping: header.labels.map(UsageDimension.init(rawValue:)))
    }

    /// The contents after the last transaction, with what is lost taken out of the sources.
    consuming func finish(
        _ log: StoreLog
    ) -> (contents: StoreContents, damage: [StoreDamage], rowsInPartialChunks: Int) {
        applyPending()
        if let header = log.damagedHeader {
            add(StoreDamage(bytes: header, commit: 0, rows: 0))
        }
        for (number, state) in contents.sources {
            var state = state
            for index in damage.indices {
                guard let window = damage[index].rows == nil ? .all : lostTimes[index][number] else { continue }
                damage[index].lost[state.source] = window
                state.uncover(window)
            }
            for window in lostDoubts[number] ?? [] { state.doubt(window) }
            if interrupted.contains(number) || damage.contains(where: { $0.rows == nil }) {
                state.place?.checkpoint = nil
                contents.refreshes[number] = nil
            }
            contents.sources[number] = state
        }
        for number in knownSources where contents.sources[number] == nil {
            contents.sources[number] = SourceState(lost: number)
        }
        return (contents, damage, rowsInPartialChunks)
    }

    /// Takes the next transaction, which is applied together with some that follow it.
    mutating func add(_ transaction: StoreLog.Transaction) {
        pending.append(transaction)
        pendingBytes += transaction.entries.map(\.frame.payload.count).reduce(0, +)
        if pendingBytes >= Self.batch { applyPending() }
    }

    /// Decodes the rows of the transactions on several threads, and applies the transactions one after the other.
    private mutating func applyPending() {
        let entries = pending.flatMap(\.entries).filter { $0.frame.kind == .rows }
        let texts = contents.textColumns
        let decoded = parallelMap(entries.count) { try? StoredRows(entries[$0].frame.payload, texts: texts) }
        let rows = Dictionary(zip(entries.map(\.offset), decoded)) { first, _ in first }
        for transaction in pending { apply(transaction, rows) }
        (pending, pendingBytes) = ([], 0)
    }

    /// Applies a transaction.
    ///
    /// - Parameters:
    ///   - transaction: The transaction.
    ///   - rows: What its entries of rows hold, by their offsets; nil for one that is malformed.
    private mutating func apply(_ transaction: StoreLog.Transaction, _ rows: [Int: StoredRows?]) {
        guard transaction.damage.isEmpty else { return lose(transaction, at: transaction.damage.map(\.bytes)) }
        do {
            try addDictionaries(of: transaction)
        } catch {
            return lose(transaction)
        }
        do {
            let changes = try Changes(transaction, rows, after: contents)
            if let start = changes.rows.first?.firstRow ?? changes.end { fillGap(to: start, before: transaction) }
            for rows in changes.rows {
                contents.append(rows)
                if rows.count < PackedChunk.capacity { rowsInPartialChunks += rows.count }
            }
            for mark in changes.marks { contents.apply(mark) }
            contents.restatements += changes.restatements
            for state in changes.sources {
                contents.sources[state.number] = state
                lostDoubts[state.number] = nil
                knownSources.formUnion(state.knownSources)
                if state.place == nil { contents.refreshes[state.number] = nil }
            }
            if let settings = changes.settings { contents.settings = settings }
        } catch {
            lose(transaction)
        }
    }

    /// Appends rows that are missing before a transaction.
    private mutating func fillGap(to row: Int, before transaction: StoreLog.Transaction) {
        let gap = row - contents.count
        guard gap > 0 else { return }
        contents.appendLostRows(gap)
        // If nothing was damaged whose rows are unknown, a whole transaction is missing.
        if !damage.contains(where: { $0.rows == nil }) {
            let offset = transaction.entries.first?.offset ?? 0
            add(StoreDamage(bytes: offset..<offset, commit: transaction.number, rows: nil))
        }
    }

    private mutating func add(_ found: StoreDamage, _ lost: [Int: TimeWindow] = [:]) {
        damage.append(found)
        lostTimes.append(lost)
    }

    private mutating func addDictionaries(of transaction: StoreLog.Transaction) throws(EntryReader.Malformed) {
        for entry in transaction.entries where entry.frame.kind == .dictionaries {
            contents.columns.append(
                try ColumnDictionaries(entry.frame.payload, after: contents.columns.dictionarySizes))
        }
    }

    private mutating func lose(_ transaction: StoreLog.Transaction, at places: [Range<Int>] = []) {
        // Rows of later transactions may have its texts.
        if !places.isEmpty { try? addDictionaries(of: transaction) }
        let (rows, lost) = losses(of: transaction)
        if let rows { contents.appendLostRows(rows) }
        let whole = transaction.entries.first.map {
            $0.offset..<$0.offset + StoreFrame.overhead + $0.frame.payload.count
        }
        for bytes in places.isEmpty ? [whole ?? 0..<0] : places {
            add(StoreDamage(bytes: bytes, commit: transaction.number, rows: rows), lost)
        }
    }

    /// How many rows are lost with a transaction, and the time of them in each source; nil if it is not known.
    private mutating func losses(of transaction: StoreLog.Transaction) -> (rows: Int?, [Int: TimeWindow]) {
        let summaries = transaction.entries.filter { $0.frame.kind == .summary }
            .compactMap { try? JSONDecoder().decode(StoreSummary.self, from: Data($0.frame.payload)) }
        // One entry is damaged, and a source that is new is in two.
        let named =
            summaries.flatMap { $0.named ?? [] }
            + transaction.entries.filter { $0.frame.kind == .source }
            .compactMap { try? JSONDecoder().decode(SourceState.self, from: Data($0.frame.payload)) }
        for state in named where contents.sources[state.number] == nil && state.isPossible {
            var named = state.named
            named.doubt(.all)
            contents.sources[state.number] = named
            knownSources.formUnion(state.knownSources)
        }
        // If one transaction lost its summary, it can have been anything.
        guard summaries.count >= transaction.count, let end = summaries.map(\.rows).max(),
            (contents.count...contents.count + Self.largestGap).contains(end)
        else { return (nil, [:]) }
        var lost: [Int: TimeWindow] = [:]
        for run in summaries.flatMap({ $0.runs + $0.touched }) {
            lost[run.source] = lost[run.source]?.hull(run.window) ?? run.window
            interrupted.insert(run.source)
        }
        for doubt in summaries.flatMap({ $0.doubts ?? [] }) {
            lostDoubts[doubt.source, default: []].append(doubt.window)
        }
        interrupted.formUnion(summaries.flatMap(\.sources))
        // What the transaction says of a source can be all that is known of it.
        knownSources.formUnion(interrupted)
        return (end - contents.count, lost)
    }

    /// The changes of a transaction, all of which were read.
    private struct Changes {
        var rows: [StoredRows] = []
        var marks: [StoreMark] = []
        var restatements: [StoredRestatement] = []
        var sources: [SourceState] = []
        var settings: StoreSettings?
        /// How many rows there are after the transaction, if it says so.
        var end: Int?

        init(
            _ transaction: StoreLog.Transaction, _ decoded: [Int: StoredRows?], after contents: StoreContents
        ) throws {
            var count = contents.count
            let decoder = JSONDecoder()
            if let summary = transaction.entries.first(where: { $0.frame.kind == .summary }) {
                let rows = try decoder.decode(StoreSummary.self, from: Data(summary.frame.payload)).rows
                guard (count...count + StoreLoader.largestGap).contains(rows) else { throw EntryReader.Malformed() }
                end = rows
            }
            for entry in transaction.entries {
                let payload = entry.frame.payload
                switch entry.frame.kind {
                case .rows:
                    guard let added = decoded[entry.offset] ?? nil else { throw EntryReader.Malformed() }
                    // Rows before the first ones of a transaction can be lost, but none between its parts.
                    let gap = added.firstRow - count
                    guard added.block.fits(contents.columns),
                        gap == 0 || rows.isEmpty && (0...StoreLoader.largestGap).contains(gap)
                    else { throw EntryReader.Malformed() }
                    count = added.firstRow + added.count
                    rows.append(added)
                case .marks: marks += try StoreMark.marks(payload, rows: max(count, end ?? 0))
                case .restatements: restatements += try decoder.decode([StoredRestatement].self, from: Data(payload))
                case .source:
                    let state = try decoder.decode(SourceState.self, from: Data(payload))
                    guard state.isPossible else { throw EntryReader.Malformed() }
                    sources.append(state)
                case .settings: settings = try decoder.decode(StoreSettings.self, from: Data(payload))
                default: break
                }
            }
            guard rows.isEmpty || end == nil || end == count else { throw EntryReader.Malformed() }
            let known = Set(contents.sources.keys).union(sources.map(\.number))
            let named = rows.flatMap { $0.runs.map(\.source) } + marks.map(\.source)
            guard known.isSuperset(of: named) else { throw EntryReader.Malformed() }
        }
    }
}
