public import UsageKit

/// A ledger that answers the billing endpoints of Venice as its pages document them, as JSON or as CSV.
///
/// `GET /billing/usage` answers 410, as the service has done since 2026-09-16, unless ``isRetired`` is false. Balance,
/// limits and wallets are those of its ``plan``; what each key spent is computed from the rows.
public final class VeniceFake: ProviderFake, WireTransport {
    struct Store: FakeStore {
        var ledger: WireLedger

        mutating func apply(_ change: FakeBehavior.Change) { ledger.apply(change) }
    }

    /// The admin key that the fake accepts by default.
    public static let testKey = "VENICE_ADMIN_KEY_" + String(repeating: "0123456789abcdef", count: 2)
    /// The inference key that the fake knows by default; the billing endpoints refuse it.
    public static let testInferenceKey = "VENICE_INFERENCE_KEY_" + String(repeating: "0123456789abcdef", count: 2)

    /// The address of the wallet in demonstrations.
    public static let testWallet = "0x" + String(repeating: "0123456789", count: 4)
    /// The value of `SIGN-IN-WITH-X` that demonstrations use.
    public static let testSignature = "demo-signature"

    /// The admin key that the fake accepts.
    public let apiKey: String
    /// A key that is valid, but not for billing.
    public let inferenceKey: String
    /// The prefix of all paths.
    public let pathPrefix: String
    /// Whether `GET /billing/usage` answers 410, as the service has done since 2026-09-16.
    public let isRetired: Bool
    /// The keys that requests are attributed to; the rows themselves do not name a key.
    public let keys: [Key]
    /// How many models and keys the analytics name; the others are added up as `Other`.
    public let topCount: Int
    /// What the account has.
    public let plan: Plan
    /// Objects that are returned unchanged, by their path below the prefix, for example `/billing/balance`.
    public let documents: [String: JSONValue]
    private let now: @Sendable () -> Timestamp
    private let server: FakeServer<Store>

    /// Creates a fake.
    ///
    /// - Parameters:
    ///   - entries: The rows of the ledger as on the wire; rows with the same timestamp keep their order.
    ///   - apiKey: The admin key that the fake accepts.
    ///   - inferenceKey: A key that is valid, but not for billing.
    ///   - pathPrefix: The prefix of all paths; `/api/v1` is documented.
    ///   - isRetired: Whether `GET /billing/usage` answers 410.
    ///   - keys: The keys that requests are attributed to.
    ///   - topCount: How many models and keys the analytics name; the vendor's skill says 50, the page says 8.
    ///   - plan: What the account has.
    ///   - documents: Objects that are returned unchanged, by their path below the prefix.
    ///   - behavior: How the fake differs from a server without faults.
    ///   - now: The server's clock, from which a lookback counts back.
    public init(
        entries: [JSONValue], apiKey: String = VeniceFake.testKey,
        inferenceKey: String = VeniceFake.testInferenceKey, pathPrefix: String = "/api/v1", isRetired: Bool = true,
        keys: [Key] = [], topCount: Int = 50, plan: Plan = Plan(), documents: [String: JSONValue] = [:],
        behavior: FakeBehavior = FakeBehavior(), now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.apiKey = apiKey
        self.inferenceKey = inferenceKey
        self.pathPrefix = pathPrefix
        self.isRetired = isRetired
        self.keys = keys
        self.topCount = topCount
        self.plan = plan
        self.documents = documents
        self.now = now
        let ledger = WireLedger(entries, .oldestFirst, instant: "timestamp", id: nil)
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

    /// The rows, earliest first, as the history returns them.
    public var entries: [JSONValue] { server.store.ledger.entries.map(\.row) }

    /// Changes the ledger at once.
    public func apply(_ change: FakeBehavior.Change) { server.apply(change) }

    /// Whether this is the admin key or the inference key.
    public func knows(key: String) -> Bool { key == apiKey || key == inferenceKey }

    /// Answers a request by the provider's rules.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await wireAnswer(to: request).response()
    }

    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer {
        try await server.answer(request, commonFields: Self.commonFields) { state in try answer(request, &state) }
    }

    /// The fields of every response; the request id is that of the provider's content delivery network.
    private static func commonFields(_ serial: Int) -> [HTTPHeaders.Field] {
        [
            HTTPHeaders.Field("x-venice-version", "20260821.193530"),
            HTTPHeaders.Field("CF-RAY", String(0x8F00_0000_0000_0000 + UInt64(serial), radix: 16) + "-FRA"),
        ]
    }

    private func answer(_ request: TransportRequest, _ state: inout FakeServer<Store>.State) throws -> TransportResponse
    {
        let query = RequestQuery(request.url)
        let path = query.path(below: [pathPrefix]) ?? ""
        let document = documents[path]
        let known = [
            "/billing/usage", "/billing/usage-history", "/billing/usage-analytics", "/billing/balance", "/api_keys",
        ]
        let isKnown = known.contains(path) || path.hasPrefix("/api_keys/") || path.hasPrefix("/x402/")
        guard request.method == "GET", document != nil || isKnown else { throw VeniceRules.refusal(404, "Not found") }
        // Retired for every request, with or without a key.
        if path == "/billing/usage", isRetired { throw VeniceRules.retired }
        if path.hasPrefix("/x402/") {
            guard let answer = try VeniceWalletRules(wallets: plan.wallets).answer(request, path, query) else {
                throw VeniceRules.refusal(404, "Not found")
            }
            return .json(document ?? answer)
        }
        try authenticate(request, path)
        if let document { return .json(document) }
        let wantsCSV = request.headers["Accept"] == "text/csv"
        switch path {
        case "/billing/usage-history":
            let history = try VeniceHistoryQuery(query)
            let page = try state.servePage(size: history.pageSize) { store, options in
                history.page(of: store.ledger, options)
            }
            let moment = now().wireMilliseconds.filter { $0.isLetter || $0.isNumber }
            return wantsCSV ? VeniceCSV.response(page, filename: "billing-usage-history-\(moment).csv") : page
        case "/billing/usage-analytics":
            let period = try VeniceAnalyticsPeriod(query, now: now())
            let analytics = VeniceAnalytics(period: period, keys: keys, topCount: topCount)
            return .json(try analytics.json(of: state.store.ledger))
        case "/billing/usage":
            let usage = try VeniceUsageQuery(query)
            let page = try state.servePage(size: usage.limit) { store, options in
                usage.page(of: store.ledger, options)
            }
            return wantsCSV ? VeniceCSV.response(page, filename: "billing_usage.csv") : page
        case "/billing/balance": return .json(try plan.balance())
        case "/api_keys/rate_limits": return .json(try plan.rateLimits(at: now()))
        case "/api_keys/rate_limits/log": return .json(plan.log)
        default:
            let account = VeniceKeys(keys: keys, now: now())
            if path == "/api_keys" { return .json(try account.list(of: state.store.ledger)) }
            return .json(try account.one(String(path.dropFirst("/api_keys/".utf8.count)), of: state.store.ledger))
        }
    }

    private func authenticate(_ request: TransportRequest, _ path: String) throws {
        guard request.headers["Authorization"] != nil else {
            // Not 401: a request without a key may be paid for individually.
            let body: JSONValue = [
                "x402Version": 2, "error": "Payment required",
                "resource": ["url": .string("https://api.venice.ai\(pathPrefix)\(path)")], "accepts": [],
                "extensions": [:], "authOptions": [],
            ]
            throw Refusal(response: .json(body, status: 402))
        }
        guard let key = request.bearerKey, [apiKey, inferenceKey].contains(key) else {
            throw VeniceRules.refusal(401, "Authentication failed")
        }
        guard key == apiKey || path == "/api_keys/rate_limits" else {
            throw VeniceRules.refusal(401, "Admin API key required")
        }
    }
}
