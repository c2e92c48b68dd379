public import UsageKit

/// A ledger that answers `GET /v1/usage`, `/v1/receipts/{id}`, `/v1/models` and `/.well-known/jwks.json` as the pages of
/// Tresor document them.
///
/// Rows are ordered newest first, both bounds are inclusive, and offsets count from the newest row: a row that is written
/// during a walk pushes all others down, as on the real server.
public final class TresorFake: ProviderFake, WireTransport {
    struct Store: FakeStore {
        var ledger: WireLedger

        mutating func apply(_ change: FakeBehavior.Change) { ledger.apply(change) }
    }

    /// The key that the fake accepts by default.
    public static let testKey = "tr-" + String(repeating: "0123456789abcdef", count: 6)

    /// The key that the fake accepts.
    public let apiKey: String
    /// The prefix of all paths.
    public let pathPrefix: String
    /// The models that the router offers, as on the wire with all details.
    public let models: [JSONValue]
    /// What signs the receipts of rows that have a `receipt_id`.
    public let receiptSigner: ReceiptSigner
    /// Objects that are returned unchanged, by their path below the prefix, for example `/receipts/<id>`.
    public let documents: [String: JSONValue]
    private let server: FakeServer<Store>

    /// Creates a fake.
    ///
    /// - Parameters:
    ///   - rows: The rows of the ledger as on the wire, in any order.
    ///   - apiKey: The key that the fake accepts.
    ///   - pathPrefix: The prefix of all paths; `/v1` is documented.
    ///   - models: The models that the router offers, as on the wire with all details.
    ///   - receiptSigner: What signs the receipts of rows that have a `receipt_id`.
    ///   - documents: Objects that are returned unchanged, by their path below the prefix.
    ///   - behavior: How the fake differs from a server without faults.
    public init(
        rows: [JSONValue], apiKey: String = TresorFake.testKey, pathPrefix: String = "/v1",
        models: [JSONValue] = [], receiptSigner: ReceiptSigner = .placeholder, documents: [String: JSONValue] = [:],
        behavior: FakeBehavior = FakeBehavior()
    ) {
        self.apiKey = apiKey
        self.pathPrefix = pathPrefix
        self.models = models
        self.receiptSigner = receiptSigner
        self.documents = documents
        let ledger = WireLedger(rows, .newestFirst, instant: "created_at", id: "id")
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

    /// The rows, in the order in which the provider returns them.
    public var rows: [JSONValue] { server.store.ledger.entries.map(\.row) }

    /// Changes the ledger at once.
    public func apply(_ change: FakeBehavior.Change) { server.apply(change) }

    /// Answers a request by the provider's rules.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await wireAnswer(to: request).response()
    }

    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer {
        // By the retries page, every response has both fields and none has a reset. The fake never limits requests.
        let limits = [HTTPHeaders.Field("X-RateLimit-Limit", "60"), HTTPHeaders.Field("X-RateLimit-Remaining", "59")]
        return try await server.answer(request, commonFields: { _ in limits }) { state in
            let query = RequestQuery(request.url)
            guard request.method == "GET" else { throw Self.notFound }
            // The keys are at the origin, and neither they nor the models need a key.
            if query.path == "/.well-known/jwks.json" { return .json(["keys": .array(receiptSigner.keys)]) }
            guard let path = query.path(below: [pathPrefix]) else { throw Self.notFound }
            let document = documents[path]
            if document == nil, path == "/models" { return .json(try models(for: query)) }
            let receiptID = path.hasPrefix("/receipts/") ? String(path.dropFirst("/receipts/".count)) : nil
            guard document != nil || path == "/usage" || receiptID != nil else { throw Self.notFound }
            guard let key = request.bearerKey, key == apiKey else {
                throw Self.refusal(401, "unauthorized", "missing or invalid API key", type: "authentication_error")
            }
            if let document { return .json(document) }
            if let receiptID { return .json(try receipt(receiptID, in: state.store.ledger)) }
            let usage = try TresorUsageQuery(query)
            return try state.servePage(size: usage.limit) { store, options in usage.page(of: store.ledger, options) }
        }
    }
}

extension TresorFake {
    static var notFound: Refusal { refusal(404, "not_found", "no such route", type: "invalid_request_error") }

    /// The error envelope of the predecessor's errors page, which follows OpenAI's.
    static func refusal(_ status: Int, _ code: String, _ message: String, type: String) -> Refusal {
        let error: JSONValue = ["message": .string(message), "type": .string(type), "code": .string(code)]
        return Refusal(response: .json(["error": error], status: status))
    }
}

private struct TresorUsageQuery {
    let limit: Int
    let offset: Int
    let start: Timestamp?
    let end: Timestamp?
    let model: String?
    let keyPrefix: String?

    /// Limits `limit` to the documented maximum of 1000 and refuses invalid values.
    init(_ query: RequestQuery) throws {
        limit = Swift.min(try Self.number("limit", in: query, from: 1) ?? 100, 1000)
        offset = try Self.number("offset", in: query, from: 0) ?? 0
        start = try Self.instant("start", in: query)
        end = try Self.instant("end", in: query)
        model = query["model"]
        keyPrefix = query["key_prefix"]
    }

    func page(of ledger: WireLedger, _ options: PageOptions) -> TransportResponse {
        let matches = matches(in: ledger)
        let rows = matches.dropFirst(offset).prefix(options.size).map(\.row)
        return .json([
            "data": .array(rows), "total_count": .number(JSONNumber(matches.count)),
            "limit": .number(JSONNumber(options.size)), "offset": .number(JSONNumber(offset)),
        ])
    }

    /// The rows in the window, both bounds included, that pass the filters.
    private func matches(in ledger: WireLedger) -> ArraySlice<WireLedger.Entry> {
        let entries = ledger.entries
        let first = end.map { end in entries.partitioningIndex { $0.position.instant <= end } } ?? 0
        let last = start.map { start in entries.partitioningIndex { $0.position.instant < start } } ?? entries.count
        guard first < last else { return [] }
        guard model != nil || keyPrefix != nil else { return entries[first..<last] }
        return entries[first..<last].filter { entry in
            (model == nil || entry.row["model"]?.string == model)
                && (keyPrefix == nil || entry.row["key_prefix"]?.string == keyPrefix)
        }[...]
    }

    private static func number(_ name: String, in query: RequestQuery, from minimum: Int) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), number >= minimum else { throw invalid(name) }
        return number
    }

    private static func instant(_ name: String, in query: RequestQuery) throws -> Timestamp? {
        guard let text = query[name] else { return nil }
        guard let instant = try? Timestamp(text) else { throw invalid(name) }
        return instant
    }

    private static func invalid(_ name: String) -> Refusal {
        TresorFake.refusal(400, "invalid_request", "\(name) is not valid", type: "invalid_request_error")
    }
}
