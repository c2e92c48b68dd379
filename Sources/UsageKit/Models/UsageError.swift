/// Why something was refused or failed.
///
/// Every throwing function of this package throws this or `CancellationError`; only `Codable` adds errors of its own.
/// The error shows no key, no request body and no query string, so it can be logged as it is. For a person,
/// `localizedDescription` and `recoverySuggestion` say what failed and what to do; for a program, ``retry`` says whether
/// to try again.
public struct UsageError: Error, Sendable {
    /// What kind of failure it is.
    public let code: Code
    /// One sentence for people to read.
    public internal(set) var message: String
    /// What failed about the connection; nil for other failures.
    public var connectionFailure: ConnectionFailure?
    /// The provider that was asked.
    public var provider: ProviderID?
    /// The HTTP status.
    public var status: Int?
    /// The provider's own code for the failure.
    public var providerCode: String?
    /// What the provider says of a refusal beside its message and its code; nil if it says nothing else.
    public var refusal: Refusal?
    /// The id that the provider gave the request.
    public var requestID: String?
    /// How long the provider asks to wait.
    public var retryAfter: Duration?
    /// Whether the provider says that a retry makes sense (`x-should-retry`); nil if it does not say.
    public var shouldRetry: Bool?
    /// The method and the path of the request, without its query.
    public var endpoint: String?
    /// The byte at which the failure is, counted from 0.
    public var byteOffset: Int?
    /// The path in the document at which the failure is, for example `data[3].cost_eur`.
    public var codingPath: String?
    /// The number of decimal places at which a column holds the refused amount; nil for other failures.
    ///
    /// It is the least one if the amount has more decimal places than the column, and the greatest one if it has too many
    /// digits before the decimal point.
    public var requiredScale: Int?
    /// The error that led to this one: of the system, of a custom transport, or of the file system.
    ///
    /// That of ``URLSessionTransport`` is a `URLError` with its code alone, because the system's own holds the address with
    /// its query. Others are kept as they were thrown. No description or mirror of this error shows what they hold, and
    /// they are no part of its value: errors that differ in nothing else are equal.
    public var underlyingError: (any Error)?

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
        var context: [String] = []
        if let status { context.append("HTTP \(status)") }
        if let providerCode { context.append(providerCode) }
        if let parameter = refusal?.parameter { context.append("parameter \(parameter)") }
        if let endpoint { context.append(endpoint) }
        if let requestID { context.append("request \(requestID)") }
        if let retryAfter { context.append("retry after \(retryAfter.attoseconds / 1_000_000_000_000_000_000) s") }
        return context.isEmpty ? summary : Self.onOneLine("\(summary) [\(context.joined(separator: ", "))]")
    }

    /// The provider, the message, and where the failure is, on one line.
    var summary: String {
        var text = ""
        if let provider { text += "\(provider): " }
        text += message
        if let hint = refusal?.hint { text += "; \(hint)" }
        if let codingPath, !codingPath.isEmpty { text += " at \(codingPath)" }
        if let byteOffset { text += " (byte \(byteOffset))" }
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

extension UsageError: Hashable {
    /// Whether everything is equal but the underlying errors, which cannot be compared.
    public static func == (left: UsageError, right: UsageError) -> Bool {
        left.code == right.code && left.message == right.message && left.connectionFailure == right.connectionFailure
            && left.provider == right.provider && left.status == right.status
            && left.providerCode == right.providerCode && left.refusal == right.refusal
            && left.requestID == right.requestID
            && left.retryAfter == right.retryAfter && left.shouldRetry == right.shouldRetry
            && left.endpoint == right.endpoint && left.byteOffset == right.byteOffset
            && left.codingPath == right.codingPath && left.requiredScale == right.requiredScale
    }

    /// Feeds everything to a hasher but the underlying error.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
        hasher.combine(connectionFailure)
        hasher.combine(provider)
        hasher.combine(status)
        hasher.combine(providerCode)
        hasher.combine(refusal)
        hasher.combine(requestID)
        hasher.combine(retryAfter)
        hasher.combine(shouldRetry)
        hasher.combine(endpoint)
        hasher.combine(byteOffset)
        hasher.combine(codingPath)
        hasher.combine(requiredScale)
    }
}

extension UsageError: CustomReflectable {
    /// A mirror that shows of the underlying error only its type, because it may hold an address or a key.
    public var customMirror: Mirror {
        let underlying = underlyingError.map { "\(type(of: $0))" }
        return Mirror(
            self,
            children: ["code": code, "description": description, "underlyingError": underlying as Any],
            displayStyle: .struct)
    }
}
