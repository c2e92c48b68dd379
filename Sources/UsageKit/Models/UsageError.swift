/// Why something was refused or failed.
///
/// Every throwing function of this package throws this or `CancellationError`; only `Codable` adds errors of its own.
/// The error holds no key, no request body and no query string, so it can be logged as it is.
public struct UsageError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public let code: Code
    /// One sentence for people to read.
    public internal(set) var message: String
    /// What failed about the connection; nil if a response was received, and for other failures.
    public var connectionFailure: ConnectionFailure?
    /// The provider that was asked.
    public var provider: ProviderID?
    /// The HTTP status.
    public var status: Int?
    /// The provider's own code for the failure.
    public var providerCode: String?
    /// The id that the provider gave the request.
    public var requestID: String?
    /// How long the provider asks to wait.
    public var retryAfter: Duration?
    /// The method and the path of the request, without its query.
    public var endpoint: String?
    /// The byte at which the failure is, counted from 0.
    public var byteOffset: Int?
    /// The path in the document at which the failure is, for example `data[3].cost_eur`.
    public var codingPath: String?

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension UsageError: CustomStringConvertible {
    /// One line: the provider, the message, where the failure is, and what was asked.
    ///
    /// Line breaks and other control characters, which can come from a server, become spaces.
    public var description: String {
        var text = ""
        if let provider { text += "\(provider): " }
        text += message
        if let codingPath, !codingPath.isEmpty { text += " at \(codingPath)" }
        if let byteOffset { text += " (byte \(byteOffset))" }
        var context: [String] = []
        if let status { context.append("HTTP \(status)") }
        if let providerCode { context.append(providerCode) }
        if let endpoint { context.append(endpoint) }
        if let requestID { context.append("request \(requestID)") }
        if let retryAfter { context.append("retry after \(retryAfter.attoseconds / 1_000_000_000_000_000_000) s") }
        if !context.isEmpty { text += " [\(context.joined(separator: ", "))]" }
        return Self.onOneLine(text)
    }

    private static func onOneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { (scalar) -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
