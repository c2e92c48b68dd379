/// Makes rows of those that another reader of a file gives.
struct MappedRowReading<Saved: UsageRow, Row: UsageRow>: RowReading {
    private var base: any RowReading<Saved>
    private let row: @Sendable (Saved) -> Row

    init(_ base: any RowReading<Saved>, _ row: @escaping @Sendable (Saved) -> Row) {
        self.base = base
        self.row = row
    }

    var report: WalkReport { base.report }

    mutating func next() throws(UsageError) -> [Row]? { try base.next()?.map(row) }

    mutating func stop() throws(UsageError) { try base.stop() }
}

/// Makes rows of those that another reader of blocks gives.
struct MappedRowStream<Saved: UsageRow, Row: UsageRow>: RowStream {
    private var base: any RowStream<Saved>
    private let row: @Sendable (Saved) -> Row

    init(_ base: any RowStream<Saved>, _ row: @escaping @Sendable (Saved) -> Row) {
        self.base = base
        self.row = row
    }

    var report: WalkReport { base.report }

    mutating func read(_ bytes: [UInt8], isLast: Bool) throws(UsageError) -> [Row] {
        try base.read(bytes, isLast: isLast).map(row)
    }

    mutating func stop() -> [Row] { base.stop().map(row) }
}
