extension Venice {
    /// A client of the side of Venice.ai that wallets pay (x402): no API key, but a header that the wallet signs.
    ///
    /// Making and signing the message of `SIGN-IN-WITH-X` is up to the caller, to whom the wallet belongs. The signature is
    /// handled like a key: it is never logged, and errors do not show it.
    public struct WalletClient: Sendable {
        /// The address of the wallet.
        public let address: String
        private let http: HTTPClient

        /// Creates a client.
        ///
        /// - Parameters:
        ///   - address: The address of the wallet: `0x` and 40 hexadecimal digits, or 32 to 44 characters of base 58.
        ///   - configuration: Transport, base URL and retries. Without a label, the address is that of the account.
        ///   - signIn: Supplies the value of `SIGN-IN-WITH-X`: before the first request, and once more for each request
        ///     that is refused with 401. Requests at the same time share one call, which has
        ///     ``ClientConfiguration/attemptTimeout`` to answer. Its error ends the request with
        ///     ``UsageError/Code/keyUnavailable``.
        /// - Throws: ``UsageError`` for an address or a base URL that cannot be used.
        public init(
            address: String, configuration: ClientConfiguration = ClientConfiguration(),
            signIn: @escaping @Sendable () async throws -> String
        ) throws(UsageError) {
            guard Self.isAddress(address) else {
                throw UsageError(
                    .invalidArgument,
                    "the address of a wallet must be 0x and 40 hexadecimal digits, or 32 to 44 characters of base 58")
            }
            self.address = address
            let authorization = SuppliedAuthorization(signIn) { (value) throws(UsageError) in
                .header("SIGN-IN-WITH-X", try Credential(value))
            }
            http = try HTTPClient(
                .venice, origin: "https://api.venice.ai", prefix: "/api/v1", authorization: .supplied(authorization),
                configuration: configuration.named(configuration.account ?? address),
                failureLimit: Client.failureLimit)
        }

        /// Fetches what the wallet can spend (`GET /x402/balance/{walletAddress}`).
        ///
        /// - Throws: ``UsageError`` or `CancellationError`.
        public func balance() async throws -> WalletBalance {
            try await http.document(
                WalletBalance.self, "/x402/balance/\(address)"
            ) { [address] (balance) throws(UsageError) in
                guard balance.success != false else {
                    throw UsageError(.serverFailure, "the response says that the request failed")
                }
                try Self.check(balance.walletAddress, is: address)
            }
        }

        /// Returns the walk over the movements of the wallet (`GET /x402/transactions/{walletAddress}`), in the order of
        /// the service, which is not documented.
        ///
        /// The service has no filter by time: all movements are fetched, and those outside the window are dropped.
        ///
        /// - Parameters:
        ///   - window: Which movements to deliver.
        ///   - pageSize: The number of movements a page, 1 to 100; for 1 the service is asked for 2, because pages overlap
        ///     by a row.
        /// - Returns: The walk.
        public func transactions(in window: TimeWindow = .all, pageSize: Int = 100) -> Walk<WalletTransaction> {
            Walk("x402-transactions", of: http, in: window) { [address] (_) throws(UsageError) in
                try WalletTransaction.endpoint(of: address, pageSize: pageSize)
            }
        }

        private static func isAddress(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            if bytes.starts(with: "0x".utf8) {
                return bytes.count == 42
                    && bytes.dropFirst(2).allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
                    }
            }
            return (32...44).contains(bytes.count)
                && bytes.allSatisfy { byte in
                    let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    return (0x31...0x39).contains(byte) || isLetter && !"IOl".utf8.contains(byte)
                }
        }

        /// Hexadecimal digits may come back with other capitals.
        static func check(_ found: String, is asked: String) throws(UsageError) {
            let (one, two) = found.hasPrefix("0x") ? (found.lowercased(), asked.lowercased()) : (found, asked)
            guard ByteString(one) != ByteString(two) else { return }
            throw UsageError(.mismatchedResponse, "the server answered with the figures of another wallet")
        }
    }
}
