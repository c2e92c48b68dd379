import Testing

@testable import UsageKit

@Suite struct UsageErrorConnectionTests {
    /// The codes of Apple's systems, and the texts that curl gives for the one code of Linux.
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
    func meansTheSameOnEachSystem(code: Int, detail: String, expected: UsageError.Code) {
        let error = UsageError(connectionFailure: code, detail: detail)
        #expect(error.code == expected)
        #expect(detail.isEmpty || !error.message.contains(detail))
    }
}
