import Testing

@testable import UsageKit

@Suite struct UsageErrorConnectionTests {
    @Test func aTimeoutIsADeadline() {
        let error = UsageError(connectionFailure: -1001, detail: "The request timed out.")
        #expect(error.code == .deadlineExceeded)
        #expect(error.message == "the server did not respond within the timeout")
    }

    /// The codes of Apple's systems, and curl's messages for the only code on Linux.
    @Test(arguments: [
        (-1001, "", UsageError.Code.deadlineExceeded), (-1003, "", .transport), (-1004, "", .transport),
        (-1005, "", .transport), (-1009, "", .transport), (-1011, "", .transport), (-1200, "", .transport),
        (-1201, "", .untrustedServer), (-1202, "", .untrustedServer), (-1203, "", .untrustedServer),
        (-1204, "", .untrustedServer), (-1000, "", .invalidArgument), (-1103, "", .responseTooLarge),
        (-1002, "Received HTTP/0.9 when not allowed", .transport),
        (-1, "SSL certificate problem: certificate has expired", .untrustedServer),
        (-1, "SSL: no alternative certificate subject name matches target host name 'localhost'", .untrustedServer),
        (-1, "SSL peer certificate or SSH remote key was not OK", .untrustedServer),
        (-1, "SSL connect error", .transport), (-1, "SSL connection timeout", .transport),
        (-1, "OpenSSL SSL_connect: Connection reset by peer", .transport),
        (-1, "transfer closed with 96 bytes remaining to read", .transport), (-1, "", .transport),
    ])
    func mapsTheErrorsOfEverySystem(code: Int, detail: String, expected: UsageError.Code) {
        let error = UsageError(connectionFailure: code, detail: detail)
        #expect(error.code == expected)
        #expect(detail.isEmpty || !error.message.contains(detail))
    }
}
