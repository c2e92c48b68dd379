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
    private let timeZone: TimeZone
    private let now: () -> Timestamp

    init(_ tresor: Tresor.Client, in timeZone: TimeZone, now: @escaping () -> Timestamp = { .now() }) {
        self.tresor = tresor
        self.timeZone = timeZone
        self.now = now
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
            let ledger = try await UsageLedger(of: tresor.usage(in: month)) { progress = $0.fraction }
            let day = ReportQuery(window: .day(containing: present, in: timeZone))
            today = try ledger.report(day).total.amounts
            thisMonth = try ledger.report().total.amounts
            isComplete = ledger.isComplete
        } catch is CancellationError {
            return
        } catch {
            failure = error.localizedDescription
        }
    }
}
// snippet.hide

// The first row is of April in UTC, and of May in Berlin.
let rows = try [
    ("2026-04-30T22:30:00Z", 0.5), ("2026-05-19T21:59:59Z", 7), ("2026-05-19T22:00:00Z", 0.1),
    ("2026-05-20T11:00:00Z", 0.01),
].map { (instant, cost) in TresorFake.row(at: try Timestamp(instant), cost: WireNumber(floatLiteral: cost)) }
let fake = TresorFake(rows: rows, behavior: FakeBehavior(pageLimit: 2))
let client = try Tresor.Client(
    apiKey: TresorFake.testKey,
    configuration: ClientConfiguration(transport: fake, retry: RetryPolicy(attempts: 1)))
let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
let noon = try Timestamp("2026-05-20T12:00:00Z")
let model = SpendModel(client, in: berlin) { noon }
let german = Money.FormatStyle(locale: Locale(identifier: "de_DE"))

await model.refresh()
precondition(model.isComplete && model.progress == nil && model.failure == nil, "the reading failed")
precondition(model.today.map(german.format) == ["0,11\u{A0}€"], "wrong: \(model.today)")
precondition(model.thisMonth.map(german.format) == ["7,61\u{A0}€"], "wrong: \(model.thisMonth)")

fake.behavior = FakeBehavior(faults: [1: .status(401)])
await model.refresh()
precondition(model.failure?.contains("401") == true, "the failure is not named: \(model.failure ?? "nil")")
precondition(model.thisMonth.count == 1, "a failed reading changed the figures")

fake.behavior = FakeBehavior(
    pageLimit: 2,
    faults: [
        2: .perform {
            let progress = await model.progress
            precondition(progress == 0.5, "the first page is half of the rows")
            await model.cancel()
        }.then(.hang)
    ])
await model.refresh()
precondition(model.failure == nil && model.progress == nil, "cancelling is a failure")
precondition(model.thisMonth.count == 1, "a cancelled reading changed the figures")
