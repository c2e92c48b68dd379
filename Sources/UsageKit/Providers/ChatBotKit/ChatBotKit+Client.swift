public import Foundation

extension ChatBotKit {
    /// A client of ChatBotKit.
    ///
    /// What a child user uses is recorded twice: for the child, and for its parent with `childId` in the metadata. Adding
    /// up the records of a parent and of its children counts them twice; the filter
    /// `MetaFilter("childId", …)` selects the copies of one child.
    public struct Client: Sendable {
        let http: HTTPClient
        /// The fields of requests for figures by day or by period.
        let dayFields: [HTTPHeaders.Field]

        /// Creates a client.
        ///
        /// - Parameters:
        ///   - apiKey: A secret or a JSON web token.
        ///   - runAsUserID: The child user whose records to read; nil for the key's own user. Checkpoints belong to the user.
        ///   - runAsChildUserEmail: The same by its email address (experimental); not together with `runAsUserID`.
        ///   - timeZone: The zone of the days in series, totals and reports; nil for that of the account. Listings have none.
        ///   - configuration: Transport, base URL and retries.
        /// - Throws: ``UsageError`` for a key or a base URL that cannot be used.
        public init(
            apiKey: String, runAsUserID: String? = nil, runAsChildUserEmail: String? = nil, timeZone: TimeZone? = nil,
            configuration: ClientConfiguration = ClientConfiguration()
        ) throws(UsageError) {
            try self.init(
                .bearer(try Credential(apiKey)), runAsUserID, runAsChildUserEmail, timeZone, configuration)
        }

        /// Creates a client whose key is supplied when it is needed, for example from a keychain, and can be rotated.
        ///
        /// - Parameters:
        ///   - account: Your label of the account, which keys that change do not identify; it replaces
        ///     ``ClientConfiguration/account``.
        ///   - runAsUserID: The child user whose records to read; nil for the key's own user. Checkpoints belong to the user.
        ///   - runAsChildUserEmail: The same by its email address (experimental); not together with `runAsUserID`.
        ///   - timeZone: The zone of the days in series, totals and reports; nil for that of the account. Listings have none.
        ///   - configuration: Transport, base URL and retries.
        ///   - apiKey: Supplies the key: before the first request, and once more for each request that is refused
        ///     with 401, which does not count as an attempt of ``RetryPolicy``. Requests at the same time share one call, which has ``ClientConfiguration/attemptTimeout`` to
        ///     answer. Its error ends the request with ``UsageError/Code/keyUnavailable``.
        /// - Throws: ``UsageError`` for an empty label or a base URL that cannot be used.
        public init(
            account: String, runAsUserID: String? = nil, runAsChildUserEmail: String? = nil,
            timeZone: TimeZone? = nil, configuration: ClientConfiguration = ClientConfiguration(),
            apiKey: @escaping @Sendable () async throws -> String
        ) throws(UsageError) {
            try self.init(
                .supplied(.bearer(apiKey)), runAsUserID, runAsChildUserEmail, timeZone, configuration.named(account))
        }

        private init(
            _ authorization: AuthorizationSource, _ userID: String?, _ email: String?, _ timeZone: TimeZone?,
            _ configuration: ClientConfiguration
        ) throws(UsageError) {
            guard userID == nil || email == nil else {
                throw UsageError(.invalidArgument, "name a child user by its id or by its email address, not by both")
            }
            guard userID != "", email != "" else {
                throw UsageError(.invalidArgument, "the id or the email address of the child user is empty")
            }
            var headers: HTTPHeaders = [:]
            headers["X-RunAs-User-ID"] = userID
            headers["X-RunAs-Child-User-Email"] = email
            try headers.validate()
            dayFields = timeZone.map { [HTTPHeaders.Field("X-Timezone", $0.identifier)] } ?? []
            http = try HTTPClient(
                .chatBotKit, origin: "https://api.chatbotkit.com", prefix: "/v1", authorization: authorization,
                configuration: configuration, headers: headers, limitWindow: ChatBotKit.limitWindow)
        }

        /// Returns the walk over the usage records of a window (`GET /usage/list`), newest first unless the query
        /// says otherwise.
        ///
        /// The service has no filter by time: the walk begins at one end of the ledger, drops what lies outside the
        /// window, and stops when the order shows that nothing inside can follow.
        public func usage(in window: TimeWindow, matching query: Filter = Filter()) -> Walk<UsageItem> {
            Walk("list", of: http, in: window) { (window) throws(UsageError) in
                try query.endpoint(in: window)
            }
        }
    }
}
