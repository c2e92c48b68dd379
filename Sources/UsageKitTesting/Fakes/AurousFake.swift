public import UsageKit

/// Two ledgers that answer the usage endpoints of Aurous as its pages document them.
///
/// `GET /v1/usage/events` has two published contracts; ``eventsContract`` selects one. The buckets of `GET /v1/usage` are
/// computed from the same events, so a client's own sums must agree with them. Balance, team, rates, estimates, images and
/// webhook endpoints are answered from the account, the rates and the events that the fake is made with.
public final class AurousFake: ProviderFake, WireTransport {
    /// A published contract of `GET /v1/usage/events`.
    public enum EventsContract: Sendable {
        /// One row per request, as the event-stream page documents it.
        case eventStream
        /// Holds, charges and top-ups, as the generated reference documents it.
        case creditLedger
        /// The same, from a server that refuses parameters of the other contract and a limit above 100.
        case strictCreditLedger
        /// The event stream for a request with `start_time`, and the credit ledger for others.
        case byParameters
    }

    struct Store: FakeStore {
        var events: WireLedger
        var creditLedger: WireLedger
        var webhooks: AurousWebhooks

        mutating func apply(_ change: FakeBehavior.Change) {
            switch change {
            case .insert(let rows):
                events.insert(rows.filter { $0["object"]?.string != "usage_event" })
                creditLedger.insert(rows.filter { $0["object"]?.string == "usage_event" })
            case .remove(let isGone):
                events.remove(where: isGone)
                creditLedger.remove(where: isGone)
            }
        }
    }

    /// The key that the fake accepts by default.
    public static let testKey = "al_live_" + String(repeating: "0123456789abcdef", count: 4)

    /// The key that the fake accepts.
    public let apiKey: String
    /// The prefix of all paths.
    public let pathPrefix: String
    /// The contract of `/usage/events`.
    public let eventsContract: EventsContract
    /// The generation of `/usage`; nil for lifetime totals without parameters, and the newest buckets with them.
    public let usageGeneration: Aurous.UsageGeneration?
    /// What the key may do.
    public let scope: Scope
    /// The team and its credits.
    public let account: Account
    /// The rates of images and videos by version of the API.
    public let rateCards: [RateCard]
    /// The models of chat and embeddings.
    public let models: [Model]
    /// How many buckets a query may span before it is refused with `too_many_buckets`; the real limits are not published.
    public let maximumBuckets: Int
    /// Whether buckets without rows are listed; what the provider does is not documented.
    public let fillsEmptyBuckets: Bool
    /// Objects that are returned unchanged, by their path below the prefix, for example `/balance`.
    public let documents: [String: JSONValue]
    private let now: @Sendable () -> Timestamp
    private let server: FakeServer<Store>

    /// Creates a fake.
    ///
    /// - Parameters:
    ///   - events: The rows of the event stream as on the wire, in any order.
    ///   - creditLedger: The rows of the credit ledger as on the wire, in any order.
    ///   - eventsContract: The contract of `/usage/events`.
    ///   - usageGeneration: The generation of `/usage`; nil for lifetime totals without parameters, and buckets with them.
    ///   - account: The team and its credits.
    ///   - rateCards: The rates of images and videos by version of the API.
    ///   - models: The models of chat and embeddings.
    ///   - webhookURLs: Addresses that are registered for all webhooks.
    ///   - scope: What the key may do.
    ///   - apiKey: The key that the fake accepts.
    ///   - pathPrefix: The prefix of all paths; `/v1` is documented.
    ///   - maximumBuckets: How many buckets a query may span.
    ///   - fillsEmptyBuckets: Whether buckets without rows are listed.
    ///   - documents: Objects that are returned unchanged, by their path below the prefix.
    ///   - behavior: How the fake differs from a server without faults.
    ///   - now: The server's clock; it sets the default end of a window, and the earliest start 730 days back.
    public init(
        events: [JSONValue], creditLedger: [JSONValue] = [], eventsContract: EventsContract = .eventStream,
        usageGeneration: Aurous.UsageGeneration? = .bucketsWithTokens, account: Account = Account(),
        rateCards: [RateCard] = [RateCard()], models: [Model] = Model.examples, webhookURLs: [String] = [],
        scope: Scope = .full,
        apiKey: String = AurousFake.testKey, pathPrefix: String = "/v1", maximumBuckets: Int = 1500,
        fillsEmptyBuckets: Bool = false, documents: [String: JSONValue] = [:],
        behavior: FakeBehavior = FakeBehavior(), now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.apiKey = apiKey
        self.pathPrefix = pathPrefix
        self.eventsContract = eventsContract
        self.usageGeneration = usageGeneration
        self.account = account
        self.rateCards = rateCards
        self.models = models
        self.scope = scope
        self.maximumBuckets = maximumBuckets
        self.fillsEmptyBuckets = fillsEmptyBuckets
        self.documents = documents
        self.now = now
        server = FakeServer(
            Store(
                events: WireLedger(events, .newestFirst, instant: "created_at", id: "id"),
                creditLedger: WireLedger(creditLedger, .newestFirst, instant: "created_at", id: "id"),
                webhooks: AurousWebhooks(urls: webhookURLs, now: now())),
            behavior)
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

    /// The rows of the event stream, in the order in which the provider returns them.
    public var events: [JSONValue] { server.store.events.entries.map(\.row) }

    /// The rows of the credit ledger, in the order in which the provider returns them.
    public var creditLedger: [JSONValue] { server.store.creditLedger.entries.map(\.row) }

    /// Changes the ledgers at once; rows with `"object":"usage_event"` go to the credit ledger.
    public func apply(_ change: FakeBehavior.Change) { server.apply(change) }

    /// Answers a request by the provider's rules.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await wireAnswer(to: request).response()
    }

    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer {
        let now = now()
        let version = request.headers["Aurous-Version"] ?? AurousDocuments.version
        return try await server.answer(request, commonFields: { Self.commonFields($0, version, now) }) { state in
            do {
                return try answer(request, &state, now)
            } catch let error as AurousRefusal {
                throw Refusal(response: error.response(requestID: Self.requestID(state.serial)))
            }
        }
    }

    /// The fields of every response, by the errors page, the changelog and the rate-limits page.
    ///
    /// The reset is in seconds since 1970. The fake never limits requests.
    private static func commonFields(_ serial: Int, _ version: String, _ now: Timestamp) -> [HTTPHeaders.Field] {
        [
            HTTPHeaders.Field("Aurous-Request-Id", requestID(serial)), HTTPHeaders.Field("Aurous-Version", version),
            HTTPHeaders.Field("X-RateLimit-Limit", "1200"), HTTPHeaders.Field("X-RateLimit-Remaining", "1199"),
            HTTPHeaders.Field("X-RateLimit-Reset", String(now.seconds + 1)),
        ]
    }

    private func answer(
        _ request: TransportRequest, _ state: inout FakeServer<Store>.State, _ now: Timestamp
    ) throws -> TransportResponse {
        let query = RequestQuery(request.url)
        let path = query.path(below: [pathPrefix]) ?? ""
        let document = documents[path]
        let isRead = request.method == "GET"
        let isListing = isRead && ["/usage", "/usage/events"].contains(path)
        let isWebhook = AurousWebhooks.knows(request.method, path)
        let isDocument = AurousDocuments.knows(request.method, path)
        guard isRead && document != nil || isListing || isWebhook || isDocument else {
            throw AurousRefusal(404, "resource_not_found", "no such resource", type: "not_found")
        }
        try authenticate(request, needing: isWebhook && !isRead ? .write : .read)
        if isRead, let document { return .json(document) }
        if isWebhook {
            return try state.store.webhooks.answer(request.method, path, body: request.body, now: now)
        }
        if isDocument {
            let documents = AurousDocuments(account: account, rateCards: rateCards, models: models, request: request)
            return .json(try documents.answer(path, events: state.store.events))
        }
        return try path == "/usage" ? usage(query, &state, now) : events(query, &state, now)
    }

    private func authenticate(_ request: TransportRequest, needing scope: Scope) throws {
        guard let key = request.headers["X-Api-Key"] ?? request.bearerKey else {
            throw AurousRefusal(401, "missing_api_key", "no API key was sent", type: "authentication")
        }
        guard key == apiKey else {
            throw AurousRefusal(401, "invalid_api_key", "the API key is not valid", type: "authentication")
        }
        guard self.scope >= scope else {
            throw AurousRefusal(403, "missing_scope", "the key needs the scope \(scope)", type: "authentication")
        }
    }

    private func usage(
        _ query: RequestQuery, _ state: inout FakeServer<Store>.State, _ now: Timestamp
    ) throws -> TransportResponse {
        let generation = usageGeneration ?? (query.names.isEmpty ? .lifetimeTotals : .bucketsWithTokens)
        guard generation != .lifetimeTotals else {
            let rows = state.store.events.entries.map(\.row)
            return .json([
                "total_generations": .integer(rows.count),
                "total_credits_used": JSONValue(try rows.compactMap { $0["credits_charged"]?.wireDecimal }.wireSum()),
            ])
        }
        let buckets = try AurousBucketQuery(query, now: now, maximumBuckets: maximumBuckets, generation: generation)
        return try state.servePage(size: buckets.limit) { store, options in
            try buckets.page(of: store.events, options, fillsEmptyBuckets: fillsEmptyBuckets)
        }
    }

    private func events(
        _ query: RequestQuery, _ state: inout FakeServer<Store>.State, _ now: Timestamp
    ) throws -> TransportResponse {
        let isEventStream =
            switch eventsContract {
            case .eventStream: true
            case .creditLedger, .strictCreditLedger: false
            case .byParameters: query["start_time"] != nil
            }
        if isEventStream {
            let events = try AurousEventQuery(query, now: now)
            return try state.servePage(size: events.limit) { store, options in events.page(of: store.events, options) }
        }
        let entries = try AurousLedgerQuery(query, isStrict: eventsContract == .strictCreditLedger)
        return try state.servePage(size: entries.limit) { store, options in
            try entries.page(of: store.creditLedger, options)
        }
    }

    /// `req_` and a text in the form of a ULID.
    private static func requestID(_ serial: Int) -> String {
        let digits = String(serial, radix: 32, uppercase: true)
        return "req_01JX" + String(repeating: "0", count: Swift.max(0, 22 - digits.utf8.count)) + digits
    }
}

/// A refusal in the envelope of the errors page.
struct AurousRefusal: Error {
    let status: Int
    let code: String
    let message: String
    let type: String
    let parameter: String?
    let hint: String?

    init(
        _ status: Int, _ code: String, _ message: String, type: String, parameter: String? = nil, hint: String? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.type = type
        self.parameter = parameter
        self.hint = hint
    }

    init(_ code: String, _ message: String, parameter: String, hint: String? = nil) {
        self.init(400, code, message, type: "invalid_request", parameter: parameter, hint: hint)
    }

    func response(requestID: String) -> TransportResponse {
        var error: JSONObject = [
            "type": .string(type), "code": .string(code), "message": .string(message),
            "doc_url": .string("https://docs.aurous-labs.com/errors#\(code)"), "request_id": .string(requestID),
            "param": JSONValue(parameter),
        ]
        if let hint { error.append("hint", .string(hint)) }
        return .json(["error": .object(error)], status: status)
    }
}

/// The rules that the endpoints of Aurous have in common.
enum AurousRules {
    static let retention = Duration.seconds(730 * 86_400)

    /// Reads `limit`; a value above the maximum becomes the maximum, which the pages leave open.
    static func limit(in query: RequestQuery, default standard: Int, maximum: Int) throws -> Int {
        guard let text = query["limit"] else { return standard }
        guard let limit = Int(text) else {
            throw AurousRefusal("invalid_format", "limit must be a whole number", parameter: "limit")
        }
        guard limit >= 1 else {
            throw AurousRefusal("value_out_of_range", "limit must be at least 1", parameter: "limit")
        }
        return Swift.min(limit, maximum)
    }

    static func instant(_ name: String, in query: RequestQuery) throws -> Timestamp? {
        guard let text = query[name] else { return nil }
        guard let instant = try? Timestamp(text) else {
            throw AurousRefusal("invalid_format", "\(name) must be an RFC 3339 timestamp", parameter: name)
        }
        return instant
    }

    /// Reads the window: `start_time` is required and at most 730 days back, `end_time` is now unless it is given.
    static func window(in query: RequestQuery, now: Timestamp) throws -> (start: Timestamp, end: Timestamp) {
        guard let start = try instant("start_time", in: query) else {
            throw AurousRefusal("missing_field", "start_time is required", parameter: "start_time")
        }
        let end = try instant("end_time", in: query) ?? now
        guard start >= now.advanced(by: retention * -1) else {
            throw AurousRefusal(
                "value_out_of_range", "start_time is more than 730 days back", parameter: "start_time")
        }
        guard end > start else {
            throw AurousRefusal("value_out_of_range", "end_time must be after start_time", parameter: "end_time")
        }
        return (start, end)
    }

    static func checked(_ values: [String]?, of allowed: [String], parameter: String) throws -> [String]? {
        if let unknown = values?.first(where: { !allowed.contains($0) }) {
            throw AurousRefusal("value_out_of_range", "\(unknown) is not one of \(allowed)", parameter: parameter)
        }
        return values
    }
}
