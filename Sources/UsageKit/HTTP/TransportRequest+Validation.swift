import Foundation

extension TransportRequest {
    /// Refuses what a transport must not send.
    ///
    /// The system's networking drops a header value that holds a line break, so that the request goes out without its
    /// key, and writes a line break in a name onto the wire. Errors do not repeat values.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument``.
    package func validate() throws(UsageError) {
        guard timeout > .zero else { throw UsageError(.invalidArgument, "the timeout is not above zero") }
        guard Self.isToken(method) else { throw UsageError(.invalidArgument, "the method is no HTTP method") }
        let scheme = url.scheme?.lowercased()
        guard scheme == "https" || scheme == "http", url.host?.isEmpty == false else {
            throw UsageError(.invalidArgument, "the address is not one of http or https")
        }
        for field in headers.fields {
            guard Self.isToken(field.name) else {
                throw UsageError(.invalidArgument, "the name of a header field holds a character that none may hold")
            }
            guard field.value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
                throw UsageError(
                    .invalidArgument,
                    "the value of the header field \(field.name) holds a line break or a character beyond ASCII")
            }
        }
    }

    /// Whether a text is a token of RFC 9110, as names and methods are.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}
