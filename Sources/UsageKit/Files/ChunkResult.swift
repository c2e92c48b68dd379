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
    mutating func append(_ record: RecordFields<BorrowedText>, in bytes: borrowing BorrowedBytes) throws(UsageError) {
        let isInWindow = record.time.map(window.contains) ?? true
        if isInWindow {
            try columns.append(record, in: bytes)
        } else {
            outsideWindow += 1
        }
        if let id = record.id {
            ids.append(id.hash)
        } else {
            pages.append(record.time, isInWindow ? record.charge?.amount : nil)
        }
    }

    /// Adds a row, or throws and changes nothing.
    mutating func append(_ row: some DecodableRow) throws(UsageError) {
        let identity = row.identity
        var charge: ExactDecimal?
        if identity.time.map(window.contains) ?? true {
            let record = row.usageRecord
            try columns.append(record)
            charge = record.fields.charge?.amount
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
