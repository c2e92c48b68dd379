extension Venice {
    /// A client of Venice.ai.
    public struct Client: Sendable {
        let http: HTTPClient
        /// Venice blocks a key for a while after more than 20 refusals in 30 seconds.
        static let failureLimit = FailureLimit(count: 20, period: .seconds(30))

        /// Creates a client.
        ///
        /// - Parameters:
        ///   - apiKey: An ADMIN key; the billing endpoints refuse an inference key.
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
                .venice, origin: "https://api.venice.ai", prefix: "/api/v1", authorization: authorization,
                configuration: configuration, failureLimit: Self.failureLimit)
        }

        /// Returns the walk over the billing entries of a window, oldest first (`GET /billing/usage-history`).
        ///
        /// Entries have no id, so a page that came twice could not be told from equal charges: a repeated cursor stops
        /// the walk.
        ///
        /// - Parameters:
        ///   - window: Which part of the history.
        ///   - query: Which entries.
        ///   - form: In which form pages are asked for. The rows, the report and the checkpoints are the same in both, so
        ///     a walk can be resumed in the other form. As CSV, a page that lacks the field `x-next-cursor` is the
        ///     last one, as documented: a proxy that removes it would end the walk.
        /// - Returns: The walk.
        public func history(
            in window: TimeWindow, matching query: HistoryQuery = HistoryQuery(), as form: ListingForm = .json
        ) -> Walk<BillingEntry> {
            Walk("usage-history", of: http, in: window) { (window) throws(UsageError) in
                try query.endpoint(in: window, as: form)
            }
        }

        /// Returns the walk over the listing that was retired on 2026-09-16 (`GET /billing/usage`).
        ///
        /// The live service responds with 410, which becomes ``UsageError/Code/endpointRetired`` with the name of the
        /// successor; servers that keep the old contract are walked to the end.
        ///
        /// - Parameters:
        ///   - window: Which part of the listing.
        ///   - query: Which entries.
        ///   - form: In which form pages are asked for.
        /// - Returns: The walk.
        public func retiredUsage(
            in window: TimeWindow, matching query: RetiredUsageQuery = RetiredUsageQuery(),
            as form: ListingForm = .json
        ) -> Walk<BillingEntry> {
            Walk("usage", of: http, in: window) { (window) throws(UsageError) in
                try query.endpoint(in: window, as: form)
            }
        }

        /// Fetches the server's own aggregates by date, model and key (`GET /billing/usage-analytics`).
        ///
        /// The server caches them for ten minutes; ``AttemptReport/age`` says how old they are if the header does.
        ///
        /// It may cover fewer days than were asked for; ``Analytics/dayCount`` says how many.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`.
        public func analytics(over period: AnalyticsPeriod = .days(7)) async throws -> Analytics {
            try await http.document(
                Analytics.self, "/billing/usage-analytics", query: try period.query()
            ) { (analytics) throws(UsageError) in
                try period.check(analytics.lookback)
            }
        }
    }
}
