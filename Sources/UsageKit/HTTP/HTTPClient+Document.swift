extension HTTPClient {
    /// Fetches a model.
    ///
    /// - Parameters:
    ///   - type: The type of the model.
    ///   - path: The path below the prefix.
    ///   - query: The query.
    ///   - content: The method and the body of a request that is no GET.
    ///   - fields: Further fields of the header.
    ///   - rows: How many rows the model has, if a server might give them in pages; nil for a model without rows.
    ///   - check: Throws if the model is not the one that was asked for.
    ///   - refusal: The error that a body states in a form of the provider's own.
    /// - Returns: The model.
    /// - Throws: ``UsageError`` or `CancellationError`.
    func document<Document: JSONDocument>(
        _ type: Document.Type = Document.self, _ path: String, query: [(name: String, value: String)] = [],
        content: RequestContent = .get, fields: [HTTPHeaders.Field] = [],
        rows: (any KeyPath<Document, Int> & Sendable)? = nil,
        check: @Sendable (Document) throws(UsageError) -> Void = { (_) throws(UsageError) in },
        refusal: @Sendable ([UInt8]) -> UsageError? = { _ in nil }
    ) async throws -> Document {
        try await fetch(path, query: query, content: content, fields: fields) { response in
            if let refusal = refusal(response.body) { throw refusal }
            return try response.read { (json, envelope) throws(UsageError) in
                let document = try Document(from: &json)
                try envelope?.requireContent(of: type)
                if let rows { try envelope?.requireWhole(count: document[keyPath: rows]) }
                try check(document)
                return document
            }
        }
    }

    /// Fetches a list that is a member of the response, and is not documented to have pages.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/missingCursor`` if there are said to be more.
    func documents<Document: JSONForm>(
        _: Document.Type = Document.self, below member: String, _ path: String,
        query: [(name: String, value: String)] = []
    ) async throws -> [Document] {
        try await fetch(path, query: query) { response in
            try response.read { (json, envelope) throws(UsageError) in
                var list: [Document]?
                try json.eachMember { (name, json) throws(UsageError) in
                    guard name == member else { return try json.skipValue() }
                    guard list == nil else { throw json.malformed("the field \(member) is repeated") }
                    list = try [Document](from: &json)
                }
                guard let list else { throw json.error("the field \(member) is missing", .unexpectedShape, at: nil) }
                try envelope?.requireSuccess()
                try envelope?.requireWhole(count: list.count)
                return list
            }
        }
    }

    /// Changes something, and throws if the response says that it failed; what else it says is not documented.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    func change(_ path: String, content: RequestContent) async throws {
        try await fetch(path, content: content) { response in
            try ResponseEnvelope(response.body)?.requireSuccess()
        }
    }

    /// A segment of a path that the caller supplies, such as an id.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a text that would lead to another endpoint.
    static func segment(_ id: String) throws(UsageError) -> String {
        guard !id.isEmpty, id != ".", id != "..", !id.utf8.contains(UInt8(ascii: "/")) else {
            throw UsageError(.invalidArgument, "an id must not be empty, . or .., and must not contain a slash")
        }
        return id
    }
}

extension TransportResponse {
    /// Reads the body of a response that is no page of a walk.
    ///
    /// What the server states in it says more than that a member is missing.
    func read<Value>(
        _ read: (inout JSONReader, ResponseEnvelope?) throws(UsageError) -> Value
    ) throws(UsageError) -> Value {
        let envelope = try ResponseEnvelope(body)
        do {
            return try JSONReader.read(body) { (json) throws(UsageError) in try read(&json, envelope) }
        } catch {
            guard error.code == .unexpectedShape else { throw error }
            try envelope?.requireSuccess()
            throw error
        }
    }
}

extension UsageError {
    /// Throws if a response is about something else than was asked for.
    static func check(_ found: String, isAsked asked: String) throws(UsageError) {
        guard ByteString(found) != ByteString(asked) else { return }
        throw UsageError(.mismatchedResponse, "the server answered with \(found) to a request for \(asked)")
    }
}
