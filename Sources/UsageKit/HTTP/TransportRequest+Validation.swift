import Foundation

extension TransportRequest {
    /// Throws if a transport must not send the request.
    ///
    /// The system's networking drops a header value with a line break, so the request would be sent without its key, and
    /// it sends a line break in a name unchanged. Errors do not repeat values.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument``.
    package func validate() throws(UsageError) {
        guard timeout > .zero else { throw UsageError(.invalidArgument, "the timeout must be above zero") }
        guard method.isToken else { throw UsageError(.invalidArgument, "the method is not a valid HTTP method") }
        let scheme = url.scheme?.lowercased()
        guard scheme == "https" || scheme == "http", url.host?.isEmpty == false else {
            throw UsageError(.invalidArgument, "the address is not an http or https URL with a host")
        }
        try headers.validate()
    }
}

extension HTTPHeaders {
    /// Throws if a field has a name or a value that cannot be sent; the error does not repeat the value.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument``.
    func validate() throws(UsageError) {
        for field in fields {
            guard field.name.isToken else {
                throw UsageError(.invalidArgument, "the name of a header field contains an invalid character")
            }
            guard field.value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
                throw UsageError(
                    .invalidArgument,
                    "the value of the header field \(field.name) contains a control or non-ASCII character")
            }
        }
    }
}

extension String {
    /// Whether the text is a token of RFC 9110, as names and methods are.
    fileprivate var isToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}
