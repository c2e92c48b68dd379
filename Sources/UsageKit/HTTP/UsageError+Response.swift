extension UsageError.Code {
    /// The kind of a response that is no success.
    package init(refusalWithStatus status: Int) {
        self =
            switch status {
            case 300..<400: .redirectRefused
            case 401: .unauthorized
            case 402: .paymentRequired
            case 403: .forbidden
            case 404: .notFound
            case 410: .endpointRetired
            case 429: .rateLimited
            case 400..<500: .requestRefused
            case 500..<600: .serverFailure
            default: .transport
            }
    }

    /// What decoding a response may fail with for want of bytes: a cut connection can look like this.
    static let undecodable: Set<UsageError.Code> = [
        .malformedJSON, .unexpectedShape, .invalidTimestamp, .inexactNumber,
    ]
}

extension UsageError {
    /// Creates an error for a response that is no success, with the kind that its status stands for.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - message: What the provider says; nil for a sentence of this package.
    package init(refusal response: TransportResponse, message: String? = nil) {
        let code = Code(refusalWithStatus: response.status)
        self.init(code, message.flatMap { $0.isEmpty ? nil : $0 } ?? Self.sentence(for: code))
        status = response.status
        requestID = response.requestID
    }

    /// Creates an error for a response whose body is none of the provider's known ones.
    init(refusal response: TransportResponse, quoting body: String?) {
        let sentence = Self.sentence(for: Code(refusalWithStatus: response.status))
        self.init(refusal: response, message: body.map { "\(sentence); the answer begins: \($0)" })
    }

    /// Returns the error with all texts that came from a server cleaned, and with what it does not know filled in.
    func completed(provider: ProviderID, endpoint: String, status: Int?, text: ErrorText) -> UsageError {
        var error = UsageError(code, text.cleaned(message))
        error.provider = self.provider ?? provider
        error.status = self.status ?? status
        error.providerCode = providerCode.map(text.cleaned)
        error.requestID = requestID.map(text.cleaned)
        error.retryAfter = retryAfter
        error.endpoint = self.endpoint ?? endpoint
        error.byteOffset = byteOffset
        error.codingPath = codingPath.map(text.cleaned)
        return error
    }

    private static func sentence(for code: Code) -> String {
        switch code {
        case .redirectRefused: "the provider answered with a redirect, which is never followed"
        case .unauthorized: "the key is missing, wrong or revoked"
        case .paymentRequired: "the provider wants to be paid first"
        case .forbidden: "the key may not do this"
        case .notFound: "the provider does not know this address"
        case .endpointRetired: "the endpoint is no more"
        case .rateLimited: "the provider asks to slow down"
        case .serverFailure: "the provider failed"
        case .requestRefused: "the provider refused the request"
        default: "the response is none that HTTP knows"
        }
    }
}
