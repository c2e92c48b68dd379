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
        for (index, run) in other.runs.enumerated() {
            let end = index + 1 < other.runs.count ? other.runs[index + 1].start : other.count
            let refresh = other.refreshes[run.source]
            for row in run.start..<end where isKept[row] {
                begin(run.source, at: ids.count)
                appendIDs(ofRow: row, in: other, source: run.source, refresh)
            }
        }
        hasRequestNumbers = !columns.hasRepeats
    }

    private mutating func appendIDs(
        ofRow row: Int, in other: StoreContents, source: Int, _ refresh: RefreshRows?
    ) {
        let number = ids.count
        ids.append(other.ids[row])
        requestIDs.append(other.requestIDs[row])
        if let untimed = other.sources[source]?.untimed, !untimed.isEmpty,
            var known = untimed.first(where: { $0.row == row })
        {
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
        let refresh = other.refreshes[source]
        for row in isPart.indices where isPart[row] { appendIDs(ofRow: row, in: other, source: source, refresh) }
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

    // MARK: Queries

    /// Calls a function with each row of a source that counts and is inside a window, in the order of the rows.
    ///
    /// - Parameters:
    ///   - source: The number of the source.
    ///   - window: The window.
    ///   - includesUntimed: Whether rows without a time are inside.
    ///   - body: Takes a row.
    func forEachRow(
        of source: Int, in window: TimeWindow, includingUntimed includesUntimed: Bool = false, _ body: (Int) -> Void
    ) {
        let bounds = window.nanoseconds
        forEachPart(of: source, in: bounds, includingUntimed: includesUntimed) { rows, times in
            let index = rows.lowerBound / PackedChunk.capacity
            let first = index * PackedChunk.capacity
            let retired = Set(columns.retiredRows(ofChunk: index))
            for row in rows where !retired.contains(row - first) {
                let time = times[row - first]
                if time == PackedColumn.missing ? includesUntimed : bounds.contains(time) { body(row) }
            }
        }
    }

    /// Calls a function with the rows of each chunk that are of a source, and the times of the chunk, if some of them can
    /// be inside bounds.
    private func forEachPart(
        of source: Int, in bounds: ClosedRange<Int64>, includingUntimed includesUntimed: Bool,
        _ body: (_ rows: Range<Int>, _ times: PackedChunk) -> Void
    ) {
        for (index, run) in runs.enumerated() where run.source == source {
            let end = index + 1 < runs.count ? runs[index + 1].start : count
            for chunkIndex in run.start / PackedChunk.capacity...max(end - 1, run.start) / PackedChunk.capacity {
                let times = columns.times.chunk(chunkIndex)
                let isTouched = times.range.map { $0.overlaps(bounds) } ?? false
                guard isTouched || times.hasMissing && includesUntimed else { continue }
                let first = chunkIndex * PackedChunk.capacity
                let rows = max(run.start, first)..<min(end, first + times.count)
                if !rows.isEmpty { body(rows, times) }
            }
        }
    }

    /// The rows of a source that count and have no time.
    func untimedRows(of source: Int) -> [Int] {
        guard (0..<columns.times.chunkCount).contains(where: { columns.times.chunk($0).hasMissing }) else { return [] }
        var rows: [Int] = []
        forEachRow(of: source, in: .all, includingUntimed: true) { row in
            if columns.time(ofRow: row) == nil { rows.append(row) }
        }
        return rows
    }

    /// How many rows of a source count in a window, and how many of them have not ended.
    ///
    /// - Complexity: O(*n*) in the number of rows of chunks that are partly inside, or have rows that have not ended; O(1)
    ///   for every other chunk.
    func counts(of source: Int, in window: TimeWindow) -> (rows: Int, unsettled: Int) {
        let bounds = window.nanoseconds
        let isUnsettled = unsettledSymbols
        let hasUnsettled = isUnsettled.contains(true)
        var counts = (rows: 0, unsettled: 0)
        forEachPart(of: source, in: bounds, includingUntimed: true) { rows, times in
            let index = rows.lowerBound / PackedChunk.capacity
            let first = index * PackedChunk.capacity
            let retired = columns.retiredRows(ofChunk: index)
            let isInside = times.range.map { bounds.contains($0.lowerBound) && bounds.contains($0.upperBound) } ?? true
            if isInside, !hasUnsettled {
                counts.rows += rows.count - retired.count(where: { rows.contains(first + $0) })
                return
            }
            let statuses = columns.texts.status.symbols.chunk(index)
            var isRetired = [Bool](repeating: false, count: times.count)
            for offset in retired { isRetired[offset] = true }
            for offset in rows.lowerBound - first..<rows.upperBound - first where !isRetired[offset] {
                let time = times[offset]
                guard time == PackedColumn.missing || bounds.contains(time) else { continue }
                counts.rows += 1
                if isUnsettled[Int(statuses[offset])] { counts.unsettled += 1 }
            }
        }
        return counts
    }

    /// The times of the rows of a source that count and have not ended, as far as they have one.
    func unsettledTimes(of source: Int, in window: TimeWindow) -> [Timestamp] {
        let isUnsettled = unsettledSymbols
        guard isUnsettled.contains(true) else { return [] }
        var times: [Timestamp] = []
        forEachRow(of: source, in: window) { row in
            guard isUnsettled[Int(columns.texts.status.symbols[row])], let time = columns.time(ofRow: row) else {
                return
            }
            times.append(Timestamp(nanosecondsSince1970: time))
        }
        return times
    }

    /// For each symbol of a status, whether the request has not ended.
    private var unsettledSymbols: [Bool] {
        columns.texts.status.table.texts.map { text in text.map { !UsageStatus(rawValue: $0).isSettled } ?? false }
    }
}

extension TimeWindow {
    /// The bounds in nanoseconds since 1970, as columns keep times.
    var nanoseconds: ClosedRange<Int64> {
        // Columns have no instant beyond the bounds of their integers.
        func clamped(_ time: Timestamp) -> Int64 {
            (try? RecordNumbers.nanoseconds(time)) ?? (time.seconds < 0 ? .min + 1 : .max)
        }
        let first = start.map(clamped) ?? .min + 1
        let last = end.map { clamped($0) - 1 } ?? .max
        return first...max(first, last)
    }
}
