public import UsageKit

/// A ledger that answers `GET /usage/summary`, `/usage/details` and `/usage/by-key` as Auralytik documents them, and the
/// endpoints of webhooks and exports.
///
/// The vendor's own pages disagree on host, authentication and envelopes, so each of them is a parameter. The fields of
/// a row of `/usage/details` are not published. The fake computes its summary and its breakdown from `timestamp`, `type`
/// (the meter), `quantity` and `keyId`, and returns every row unchanged.
public final class AuralytikFake: ProviderFake, WireTransport {
    /// How requests are authenticated.
    public enum Authentication: Sendable {
        /// `Authorization: Bearer`, as the usage page shows it.
        case bearer
        /// `X-Api-Key`, `X-Timestamp` and `X-Signature`, as the authentication page requires.
        ///
        /// The signature is checked with the secret. How old a timestamp may be is not documented, so any timestamp is
        /// accepted.
        case signed(secret: String)
    }

    /// How a list is wrapped.
    public enum ListEnvelope: Sendable {
        /// `data`, `page`, `pageSize`, `totalCount`, as the conversations page shows it.
        case flat
        /// `data`, `meta`, `pagination`, as the API reference shows it.
        case nested
    }

    struct Store: FakeStore {
        var ledger: WireLedger
        var webhooks: [AuralytikWebhook]
        var exports: [AuralytikExport]

        mutating func apply(_ change: FakeBehavior.Change) { ledger.apply(change) }
    }

    /// The key that the fake accepts by default.
    public static let testKey = "ak_live_" + String(repeating: "0123456789abcdef", count: 2)

    /// The key that the fake accepts.
    public let apiKey: String
    /// How requests are authenticated.
    public let authentication: Authentication
    /// How lists are wrapped.
    public let listEnvelope: ListEnvelope
    /// Whether objects are wrapped in a `data` member next to a `meta` member.
    public let wrapsObjects: Bool
    /// The prefix of all paths.
    public let pathPrefix: String
    /// The plan of the account.
    public let plan: Plan
    private let now: @Sendable () -> Timestamp
    private let server: FakeServer<Store>

    /// Creates a fake.
    ///
    /// - Parameters:
    ///   - details: The rows of `/usage/details` as on the wire, in any order.
    ///   - plan: The plan of the account.
    ///   - apiKey: The key that the fake accepts.
    ///   - authentication: How requests are authenticated.
    ///   - listEnvelope: How lists are wrapped; nil for the form shown on the pages with that authentication.
    ///   - wrapsObjects: Whether objects are wrapped in a `data` member; nil for the form shown on those pages.
    ///   - pathPrefix: The prefix of all paths; nil for the one shown on those pages, `/v1` or `/api/v1`.
    ///   - behavior: How the fake differs from a server without faults.
    ///   - now: The server's clock, which determines the current billing period.
    public init(
        details: [JSONValue], plan: Plan = Plan(), apiKey: String = AuralytikFake.testKey,
        authentication: Authentication = .bearer, listEnvelope: ListEnvelope? = nil, wrapsObjects: Bool? = nil,
        pathPrefix: String? = nil, behavior: FakeBehavior = FakeBehavior(),
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        let isSigned = if case .signed = authentication { true } else { false }
        self.plan = plan
        self.apiKey = apiKey
        self.authentication = authentication
        self.listEnvelope = listEnvelope ?? (isSigned ? .nested : .flat)
        self.wrapsObjects = wrapsObjects ?? isSigned
        self.pathPrefix = pathPrefix ?? (isSigned ? "/api/v1" : "/v1")
        self.now = now
        let ledger = WireLedger(details, .newestFirst, instant: "timestamp", id: "id")
        server = FakeServer(
            Store(
                ledger: ledger, webhooks: plan.webhooks.map { AuralytikWebhook($0.fields, deliveries: $0.deliveries) },
                exports: plan.exports.map { AuralytikExport(id: $0) }), behavior)
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

    /// The rows of all billing periods, latest first.
    public var details: [JSONValue] { server.store.ledger.entries.map(\.row) }

    /// Changes the ledger at once.
    public func apply(_ change: FakeBehavior.Change) { server.apply(change) }

    /// Answers a request by the provider's rules.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await wireAnswer(to: request).response()
    }

    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer {
        let now = now()
        return try await server.answer(request) { state in
            let envelope = AuralytikEnvelope(
                requestID: "req_\(100_000 + state.serial)", timestamp: now.wireMilliseconds,
                list: listEnvelope, wrapsObjects: wrapsObjects)
            do {
                return try answer(request, &state, envelope, now)
            } catch let error as AuralytikRefusal {
                throw Refusal(response: error.response(requestID: envelope.requestID))
            }
        }
    }

    private func answer(
        _ request: TransportRequest, _ state: inout FakeServer<Store>.State, _ envelope: AuralytikEnvelope,
        _ now: Timestamp
    ) throws -> TransportResponse {
        let query = RequestQuery(request.url)
        let path = query.path(below: [pathPrefix]) ?? ""
        let ledgers = ["/usage/summary", "/usage/details", "/usage/by-key"]
        let isLedger = request.method == "GET" && ledgers.contains(path)
        let management = AuralytikManagement(request, path, query, envelope, now: now, serial: state.serial)
        // The reference says that this path needs no authentication.
        if request.method == "GET", path == "/health" { return .json(envelope.wrapped(["status": "ok"])) }
        guard isLedger || management != nil else { throw AuralytikRefusal(404, "NOT_FOUND", "no such endpoint") }
        guard isAuthentic(request) else {
            throw AuralytikRefusal(401, "UNAUTHORIZED", "missing or invalid credentials")
        }
        if let management {
            guard plan.scopes.contains(management.scope) else {
                throw AuralytikRefusal(403, "FORBIDDEN", "the key does not have the scope \(management.scope)")
            }
            return try management.answer(&state.store)
        }
        guard plan.scopes.contains("usage:read") else {
            throw AuralytikRefusal(403, "FORBIDDEN", "the key does not have the scope usage:read")
        }
        let usage = try AuralytikUsageQuery(query, now: now)
        switch path {
        case "/usage/summary":
            return .json(envelope.wrapped(try usage.summary(of: state.store.ledger, plan)))
        case "/usage/by-key":
            return .json(envelope.wrapped(try usage.byKey(of: state.store.ledger, plan)))
        default:
            return try state.servePage(size: usage.pageSize) { store, options in
                usage.page(of: store.ledger, options, envelope)
            }
        }
    }

    private func isAuthentic(_ request: TransportRequest) -> Bool {
        switch authentication {
        case .bearer: request.bearerKey == apiKey
        case .signed(let secret):
            request.headers["X-Api-Key"] == apiKey && Self.isSignatureValid(request, secret: secret)
        }
    }

    /// Follows the authentication page: time, method, path without query and the digest of the body are joined by full
    /// stops and signed.
    private static func isSignatureValid(_ request: TransportRequest, secret: String) -> Bool {
        guard let time = request.headers["X-Timestamp"], Int(time) != nil else { return false }
        let digest = Digest.base64(Digest.sha256(request.body))
        let canonical = "\(time).\(request.method).\(RequestQuery(request.url).rawPath).\(digest)"
        let code = MessageAuthentication.hmacSHA256(key: Array(secret.utf8), message: Array(canonical.utf8))
        return request.headers["X-Signature"] == Digest.base64(code)
    }
}
