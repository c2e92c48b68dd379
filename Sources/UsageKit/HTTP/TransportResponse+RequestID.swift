extension TransportResponse {
    /// The id of the request that the header names: that of a field whose name ends in `Request-Id`, otherwise that of
    /// Cloudflare, which is the only one that some providers send.
    var requestID: String? {
        headers.fields.first { $0.name.lowercased().hasSuffix("request-id") }?.value ?? headers["CF-RAY"]
    }
}
