import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import UsageKit

extension UsageError {
    /// Creates an error for a failed connection.
    ///
    /// The failure's own message can contain the address, so only ``underlyingError`` has it, which no description shows.
    init(connectionFailure error: any Error, maximumBytes: Int) {
        let causes = Self.causes(of: error)
        if let error = error as? UsageError {
            self = error
        } else if error as? NIOHTTPDecompression.DecompressionError == .limit {
            self = .tooLarge(maximumBytes)
        } else if causes.contains(where: Self.isTimeout) {
            self = .timedOut
        } else if Self.isDistrust(error) {
            self.init(.tls, "the server's certificate is not trusted", code: .untrustedServer)
        } else if case NIOSSLError.handshakeFailed(.sslError) = error {
            self.init(.tls, "TLS could not be set up")
        } else if error as? HTTPClientError == .proxyAuthenticationRequired {
            self.init(.proxyAuthentication, "the proxy asks for credentials")
        } else if causes.isEmpty {
            self.init(.nameNotFound, "the host name was not found")
        } else if causes.allSatisfy({ ($0 as? IOError)?.errnoCode == ECONNREFUSED }) {
            self.init(.refused, "the connection was refused")
        } else {
            self.init(.broken, "the connection failed or was lost (\(type(of: error)))")
        }
        if !(error is UsageError) { underlyingError = error }
    }

    init(_ failure: ConnectionFailure, _ message: String, code: Code = .transport) {
        self.init(code, message)
        connectionFailure = failure
    }

    static var timedOut: UsageError {
        UsageError(.timedOut, "the server did not respond within the timeout", code: .deadlineExceeded)
    }

    static func tooLarge(_ maximumBytes: Int) -> UsageError {
        UsageError(.responseTooLarge, "the response is larger than \(maximumBytes) bytes")
    }

    /// The error itself, or the errors for each address of the host; empty if the host has no address.
    private static func causes(of error: any Error) -> [any Error] {
        (error as? NIOConnectionError)?.connectionErrors.map(\.error) ?? [error]
    }

    private static func isTimeout(_ error: any Error) -> Bool {
        if case .connectTimeout = error as? ChannelError { return true }
        let timeouts: [HTTPClientError] = [
            .connectTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout,
            .readTimeout, .socksHandshakeTimeout, .tlsHandshakeTimeout, .writeTimeout,
        ]
        return (error as? HTTPClientError).map(timeouts.contains) ?? false
    }

    /// Whether the certificate was refused, unlike a handshake that failed for another reason.
    private static func isDistrust(_ error: any Error) -> Bool {
        switch error {
        case NIOSSLError.handshakeFailed(let reason): "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate: true
        case let error as NIOSSLExtraError: error == .failedToValidateHostname
        default: false
        }
    }
}
