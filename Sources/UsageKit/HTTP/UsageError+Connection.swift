extension UsageError {
    /// Creates an error for a failed connection; it holds neither the address nor the system's own error, which does.
    ///
    /// - Parameters:
    ///   - code: The system's number for the failure. On Linux nearly all failures are -1, also those of TLS.
    ///   - detail: The system's text for it: only its first words are looked at.
    init(connectionFailure code: Int, detail: String) {
        switch code {
        case -1001:
            self.init(.deadlineExceeded, "the server did not answer in time")
        case -1206 ... -1201:
            self.init(.untrustedServer, "the server's certificate is not trusted")
        case -1 where Self.isDistrust(detail):
            self.init(.untrustedServer, "the server's certificate is not trusted")
        case -1103:
            self.init(.responseTooLarge, "the response is larger than the system takes")
        case -1000:
            self.init(.invalidArgument, "the system cannot use this address")
        case -1003:
            self.init(.transport, "the host's name cannot be resolved")
        case -1004:
            self.init(.transport, "the host refuses the connection")
        case -1009:
            self.init(.transport, "there is no network")
        default:
            self.init(.transport, "the connection failed or broke (\(code))")
        }
    }

    /// Whether curl's text for a failure is about the certificate: it begins "SSL" for a handshake that broke, too.
    private static func isDistrust(_ detail: String) -> Bool {
        detail.hasPrefix("SSL")
            && !["SSL connect", "SSL_", "SSL timeout"].contains(where: detail.hasPrefix)
    }
}
