extension UsageError {
    /// What failed about a connection: an open set, so a new kind can be added without breaking a caller.
    public struct ConnectionFailure: Hashable, Sendable, CustomStringConvertible {
        private let name: String
        /// Whether another attempt within seconds can succeed, so that a client makes one.
        public let isTransient: Bool

        private init(_ name: String, isTransient: Bool) {
            self.name = name
            self.isTransient = isTransient
        }

        /// The name of the kind, from a small fixed set: safe as a label of a metric.
        public var description: String { name }

        /// The name of the host or of the proxy was not found.
        public static let nameNotFound = Self("nameNotFound", isTransient: false)
        /// The host or the proxy refused the connection.
        public static let refused = Self("refused", isTransient: true)
        /// The connection was lost, or the response ended early or cannot be read.
        public static let broken = Self("broken", isTransient: true)
        /// The server did not answer within the timeout.
        public static let timedOut = Self("timedOut", isTransient: true)
        /// The request was not sent within its timeout: all connections were in use, or the system did not start it.
        public static let notSent = Self("notSent", isTransient: true)
        /// The device has no network.
        public static let offline = Self("offline", isTransient: true)
        /// TLS failed: the certificate is not trusted (``UsageError/Code/untrustedServer``), or both sides have no version or
        /// cipher in common.
        public static let tls = Self("tls", isTransient: false)
        /// The proxy asks for credentials (407).
        public static let proxyAuthentication = Self("proxyAuthentication", isTransient: false)
        /// The proxy cannot be used: it refused to connect to the host (4xx other than 407), or its address is invalid.
        public static let proxyUnusable = Self("proxyUnusable", isTransient: false)
        /// The body has a compression that cannot be undone.
        public static let unknownEncoding = Self("unknownEncoding", isTransient: false)
    }
}
