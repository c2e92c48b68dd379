extension Auralytik.Client {
    /// Reads a list in either of the two envelopes on the vendor's site, or a bare one, which no page shows.
    private static func rows<Document: JSONDocument>(
        from json: inout JSONReader
    ) throws(UsageError) -> [Document] {
        json.skipWhitespace()
        if json.begins(with: "[") { return try [Document](from: &json) }
        var rows: [Document]?
        try json.eachMember { (name, json) throws(UsageError) in
            guard name == "data" else { return try json.skipValue() }
            guard rows == nil else { throw json.malformed("the field data is repeated") }
            rows = try [Document](from: &json)
        }
        guard let rows else { throw json.error("the field data is missing", .unexpectedShape, at: nil) }
        return rows
    }

    /// Fetches all rows of a list.
    ///
    /// The first request names no page. Others follow only if the response says that there are more, so that nothing is
    /// asked for that the provider does not have.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/incompleteWalk`` if fewer rows came than the provider promised, and
    ///   with ``UsageError/Code/ceilingReached`` after 1,000 pages.
    func list<Document: JSONDocument>(_ path: String) async throws -> [Document] {
        func failure(_ code: UsageError.Code, _ message: String) -> UsageError {
            var error = UsageError(code, message)
            error.provider = .auralytik
            error.endpoint = "GET \(path)"
            return error
        }
        var rows: [Document] = []
        var last: [Document] = []
        for number in 1...1000 {
            let query: [(name: String, value: String)] = number == 1 ? [] : [("page", String(number))]
            let (new, list) = try await http.fetch(path, query: query) { response in
                try response.read { (json, envelope) throws(UsageError) in
                    let rows: [Document] = try Self.rows(from: &json)
                    try envelope?.requireSuccess()
                    return (rows, envelope)
                }
            }
            if let page = list?.page, page != number {
                throw failure(
                    .mismatchedResponse, "the server answered with page \(page) to a request for page \(number)")
            }
            guard new.isEmpty || new != last else {
                throw failure(.paginationStalled, "page \(number) of the list is the same as the page before it")
            }
            rows += new
            last = new
            let isPromised =
                list?.total ?? 0 > rows.count || list?.pageCount ?? 0 > number || list?.hasMore == true
                || !(list?.nextCursor ?? "").isEmpty
            guard isPromised else { return rows }
            guard !new.isEmpty else {
                throw failure(
                    .incompleteWalk,
                    "the provider promises more rows of the list, but page \(number) is empty after \(rows.count)")
            }
        }
        throw failure(.ceilingReached, "the list has more than 1,000 pages")
    }
}
