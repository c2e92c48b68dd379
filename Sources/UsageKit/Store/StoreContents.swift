/// What a store holds, as it is in memory: all rows in the order in which they came, and what is known of their sources.
struct StoreContents: Sendable {
    /// The rows; those that do not count are retired.
    var columns: RecordColumns
    private(set) var ids = IDColumn()
    /// How a row names its request, as a raw value of ``RequestForm``.
    private(set) var requestForms = PackedColumn()
    private(set) var requestIDs = IDColumn()
    /// The source of the rows from a row on.
    private(set) var runs: [(start: Int, source: Int)] = []
    /// The sources by their numbers.
    var sources: [Int: SourceState] = [:]
    /// The refreshes under way by the numbers of their sources.
    var refreshes: [Int: RefreshRows] = [:]
    var restatements: [StoredRestatement] = []
    var settings = StoreSettings()
    /// Rows that were damaged.
    private var lost = RowSet()
    /// Whether the numbers of requests that several rows describe can be found by their ids.
    private var hasRequestNumbers = true

    /// How a row names its request.
    enum RequestForm: Int64 {
        /// Not at all.
        case unnamed
        /// By the id of the row.
        case idOfRow
        /// By another id.
        case ownID
        /// Not at all, though rows of its kind can describe a request together.
        case repeating
    }

    /// The rows of a refresh that has not ended.
    struct RefreshRows: Sendable {
        /// Rows that the walk has delivered as they are.
        var confirmed = RowSet()
        /// Rows that count once the refresh ends.
        var staged: Set<Int> = []
    }

    init(keeping labels: [UsageDimension]) {
        columns = RecordColumns(keeping: labels)
    }

    var count: Int { columns.count }

    /// How many columns of texts rows have.
    var textColumns: Int { TextColumns.count + columns.labels.names.count }

    // MARK: Rows

    /// The number of the source of a row.
    func source(ofRow row: Int) -> Int { runs[indexOfRun(ofRow: row)].source }

    /// The index of the run that a row is in.
    func indexOfRun(ofRow row: Int) -> Int {
        var (low, high) = (0, runs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].start <= row { low = middle } else { high = middle }
        }
        return low
    }

    /// The id of the request of a row.
    func requestID(ofRow row: Int) -> String? {
        switch RequestForm(rawValue: requestForms[row]) {
        case .idOfRow: ids[row]
        case .ownID: requestIDs[row]
        case .unnamed, .repeating, nil: nil
        }
    }

    /// A row as a record, without the label of its account.
    func record(ofRow row: Int) -> UsageRecord {
        var record = columns.record(ofRow: row)
        record.id = ids[row]
        record.requestID = requestID(ofRow: row)
        if requestForms[row] == RequestForm.repeating.rawValue { record.repeatsRequest = true }
        return record
    }

    /// A record as it is after it was stored.
    func canonical(_ record: UsageRecord) -> UsageRecord {
        var record = record
        if let duration = record.duration, let numbers = try? RecordNumbers(record), let whole = numbers.duration {
            record.duration = duration.attoseconds % 1_000_000_000 == 0 ? duration : .nanoseconds(whole)
        }
        let kept = columns.labels.names
        record.labels = record.labels.filter { kept.contains($0.key) }
        return settings.rules.isEmpty ? record : settings.rules.applied(to: record)
    }

    /// Appends a row, or throws and changes nothing.
    mutating func append(_ record: UsageRecord, source: Int) throws(UsageError) {
        if record.repeatsRequest { restoreRequestNumbers() }
        columns.requestOwner = Self.requestOwner(source)
        try columns.append(record)
        begin(source, at: count - 1)
        ids.append(record.id)
        appendRequestID(of: record)
    }

    private mutating func appendRequestID(of record: UsageRecord) {
        let form: RequestForm
        if let requestID = record.requestID {
            form = record.id.map { ByteString($0) == ByteString(requestID) } ?? false ? .idOfRow : .ownID
        } else {
            form = record.repeatsRequest ? .repeating : .unnamed
        }
        requestForms.append(form.rawValue)
        requestIDs.append(form == .ownID ? record.requestID : nil)
    }

    private mutating func begin(_ source: Int, at row: Int) {
        if runs.last?.source != source { runs.append((row, source)) }
    }

    /// Finds the numbers of requests that several rows describe, before a row of one of them is added.
    private mutating func restoreRequestNumbers() {
        guard !hasRequestNumbers else { return }
        hasRequestNumbers = true
        let providers = columns.texts.provider
        for row in 0..<count where columns.requests[row] > 0 {
            guard let id = requestID(ofRow: row), let provider = providers.table.texts[Int(providers.symbols[row])]
            else {
                continue
            }
            columns.requestNumbers.restore(
                UInt32(columns.requests[row]), provider: provider + Self.requestOwner(self.source(ofRow: row)),
                requestID: id)
        }
    }

    /// Two accounts can have requests of one id.
    private static func requestOwner(_ source: Int) -> String { " \(source)" }

    // MARK: Parts

    /// Some rows, at most as many as a chunk has.
    func rows(_ rows: Range<Int>) -> StoredRows {
        var runs = [(offset: 0, source: source(ofRow: rows.lowerBound))]
        var next = indexOfRun(ofRow: rows.lowerBound) + 1
        while next < self.runs.count, self.runs[next].start < rows.upperBound {
            runs.append((self.runs[next].start - rows.lowerBound, self.runs[next].source))
            next += 1
        }
        return StoredRows(
            firstRow: rows.lowerBound, runs: runs, block: columns.block(of: rows), ids: ids.chunk(of: rows),
            requestForms: requestForms.packed(rows), requestIDs: requestIDs.chunk(of: rows))
    }

    /// Appends rows that were read from a file.
    mutating func append(_ rows: StoredRows) {
        let first = count
        columns.append(rows.block)
        for run in rows.runs { begin(run.source, at: first + run.offset) }
        ids.append(rows.ids)
        requestForms.append(rows.requestForms)
        requestIDs.append(rows.requestIDs)
        if columns.hasRepeats { hasRequestNumbers = false }
    }

    /// Appends rows in the place of some that are lost; they never count.
    mutating func appendLostRows(_ number: Int) {
        var left = number
        while left > 0 {
            let room = PackedChunk.capacity - count % PackedChunk.capacity
            let part = min(left, room)
            if runs.isEmpty { begin(0, at: count) }
            let rows = count..<count + part
            columns.append(ColumnBlock(unknown: part, texts: textColumns))
            ids.append(.missing(count: part))
            requestForms.append(0, count: part)
            requestIDs.append(.missing(count: part))
            columns.retire(rows)
            lost.insert(rows)
            left -= part
        }
    }

    /// The contents with some rows left out, source by source; rows that remain have new numbers.
    ///
    /// - Parameters:
    ///   - isKept: Whether a row is kept.
    ///   - replacement: The text that a text of a dimension becomes; nil for none.
    /// - Returns: The contents, in which rows of a source are side by side.
    func keeping(
        _ isKept: [Bool], replacing replacement: (UsageDimension, String) -> String? = { $1 }
    ) -> StoreContents {
        var kept = StoreContents(keeping: columns.labels.names)
        kept.sources = sources.mapValues { state in
            var state = state
            state.untimed = []
            return state
        }
        kept.restatements = restatements
        kept.settings = settings
        let numbers = Set(runs.map(\.source)).sorted()
        // Rows of one source are alike, so they take less room side by side. Each source takes a pass over all rows.
        guard numbers.count <= 16 else {
            kept.appendInOrder(isKept, of: self, replacing: replacement)
            return kept
        }
        for source in numbers {
            var isPart = [Bool](repeating: false, count: count)
            for (index, run) in runs.enumerated() where run.source == source {
                for row in run.start..<(index + 1 < runs.count ? runs[index + 1].start : count) {
                    isPart[row] = isKept[row]
                }
            }
            kept.append(isPart, of: source, in: self, replacing: replacement)
        }
        kept.hasRequestNumbers = !kept.columns.hasRepeats
        return kept
    }

    /// Appends rows of other contents in their order.
    private mutating func appendInOrder(
        _ isKept: [Bool], of other: StoreContents, replacing replacement: (UsageDimension, String) -> String?
    ) {
        columns = other.columns.keeping(isKept, replacing: replacement)
        requestForms = other.requestForms.keeping(isKept)
        let untimed = other.untimedEntries
        for (index, run) in other.runs.enumerated() {
            let end = index + 1 < other.runs.count ? other.runs[index + 1].start : other.count
            let refresh = other.refreshes[run.source]
            for row in run.start..<end where isKept[row] {
                begin(run.source, at: ids.count)
                appendIDs(ofRow: row, in: other, source: run.source, refresh, untimed)
            }
        }
        hasRequestNumbers = !columns.hasRepeats
    }

    private mutating func appendIDs(
        ofRow row: Int, in other: StoreContents, source: Int, _ refresh: RefreshRows?,
        _ untimed: [Int: SourceState.UntimedRow]
    ) {
        let number = ids.count
        ids.append(other.ids[row])
        requestIDs.append(other.requestIDs[row])
        if var known = untimed[row] {
            known.row = number
            sources[source]?.untimed.append(known)
        }
        guard let refresh else { return }
        if refresh.staged.contains(row) { apply(.stage, to: number, of: source) }
        if refresh.confirmed.contains(row) { apply(.confirm, to: number, of: source) }
    }

    /// Appends rows of a source of other contents.
    private mutating func append(
        _ isPart: [Bool], of source: Int, in other: StoreContents,
        replacing replacement: (UsageDimension, String) -> String?
    ) {
        let part = other.columns.keeping(isPart, replacing: replacement)
        if part.count == 0 { return }
        begin(source, at: count)
        columns.append(contentsOf: part)
        other.requestForms.keeping(isPart).forEach { requestForms.append($0) }
        let (refresh, untimed) = (other.refreshes[source], other.untimedEntries)
        for row in isPart.indices where isPart[row] {
            appendIDs(ofRow: row, in: other, source: source, refresh, untimed)
        }
    }

    /// What is known of rows without a time, by their numbers.
    private var untimedEntries: [Int: SourceState.UntimedRow] {
        Dictionary(sources.values.flatMap(\.untimed).map { ($0.row, $0) }) { first, _ in first }
    }

    // MARK: Marks

    mutating func apply(_ mark: StoreMark) {
        if mark.kind == .begin { refreshes[mark.source] = nil }
        for row in mark.rows { apply(mark.kind, to: row, of: mark.source) }
    }

    mutating func apply(_ kind: StoreMark.Kind, to row: Int, of source: Int) {
        switch kind {
        case .retire:
            columns.retire(row)
            refreshes[source]?.staged.remove(row)
        case .activate:
            if !lost.contains(row) { columns.reinstate(row) }
            refreshes[source]?.staged.remove(row)
        case .stage:
            columns.retire(row)
            if !lost.contains(row) { refreshes[source, default: RefreshRows()].staged.insert(row) }
        case .confirm: refreshes[source, default: RefreshRows()].confirmed.insert(row)
        case .begin: break
        }
    }
}
