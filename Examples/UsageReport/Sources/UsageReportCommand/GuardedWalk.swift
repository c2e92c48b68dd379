import UsageKit
import UsageKitTesting

/// The walk over the ledger of a provider, from the beginning of the periods of the server's present to the last row.
struct GuardedWalk {
    private let provider: SyncedProvider
    private let plan: GuardPlan
    private let present: Timestamp
    private let context: Context
    private let configuration: ClientConfiguration
    private let fakes: DemoFakes?
    private let first: any StoreWalk

    /// Prepares the walk; nothing is fetched.
    ///
    /// - Parameters:
    ///   - provider: The provider.
    ///   - plan: The conditions, which decide the window.
    ///   - present: The present of the local clock, or of the demonstration.
    ///   - context: Where the key comes from, and where notes go.
    ///   - configuration: The server.
    ///   - fakes: The servers of a demonstration; nil for the real one.
    /// - Throws: `UsageError` for a key or an address that cannot be used.
    init(
        of provider: SyncedProvider, _ plan: GuardPlan, at present: Timestamp, _ context: Context,
        _ configuration: ClientConfiguration, _ fakes: DemoFakes?
    ) throws {
        self.provider = provider
        self.plan = plan
        self.present = present
        self.context = context
        self.configuration = configuration
        self.fakes = fakes
        first = try Self.walk(of: provider, plan, at: present, context, configuration, fakes)
    }

    private static func walk(
        of provider: SyncedProvider, _ plan: GuardPlan, at present: Timestamp, _ context: Context,
        _ configuration: ClientConfiguration, _ fakes: DemoFakes?
    ) throws -> any StoreWalk {
        let demo = try fakes.map { _ in try Demo.window }
        // Without an end, the walk goes up to the server's present.
        let window = try plan.window(at: present).map { try TimeWindow(from: $0.lowerBound, to: demo?.end) }
        return try provider.walk(in: context, configuration, window ?? demo, fakes)
    }

    /// By how much the clock of a server may be behind, as far as it is looked for.
    private static let steps = [Duration.nanoseconds(1)] + [1, 32, 400].map { .seconds($0 * 86_400) }

    /// How often a walk may begin too late, by a clock that goes backward.
    private static let attempts = 8

    private enum Reading {
        case rows(GuardedRows)
        /// The window begins after the server's present.
        case beginsAfterPresent(Timestamp)
        /// The window begins after the periods of the server's present.
        case beginsTooLate(present: Timestamp)
    }

    /// Walks to the last row; after an error, what was read is judged.
    ///
    /// - Returns: The rows of the periods of the server's present.
    /// - Throws: An error before the first page, and `UsageError` if the server's present is not found.
    func rows() async throws -> GuardedRows {
        var (walk, steps, begin) = (first, Self.steps[...], present)
        for _ in 0..<Self.attempts {
            var guess: Timestamp
            switch try await read(walk) {
            case .rows(let rows): return rows
            case .beginsTooLate(let present): guess = present
            case .beginsAfterPresent(let start):
                // By the server's clock it is an earlier period.
                if steps.count == Self.steps.count { begin = start }
                guard let step = steps.popFirst() else { throw noPresent(begin) }
                guess = begin - step
            }
            walk = try Self.walk(of: provider, plan, at: guess, context, configuration, fakes)
        }
        throw noPresent(begin)
    }

    private func noPresent(_ start: Timestamp) -> UsageError {
        UsageError(
            .mismatchedResponse,
            "\(provider.rawValue): the period begins at \(start), which is after the server's present: "
                + "compare the clocks")
    }

    private func read(_ walk: any StoreWalk) async throws -> Reading {
        var ledger = UsageLedger()
        let console = context.console
        let progress = ProgressLine(console: console)
        let start = ContinuousClock.now
        var isInterrupted = false
        do {
            defer { progress.clear() }
            try await walk.fill(&ledger) { progress.show($0) }
        } catch is CancellationError {
            isInterrupted = true
        } catch {
            // Nothing was read.
            guard let report = ledger.walks.last, report.pages > 0 else { throw error }
        }
        guard let report = ledger.walks.last else { throw CancellationError() }
        if !isInterrupted, let reading = try otherWindow(than: report) { return reading }
        for line in WalkSummary(walk: report).places { console.note(line) }
        if let stopped = isInterrupted ? Interruption.reason : report.stopped { console.note("incomplete: \(stopped)") }
        let instant = fakes == nil ? report.window.end ?? present : present
        let (local, elapsed) = (Timestamp.now(), ContinuousClock.now - start)
        if fakes == nil, max(instant, local) - min(instant, local) > .seconds(60) + elapsed {
            console.note("the server's clock shows \(instant), this machine's \(local): the server's is taken")
        }
        return .rows(
            try GuardedRows(
                of: ledger, at: instant, elapsed: elapsed, calendar: plan.calendar, isInterrupted: isInterrupted))
    }

    /// Why another window has to be walked, now that the server's present is known; nil if none has to.
    private func otherWindow(than report: WalkReport) throws -> Reading? {
        guard fakes == nil, report.pages > 0, let start = report.window.start else { return nil }
        guard let instant = report.window.end else { return .beginsAfterPresent(start) }
        // A clock that is only a little behind can be before the beginning of a period, too.
        guard let needed = try plan.window(at: instant), needed.lowerBound < start else { return nil }
        return .beginsTooLate(present: instant)
    }
}
