/// A list in either of the two envelopes on the vendor's site; the nested one has the same names in `pagination`.
private struct AuralytikList<Document: JSONDocument>: Sendable {
    var rows: [Document]?
    var page: Int?
    var totalCount: Int?
    var totalPages: Int?

    init(_ body: [UInt8]) throws(UsageError) {
        var list = Self()
        try JSONReader.read(body) { (json) throws(UsageError) in
            json.skipWhitespace()
            if json.begins(with: "[") {
                // A bare list, which no page shows.
                list.rows = try [Document](from: &json)
                return
            }
            try json.eachMember { (name, json) throws(UsageError) in
                if name == "pagination", json.null() { return }
                if name == "pagination" {
                    try json.eachMember { (name, json) throws(UsageError) in try list.read(name, from: &json) }
                } else {
                    try list.read(name, from: &json)
                }
            }
            guard list.rows != nil else { throw json.error("the field data is missing", .unexpectedShape, at: nil) }
        }
        self = list
    }

    private init() {}

    private mutating func read(_ name: String, from json: inout JSONReader) throws(UsageError) {
        switch name {
        case "data":
            guard rows == nil else { throw json.malformed("the field data is repeated") }
            rows = try [Document](from: &json)
        case "error":
            if let refusal = UsageError.stated("the response states an error", in: try json.value()) { throw refusal }
        case "page": page = try .optional(from: &json)
        case "totalCount": totalCount = try .optional(from: &json)
        case "totalPages": totalPages = try .optional(from: &json)
        default: try json.skipValue()
        }
    }
}

extension Auralytik.Client {
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
            let list = try await http.fetch(path, query: query) { response in
                try AuralytikList<Document>(response.body)
            }
            let new = list.rows ?? []
            if let page = list.page, page != number {
                throw failure(
                    .mismatchedResponse, "the server answered with page \(page) to a request for page \(number)")
            }
            guard new.isEmpty || new != last else {
                throw failure(.paginationStalled, "page \(number) of the list is the same as the page before it")
            }
            rows += new
            last = new
            let isPromised = (list.totalCount ?? 0) > rows.count || (list.totalPages ?? 0) > number
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
