/// What was read of a chunk of a file: its rows in columns, and what tells whether one of them comes twice.
struct ChunkResult: Sendable {
    private(set) var columns = RecordColumns()
    private(set) var outsideWindow = 0
    private var ids = IDHashSet()
    private(set) var pages = PageFingerprints()
    private let window: TimeWindow

    init(_ window: TimeWindow) {
        self.window = window
    }

    /// Joins the parts of a file, and lets each one go as soon as its rows are taken over.
    init(joining parts: consuming [ChunkResult], in window: TimeWindow) {
        self.window = window
        pages = PageFingerprints(joining: parts.map(\.pages))
        parts.reverse()
        while let part = parts.popLast() {
            outsideWindow += part.outsideWindow
            columns.append(contentsOf: (consume part).columns)
        }
    }

    /// Notes that a page begins.
    mutating func beginPage() { pages.begin() }

    /// Adds a row, or throws and changes nothing.
    @inline(__always)
    mutating func append(_ record: borrowing BorrowedRecord, in bytes: borrowing BorrowedBytes) throws(UsageError) {
        let isInWindow = window.contains(record.time)
        if isInWindow {
            try columns.append(record, in: bytes)
        } else {
            outsideWindow += 1
        }
        if let id = record.id {
            ids.append(id.hash)
        } else {
            pages.append(record.time, isInWindow ? record.charge : nil)
        }
    }

    /// Adds a row, or throws and changes nothing.
    mutating func append(_ row: some ReplayableRow) throws(UsageError) {
        let identity = row.identity
        var charge: Money?
        if identity.time.map(window.contains) ?? true {
            let record = row.usageRecord
            try columns.append(record)
            charge = record.charge
        } else {
            outsideWindow += 1
        }
        if let id = identity.id { ids.append(id) } else { pages.append(identity.time, charge) }
    }

    /// Whether no row and no page of the parts of a file comes twice.
    static func areDisjoint(_ parts: [ChunkResult]) -> Bool {
        IDHashSet.areDisjoint(parts.map(\.ids)) && !PageFingerprints(joining: parts.map(\.pages)).mayRepeat
    }
}

extension JSONReader {
    /// Reads a row into the columns of a part, as a row where that cannot be done straight.
    @inline(__always)
    mutating func row<Row: ReplayableRow>(_: Row.Type, into part: inout ChunkResult) throws(UsageError) {
        let mark = self.mark
        do {
            let record = try Row.placedRecord(from: &self)
            try part.append(record, in: bytes)
        } catch {
            rewind(to: mark)
            try part.append(try Row(from: &self))
        }
    }
}
