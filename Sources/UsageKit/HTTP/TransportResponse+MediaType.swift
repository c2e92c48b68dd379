extension TransportResponse {
    /// The media type of the body in lower case, without parameters; nil if the header does not say it.
    var mediaType: String? {
        guard let field = headers["Content-Type"] else { return nil }
        let type = field.prefix { $0 != ";" && $0 != "," }.split(separator: " ").joined().lowercased()
        return type.isEmpty ? nil : type
    }

    /// Throws if the header says that the body is JSON although CSV was asked for, or CSV although JSON was.
    ///
    /// Other types are no reason: servers label JSON in many ways, and the body decides.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/mismatchedResponse``.
    func requireForm(_ accept: String) throws(UsageError) {
        guard let type = mediaType else { return }
        let isOther =
            accept == "text/csv"
            ? type.hasSuffix("json") : accept == "application/json" && (type == "text/csv" || type == "application/csv")
        guard isOther else { return }
        throw UsageError(.mismatchedResponse, "the server answered with \(type) to a request for \(accept)")
    }
}
