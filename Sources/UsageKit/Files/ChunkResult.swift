/// The result of reading one chunk of a file: the rows in columns, and the hashes that reveal repeated rows or pages.
struct ChunkResult: FieldsReceiver, Sendable {
    private(set) var columns = RecordColumns()
    private var ids = IDHashSet()
    private var fingerprints = PageFingerprints()
    /// The pages; the first one holds the rows before the first page that begins in the chunk.
    private(set) var pages = [SavedPage()]
    /// Whether a row has an id.
    private(set) var hasIDs = false
    private let window: TimeWindow

    init(_ window: TimeWindow) {
        self.window = window
    }

    /// Joins the chunks of a file in their order, and releases each chunk as soon as its rows are appended.
    init(joining chunks: consuming [ChunkResult], in window: TimeWindow) {
        self.window = window
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

    /// Begins a page.
    mutating func beginPage() {
        fingerprints.begin()
        pages.append(SavedPage())
    }

    /// Records the members beside the rows of the page that ends.
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
            count(record.traits(in: bytes))
        } else {
            pages[pages.count - 1].outsideWindow += 1
        }
        if let id = record.id {
            hasIDs = true
            ids.append(id.hash)
        } else {
            fingerprints.append(record.time, isInWindow ? record.charge?.amount : nil)
        }
    }

    /// Adds a row, or throws and changes nothing.
    mutating func append(_ row: some DecodableRow) throws(UsageError) {
        let traits = row.traits
        guard !traits.contains(.unreadable) else { throw UsageError(.unexpectedShape, "the row must be judged") }
        let identity = row.identity
        var charge: ExactDecimal?
        if identity.time.map(window.contains) ?? true {
            let record = row.usageRecord
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
        }
    }

    @inline(__always)
    private mutating func count(_ traits: RowTraits) {
        pages[pages.count - 1].rows += 1
        if traits.contains(.unsettled) { pages[pages.count - 1].unsettled += 1 }
    }

    /// Whether no row and no page comes twice in the chunks of a file; equal hashes count as a repetition.
    static func areDisjoint(_ chunks: [ChunkResult]) -> Bool {
        IDHashSet.areDisjoint(chunks.map(\.ids)) && !PageFingerprints(joining: chunks.map(\.fingerprints)).mayRepeat
    }
}

extension JSONReader {
    /// Reads a row straight into the columns of a chunk, and falls back to full decoding if that is not possible.
    @inline(__always)
    mutating func row<Row: DecodableRow>(_: Row.Type, into chunk: inout ChunkResult) throws(UsageError) {
        let mark = self.mark
        do {
            if try Row.readFields(from: &self, into: &chunk) { return }
        } catch {
            // Any error means: fall back to full decoding, which throws the proper error.
        }
        rewind(to: mark)
        try chunk.append(try Row(from: &self))
    }
}
