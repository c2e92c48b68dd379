/// What a response that is no page of a walk says of itself beside its data.
///
/// A status of 200 is no proof: gateways put an error into the body, and ChatBotKit answers before it knows whether it can.
struct ResponseEnvelope {
    private let object: JSONObject
    private var errors: [JSONValue] = []
    private var isSuccess: Bool?
    private(set) var hasMore: Bool?
    private(set) var total: Int?
    private(set) var pageCount: Int?
    private(set) var page: Int?
    private(set) var nextCursor: String?

    /// Reads the members of a body; nil if it is not a JSON object.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/malformedJSON`` if one of them is repeated.
    init?(_ body: [UInt8]) throws(UsageError) {
        guard case .object(let object)? = try? JSONValue(json: body) else { return nil }
        try self.init(object)
    }

    init(_ object: JSONObject) throws(UsageError) {
        self.object = object
        try read(object)
        if case .object(let group)? = object["pagination"] { try read(group) }
    }

    private mutating func read(_ members: JSONObject) throws(UsageError) {
        var names: Set<String> = []
        for member in members.members {
            switch member.name {
            case "error": errors.append(member.value)
            case "success": isSuccess = member.value.bool
            // One member does not take back what another one promises.
            case "has_more", "hasMore": if let more = member.value.bool { hasMore = hasMore == true || more }
            case "total_count", "totalCount": total = [total, member.value.count].compactMap(\.self).max()
            case "total_pages", "totalPages": pageCount = [pageCount, member.value.count].compactMap(\.self).max()
            case "page": page = member.value.count ?? page
            case "next_cursor", "nextCursor", "next_page": nextCursor = member.value.string ?? nextCursor
            default: continue
            }
            guard names.insert(member.name).inserted else {
                throw UsageError(.malformedJSON, "the field \(member.name) is repeated")
            }
        }
    }

    /// Throws if the response states an error or says that the request failed.
    ///
    /// - Parameter names: Members that belong to the data, because there is no envelope.
    /// - Throws: ``UsageError`` with ``UsageError/Code/serverFailure``.
    func requireSuccess(ignoring names: [String] = []) throws(UsageError) {
        let stated = errors.lazy.compactMap { UsageError.stated("the response states an error", in: $0) }
        if !names.contains("error"), let refusal = stated.first { throw refusal }
        guard isSuccess == false, !names.contains("success") else { return }
        let message = object["message"]?.string ?? "the response says that the request failed"
        throw UsageError(.serverFailure, message)
    }

    /// The text of a member of the data; nil if it has none.
    func text(in data: String, _ name: String) -> String? { object[data]?[name]?.string }

    /// Throws if the response states an error, or has no documented member of a model.
    ///
    /// A model whose members are all optional would be read from an error as one that says nothing.
    func requireContent<Document: JSONDocument>(of _: Document.Type) throws(UsageError) {
        let shape = Document.shape.members
        var members = object.members
        if let name = Document.envelope, case .object(let data)? = object[name] {
            try requireSuccess()
            // What is not published of a model may be called an error, too.
            if shape.count(where: \.isDocumented) > 1, !shape.contains(where: { $0.name == "error" }) {
                try ResponseEnvelope(data).requireSuccess()
            }
            members += data.members
        } else {
            try requireSuccess(ignoring: shape.map(\.name))
        }
        let documented = shape.filter(\.isDocumented).map(\.name)
        // The provider publishes nothing of a model with a single documented member, which is that of the envelope.
        guard documented.count > 1 else { return }
        guard members.contains(where: { member in documented.contains { $0 == member.name } }) else {
            throw UsageError(
                .unexpectedShape,
                "the response has none of the documented members \(documented.prefix(4).joined(separator: ", "))")
        }
    }

    /// Throws if the response says that there is more than it has, for what is not documented to have pages.
    func requireWhole(count: Int) throws(UsageError) {
        guard hasMore != true, nextCursor?.isEmpty ?? true, pageCount ?? 0 <= 1, total ?? 0 <= count else {
            throw UsageError(
                .missingCursor,
                "the response has \(count) rows and says that there are more, but it is not documented to have pages")
        }
    }
}

extension JSONValue {
    /// A truth value, which some services write as a text.
    fileprivate var bool: Bool? {
        switch self {
        case .bool(let value): value
        case .string(let text): Bool(text)
        default: nil
        }
    }

    /// A number of rows or pages, which some services write as a text.
    fileprivate var count: Int? {
        switch self {
        case .string(let text): Int(text)
        case .number(let number): Int(number.literal) ?? Double(number.literal).flatMap(Int.init(exactly:))
        default: nil
        }
    }
}
