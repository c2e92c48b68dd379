public import UsageKit

/// A ledger that answers `GET /usage/list` as the usage-list page of ChatBotKit and its published source describe it.
///
/// Responses are plain JSON only. A request for a streamed form is refused like one for an unknown form.
public final class ChatBotKitFake: ProviderFake, WireTransport {
    struct Store: FakeStore {
        var ledger: WireLedger

        mutating func apply(_ change: FakeBehavior.Change) { ledger.apply(change) }
    }

    /// The secret that the fake accepts by default.
    public static let testKey = "sk-" + String(repeating: "0123456789abcdef", count: 3)

    /// The secret that the fake accepts.
    public let apiKey: String
    /// The accepted prefixes of paths.
    public let pathPrefixes: [String]
    /// Objects that are returned unchanged, by their path below the prefix, for example `/usage/fetch`.
    public let documents: [String: JSONValue]
    private let server: FakeServer<Store>

    /// Creates a fake.
    ///
    /// - Parameters:
    ///   - records: The records of the ledger as on the wire, in any order.
    ///   - apiKey: The secret that the fake accepts.
    ///   - pathPrefixes: The accepted prefixes of paths; the OpenAPI page has `/v1`, the manuals have `/api/v1`.
    ///   - documents: Objects that are returned unchanged, by their path below the prefix.
    ///   - behavior: How the fake differs from a server without faults.
    public init(
        records: [JSONValue], apiKey: String = ChatBotKitFake.testKey, pathPrefixes: [String] = ["/v1", "/api/v1"],
        documents: [String: JSONValue] = [:], behavior: FakeBehavior = FakeBehavior()
    ) {
        self.apiKey = apiKey
        self.pathPrefixes = pathPrefixes
        self.documents = documents
        let ledger = WireLedger(records, .oldestFirst, instant: "createdAt", id: "id")
        server = FakeServer(Store(ledger: ledger), behavior)
    }

    /// How the fake differs from a server without faults; setting it restarts the counts of requests and pages at 1.
    public var behavior: FakeBehavior {
        get { server.behavior }
        set { server.behavior = newValue }
    }

    /// All requests so far, in order.
    public var requests: [TransportRequest] { server.requests }

    /// The faults that have not happened yet, by the requests that they are for.
    public var unusedFaults: [RequestMatch] { server.unusedFaults }

    /// The records, latest first, as the list returns them by default.
    public var records: [JSONValue] { server.store.ledger.entries.reversed().map(\.row) }

    /// Changes the ledger at once.
    public func apply(_ change: FakeBehavior.Change) { server.apply(change) }

    /// Answers a request by the provider's rules.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await wireAnswer(to: request).response()
    }

    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer {
        try await server.answer(request) { state in
            let query = RequestQuery(request.url)
            let path = query.path(below: pathPrefixes) ?? ""
            let document = documents[path]
            guard document != nil || path == "/usage/list" else {
                throw Self.refusal(404, "NOT_FOUND", "Not found")
            }
            guard request.method == "GET" else { throw Self.refusal(405, "METHOD_NOT_ALLOWED", "Method not allowed") }
            guard let key = request.bearerKey, key == apiKey else {
                throw Self.refusal(401, "NOT_AUTHENTICATED", "Not authenticated")
            }
            guard ["application/json", "*/*"].contains(request.headers["Accept"] ?? "*/*") else {
                throw Self.refusal(400, "BAD_REQUEST", "Unsupported accept header")
            }
            if let document { return .json(document) }
            let list = ChatBotKitListQuery(query)
            return try state.servePage(size: list.take) { store, options in list.page(of: store.ledger, options) }
        }
    }

    /// The flat error envelope of the specification and the source; only the introduction shows a nested one.
    private static func refusal(_ status: Int, _ code: String, _ message: String) -> Refusal {
        Refusal(response: .json(["message": .string(message), "code": .string(code)], status: status))
    }
}

private struct ChatBotKitListQuery {
    let take: Int
    private let cursor: String?
    private let isAscending: Bool
    private let type: String?
    private let relations: [(name: String, ids: [String])]
    private let meta: [(path: [String], value: String)]

    private static let relationNames = [
        "conversationId", "messageId", "taskId", "contactId", "blueprintId", "botId", "datasetId", "skillsetId",
        "abilityId",
    ]

    /// Refuses nothing: like the published source, it uses the default for a value that it cannot read.
    init(_ query: RequestQuery) {
        let number = query["take"].flatMap { Int($0) } ?? 0
        take = number == 0 ? 100 : Swift.min(Swift.max(number, 1), 100)
        cursor = query["cursor"]
        isAscending = query["order"] == "asc"
        type = query["type"]
        relations = Self.relationNames.compactMap { name in
            query[name].map { (name, $0.split(separator: ",").map(String.init)) }
        }
        meta = query.items.compactMap { item in Self.metaPath(item.name).map { ($0, item.value) } }
    }

    func page(of ledger: WireLedger, _ options: PageOptions) -> TransportResponse {
        let position = cursor.flatMap(ledger.position)
        var entries: [WireLedger.Entry] = []
        // The response to an unknown cursor is not documented; the source's database finds nothing after it.
        if position != nil || cursor == nil {
            entries =
                isAscending
                ? PageCut(ledger.entries(after: position), size: options.size, where: isWanted).entries
                : PageCut(ledger.entries(before: position), size: options.size, where: isWanted).entries
        }
        var body: JSONObject = ["items": .array(entries.map(\.row))]
        // The cursor is the id of the last item, even on the last page; without items there is no cursor.
        if let last = entries.last, !options.withholdsCursor {
            body.append("cursor", .string(options.repeatsCursor ? cursor ?? last.position.id : last.position.id))
        }
        return .json(.object(body))
    }

    private func isWanted(_ entry: WireLedger.Entry) -> Bool {
        if let type, entry.row["type"]?.string != type { return false }
        for (name, ids) in relations {
            guard let id = entry.row[name]?.string, ids.contains(id) else { return false }
        }
        return meta.allSatisfy { path, value in
            let found = path.reduce(entry.row["meta"]) { $0?[$1] }
            return switch value {
            case "true": found == true
            case "false": found == false
            default: found?.string == value
            }
        }
    }

    /// Reads `meta[key]`, as the page shows it, or `meta.key`, as the vendor's own SDK sends it; both may be nested.
    private static func metaPath(_ name: String) -> [String]? {
        if name.hasPrefix("meta."), name.utf8.count > 5 {
            return name.dropFirst(5).split(separator: ".").map(String.init)
        }
        guard name.hasPrefix("meta["), name.hasSuffix("]") else { return nil }
        return name.dropFirst(5).dropLast().split { "[].".contains($0) }.map(String.init)
    }
}
