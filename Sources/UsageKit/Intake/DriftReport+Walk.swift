extension DriftReport {
    /// Walks to the end and compares each row, and the members beside the rows, with what the provider documents.
    ///
    /// - Parameter walk: The walk.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public init<Row: ShapedModel>(of walk: Walk<Row>) async throws {
        self.init()
        for try await page in walk.pages { add(page) }
    }

    /// Compares the rows of a page, and the members beside them, with what the provider documents.
    public mutating func add<Row: ShapedModel>(_ page: WalkPages<Row>.Page) {
        add(contentsOf: page.rows)
        add(membersBesideRows: page.unknownMembers)
    }
}
