extension UsageError {
    /// Creates an error for a failed connection, without the address and without the system's error, which contains it.
    ///
    /// - Parameters:
    ///   - code: The system's error code. On Linux nearly all failures have the code -1, including those of TLS.
    ///   - detail: The system's message; only its first words are examined.
    init(connectionFailure code: Int, detail: String) {
        switch code {
        case -1001:
            self.init(.deadlineExceeded, "the server did not respond within the timeout")
        case -1206 ... -1201:
            self.init(.untrustedServer, "the server's certificate is not trusted")
        case -1 where Self.isDistrust(detail):
            self.init(.untrustedServer, "the server's certificate is not trusted")
        case -1103:
            self.init(.responseTooLarge, "the response is larger than the system allows")
        case -1000:
            self.init(.invalidArgument, "the URL is not supported")
        case -1003:
            self.init(.transport, "the host name cannot be resolved")
        case -1004:
            self.init(.transport, "the host refused the connection")
        case -1009:
            self.init(.transport, "there is no network connection")
        default:
            self.init(.transport, "the connection failed or was lost (\(code))")
        }
    }

    /// Whether curl's message is about the certificate; messages about a failed handshake begin with "SSL", too.
    private static func isDistrust(_ detail: String) -> Bool {
        detail.hasPrefix("SSL")
            && !["SSL connect", "SSL_", "SSL timeout"].contains(where: detail.hasPrefix)
    }
}
