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
            above its limit does not hold; one below it is not judged. What a store has is not judged either if it is \
            older than --max-age, or than one hour without it: what was spent since is not known. The same is true of \
            meters.

            A limit is for the present hour, day, week, month or year of the time zone. --max-growth compares what has \
            passed of that period with the same part of the one before, or with all of one that is shorter; after a \
            period without charges, any charge is too much. Without --max-spend and --max-growth, --require-complete \
            and --max-age are about all that a store has, or about the last seven days of a provider (Auralytik: the \
            current billing period).
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
        help: """
            How much more may be spent than in the period before, for example 30%/week; may be repeated. Only whole \
            buckets count: minutes of an hour, quarters of an hour of a day, hours of a week or month, days of a year.
            """)
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
        name: .customLong("account"), help: "Only the rows of this account in the store; may be repeated.")
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
            guard accounts.isEmpty else { throw ValidationError("--account needs a store, not \(subject).") }
            guard plan.quota == nil || provider == .auralytik else {
                throw ValidationError("--min-quota needs auralytik or a store; \(subject) has no meters.")
            }
            guard provider.hasCharges || plan.spends.isEmpty && plan.growths.isEmpty else {
                throw ValidationError(
                    "--max-spend and --max-growth need charges, which rows of \(subject) do not have.")
            }
        } else {
            try validateStoreOptions(with: plan)
        }
    }

    /// Refuses options that have no effect on what a store has.
    private func validateStoreOptions(with plan: GuardPlan) throws {
        if baseURL != nil, plan.quota == nil {
            throw ValidationError("--base-url needs a provider, or --min-quota with a store.")
        }
        if !providers.isEmpty || !accounts.isEmpty, !plan.needsRows, plan.age == nil {
            throw ValidationError(
                "--provider and --account choose rows, which --min-quota does not need: leave them out.")
        }
        if demo, plan.age != nil {
            throw ValidationError(
                "--demo has a present of its own, by which a store has no age: leave out --max-age.")
        }
    }

    /// The conditions, each read and checked.
    private func plan() throws -> GuardPlan {
        let zone = try WindowOptions.timeZone(timeZoneID ?? "UTC")
        let plan = GuardPlan(
            spends: try maxSpend.map(SpendLimit.init), growths: try maxGrowth.map(GrowthLimit.init),
            quota: try minQuota.map(QuotaLimit.init), requiresComplete: requireComplete,
            age: try maxAge.map(AgeLimit.init), rates: try DatedRates(rates),
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
    private func check(_ rates: DatedRates, of plan: GuardPlan) throws {
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
        let configuration = ClientConfiguration(baseURL: baseURL)
        // Keys, addresses and stores are refused before anything is fetched.
        let client = try plan.quota.map { _ in
            guard let fakes else { return try AuralytikCommand().client(in: context, configuration) }
            return try AuralytikCommand().client(of: fakes, configuration)
        }
        let walk = try provider.map { try GuardedWalk(of: $0, plan, at: present, context, configuration, fakes) }
        var rows: GuardedRows?
        // A store that is not there, and options that it cannot have, are refused even if only a server is asked.
        if provider == nil { rows = try stored(plan, at: present, context) }
        var meters: GuardedMeters?
        if let client {
            let read = await GuardedMeters(from: client, at: present)
            if let error = read.failure, !plan.needsRows, plan.age == nil || rows == nil { throw error }
            meters = read
        }
        var failure: (any Error)?
        if let walk, plan.needsRows || plan.quota == nil {
            do {
                rows = try await walk.rows()
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
        context.console.noteDamage(of: store)
        let all = store.sources.map(\.id)
        let sources = GuardedSources(try all.chosen(providers: providers, accounts: accounts), of: all)
        if !plan.spends.isEmpty || !plan.growths.isEmpty {
            guard !sources.haveNoCharges else {
                throw ValidationError(
                    "--max-spend and --max-growth need charges, which rows of "
                        + "\(sources.uncharged.map(\.rawValue).joined(separator: ", ")) do not have.")
            }
            for provider in sources.uncharged {
                context.console.note("no sum has the rows of \(provider.rawValue), which have no charges")
            }
        }
        return GuardedRows(of: store, sources, at: present, calendar: plan.calendar, isDemo: demo)
    }
}
