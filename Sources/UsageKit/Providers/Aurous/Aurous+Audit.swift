extension Aurous.Client {
    /// Finds the event of one request, by the id that its response had in the field `Aurous-Request-Id`.
    ///
    /// Aurous has no such filter, so this walks the events of the window, newest first, and stops at the one that is
    /// searched for. A narrow window saves pages.
    ///
    /// - Parameters:
    ///   - requestID: The id of the request, `req_…`.
    ///   - window: The window in which the request was made.
    ///   - query: Filters that the event meets, and the size of a page.
    /// - Returns: The event; nil if the window has no event of the request.
    /// - Throws: ``UsageError`` or `CancellationError`: ``UsageError/Code/incompleteWalk`` if the event was not found and rows
    ///   may be missing, and ``UsageError/Code/otherContract`` if the server lists its credit ledger, whose rows do not name
    ///   requests.
    public func event(
        requestID: String, in window: TimeWindow, matching query: Aurous.EventQuery = Aurous.EventQuery()
    ) async throws -> Aurous.RequestEvent? {
        guard !requestID.isEmpty else { throw UsageError(.invalidArgument, "the id of a request must not be empty") }
        let wanted = ByteString(requestID)
        let row = try await events(in: window, matching: query).firstOfCompleteWalk { row in
            switch row {
            case .request(let event): return event.requestID.map(ByteString.init) == wanted
            case .credit:
                throw UsageError(
                    .otherContract, "the server lists its credit ledger, whose rows do not name the request")
            }
        }
        if case .request(let event)? = row { return event }
        return nil
    }
}
