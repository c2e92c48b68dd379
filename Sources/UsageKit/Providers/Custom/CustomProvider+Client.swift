extension CustomProvider {
    /// A client of a provider that this package does not know.
    public struct Client: Sendable {
        let http: HTTPClient

        /// Creates a client.
        ///
        /// - Parameters:
        ///   - provider: The provider, as reports and errors name it.
        ///   - origin: The documented address of the API without a path, for example `https://api.example.com`.
        ///   - prefix: The prefix that all paths share, for example `/v1`.
        ///   - apiKey: The key.
        ///   - keyField: The header field that takes the key alone; nil for `Authorization: Bearer KEY`.
        ///   - headers: Header fields that every request has, for example the version of the API.
        ///   - configuration: Transport, base URL and retries.
        /// - Throws: ``UsageError`` for a key, a header field or a base URL that cannot be used.
        public init(
            _ provider: ProviderID, origin: String, prefix: String = "", apiKey: String, keyField: String? = nil,
            headers: HTTPHeaders = [:], configuration: ClientConfiguration = ClientConfiguration()
        ) throws(UsageError) {
            let key = try Credential(apiKey)
            try self.init(
                provider, origin, prefix, .fixed(keyField.map { .header($0, key) } ?? .bearer(key)), keyField, headers,
                configuration)
        }

        /// Creates a client whose key is supplied when it is needed, for example from a keychain, and can be rotated.
        ///
        /// - Parameters:
        ///   - provider: The provider, as reports and errors name it.
        ///   - origin: The documented address of the API without a path, for example `https://api.example.com`.
        ///   - prefix: The prefix that all paths share, for example `/v1`.
        ///   - account: Your label of the account, which keys that change do not identify; it replaces
        ///     ``ClientConfiguration/account``.
        ///   - keyField: The header field that takes the key alone; nil for `Authorization: Bearer KEY`.
        ///   - headers: Header fields that every request has, for example the version of the API.
        ///   - configuration: Transport, base URL and retries.
        ///   - apiKey: Supplies the key: before the first request, and once more for each request that is refused with
        ///     401. Requests at the same time share one call. An error ends the request with
        ///     ``UsageError/Code/keyUnavailable``.
        /// - Throws: ``UsageError`` for an empty label, a header field or a base URL that cannot be used.
        public init(
            _ provider: ProviderID, origin: String, prefix: String = "", account: String, keyField: String? = nil,
            headers: HTTPHeaders = [:], configuration: ClientConfiguration = ClientConfiguration(),
            apiKey: @escaping @Sendable () async throws -> String
        ) throws(UsageError) {
            let supplied = SuppliedAuthorization(apiKey) { (text) throws(UsageError) in
                let key = try Credential(text)
                return keyField.map { .header($0, key) } ?? .bearer(key)
            }
            try self.init(
                provider, origin, prefix, .supplied(supplied), keyField, headers, configuration.named(account))
        }

        private init(
            _ provider: ProviderID, _ origin: String, _ prefix: String, _ authorization: AuthorizationSource,
            _ keyField: String?, _ headers: HTTPHeaders, _ configuration: ClientConfiguration
        ) throws(UsageError) {
            var sample = headers
            if let keyField { sample[keyField] = "key" }
            try sample.validate()
            http = try HTTPClient(
                provider, origin: origin, prefix: prefix, authorization: authorization, configuration: configuration,
                headers: headers)
        }

        /// Returns the walk over the rows of a window.
        ///
        /// - Parameters:
        ///   - listing: The listing.
        ///   - window: The rows to keep, by their time.
        ///   - filters: The filters by their parameters; a list is given as several values of one name.
        ///   - pageSize: The number of rows a page; nil for the largest that the listing accepts.
        /// - Returns: The walk. It throws, on its first page, ``UsageError`` with ``UsageError/Code/invalidArgument``
        ///   for a filter that the listing does not have, for a page size out of range, and for a listing of another
        ///   provider.
        public func walk<Row>(
            _ listing: Listing<Row>, in window: TimeWindow, matching filters: [(name: String, value: String)] = [],
            pageSize: Int? = nil
        ) -> Walk<Row> {
            Walk(listing.name, of: http, in: window) { [provider = http.provider] (window) throws(UsageError) in
                guard listing.provider == provider else {
                    throw UsageError(
                        .invalidArgument,
                        "the listing \(listing.name) is of \(listing.provider), and the client of \(provider)")
                }
                return try listing.endpoint(in: window, matching: filters, pageSize: pageSize)
            }
        }
    }
}
