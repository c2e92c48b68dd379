extension Walk {
    /// Walks until a row meets a condition.
    ///
    /// It runs on the caller's actor, so the condition can use what belongs to it, for example on the main actor.
    ///
    /// - Parameters:
    ///   - actor: The caller's actor.
    ///   - condition: Whether the row is the one.
    /// - Returns: The first such row; nil if no row of the walk meets the condition.
    /// - Throws: ``UsageError``, `CancellationError`, or the error of the condition.
    public func first(
        isolation actor: isolated (any Actor)? = #isolation, where condition: (Row) throws -> Bool
    ) async throws -> Row? {
        var rows = makeAsyncIterator()
        while let row = try await rows.next(isolation: actor) {
            if try condition(row) { return row }
        }
        return nil
    }

    /// Walks until a row meets a condition, on the caller's actor.
    ///
    /// - Parameters:
    ///   - actor: The caller's actor.
    ///   - condition: Whether the row is such a row.
    /// - Returns: Whether there is one.
    /// - Throws: ``UsageError``, `CancellationError`, or the error of the condition.
    public func contains(
        isolation actor: isolated (any Actor)? = #isolation, where condition: (Row) throws -> Bool
    ) async throws -> Bool {
        try await first(isolation: actor, where: condition) != nil
    }
}
