extension Venice.Client {
    /// Fetches what the account can spend (`GET /billing/balance`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func balance() async throws -> Venice.Balance {
        try await http.document(Venice.Balance.self, "/billing/balance")
    }

    /// Fetches what the client's key may do (`GET /api_keys/rate_limits`); an inference key can ask for its own, too.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func rateLimits() async throws -> Venice.RateLimits {
        try await http.document(Venice.RateLimits.self, "/api_keys/rate_limits")
    }

    /// Fetches the last requests, at most 50, that were refused because of a limit (`GET /api_keys/rate_limits/log`).
    ///
    /// Venice calls the endpoint experimental.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func rateLimitLog() async throws -> [Venice.RateLimitLogEntry] {
        try await http.documents(Venice.RateLimitLogEntry.self, below: "data", "/api_keys/rate_limits/log")
    }

    /// Fetches all keys of the account with what they spent (`GET /api_keys`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func apiKeys() async throws -> [Venice.APIKey] {
        try await http.documents(Venice.APIKey.self, below: "data", "/api_keys")
    }

    /// Fetches a key of the account with what it spent (`GET /api_keys/{id}`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func apiKey(id: String) async throws -> Venice.APIKey {
        try await http.document(Venice.APIKey.self, "/api_keys/\(try HTTPClient.segment(id))") {
            (key) throws(UsageError) in
            try UsageError.check(key.id, isAsked: id)
        }
    }

    /// Walks the history for the entries of one request, for example to audit what a response was charged.
    ///
    /// One request has several entries (input, output, cached input). Venice does not document that they have the same
    /// instant, nor when the last one is written. So only the end of the window proves that no entry is missing, and the
    /// walk goes on to it. With a `margin` it ends earlier: after the first entry that is more than `margin` later than the
    /// first entry of the request, since the history comes in the order of time.
    ///
    /// - Parameters:
    ///   - requestID: The id of the response, which is ``Venice/InferenceDetails/requestID``.
    ///   - window: When the request was made; the narrower, the fewer pages.
    ///   - margin: How much later than the first entry of the request others are looked for; nil for the whole window.
    /// - Returns: The entries in the order of the history, empty if there are none, and the report. If the margin ended the
    ///   walk, ``WalkReport/isComplete`` is false, since the rest of the window was not read.
    /// - Throws: ``UsageError`` or `CancellationError`; no entries if the walk fails.
    public func entries(
        requestID: String, in window: TimeWindow, margin: Duration? = nil
    ) async throws -> (entries: [Venice.BillingEntry], report: WalkReport) {
        guard !requestID.isEmpty else { throw UsageError(.invalidArgument, "the id of the request is empty") }
        let id = ByteString(requestID)
        var entries: [Venice.BillingEntry] = []
        var end: Timestamp?
        var pages = history(in: window).pages.makeAsyncIterator()
        pages: while let page = try await pages.next() {
            for entry in page.rows {
                if entry.inferenceDetails?.requestID.map(ByteString.init) == id {
                    entries.append(entry)
                    if end == nil, let margin { end = entry.timestamp?.advanced(by: max(margin, .zero)) }
                } else if let end, let time = entry.timestamp, time > end {
                    break pages
                }
            }
        }
        return (entries, pages.report)
    }
}
