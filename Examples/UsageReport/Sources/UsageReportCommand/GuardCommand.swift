import ArgumentParser
import Foundation
import UsageKit
import UsageKitTesting

struct GuardCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "guard", abstract: "Judges limits of what was spent, for a CI step or a cron job.",
        discussion: """
            Prints one line a condition: "holds", "does not hold" or "not judged", then what was found, the limit, the \
            time and the age. Exit codes: 0 all hold, 5 one does not hold, 3 one could not be judged. A partial sum \
            above its limit does not hold; one below it is not judged. What a store has is not judged either if it is older \
            than --max-age, or than one hour without it: what was spent since is not known.

            A limit is for the present hour, day, week, month or year of the time zone. --max-growth compares what has \
            passed of that period with the same part of the one before, or with all of one that is shorter; after a period without charges, any charge is \
            too much. Without --max-spend and --max-growth, --require-complete and --max-age are about all that a store \
            has, or about the last seven days of a provider (Auralytik: the current billing period).
            """)

    @Argument(
        help: """
            The directory of a store, or the provider whose ledger is walked: aurous, venice, tresor, chatbotkit, \
            auralytik. Give a store with such a name as ./NAME.
            """)
    var subject: String

    @Option(
        name: .customLong("max-spend"),
        help: "The most that may be spent in a period, for example 50USD/month; may be repeated.")
    var maxSpend: [String] = []

    @Option(
        name: .customLong("max-growth"),
        help: "How much more may be spent than in the period before, for example 30%/week; may be repeated.")
    var maxGrowth: [String] = []

    @Option(
        name: .customLong("min-quota"),
        help: "The share of each meter of Auralytik that must be left, for example 10%; its server is always asked.")
    var minQuota: String?

    @Flag(
        name: .customLong("require-complete"),
        help: "No row may be missing: an incomplete result does not hold, instead of not being judged.")
    var requireComplete = false

    @Option(name: .customLong("max-age"), help: "How old what is known may be, in s, min, h or d, for example 2h.")
    var maxAge: String?

    @Option(
        name: .customLong("rate"),
        help: """
            A price from a day on, for example credit=USD:0.01@2026-05-01; may be repeated. Without a rate, an amount \
            in another currency than the limit is in no sum, which is then partial.
            """)
    var rates: [String] = []

    @Option(
        name: .customLong("time-zone"), help: "The time zone of the periods, for example Europe/Berlin; UTC without it."
    )
    var timeZoneID: String?

    @Option(name: .customLong("week-start"), help: "The first day of a week.")
    var weekStart: Weekday?

    @Option(name: .customLong("provider"), help: "Only the rows of this provider in the store; may be repeated.")
    var providers: [SyncedProvider] = []

    @Option(
        name: .customLong("account"),
        help: "Only the rows of this account in the store; may be repeated. For a provider, the name of the account.")
    var accounts: [String] = []

    @Option(name: .customLong("base-url"), help: "The server to use instead: https, or http on loopback.")
    var baseURL: String?

    @Flag(help: "Ask the embedded fakes, and take the end of the week from 2026-05-18 for the present; needs no key.")
    var demo = false

    private var provider: SyncedProvider? { SyncedProvider(rawValue: subject) }

    func validate() throws {
        try StorePath.check(subject)
        let plan = try plan()
        if accounts.contains("") { throw ValidationError("--account needs a name.") }
        if demo, baseURL != nil { throw ValidationError("--demo has no address: leave out --base-url.") }
        if let provider {
            guard providers.isEmpty else { throw ValidationError("--provider needs a store, not \(subject).") }
            guard accounts.count < 2 else { throw ValidationError("--account can be given once for \(subject).") }
            guard plan.quota == nil || provider == .auralytik else {
                throw ValidationError("--min-quota needs auralytik or a store; \(subject) has no meters.")
            }
            guard provider.hasCharges || plan.spends.isEmpty && plan.growths.isEmpty else {
                throw ValidationError(
                    "--max-spend and --max-growth need charges, which rows of \(subject) do not have.")
            }
        } else if baseURL != nil, plan.quota == nil {
            throw ValidationError("--base-url needs a provider, or --min-quota with a store.")
        }
    }

    /// The conditions, each read and checked.
    private func plan() throws -> GuardPlan {
        guard let zone = TimeZone(identifier: timeZoneID ?? "UTC") else {
            throw ValidationError("Unknown time zone '\(timeZoneID ?? "")'; give an identifier such as Europe/Berlin.")
        }
        let plan = GuardPlan(
            spends: try maxSpend.map(SpendLimit.init), growths: try maxGrowth.map(GrowthLimit.init),
            quota: try minQuota.map(QuotaLimit.init), requiresComplete: requireComplete,
            age: try maxAge.map(AgeLimit.init), rates: try GuardRates(rates),
            calendar: BucketCalendar(timeZone: zone, weekStart: weekStart ?? .monday))
        guard !plan.spends.isEmpty || !plan.growths.isEmpty || plan.quota != nil || requireComplete || maxAge != nil
        else {
            throw ValidationError(
                "Give a condition: --max-spend, --max-growth, --min-quota, --require-complete or --max-age.")
        }
        if timeZoneID != nil, plan.spends.isEmpty, plan.growths.isEmpty {
            throw ValidationError("--time-zone needs a limit for a period.")
        }
        if weekStart != nil, !(plan.spends.map(\.period) + plan.growths.map(\.period)).contains(.week) {
            throw ValidationError("--week-start needs a limit for a week.")
        }
        try check(plan.rates, of: plan)
        return plan
    }

    /// Refuses rates that no condition needs.
    private func check(_ rates: GuardRates, of plan: GuardPlan) throws {
        let limits = Set(plan.spends.map(\.limit.currency))
        if !plan.growths.isEmpty {
            guard rates.targets.count < 2 else {
                throw ValidationError("--max-growth needs all of --rate to be into one currency.")
            }
        } else if let target = rates.targets.first(where: { !limits.contains($0) }) {
            throw ValidationError("--rate into \(target.rawValue) needs a limit in \(target.rawValue).")
        }
    }

    func run(in context: Context) async throws -> ExitStatus {
        let plan = try plan()
        let fakes = demo ? try Demo().fakes : nil
        let present = demo ? try Demo.present : .now()
        // Keys, addresses and stores are refused before anything is fetched.
        let client = try plan.quota.map { _ in
            let configuration = ClientConfiguration(
                baseURL: baseURL, account: provider == nil ? nil : accounts.first)
            guard let fakes else { return try AuralytikCommand().client(in: context, configuration) }
            return try AuralytikCommand().client(of: fakes, configuration)
        }
        let needsRows = !plan.spends.isEmpty || !plan.growths.isEmpty || requireComplete
        let walk = try provider.map { try self.walk(of: $0, plan, at: present, context, fakes) }
        var rows: GuardedRows?
        // A store that is not there, and options that it cannot have, are refused even if only a server is asked.
        if provider == nil { rows = try stored(plan, at: present, context) }
        var meters: GuardedMeters?
        if let client {
            let read = await GuardedMeters(from: client, at: present)
            if let error = read.failure, !needsRows, plan.age == nil || rows == nil { throw error }
            meters = read
        }
        var failure: (any Error)?
        if let walk, let provider, needsRows || plan.quota == nil {
            do {
                rows = try await walked(walk, of: provider, plan, at: present, context, fakes)
            } catch  where meters != nil && meters?.failure == nil {
                // What the meters say is judged all the same.
                failure = error
            }
        }
        let findings = try plan.judge(rows, failure, meters)
        for finding in findings { try context.console.write(finding.line) }
        return ExitStatus(of: findings)
    }

    private func stored(_ plan: GuardPlan, at present: Timestamp, _ context: Context) throws -> GuardedRows {
        let store = try UsageStore(at: URL(fileURLWithPath: subject), access: .readOnly)
        for damage in store.damage { context.console.note("damaged: \(damage)") }
        if store.tornBytes > 0 {
            context.console.note(
                "the last \(store.tornBytes) bytes of the store do not count: their commit has not ended")
        }
        var sources = try store.sources.map(\.id).chosen(providers: providers, accounts: accounts)
        if providers.isEmpty, !plan.spends.isEmpty || !plan.growths.isEmpty {
            // Rows that never have a charge would make every sum partial.
            let charged = (sources ?? store.sources.map(\.id)).filter {
                SyncedProvider(rawValue: $0.provider.rawValue)?.hasCharges ?? true
            }
            if !store.sources.isEmpty { sources = charged }
            if charged.isEmpty, !store.sources.isEmpty {
                throw ValidationError(
                    "--max-spend and --max-growth need charges, which the rows of the store do not have.")
            }
        }
        return GuardedRows(of: store, sources, at: present, calendar: plan.calendar, isDemo: demo)
    }

    private func walk(
        of provider: SyncedProvider, _ plan: GuardPlan, at present: Timestamp, _ context: Context, _ fakes: DemoFakes?
    ) throws -> any StoreWalk {
        // Without an end, the walk goes up to the server's present.
        var window = try plan.window(at: present).map {
            try TimeWindow(from: $0.lowerBound, to: demo ? Demo.window.end : nil)
        }
        if demo, window == nil { window = try Demo.window }
        return try provider.walk(
            in: context, ClientConfiguration(baseURL: baseURL, account: accounts.first), window, fakes)
    }

    /// By how much the clock of a server may be behind, as far as it is looked for.
    private static let steps = [Duration.nanoseconds(1)] + [1, 32, 400].map { .seconds($0 * 86_400) }

    /// Walks to the last row, from the beginning of the periods of the server's present.
    private func walked(
        _ walk: any StoreWalk, of provider: SyncedProvider, _ plan: GuardPlan, at present: Timestamp,
        _ context: Context, _ fakes: DemoFakes?
    ) async throws -> GuardedRows {
        switch try await walked(walk, plan, at: present, context) {
        case .rows(let rows): return rows
        case .beginsLater(let start):
            // By the server's clock it is an earlier period.
            for step in Self.steps {
                let walk = try self.walk(of: provider, plan, at: start - step, context, fakes)
                if case .rows(let rows) = try await walked(walk, plan, at: start - step, context) { return rows }
            }
            throw ValidationError("The period begins at \(start), which is after the server's present.")
        }
    }

    private enum Walked {
        case rows(GuardedRows)
        /// The period begins at an instant after the server's present.
        case beginsLater(Timestamp)
    }

    /// Walks to the last row; after an error, what was read is judged.
    private func walked(
        _ walk: any StoreWalk, _ plan: GuardPlan, at present: Timestamp, _ context: Context
    ) async throws -> Walked {
        var ledger = UsageLedger()
        let progress = ProgressLine(console: context.console)
        let start = ContinuousClock.now
        do {
            defer { progress.clear() }
            try await walk.fill(&ledger) { progress.show($0) }
        } catch is CancellationError {
            context.console.note("incomplete: \(Interruption.reason)")
        } catch {
            // Nothing was read.
            guard let report = ledger.walks.last, report.pages > 0 else { throw error }
        }
        guard let report = ledger.walks.last else { throw CancellationError() }
        for line in WalkSummary(walk: report).places { context.console.note(line) }
        if let stopped = report.stopped, stopped.code != .cancelled { context.console.note("incomplete: \(stopped)") }
        if report.pages > 0, report.window.end == nil, let first = report.window.start {
            return .beginsLater(first)
        }
        let instant = demo ? present : report.window.end ?? present
        let local = Timestamp.now()
        if !demo, max(instant, local) - min(instant, local) > .seconds(60) + (ContinuousClock.now - start) {
            context.console.note("the server's clock shows \(instant), this machine's \(local): the server's is taken")
        }
        return .rows(
            try GuardedRows(of: ledger, at: instant, elapsed: ContinuousClock.now - start, calendar: plan.calendar))
    }
}

extension SyncedProvider {
    /// Whether rows of the provider say what they cost.
    fileprivate var hasCharges: Bool { self != .chatbotkit && self != .auralytik }
}
