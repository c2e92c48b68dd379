/// What was read of a chunk of a file: its rows in columns, and what tells whether one of them comes twice.
struct ChunkResult: Sendable {
    private(set) var columns = RecordColumns()
    private var ids = IDHashSet()
    private var fingerprints = PageFingerprints()
    /// The pages; the first one began before the chunk if it was cut.
    private(set) var pages = [SavedPage()]
    private let window: TimeWindow

    init(_ window: TimeWindow) {
        self.window = window
    }

    /// Joins the chunks of a file, and lets each one go as soon as its rows are taken over.
    init(joining chunks: consuming [ChunkResult], in window: TimeWindow) {
        self.window = window
        chunks.reverse()
        while let chunk = chunks.popLast() {
            let first = chunk.pages[0]
            pages[pages.count - 1].rows += first.rows
            pages[pages.count - 1].outsideWindow += first.outsideWindow
            pages += chunk.pages.dropFirst()
            columns.append(contentsOf: (consume chunk).columns)
        }
        // Nothing comes before the first page of a file of pages.
        if pages.count > 1 { pages.removeFirst() }
    }

    /// Notes that a page begins.
    mutating func beginPage() {
        fingerprints.begin()
        pages.append(SavedPage())
    }

    /// Notes what the page said of itself.
    mutating func endPage(_ envelope: PageEnvelope) {
        pages[pages.count - 1].envelope = envelope
    }

    /// Adds a row, or throws and changes nothing.
    @inline(__always)
    mutating func append(_ record: RecordFields<BorrowedText>, in bytes: borrowing BorrowedBytes) throws(UsageError) {
        let isInWindow = record.time.map(window.contains) ?? true
        if isInWindow {
            try columns.append(record, in: bytes)
            pages[pages.count - 1].rows += 1
        } else {
            pages[pages.count - 1].outsideWindow += 1
        }
        if let id = record.id {
            ids.append(id.hash)
        } else {
            fingerprints.append(record.time, isInWindow ? record.charge?.amount : nil)
        }
    }

    /// Adds a row, or throws and changes nothing.
    mutating func append(_ row: some DecodableRow) throws(UsageError) {
        let identity = row.identity
        var charge: ExactDecimal?
        if identity.time.map(window.contains) ?? true {
            let record = row.usageRecord
            try columns.append(record)
            pages[pages.count - 1].rows += 1
            charge = record.fields.charge?.amount
        } else {
            pages[pages.count - 1].outsideWindow += 1
        }
        if let id = identity.id { ids.append(id) } else { fingerprints.append(identity.time, charge) }
    }

    /// Whether no row and no page of the parts of a file comes twice.
    static func areDisjoint(_ parts: [ChunkResult]) -> Bool {
        IDHashSet.areDisjoint(parts.map(\.ids)) && !PageFingerprints(joining: parts.map(\.fingerprints)).mayRepeat
    }
}

extension JSONReader {
    /// Reads a row into the columns of a part, as a row where that cannot be done straight.
    @inline(__always)
    mutating func row<Row: DecodableRow>(_: Row.Type, into part: inout ChunkResult) throws(UsageError) {
        let mark = self.mark
        do {
            if let fields = try Row.borrowedFields(from: &self) {
                return try part.append(fields.record(in: bytes), in: bytes)
            }
        } catch {
            // Reading the row says what is wrong.
        }
        rewind(to: mark)
        try part.append(try Row(from: &self))
    }
}
