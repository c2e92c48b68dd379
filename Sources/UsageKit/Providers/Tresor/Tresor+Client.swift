extension Tresor {
    /// A client of Tresor.
    public struct Client: Sendable {
        let http: HTTPClient

        /// Creates a client.
        ///
        /// - Parameters:
        ///   - apiKey: A key of the customer whose ledger is read.
        ///   - configuration: Transport, base URL and retries.
        /// - Throws: ``UsageError`` for a key or a base URL that cannot be used.
        public init(
            apiKey: String, configuration: ClientConfiguration = ClientConfiguration()
        ) throws(UsageError) {
            http = try HTTPClient(
                .tresor, origin: "https://api.tresor.co", prefix: "/v1",
                authorization: .bearer(try Credential(apiKey)), configuration: configuration)
        }

        /// Returns the walk over the ledger rows of a window, newest first (`GET /v1/usage`).
        ///
        /// The listing counts rows from the newest on, so rows written during the walk push others onto the next page.
        /// The end is therefore pinned when the walk begins, and rows are de-duplicated by id.
        public func usage(in window: TimeWindow, matching query: Filter = Filter()) -> Walk<LedgerRow> {
            Walk("usage", of: http, in: window) { (window) throws(UsageError) in
                try query.endpoint(in: window)
            }
        }
    }
}
