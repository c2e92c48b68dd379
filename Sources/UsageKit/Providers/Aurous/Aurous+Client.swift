extension Aurous {
    /// A client of Aurous.
    public struct Client: Sendable {
        let http: HTTPClient

        /// Creates a client.
        ///
        /// - Parameters:
        ///   - apiKey: A key with the scope `read`; it is sent as `X-Api-Key`.
        ///   - version: The date of the API version to pin (`YYYY-MM-DD`); nil for the team's own.
        ///   - configuration: Transport, base URL and retries.
        /// - Throws: ``UsageError`` for a key, a version or a base URL that cannot be used.
        public init(
            apiKey: String, version: String? = nil, configuration: ClientConfiguration = ClientConfiguration()
        ) throws(UsageError) {
            try self.init(.header(Self.keyField, try Credential(apiKey)), version, configuration)
        }

        /// Creates a client whose key is supplied when it is needed, for example from a keychain, and can be rotated.
        ///
        /// - Parameters:
        ///   - account: Your label of the account, which keys that change do not identify; it replaces
        ///     ``ClientConfiguration/account``.
        ///   - version: The date of the API version to pin (`YYYY-MM-DD`); nil for the team's own.
        ///   - configuration: Transport, base URL and retries.
        ///   - apiKey: Supplies the key: before the first request, and once more for each request that is refused
        ///     with 401, which does not count as an attempt of ``RetryPolicy``. Requests at the same time share one call, which has ``ClientConfiguration/attemptTimeout`` to
        ///     answer. Its error ends the request with ``UsageError/Code/keyUnavailable``.
        /// - Throws: ``UsageError`` for an empty label, a version or a base URL that cannot be used.
        public init(
            account: String, version: String? = nil, configuration: ClientConfiguration = ClientConfiguration(),
            apiKey: @escaping @Sendable () async throws -> String
        ) throws(UsageError) {
            let supplied = SuppliedAuthorization(apiKey) { (key) throws(UsageError) in
                .header(Self.keyField, try Credential(key))
            }
            try self.init(.supplied(supplied), version, configuration.named(account))
        }

        private static let keyField = "X-Api-Key"
        static let versionField = "Aurous-Version"

        /// Returns a version if it has the form of one.
        static func checked(version: String) throws(UsageError) -> String {
            guard (try? Timestamp(version + "T00:00:00Z")) != nil else {
                throw UsageError(
                    .invalidArgument, "the version of the Aurous API must be a date, YYYY-MM-DD, not \(version)")
            }
            return version
        }

        private init(
            _ authorization: AuthorizationSource, _ version: String?, _ configuration: ClientConfiguration
        ) throws(UsageError) {
            var headers: HTTPHeaders = [:]
            if let version { headers[Self.versionField] = try Self.checked(version: version) }
            http = try HTTPClient(
                .aurous, origin: "https://api.aurous-labs.com", prefix: "/v1", authorization: authorization,
                configuration: configuration, headers: headers)
        }

        /// Returns the walk over the events of a window, newest first (`GET /v1/usage/events`).
        ///
        /// Aurous publishes two contracts for this path; the walk reads both and continues in the one that it finds. Its
        /// first request is that of the event stream; for a server that accepts only that of the credit ledger, use
        /// ``creditLedger(in:matching:)``.
        public func events(in window: TimeWindow, matching query: EventQuery = EventQuery()) -> Walk<Event> {
            Walk("events", of: http, in: window) { (window) throws(UsageError) in
                try query.endpoint(in: window)
            }
        }

        /// Returns the walk over the movements of credits of a window, newest first (`GET /v1/usage/events` in the contract of
        /// the credit ledger).
        ///
        /// This contract has no parameters for the time: the walk begins at the newest movement, drops what lies outside the
        /// window, and stops after a page that is before its start. A server that answers with request events is refused with
        /// ``UsageError/Code/otherContract``.
        public func creditLedger(
            in window: TimeWindow, matching query: CreditQuery = CreditQuery()
        ) -> Walk<CreditEvent> {
            Walk("credits", of: http, in: window) { (window) throws(UsageError) in
                try query.endpoint(in: window)
            }
        }

        /// Returns the walk over the server's own aggregates, newest first (`GET /v1/usage`).
        ///
        /// A server that knows only lifetime totals is refused with ``UsageError/Code/otherContract``; see
        /// ``lifetimeTotals()``.
        public func buckets(in window: TimeWindow, matching query: BucketQuery = BucketQuery()) -> Walk<Bucket> {
            Walk("buckets", of: http, in: window) { (window) throws(UsageError) in
                try query.endpoint(in: window)
            }
        }
    }
}
