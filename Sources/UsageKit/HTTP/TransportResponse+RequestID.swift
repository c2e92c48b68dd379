extension TransportResponse {
    /// The id of the request that the header names.
    ///
    /// A field of the provider's own, whose name ends in `-Request-Id`, comes first, then that of Cloudflare. An
    /// `X-Request-Id` comes last, because any proxy on the way may have set it.
    var requestID: String? {
        let suffix = "-request-id"
        let own = headers.fields.first { field in
            let name = field.name.lowercased()
            return name.hasSuffix(suffix) && name != "x\(suffix)"
        }
        return own?.value ?? headers["CF-RAY"] ?? headers["X-Request-Id"]
    }
}
