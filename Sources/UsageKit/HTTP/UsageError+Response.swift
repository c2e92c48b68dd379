extension UsageError.Code {
    /// The code of an unsuccessful response.
    package init(refusalWithStatus status: Int) {
        self =
            switch status {
            case 300..<400: .redirectRefused
            case 401: .unauthorized
            case 402: .paymentRequired
            case 403: .forbidden
            case 404: .notFound
            case 407: .transport
            case 410: .endpointRetired
            case 429: .rateLimited
            case 400..<500: .requestRefused
            case 500..<600: .serverFailure
            default: .transport
            }
    }

    /// The codes of decoding errors that a second response may not have, because a truncated response or one that was
    /// meant for another request can cause them.
    static let undecodable: Set<UsageError.Code> = [
        .malformedJSON, .malformedCSV, .unexpectedShape, .invalidTimestamp, .inexactNumber, .mismatchedResponse,
    ]
}

extension UsageError {
    /// Creates an error for an unsuccessful response, with the code of its status.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - message: The provider's message; nil for a message of this package.
    package init(refusal response: TransportResponse, message: String? = nil) {
        let code = Code(refusalWithStatus: response.status)
        self.init(code, message.flatMap { $0.isEmpty ? nil : $0 } ?? Self.sentence(for: response.status))
        if response.status == 407 { connectionFailure = .proxyAuthentication }
        status = response.status
        requestID = response.requestID
    }

    /// Creates an error for a response whose body is not in the provider's error format.
    init(refusal response: TransportResponse, quoting body: String?) {
        let sentence = Self.sentence(for: response.status)
        self.init(refusal: response, message: body.map { "\(sentence); the response begins: \($0)" })
    }

    /// The error for a response whose decoder failed with another error.
    static func undecodable(_ cause: any Error) -> UsageError {
        var error = UsageError(.unexpectedShape, "the response cannot be decoded")
        error.underlyingError = cause
        return error
    }

    /// Returns the error with another message.
    func withMessage(_ message: String) -> UsageError {
        var error = self
        error.message = message
        return error
    }

    /// Returns the error with all texts of the server cleaned and missing context filled in.
    func completed(provider: ProviderID, endpoint: String, status: Int?, text: ErrorText) -> UsageError {
        var error = UsageError(code, text.cleaned(message))
        error.connectionFailure = connectionFailure
        error.provider = self.provider ?? provider
        error.status = self.status ?? status
        error.providerCode = providerCode.map(text.cleaned)
        error.refusal = refusal?.cleaned(by: text)
        error.requestID = requestID.map(text.cleaned)
        error.retryAfter = retryAfter
        error.shouldRetry = shouldRetry
        error.underlyingError = underlyingError
        error.endpoint = self.endpoint ?? endpoint
        error.byteOffset = byteOffset
        error.codingPath = codingPath.map(text.cleaned)
        return error
    }

    private static func sentence(for status: Int) -> String {
        switch Code(refusalWithStatus: status) {
        case .redirectRefused: "the provider answered with a redirect; redirects are never followed"
        case .unauthorized: "the key is missing, wrong or revoked"
        case .paymentRequired: "payment is required"
        case .forbidden: "the key does not have permission for this request"
        case .notFound: "the address was not found at the provider"
        case .endpointRetired: "the endpoint has been retired"
        case .rateLimited: "the provider asks the client to slow down"
        case .serverFailure: "the provider reported a server error"
        case .requestRefused: "the provider refused the request"
        case _ where status == 407: "the proxy asks for credentials"
        default: "the response has an unknown HTTP status"
        }
    }
}
