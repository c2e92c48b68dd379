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
            try self.init(.bearer(try Credential(apiKey)), configuration)
        }

        /// Creates a client whose key is supplied when it is needed, for example from a keychain, and can be rotated.
        ///
        /// - Parameters:
        ///   - account: Your label of the account, which keys that change do not identify; it replaces
        ///     ``ClientConfiguration/account``.
        ///   - configuration: Transport, base URL and retries.
        ///   - apiKey: Supplies the key: before the first request, and once more for each request that is refused
        ///     with 401, which does not count as an attempt of ``RetryPolicy``. Requests at the same time share one call, which has ``ClientConfiguration/attemptTimeout`` to
        ///     answer. Its error ends the request with ``UsageError/Code/keyUnavailable``.
        /// - Throws: ``UsageError`` for an empty label or a base URL that cannot be used.
        public init(
            account: String, configuration: ClientConfiguration = ClientConfiguration(),
            apiKey: @escaping @Sendable () async throws -> String
        ) throws(UsageError) {
            try self.init(.supplied(.bearer(apiKey)), configuration.named(account))
        }

        private init(
            _ authorization: AuthorizationSource, _ configuration: ClientConfiguration
        ) throws(UsageError) {
            http = try HTTPClient(
                .tresor, origin: "https://api.tresor.co", prefix: "/v1", authorization: authorization,
                configuration: configuration)
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
