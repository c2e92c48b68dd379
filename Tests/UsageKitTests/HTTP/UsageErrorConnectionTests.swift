import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageErrorConnectionTests {
    private static func origin(_ text: String) throws -> HTTPOrigin { HTTPOrigin(try #require(URL(string: text))) }

    private func error(_ code: Int, _ detail: String) throws -> UsageError {
        UsageError(
            connectionFailure: code, detail: detail, to: try Self.origin("https://api.example.com/v1?key=secret"))
    }

    @Test func aTimeoutIsADeadline() throws {
        let error = try error(-1001, "The request timed out.")
        #expect(error.code == .deadlineExceeded)
        #expect(error.message == "api.example.com did not respond within the timeout")
        #expect(error.connectionFailure == .timedOut)
    }

    @Test func theErrorOfTheSystemIsAURLError() throws {
        #expect((try error(-1004, "").underlyingError as? URLError)?.code == .cannotConnectToHost)
    }

    @Test func aRequestThatWasNotSentSaysSo() throws {
        let origin = try Self.origin("https://api.example.com")
        for error in [UsageError.allConnectionsInUse(6, origin), .notStarted(origin)] {
            #expect(error.code == .deadlineExceeded)
            #expect(error.connectionFailure == .notSent)
        }
    }

    /// The error of the system holds the address and, on some systems, the whole request.
    @Test(arguments: [-1, -1001, -1004, -1202, 307])
    func keepsTheCodeOfTheSystemsErrorAndNothingElse(code: Int) throws {
        let error = try error(code, "cannot reach https://api.example.com/v1?key=secret")
        let underlying = try #require(error.underlyingError) as NSError
        #expect(underlying.code == code)
        #expect(underlying.domain == NSURLErrorDomain)
        #expect(!"\(underlying.userInfo) \(underlying)".contains("secret"))
    }

    @Test func aRefusedConnectionSaysSoWithTheSystemsText() throws {
        let error = try error(-1004, "Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server")
        #expect(error.code == .transport)
        #expect(error.connectionFailure == .refused)
        #expect(
            error.message == "the connection was refused: Failed to connect to 127.0.0.1 port 9 after 0 ms: "
                + "Couldn't connect to server")
    }

    /// The codes of Apple's systems, and curl's messages for the only code on Linux.
    @Test(
        arguments: [
            (-1003, "", UsageError.Code.transport, UsageError.ConnectionFailure.nameNotFound),
            (-1006, "", .transport, .nameNotFound), (-1004, "", .transport, .refused), (-1005, "", .transport, .broken),
            (-1009, "", .transport, .offline), (-1011, "", .transport, .broken), (-1200, "", .transport, .tls),
            (-1201, "", .untrustedServer, .tls), (-1202, "", .untrustedServer, .tls),
            (-1203, "", .untrustedServer, .tls), (-1204, "", .untrustedServer, .tls),
            (307, "", .transport, .proxyAuthentication), (-1000, "", .invalidArgument, nil),
            (-1103, "", .responseTooLarge, nil),
            (-1002, "Received HTTP/0.9 when not allowed", .transport, .broken),
            (-1003, "Could not resolve host: nowhere.invalid", .transport, .nameNotFound),
            (-1, "Could not resolve proxy: nowhere.invalid", .transport, .nameNotFound),
            (-1, "SSL certificate problem: certificate has expired", .untrustedServer, .tls),
            (
                -1, "SSL: no alternative certificate subject name matches target host name 'localhost'",
                .untrustedServer, .tls
            ),
            (-1, "SSL peer certificate or SSH remote key was not OK", .untrustedServer, .tls),
            (-1, "SSL connect error", .transport, .tls),
            (-1, "OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number", .transport, .tls),
            (-1, "OpenSSL/3.0.19: error:0A000410:SSL routines::sslv3 alert handshake failure", .transport, .tls),
            (-1, "gnutls_handshake() failed: Handshake failed", .transport, .tls),
            (-1, "SSL connection timeout", .transport, .broken),
            (-1, "OpenSSL SSL_connect: Connection reset by peer", .transport, .broken),
            (-1, "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to 127.0.0.1:18905 ", .transport, .broken),
            (
                -1, "OpenSSL SSL_read: error:0A000126:SSL routines::unexpected eof while reading, errno 0",
                .transport, .broken
            ),
            (-1, "CONNECT tunnel failed, response 407", .transport, .proxyAuthentication),
            (-1, "Received HTTP code 407 from proxy after CONNECT", .transport, .proxyAuthentication),
            (-1, "CONNECT tunnel failed, response 403", .transport, .proxyUnusable),
            (-1, "CONNECT tunnel failed, response 502", .transport, .broken),
            (-1, "Unsupported proxy scheme for 'ftp://x:99'", .transport, .proxyUnusable),
            (
                -1, "Unrecognized content encoding type. libcurl understands deflate, gzip content encodings.",
                .transport, .unknownEncoding
            ),
            (-1, "Reject response due to more than 5 content encodings", .transport, .unknownEncoding),
            (-1, "Error while processing content unencoding: incorrect header check", .transport, .broken),
            (-1, "transfer closed with 96 bytes remaining to read", .transport, .broken), (-1, "", .transport, .broken),
        ] as [(Int, String, UsageError.Code, UsageError.ConnectionFailure?)])
    func mapsTheErrorsOfEverySystem(
        code: Int, detail: String, expected: UsageError.Code, failure: UsageError.ConnectionFailure?
    ) throws {
        let error = try error(code, detail)
        #expect(error.code == expected)
        #expect(error.connectionFailure == failure)
        #expect(!error.message.contains("ftp://"))
    }

    @Test func leavesOutURLs() throws {
        let error = try error(-1, "cannot reach https://user:secret@proxy.example/v1?key=secret through the proxy")
        #expect(error.message == "the connection failed or was lost: cannot reach <URL> through the proxy")
    }

    @Test(arguments: [
        ("http://127.0.0.1:9000/x?y", "127.0.0.1:9000"), ("https://api.example.com:443/x", "api.example.com"),
        ("http://api.example.com:443/", "api.example.com:443"), ("http://[::1]:8080/", "[::1]:8080"),
        ("https://API.example.com/", "api.example.com"),
    ])
    func namesTheServerOnly(url: String, name: String) throws {
        #expect("\(try Self.origin(url))" == name)
    }
}
