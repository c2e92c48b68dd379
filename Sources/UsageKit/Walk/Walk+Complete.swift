extension Walk {
    /// Walks until a row meets a condition, and throws if none was found and rows may be missing.
    ///
    /// - Parameter condition: Whether the row is the one.
    /// - Returns: The first such row; nil if no row of the walk meets the condition.
    /// - Throws: ``UsageError``, `CancellationError`, or the error of the condition.
    func firstOfCompleteWalk(where condition: (Row) throws -> Bool) async throws -> Row? {
        var rows = makeAsyncIterator()
        while let row = try await rows.next() {
            if try condition(row) { return row }
        }
        let report = rows.report
        guard report.isComplete else {
            let reason = report.stopped?.message ?? "the walk did not reach its end"
            var error = UsageError(.incompleteWalk, "the row was not found, and rows may be missing: \(reason)")
            error.provider = report.provider
            throw error
        }
        return nil
    }
}
