/// The result of reading one chunk of a file: the rows in columns, and the hashes that reveal repeated rows or pages.
struct ChunkResult<Row: DecodableRow, Labels: LabelReading>: RowReceiver, FieldsReceiver, Sendable {
    private(set) var columns: RecordColumns
    private var ids = IDHashSet()
    private var fingerprints = PageFingerprints()
    /// The contents of the rows without ids, each once for each instant of a page.
    private var contents = IDHashSet()
    private var instant: (time: Timestamp?, contents: [UInt64]) = (nil, [])
    /// The pages; the first one holds the rows before the first page that begins in the chunk.
    private(set) var pages = [SavedPage()]
    /// Whether a row has an id.
    private(set) var hasIDs = false
    private let window: TimeWindow

    /// - Parameters:
    ///   - window: The rows to keep.
    ///   - labels: The labels to keep.
    init(_ window: TimeWindow, keeping labels: [UsageDimension]) {
        self.window = window
        columns = RecordColumns(keeping: labels)
    }

    /// Joins the chunks of a file in their order, and releases each chunk as soon as its rows are appended.
    init(joining chunks: consuming [ChunkResult], in window: TimeWindow) {
        self.window = window
        columns = RecordColumns()
        hasIDs = chunks.contains { $0.hasIDs }
        chunks.reverse()
        while let chunk = chunks.popLast() {
            let first = chunk.pages[0]
            pages[pages.count - 1].rows += first.rows
            pages[pages.count - 1].unsettled += first.unsettled
            pages[pages.count - 1].outsideWindow += first.outsideWindow
            pages += chunk.pages.dropFirst()
            columns.append(contentsOf: (consume chunk).columns)
        }
        // In a file of pages, no row comes before the first page.
        if pages.count > 1 { pages.removeFirst() }
    }

    mutating func beginPage(_ kind: PageKind) {
        fingerprints.begin()
        instant = (nil, [])
        pages.append(SavedPage())
    }

    func note(_ reason: WalkStop) throws(UsageError) {
        throw UsageError(.unexpectedShape, "the file must be judged: \(reason)")
    }

    mutating func endPage(_ envelope: PageEnvelope) {
        pages[pages.count - 1].envelope = envelope
    }

    /// Adds a row, or throws and changes nothing.
    @inline(__always)
    mutating func receive(
        _ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes
    ) throws(UsageError) {
        let record = fields.record(in: bytes)
        let isInWindow = record.time.map(window.contains) ?? true
        if isInWindow {
            try columns.append(record, in: bytes)
            Labels.append(fields, to: &columns, in: bytes)
            count(record.traits(in: bytes))
        } else {
            pages[pages.count - 1].outsideWindow += 1
        }
        if let id = record.id, !id.slice.range.isEmpty {
            hasIDs = true
            ids.append(id.hash)
        } else {
            fingerprints.append(record.time, isInWindow ? record.charge?.amount : nil)
            if isInWindow { note(content: fields.contentHash, at: record.time) }
        }
    }

    mutating func receive(_ row: Row) throws(UsageError) {
        let traits = row.traits
        guard !traits.contains(.unreadable) else { throw UsageError(.unexpectedShape, "the row must be judged") }
        let identity = row.identity
        var charge: ExactDecimal?
        let isInWindow = identity.time.map(window.contains) ?? true
        if isInWindow {
            let record = Labels.record(of: row, for: columns)
            try columns.append(record)
            count(traits)
            charge = record.fields.charge?.amount
        } else {
            pages[pages.count - 1].outsideWindow += 1
        }
        if let id = identity.id {
            hasIDs = true
            ids.append(id)
        } else {
            fingerprints.append(identity.time, charge)
            if isInWindow { note(content: row.contentHash, at: identity.time) }
        }
    }

    @inline(__always)
    private mutating func count(_ traits: RowTraits) {
        pages[pages.count - 1].rows += 1
        if traits.contains(.unsettled) { pages[pages.count - 1].unsettled += 1 }
    }

    /// Notes the content of a row without an id, unless it is that of another row of the same instant.
    @inline(__always)
    private mutating func note(content: UInt64, at time: Timestamp?) {
        if time != instant.time {
            instant.time = time
            instant.contents.removeAll(keepingCapacity: true)
        }
        if instant.contents.contains(content) { return }
        // Searched row by row, so only the first ones are kept.
        if instant.contents.count < 32 { instant.contents.append(content) }
        contents.append(content)
    }

    /// Whether no row and no page comes twice in the chunks of a file; equal hashes count as a repetition.
    static func areDisjoint(_ chunks: [ChunkResult]) -> Bool {
        IDHashSet.areDisjoint(chunks.map(\.ids)) && IDHashSet.areDisjoint(chunks.map(\.contents))
            && !PageFingerprints(joining: chunks.map(\.fingerprints)).mayRepeat
    }
}
