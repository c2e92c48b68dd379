internal import Foundation

// The errors of connections. They name the host, but not the path and the query, which the system's own error contains.

extension UsageError {
    /// The error for a server that did not answer in time.
    static func timedOut(_ origin: HTTPOrigin) -> UsageError {
        UsageError(.timedOut, "\(origin) did not respond within the timeout")
    }

    /// The error for a request that waited for a connection until its timeout.
    static func allConnectionsInUse(_ count: Int, _ origin: HTTPOrigin) -> UsageError {
        UsageError(
            .notSent,
            "the request was not sent: until its timeout, other requests used all \(count) connections to "
                + "\(origin)")
    }

    /// The error for a request that the system did not start in time, for example because it looked up another name.
    static func notStarted(_ origin: HTTPOrigin) -> UsageError {
        UsageError(.notSent, "the system did not start the request to \(origin) within the timeout")
    }

    private init(_ failure: ConnectionFailure, _ message: String) {
        self.init(.deadlineExceeded, message)
        connectionFailure = failure
    }

    /// Creates an error for a failed connection.
    ///
    /// - Parameters:
    ///   - code: The system's error code. On Linux nearly all failures have the code -1, including those of TLS.
    ///   - detail: The system's message, on Linux that of curl; the error repeats it without URLs.
    ///   - origin: The server of the request.
    init(connectionFailure code: Int, detail: String, to origin: HTTPOrigin) {
        if code == -1001 {
            self = .timedOut(origin)
        } else {
            let cause = Cause(code, detail)
            let text = Self.withoutURLs(detail)
            self.init(cause.code, text.isEmpty ? "\(cause.sentence) (\(code))" : "\(cause.sentence): \(text)")
            connectionFailure = cause.failure
        }
        // Only the code: the rest of the system's error has the address and, on some systems, the request with its key.
        underlyingError = Self.systemError(code)
    }

    /// The system's error with nothing but its code.
    private static func systemError(_ code: Int) -> any Error {
        // On Linux there is no value for a code that Foundation does not list.
        let known = URLError.Code(rawValue: code) as URLError.Code?
        return known.map { URLError($0) } ?? NSError(domain: NSURLErrorDomain, code: code)
    }

    /// A text with each URL replaced: that of a request has a query, that of a proxy can have a password.
    private static func withoutURLs(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: true)
            .map { word in word.contains("://") ? "<URL>" : String(word) }
            .joined(separator: " ")
    }

    /// What a system's error means.
    private struct Cause {
        var code = Code.transport
        var failure: ConnectionFailure?
        let sentence: String

        init(_ code: Int, _ detail: String) {
            switch code {
            case -1206 ... -1201: self.init(.untrustedServer, .tls, "the server's certificate is not trusted")
            case -1200: self.init(.transport, .tls, "TLS could not be set up")
            case -1103: self.init(.responseTooLarge, nil, "the response is larger than the system allows")
            case -1000: self.init(.invalidArgument, nil, "the URL is not supported")
            case -1003, -1006: self.init(.transport, .nameNotFound, "the host name was not found")
            case -1004: self.init(.transport, .refused, "the connection was refused")
            case -1009, -1018, -1020: self.init(.transport, .offline, "there is no network connection")
            case 307: self.init(.transport, .proxyAuthentication, "the proxy asks for credentials")
            case -1: self.init(saidByCurl: detail)
            default: self.init(.transport, .broken, "the connection failed or was lost")
            }
        }

        private init(_ code: Code, _ failure: ConnectionFailure?, _ sentence: String) {
            self.code = code
            self.failure = failure
            self.sentence = sentence
        }

        /// Reads curl's message; one code covers all of the following.
        private init(saidByCurl detail: String) {
            let proxyStatus = Self.proxyStatus(detail)
            if Self.isDistrust(detail) {
                self.init(.untrustedServer, .tls, "the server's certificate is not trusted")
            } else if Self.isFailedHandshake(detail) {
                self.init(.transport, .tls, "TLS could not be set up")
            } else if detail.hasPrefix("Could not resolve proxy") {
                self.init(.transport, .nameNotFound, "the name of the proxy was not found")
            } else if detail.hasPrefix("Unrecognized content encoding") || detail.hasSuffix("content encodings") {
                self.init(.transport, .unknownEncoding, "the response has an unknown content encoding")
            } else if proxyStatus == 407 {
                self.init(.transport, .proxyAuthentication, "the proxy asks for credentials")
            } else if (400..<500).contains(proxyStatus ?? 0) || detail.hasPrefix("Unsupported proxy") {
                self.init(.transport, .proxyUnusable, "the proxy cannot be used")
            } else {
                self.init(.transport, .broken, "the connection failed or was lost")
            }
        }

        /// The status with which a proxy refused a tunnel, in `CONNECT tunnel failed, response 407` and, in older versions,
        /// `Received HTTP code 407 from proxy after CONNECT`.
        private static func proxyStatus(_ detail: String) -> Int? {
            guard detail.contains("CONNECT") else { return nil }
            return detail.split { !$0.isNumber }.first { $0.utf8.count == 3 }.flatMap { Int($0) }
        }

        /// Whether the message is about the certificate; messages about a failed handshake begin with "SSL", too.
        private static func isDistrust(_ detail: String) -> Bool {
            detail.hasPrefix("SSL")
                && !["SSL connect", "SSL_", "SSL timeout", "SSL connection"].contains(where: detail.hasPrefix)
        }

        /// Whether both sides could not agree on TLS, unlike a connection that was lost meanwhile.
        private static func isFailedHandshake(_ detail: String) -> Bool {
            let isTLS = ["SSL connect error", "SSL routines:", "gnutls_handshake", "schannel:"].contains(
                where: detail.contains)
            return isTLS && !["unexpected eof", "SSL_read", "SSL_write", "SYSCALL"].contains(where: detail.contains)
        }
    }
}
