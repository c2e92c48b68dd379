public import UsageKit

extension TransportResponse {
    /// Returns a response with a JSON value as its body.
    ///
    /// - Parameters:
    ///   - body: The value.
    ///   - status: The status.
    ///   - headers: The header; it gets a `Content-Type` if it has none.
    /// - Returns: The response.
    public static func json(_ body: JSONValue, status: Int = 200, headers: HTTPHeaders = [:]) -> TransportResponse {
        json(body.text, status: status, headers: headers)
    }

    /// Returns a response with a JSON text as its body, which need not be valid.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - status: The status.
    ///   - headers: The header; it gets a `Content-Type` if it has none.
    /// - Returns: The response.
    public static func json(_ text: String, status: Int = 200, headers: HTTPHeaders = [:]) -> TransportResponse {
        var headers = headers
        if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        return TransportResponse(status: status, headers: headers, body: text)
    }
}
