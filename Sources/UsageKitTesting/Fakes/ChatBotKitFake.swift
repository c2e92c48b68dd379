public import UsageKit

/// A ledger that answers the usage endpoints of ChatBotKit as its pages and its published source describe them.
///
/// Lists and exports come as JSON, or as JSON lines if `application/jsonl` is asked for. Another streamed form is refused
/// like an unknown one. Totals, series and reports are computed from the rows and the ``plan``.
public final class ChatBotKitFake: ProviderFake, WireTransport {
    struct Store: FakeStore {
        var ledger: WireLedger
        let events: WireLedger
        let reports: WireLedger

        mutating func apply(_ change: FakeBehavior.Change) { ledger.apply(change) }
    }

    /// The secret that the fake accepts by default.
    public static let testKey = "sk-" + String(repeating: "0123456789abcdef", count: 3)

    /// The secret that the fake accepts.
    public let apiKey: String
    /// The accepted prefixes of paths.
    public let pathPrefixes: [String]
    /// What the account has.
    public let plan: Plan
    /// Objects that are returned unchanged, by their path below the prefix, for example `/usage/fetch`.
    public let documents: [String: JSONValue]
    /// The server's clock; nil for the system's, and then responses have no `Date`.
    private let clock: (@Sendable () -> Timestamp)?
    private let server: FakeServer<Store>

    /// Creates a fake.
    ///
    /// - Parameters:
    ///   - records: The records of the ledger as on the wire, in any order.
    ///   - events: The entries of the event log as on the wire, in any order.
    ///   - apiKey: The secret that the fake accepts.
    ///   - pathPrefixes: The accepted prefixes of paths; the OpenAPI page has `/v1`, the manuals have `/api/v1`.
    ///   - plan: What the account has.
    ///   - documents: Objects that are returned unchanged, by their path below the prefix.
    ///   - behavior: How the fake differs from a server without faults.
    ///   - now: The server's clock, from which 90 days are counted back; nil for the system's.
    public init(
        records: [JSONValue], events: [JSONValue] = [], apiKey: String = ChatBotKitFake.testKey,
        pathPrefixes: [String] = ["/v1", "/api/v1"], plan: Plan = Plan(), documents: [String: JSONValue] = [:],
        behavior: FakeBehavior = FakeBehavior(), now: (@Sendable () -> Timestamp)? = nil
    ) {
        self.apiKey = apiKey
        self.pathPrefixes = pathPrefixes
        self.plan = plan
        self.documents = documents
        clock = now
        let ledger = WireLedger(records, .oldestFirst, instant: "createdAt", id: "id")
        let log = WireLedger(events, .oldestFirst, instant: "createdAt", id: "id")
        let reports = WireLedger(plan.reports.map(\.row), .oldestFirst, instant: "createdAt", id: "id")
        server = FakeServer(Store(ledger: ledger, events: log, reports: reports), behavior)
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
        try await server.answer(request, commonFields: commonFields) { state in try answer(request, &state) }
    }

    private func commonFields(_ serial: Int) -> [HTTPHeaders.Field] {
        clock.map { [HTTPHeaders.Field("Date", $0().wireHTTPDate)] } ?? []
    }

    private func answer(_ request: TransportRequest, _ state: inout FakeServer<Store>.State) throws -> TransportResponse
    {
        let query = RequestQuery(request.url)
        let path = query.path(below: pathPrefixes) ?? ""
        let document = documents[path]
        let parts = path.split(separator: "/").map(String.init)
        guard document != nil || Self.isKnown(parts) else {
            throw ChatBotKitRules.refusal(404, "NOT_FOUND", "Not found")
        }
        let isAsking = parts.first == "report" || parts.last == "generate"
        guard request.method == (isAsking ? "POST" : "GET") else {
            throw ChatBotKitRules.refusal(405, "METHOD_NOT_ALLOWED", "Method not allowed")
        }
        guard let key = request.bearerKey, key == apiKey else {
            throw ChatBotKitRules.refusal(401, "NOT_AUTHENTICATED", "Not authenticated")
        }
        let accept = request.headers["Accept"] ?? "*/*"
        let isListing = Self.listings.contains(path)
        guard ["application/json", "*/*"].contains(accept) || isListing && accept == "application/jsonl" else {
            throw ChatBotKitRules.refusal(400, "BAD_REQUEST", "Unsupported accept header")
        }
        if let document { return .json(document) }
        let now = clock?() ?? .now()
        if isListing {
            let start = path == "/usage/export" ? now.advanced(by: .zero - ChatBotKitFigures.reach) : nil
            let list = ChatBotKitListQuery(query, metaOnly: path != "/usage/list")
            func ledger(_ store: Store) -> WireLedger {
                if path.hasPrefix("/platform") { return store.reports }
                return path.hasPrefix("/event") ? store.events : store.ledger
            }
            if accept == "application/jsonl" { return list.lines(of: ledger(state.store), since: start) }
            return try state.servePage(size: list.take) { store, options in
                list.page(of: ledger(store), options, since: start)
            }
        }
        let figures = ChatBotKitFigures(ledger: state.store.ledger, plan: plan, now: now)
        switch parts.first {
        case "bot": return .json(try figures.totals(of: parts[1], as: "botId", query))
        case "conversation": return .json(try figures.totals(of: parts[1], as: "conversationId", query))
        case "report": return .json(try figures.report(parts[1], request.body))
        case "platform" where parts.count == 4: return .json(try figures.report(parts[2], request.body))
        case "platform": return .json(try figures.reports(request.body))
        default: return .json(path == "/usage/fetch" ? figures.totals() : figures.series())
        }
    }

    private static let listings = [
        "/usage/list", "/usage/export", "/event/log/list", "/event/log/export", "/platform/report/list",
    ]

    private static func isKnown(_ parts: [String]) -> Bool {
        switch parts.count {
        case 2: parts[0] == "usage" && ["list", "export", "fetch"].contains(parts[1])
        case 3:
            parts == ["usage", "series", "fetch"] || parts == ["event", "log", "list"]
                || parts == ["event", "log", "export"] || parts[0] == "report" && parts[2] == "fetch"
                || parts.starts(with: ["platform", "report"]) && ["list", "generate"].contains(parts[2])
        case 4:
            ["bot", "conversation"].contains(parts[0]) && parts[2] == "usage" && parts[3] == "fetch"
                || parts.starts(with: ["platform", "report"]) && parts[3] == "generate"
        default: false
        }
    }
}

extension Timestamp {
    /// The instant as a header writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
    fileprivate var wireHTTPDate: String {
        let days = wireDay.daysSince1970
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = CivilDate(daysSince1970: days)
        let time = Timestamp(seconds: seconds).description.dropFirst(11).prefix(8)
        let day = String(date.day + 100).dropFirst()
        return "\(weekdays[(days % 7 + 7) % 7]), \(day) \(months[date.month - 1]) \(date.year) \(time) GMT"
    }
}
