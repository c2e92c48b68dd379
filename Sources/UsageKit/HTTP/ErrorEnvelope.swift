/// The body of an error response, in the shapes that JSON APIs use: `{"error": "…"}`, `{"error": {"message", "code", …}}` and
/// `{"message", "code"}`.
struct ErrorEnvelope {
    private let body: JSONValue
    /// A larger body is not kept.
    private static let maximumBodyBytes = 16_384

    /// Reads the body of a response; nil if it is not a JSON object.
    init?(in response: TransportResponse) {
        guard let body = try? JSONValue(json: response.body), case .object = body else { return nil }
        self.body = body
    }

    /// The error that the body describes; nil if the body has no message.
    func refusal(of response: TransportResponse) -> UsageError? {
        guard var message = body["error"]?.string ?? detail["message"]?.string ?? detail["code"]?.string else {
            return nil
        }
        if response.status == 410, let successor = Deprecation.successor(in: response.headers),
            !message.contains(successor)
        {
            message += "; its successor is \(successor)"
        }
        var error = UsageError(refusal: response, message: message)
        error.providerCode = detail["code"]?.string ?? detail["type"]?.string
        error.requestID = detail["request_id"]?.string ?? detail["requestId"]?.string ?? error.requestID
        error.refusal = UsageError.Refusal(
            type: detail["type"]?.string, parameter: detail["param"]?.string, hint: detail["hint"]?.string,
            documentation: detail["doc_url"]?.string, failureCode: response.headers["X-Failure-Code"],
            body: response.body.count <= Self.maximumBodyBytes ? body.text : nil)
        if case .number(let number) = detail["retryAfter"], let seconds = Int64(number.literal), seconds >= 0 {
            error.retryAfter = .seconds(seconds)
        }
        return error
    }

    /// The object that contains message and code.
    private var detail: JSONValue {
        if let error = body["error"], case .object = error { error } else { body }
    }
}

extension UsageError.Refusal {
    /// Returns it with all texts of the server cleaned.
    func cleaned(by text: ErrorText) -> UsageError.Refusal {
        var refusal = self
        refusal.type = type.map(text.cleaned)
        refusal.parameter = parameter.map(text.cleaned)
        refusal.hint = hint.map(text.cleaned)
        refusal.documentation = documentation.map(text.cleaned)
        refusal.failureCode = failureCode.map(text.cleaned)
        refusal.body = body.flatMap { try? JSONValue(json: Array($0.utf8)) }.map { text.cleaned($0).text }
        return refusal
    }
}
