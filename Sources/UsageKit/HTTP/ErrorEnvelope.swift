/// The body of an error response, in the shapes that JSON APIs use: `{"error": "…"}`, `{"error": {"message", "code", …}}` and
/// `{"message", "code"}`.
struct ErrorEnvelope {
    private let body: JSONValue

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
        if response.status == 410, let successor = Self.successor(in: response), !message.contains(successor) {
            message += "; its successor is \(successor)"
        }
        var error = UsageError(refusal: response, message: message)
        error.providerCode = detail["code"]?.string ?? detail["type"]?.string
        error.requestID = detail["request_id"]?.string ?? detail["requestId"]?.string ?? error.requestID
        if case .number(let number) = detail["retryAfter"], let seconds = Int64(number.literal), seconds >= 0 {
            error.retryAfter = .seconds(seconds)
        }
        return error
    }

    /// The target of `Link: <…>; rel="successor-version"` (RFC 5829).
    private static func successor(in response: TransportResponse) -> String? {
        let links = response.headers["Link"]?.split(separator: ",") ?? []
        return links.first { $0.contains("successor-version") }?
            .split(separator: "<").last?.split(separator: ">").first.map(String.init)
    }

    /// The object that contains message and code.
    private var detail: JSONValue {
        if let error = body["error"], case .object = error { error } else { body }
    }
}
