import Foundation
import Synchronization
import UsageKit
import UsageKitTesting

/// A ledger with ids and one without, behind one address that can stop answering; its rows change.
final class StoreServer {
    /// What a store must say of a provider.
    struct Figures: Hashable {
        var requests = 0
        /// Credits of Aurous, US dollars of Venice.
        var charges: Decimal = 0

        static func + (left: Self, right: Self) -> Self {
            Self(requests: left.requests + right.requests, charges: left.charges + right.charges)
        }

        static func - (left: Self, right: Self) -> Self {
            Self(requests: left.requests - right.requests, charges: left.charges - right.charges)
        }
    }

    /// The window of all syncs; what comes late is in its last day, which each sync fetches again.
    static let window = ["--start", "2026-05-18T00:00:00Z", "--end", "2026-05-25T00:00:00Z"]
    /// The first instant after the days that a store may be pruned of.
    static let pruned = "2026-05-20"
    static let providers = ["aurous", "venice"]
    static let environment = ["AUROUS_API_KEY": AurousFake.testKey, "VENICE_API_KEY": VeniceFake.testKey]

    private let aurous: AurousFake
    private let venice: VeniceFake
    private let handler: Handler
    private let server: LoopbackServer
    private var random: SeededGenerator
    private var serial = 0
    /// The figures of the ledgers when the store last had them whole.
    private var settled: [String: Figures] = [:]
    /// What each change since then did.
    private var pending: [String: [Figures]] = [:]
    /// The rows of these changes: a row changes once until a store has the ledgers whole.
    private var touched: Set<String> = []

    /// Makes ledgers of rows in the whole window, some of them of requests that are still running.
    init(rows: Int, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let minutes = 7 * 24 * 60
        let events = (0..<rows).map { row in
            AurousFake.event(
                at: Self.start.advanced(by: .seconds(60 * (row * minutes / rows))), model: "m\(row % 3)",
                credits: Self.amount(&random), id: "cmp_\(row)")
        }
        let running = (0..<5).map { Self.running("run_\($0)", at: Self.start.advanced(by: .seconds(86_400 * $0 + 7))) }
        let entries = (0..<max(rows / 4, 20)).map { row in
            VeniceFake.entry(
                at: Self.start.advanced(by: .seconds(60 * (row * minutes / max(rows / 4, 20)))),
                amount: Self.amount(&random, sign: -1), requestID: "request_\(row)")
        }
        let now = try Timestamp("2026-06-01T00:00:00Z")
        let behavior = FakeBehavior(pageLimit: rows > 1000 ? nil : 20)
        aurous = AurousFake(events: events + running, behavior: behavior, now: { now })
        venice = VeniceFake(entries: entries, behavior: behavior, now: { now })
        handler = Handler(aurous: aurous, venice: venice)
        server = try LoopbackServer(handler)
        self.random = random
        settled = figures
    }

    deinit {
        handler.answer()
        server.stop()
    }

    /// The arguments that bring a store up to date.
    func arguments(_ store: URL, _ providers: [String] = providers) -> [String] {
        ["sync", store.path] + providers
            + providers.flatMap { ["--base-url", "\($0)=\(server.baseURL)"] } + Self.window
    }

    // MARK: Answers

    /// Stops answering after a number of requests from now on.
    func hold(after requests: Int) { handler.hold(after: requests) }

    /// Whether a request waits for its answer.
    var isHolding: Bool { handler.isHolding }

    /// Refuses the key of one provider from now on; nil for none.
    func refuse(_ provider: String?) { handler.refuse(provider) }

    /// Answers what waits, and all further requests.
    func answer() { handler.answer() }

    // MARK: Figures

    /// What the ledgers have now, by provider.
    var figures: [String: Figures] {
        let events = aurous.events.map { Self.decimal($0["credits_charged"]) }
        let entries = venice.entries.map { -Self.decimal($0["amount"]) }
        return [
            "aurous": Figures(requests: events.count, charges: events.reduce(0, +)),
            "venice": Figures(requests: entries.count, charges: entries.reduce(0, +)),
        ]
    }

    /// Whether a provider's total is one that a store may have while changes come in: each change counts whole or not.
    func allows(_ total: Figures, of provider: String) -> Bool {
        var totals: Set<Figures> = [settled[provider] ?? Figures()]
        for change in pending[provider] ?? [] { totals.formUnion(totals.map { $0 + change }) }
        return totals.contains(total)
    }

    /// Notes that the store has the ledgers as they are now.
    func settle() {
        settled = figures
        pending = [:]
        touched = []
    }

    // MARK: Changes

    /// Changes the ledgers at random: late, revised and removed rows, and requests that end or begin.
    func change() {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let changes = [addLate, addLate, revise, remove, endRunning, addRunning]
            note(changes[Int.random(in: changes.indices, using: &random)])
        }
    }

    /// Adds a late row to each ledger.
    func addLateRows() { note(addLate) }

    /// Revises each row of Aurous.
    func reviseAll() {
        note {
            let rows = aurous.events.compactMap { row in
                (try? Timestamp(row["created_at"]?.string ?? "")).map { time in
                    AurousFake.event(at: time, credits: Self.amount(&random), id: Self.id(row))
                }
            }
            aurous.apply(.remove { _ in true })
            aurous.apply(.insert(rows))
        }
    }

    /// Removes the rows before the instant that a store is pruned to.
    func removePruned() {
        note {
            aurous.apply(.remove { $0["created_at"]?.string ?? "" < Self.pruned })
            venice.apply(.remove { $0["timestamp"]?.string ?? "" < Self.pruned })
        }
    }

    private func note(_ change: () -> Void) {
        let before = figures
        change()
        for (provider, after) in figures {
            let difference = after - (before[provider] ?? Figures())
            if difference != Figures() { pending[provider, default: []].append(difference) }
        }
    }

    private func addLate() {
        aurous.apply(.insert([AurousFake.event(at: lastDay(), credits: Self.amount(&random), id: newID())]))
        venice.apply(
            .insert([VeniceFake.entry(at: lastDay(), amount: Self.amount(&random, sign: -1), requestID: newID())]))
    }

    private func revise() {
        if let (id, row) = pick(aurous.events, where: { $0["created_at"]?.string ?? "" >= "2026-05-24" }) {
            replace(id, at: row["created_at"]?.string ?? "")
        }
        if let (id, row) = pick(venice.entries, where: { $0["timestamp"]?.string ?? "" >= "2026-05-24" }),
            let time = try? Timestamp(row["timestamp"]?.string ?? "")
        {
            venice.apply(.remove { Self.id($0) == id })
            venice.apply(
                .insert([VeniceFake.entry(at: time, amount: Self.amount(&random, sign: -1), requestID: id)]))
        }
    }

    private func remove() {
        if let (id, _) = pick(aurous.events, where: { $0["created_at"]?.string ?? "" >= "2026-05-24" }) {
            aurous.apply(.remove { Self.id($0) == id })
        }
        if let (id, _) = pick(venice.entries, where: { $0["timestamp"]?.string ?? "" >= "2026-05-24" }) {
            venice.apply(.remove { Self.id($0) == id })
        }
    }

    /// A request that was running ends, whenever it began.
    private func endRunning() {
        if let (id, row) = pick(aurous.events, where: { $0["status"] == "processing" }) {
            replace(id, at: row["created_at"]?.string ?? "")
        }
    }

    private func addRunning() {
        aurous.apply(.insert([Self.running(newID(), at: lastDay())]))
    }

    private func replace(_ id: String, at time: String) {
        guard let time = try? Timestamp(time) else { return }
        let amount = Self.amount(&random)
        aurous.apply(.remove { Self.id($0) == id })
        aurous.apply(.insert([AurousFake.event(at: time, credits: amount, id: id)]))
    }

    /// A row that has not changed since the store last had the ledgers whole.
    private func pick(_ rows: [JSONValue], where isWanted: (JSONValue) -> Bool) -> (id: String, row: JSONValue)? {
        let rows = rows.filter { isWanted($0) && !touched.contains(Self.id($0)) }
        guard let row = rows.randomElement(using: &random) else { return nil }
        touched.insert(Self.id(row))
        return (Self.id(row), row)
    }

    private func newID() -> String {
        serial += 1
        touched.insert("late_\(serial)")
        return "late_\(serial)"
    }

    private func lastDay() -> Timestamp {
        Self.start.advanced(by: .seconds(6 * 86_400 + Int.random(in: 0..<86_400, using: &random)))
    }

    private static let start = Timestamp(seconds: 1_779_062_400)

    private static func running(_ id: String, at time: Timestamp) -> JSONValue {
        AurousFake.event(at: time, credits: nil, status: .processing, duration: nil, id: id)
    }

    private static func amount(_ random: inout SeededGenerator, sign: Int = 1) -> WireNumber {
        WireNumber(Decimal(sign * Int.random(in: 1...999_999_999, using: &random)) / 1_000_000_000)
    }

    private static func id(_ row: JSONValue) -> String {
        row["id"]?.string ?? row["inferenceDetails"]?["requestId"]?.string ?? ""
    }

    private static func decimal(_ value: JSONValue?) -> Decimal {
        guard case .number(let number) = value else { return 0 }
        return Decimal(string: number.literal) ?? 0
    }
}

extension StoreServer {
    private final class Handler: HTTPTransport {
        private struct State {
            /// How many requests are still answered; nil for all.
            var left: Int?
            var held: [AsyncStream<Void>.Continuation] = []
            var refused: String?
        }

        private let aurous: AurousFake
        private let venice: VeniceFake
        private let state = Mutex(State())

        init(aurous: AurousFake, venice: VeniceFake) {
            self.aurous = aurous
            self.venice = venice
        }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let (stream, continuation) = AsyncStream<Void>.makeStream()
            let isHeld = state.withLock { state in
                guard let left = state.left else { return false }
                state.left = left - 1
                if left <= 0 { state.held.append(continuation) }
                return left <= 0
            }
            if isHeld { for await _ in stream {} }
            try Task.checkCancellation()
            let isVenice = request.url.path.hasPrefix("/api/")
            if state.withLock({ $0.refused }) == (isVenice ? "venice" : "aurous") {
                return TransportResponse(status: 401, body: #"{"error":{"message":"no such key"}}"#)
            }
            return try await isVenice ? venice.send(request) : aurous.send(request)
        }

        func refuse(_ provider: String?) { state.withLock { $0.refused = provider } }

        func hold(after requests: Int) { state.withLock { $0.left = requests } }

        var isHolding: Bool { state.withLock { !$0.held.isEmpty } }

        func answer() {
            let held = state.withLock { state in
                defer { (state.left, state.held) = (nil, []) }
                return state.held
            }
            for continuation in held { continuation.finish() }
        }
    }
}
