import Foundation
import Observation
import UsageKit
// snippet.hide
import UsageKitTesting

// snippet.show

/// What a widget shows: the money that was spent today and this month, in the time zone of its user.
@MainActor
@Observable
final class SpendModel {
    private(set) var today: [Money] = []
    private(set) var thisMonth: [Money] = []
    /// Whether the figures are of all rows; if not, the widget marks them.
    private(set) var isComplete = false
    /// How much of the reading is done, from 0 to 1; nil if nothing is being read.
    private(set) var progress: Double?
    /// Why the last reading failed; the figures of the reading before remain.
    private(set) var failure: String?

    @ObservationIgnored private var reading: Task<Void, Never>?
    private let tresor: Tresor.Client
    private let store: UsageStore
    private let timeZone: TimeZone
    private let now: () -> Timestamp

    /// Shows the figures of the last run at once.
    init(
        _ tresor: Tresor.Client, in folder: URL, _ timeZone: TimeZone, now: @escaping () -> Timestamp = { .now() }
    ) throws {
        self.tresor = tresor
        self.timeZone = timeZone
        self.now = now
        store = try UsageStore(at: folder)
        try show(now())
    }

    /// Reads the month; a reading that is under way is waited for instead.
    func refresh() async {
        let task = reading ?? Task { await read() }
        reading = task
        await task.value
    }

    func cancel() { reading?.cancel() }

    private func read() async {
        let present = now()
        failure = nil
        defer {
            progress = nil
            reading = nil
        }
        do {
            let month = TimeWindow.month(containing: present, in: timeZone)
            // Only what is new, and the last day once more, for rows that were written late.
            try await store.refresh(tresor.usage(in: month)) { progress = $0.fraction }
            try show(present)
        } catch is CancellationError {
            return
        } catch {
            failure = error.localizedDescription
        }
    }

    private func show(_ present: Timestamp) throws {
        let day = ReportQuery(window: .day(containing: present, in: timeZone))
        let month = ReportQuery(window: .month(containing: present, in: timeZone))
        let report = try store.report(month, at: present)
        today = try store.report(day, at: present).total.amounts
        thisMonth = report.total.amounts
        isComplete = report.isComplete
    }
}
// snippet.hide

// The first row is of April in UTC, and of May in Berlin.
let rows = try [
    ("2026-04-30T22:30:00Z", 0.5), ("2026-05-19T21:59:59Z", 7), ("2026-05-19T22:00:00Z", 0.1),
    ("2026-05-20T11:00:00Z", 0.01),
].map { (instant, cost) in TresorFake.row(at: try Timestamp(instant), cost: WireNumber(floatLiteral: cost)) }
let fake = TresorFake(rows: rows, behavior: FakeBehavior(pageLimit: 2))
// The server tells the time of the sample, so that the store does not take the rest of May for read.
let server = ClosureTransport { request in
    var response = try await fake.send(request)
    response.headers["Date"] = "Wed, 20 May 2026 12:00:00 GMT"
    return response
}
let client = try Tresor.Client(
    apiKey: TresorFake.testKey,
    configuration: ClientConfiguration(transport: server, retry: RetryPolicy(attempts: 1)))
let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
let noon = try Timestamp("2026-05-20T12:00:00Z")
let folder = FileManager.default.temporaryDirectory.appending(path: "SpendWidget-\(UUID())")
defer { try? FileManager.default.removeItem(at: folder) }
var model: SpendModel? = try SpendModel(client, in: folder, berlin) { noon }
let german = Money.FormatStyle(locale: Locale(identifier: "de_DE"))

await model?.refresh()
precondition(model?.isComplete == true && model?.progress == nil && model?.failure == nil, "the reading failed")
precondition(model?.today.map(german.format) == ["0,11\u{A0}€"], "wrong: \(String(describing: model?.today))")
precondition(model?.thisMonth.map(german.format) == ["7,61\u{A0}€"], "wrong: \(String(describing: model?.thisMonth))")

// The next run shows them before it reads anything.
model = nil
model = try SpendModel(client, in: folder, berlin) { noon }
let requests = fake.requests.count
precondition(model?.thisMonth.map(german.format) == ["7,61\u{A0}€"], "the figures were not kept")

fake.behavior = FakeBehavior(faults: [1: .status(401)])
await model?.refresh()
precondition(model?.failure?.contains("401") == true, "the failure is not named: \(model?.failure ?? "nil")")
precondition(
    model?.thisMonth.count == 1 && fake.requests.count == requests + 1, "a failed reading changed the figures")

fake.behavior = FakeBehavior(faults: [1: .perform { [model] in await model?.cancel() }.then(.hang)])
await model?.refresh()
precondition(model?.failure == nil && model?.progress == nil, "cancelling is a failure")
precondition(
    model?.thisMonth.count == 1 && fake.requests.count == requests + 2, "a cancelled reading changed the figures")
