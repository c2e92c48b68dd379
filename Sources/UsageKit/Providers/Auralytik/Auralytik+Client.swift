extension Auralytik {
    /// A client of Auralytik.
    ///
    /// The vendor publishes two ways of authentication, each with its own host: a bearer key (`api.auralytik.com/v1`)
    /// and a key with signed requests (`api.auralytik.ai/api/v1`). Both hosts may use either of two envelopes, and the
    /// client reads both.
    public struct Client: Sendable {
        let http: HTTPClient

        /// Creates a client that sends its key as a bearer token.
        ///
        /// - Throws: ``UsageError`` for a key or a base URL that cannot be used.
        public init(
            apiKey: String, configuration: ClientConfiguration = ClientConfiguration()
        ) throws(UsageError) {
            try self.init(bearer: .bearer(try Credential(apiKey)), configuration)
        }

        /// Creates a client that sends a bearer token which is supplied when it is needed, for example from a keychain,
        /// and can be rotated.
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
            try self.init(bearer: .supplied(.bearer(apiKey)), configuration.named(account))
        }

        private init(
            bearer authorization: AuthorizationSource, _ configuration: ClientConfiguration
        ) throws(UsageError) {
            http = try HTTPClient(
                .auralytik, origin: "https://api.auralytik.com", prefix: "/v1", authorization: authorization,
                configuration: configuration)
        }

        /// Creates a client that signs its requests (HMAC-SHA256 over time, method, path and body; not the query).
        ///
        /// - Parameters:
        ///   - apiKey: The key.
        ///   - hmacSecret: The second credential, with which requests are signed.
        ///   - configuration: Transport, base URL and retries.
        /// - Throws: ``UsageError`` for a key, a secret or a base URL that cannot be used.
        public init(
            apiKey: String, hmacSecret: String, configuration: ClientConfiguration = ClientConfiguration()
        ) throws(UsageError) {
            try self.init(
                signed: .hmac(key: try Credential(apiKey), secret: try Credential(hmacSecret)), configuration)
        }

        /// Creates a client that signs its requests with a key and a secret that are supplied when they are needed.
        ///
        /// - Parameters:
        ///   - account: Your label of the account, which keys that change do not identify; it replaces
        ///     ``ClientConfiguration/account``.
        ///   - configuration: Transport, base URL and retries.
        ///   - signingKeys: Supplies the key and the secret: before the first request, and once more for each request that
        ///     is refused with 401, which does not count as an attempt. Requests at the same time share one call, which has
        ///     ``ClientConfiguration/attemptTimeout`` to answer. Its error ends the request with
        ///     ``UsageError/Code/keyUnavailable``.
        /// - Throws: ``UsageError`` for an empty label or a base URL that cannot be used.
        public init(
            account: String, configuration: ClientConfiguration = ClientConfiguration(),
            signingKeys: @escaping @Sendable () async throws -> (apiKey: String, hmacSecret: String)
        ) throws(UsageError) {
            let supplied = SuppliedAuthorization(signingKeys) { (keys) throws(UsageError) in
                .hmac(key: try Credential(keys.apiKey), secret: try Credential(keys.hmacSecret))
            }
            try self.init(signed: .supplied(supplied), configuration.named(account))
        }

        private init(
            signed authorization: AuthorizationSource, _ configuration: ClientConfiguration
        ) throws(UsageError) {
            http = try HTTPClient(
                .auralytik, origin: "https://api.auralytik.ai", prefix: "/api/v1", authorization: authorization,
                configuration: configuration)
        }

        /// Fetches the meters of a billing period (`GET /usage/summary`).
        ///
        /// - Parameter period: The period; nil for the server's current one.
        /// - Returns: The meters.
        /// - Throws: ``UsageError`` or `CancellationError`.
        public func summary(for period: BillingPeriod? = nil) async throws -> Summary {
            try await http.document(Summary.self, "/usage/summary", query: query(period)) {
                (summary) throws(UsageError) in
                try Self.check(summary.billingPeriod, isAsAsked: period)
            }
        }

        /// Fetches the calls of each key in a billing period (`GET /usage/by-key`).
        ///
        /// - Parameter period: The period; nil for the server's current one.
        /// - Returns: The keys with their calls.
        /// - Throws: ``UsageError`` or `CancellationError`.
        public func usageByKey(for period: BillingPeriod? = nil) async throws -> KeyBreakdown {
            try await http.document(
                KeyBreakdown.self, "/usage/by-key", query: query(period), rows: \KeyBreakdown.keys.count
            ) { (keys) throws(UsageError) in
                try Self.check(keys.billingPeriod, isAsAsked: period)
            }
        }

        /// Returns the walk over the itemised records of one billing period (`GET /usage/details`).
        ///
        /// The time zone of the period is not documented, so no record is cut off at its ends.
        ///
        /// - Parameters:
        ///   - period: The period; nil for the current one in UTC.
        ///   - query: The size of a page.
        /// - Returns: The walk.
        public func details(
            for period: BillingPeriod? = nil, matching query: DetailsQuery = DetailsQuery()
        ) -> Walk<Detail> {
            var walk = Walk("details", of: http, in: .all) { [http] (window) throws(UsageError) in
                let period = period ?? BillingPeriod(containing: window.end ?? http.now())
                return try query.endpoint(from: period, through: period)
            }
            walk.cutsRows = false
            return walk
        }

        /// Returns the walk over the itemised records of a window: each billing period that the window touches in UTC or
        /// another time zone, cut to the window if a record has a time.
        ///
        /// The time zone of the periods is not documented. Near the start or the end of a month, the period beside it is
        /// walked, too: only records with a time count there, and a period that the server refuses (400, 404, 410, 416,
        /// 422) has no records.
        public func details(in window: TimeWindow, matching query: DetailsQuery = DetailsQuery()) -> Walk<Detail> {
            Walk("details", of: http, in: window) { (window) throws(UsageError) in
                guard let start = window.start else {
                    throw UsageError(.invalidArgument, "Auralytik requires a window with a start")
                }
                // An end is open only if the window begins after the present.
                let window = TimeWindow(unchecked: start, window.end ?? start.advanced(by: .nanoseconds(1)))
                let first = BillingPeriod(containing: start)
                let periods = window.periodsInAnyZone ?? first...first
                return try query.endpoint(from: periods.lowerBound, through: periods.upperBound, cutting: window)
            }
        }

        private static func check(_ found: BillingPeriod, isAsAsked asked: BillingPeriod?) throws(UsageError) {
            guard let asked, found != asked else { return }
            throw UsageError(
                .mismatchedResponse, "the server answered with the period \(found) to a request for \(asked)")
        }

        private func query(_ period: BillingPeriod?) -> [(name: String, value: String)] {
            period.map { [(name: "billingPeriod", value: $0.description)] } ?? []
        }
    }
}
