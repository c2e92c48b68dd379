import ArgumentParser
import Foundation
import UsageKit

/// How results that are no reports are printed.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

struct ReconcileCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Compares a provider's own figures, or a log of requests, with the rows of its ledger.",
        discussion: """
            Without --pair: all pairs of the provider. For each figure that differs, the causes with which it agrees are \
            computed. Exit codes: 0 all agree, 5 some differ, 3 some could not be judged and the others agree, for example \
            because a walk is incomplete. --format json prints {"provider", "pairs": [{"pair", "verdict", "result"}]}, whose \
            members Docs/Reconciliation.md describes.

            Without --start and --end: the last 7 days (Auralytik: the current billing period). Pairs of days widen the \
            window to whole UTC days, up to the present.

            --against FILE compares the requests of the rows with a log: NDJSON or CSV with requestID, and where they are \
            known charge, currency and time, or an export of this command. Requests are joined by the id of the request \
            (Aurous, Venice), the receipt (Tresor), or the id of the row (ChatBotKit, Auralytik). --against STORE compares the \
            rows with those that a store has, as its last refresh left them: what came later, has changed, or is gone.

            PAIRS:
            \(AurousCommand.reconciled.pairList)
            \(VeniceCommand.reconciled.pairList)
            \(TresorCommand.reconciled.pairList)
            \(ChatBotKitCommand.reconciled.pairList)
            \(AuralytikCommand.reconciled.pairList)
            """)

    @Argument(help: "The provider: aurous, venice, tresor, chatbotkit or auralytik.")
    var provider: SyncedProvider

    @Option(help: "The pair to compare; see below.")
    var pair: String?

    @Option(help: "A log of requests, or a store of an earlier day, to compare with the rows in place of the pairs.")
    var against: String?

    @Option(
        name: .customLong("tolerance"),
        help: "By how much a figure may differ: FIGURE=AMOUNT or FIGURE=PERCENT%; may be repeated.")
    var tolerances: [String] = []

    @Option(
        name: .customLong("map"),
        help: "A model's name in Venice's analytics and in its history, as NAME=MODEL; may be repeated.")
    var names: [String] = []

    @Option(name: .customLong("base-url"), help: "The server to use instead: https, or http on loopback.")
    var baseURL: String?

    @Flag(help: "Ask the embedded fake of the provider, whose rows are of the week from 2026-05-18; needs no key.")
    var demo = false

    @Option(help: "A name of your own for the account, which stays the same if the key is rotated.")
    var account: String?

    @OptionGroup var window: WindowOptions

    @Option(help: "How to print the result.")
    var format: ResultFormat = .table

    func validate() throws {
        if demo, baseURL != nil { throw ValidationError("--demo has no address: leave out --base-url.") }
        if against == "" { throw ValidationError("--against needs the path of a log or a store.") }
        if account == "" { throw ValidationError("--account needs a name.") }
        if pair != nil, against != nil { throw ValidationError("Give either --pair or --against, but not both.") }
        if let against, !EarlierRows.isStore(against), !tolerances.isEmpty {
            throw ValidationError("--tolerance cannot be used with --against FILE: charges are compared exactly.")
        }
        _ = try window.timeZone()
        let bounds = [window.start, window.end].compactMap(\.self)
        if window.timeZoneID != "UTC", !bounds.contains(where: WindowOptions.isDate) {
            throw ValidationError("--time-zone needs a date as --start or --end.")
        }
        if !names.isEmpty, provider != .venice || against != nil {
            throw ValidationError("--map needs the pair models of venice.")
        }
    }

    func run(in context: Context) async throws -> ExitStatus {
        switch provider {
        case .aurous: try await run(AurousCommand.reconciled, in: context)
        case .venice: try await run(VeniceCommand.reconciled, in: context)
        case .tresor: try await run(TresorCommand.reconciled, in: context)
        case .chatbotkit: try await run(ChatBotKitCommand.reconciled, in: context)
        case .auralytik: try await run(AuralytikCommand.reconciled, in: context)
        }
    }

    private func run<Client>(
        _ provider: ReconciledProvider<Client>, in context: Context
    ) async throws -> ExitStatus {
        // Invalid options and files are refused before anything is fetched.
        let pairs = try pairs(of: provider, context.console)
        let tolerance = try ToleranceOption(tolerances)
        let names = try mappedNames()
        let other = try against.map { path in
            EarlierRows.isStore(path)
                ? try EarlierRows(path, account: account).pair(of: provider)
                : try RequestLogFile(path, of: provider.requests, provider.id).pair(of: provider.requests)
        }
        let chosen = try window.window() ?? (demo ? try Demo.window : nil)
        let configuration = ClientConfiguration(baseURL: baseURL, account: account)
        let run = try ReconcileRun(
            client: try provider.client(in: context, configuration, isDemo: demo), window: chosen, isDemo: demo,
            tolerance: tolerance.tolerance, names: names, context: context)
        if let start = chosen?.start, try start > run.present() {
            if try demo || start > run.present() + .seconds(86_400) {
                throw ValidationError(
                    "The window begins at \(start), which is after the present: give an earlier --start.")
            }
            // By the server's clock, it may have begun; a walk without an end asks for that, and is refused if not.
            let question = try ReconcileRun(
                client: run.client, window: TimeWindow(from: start, to: nil), isDemo: demo, context: context)
            _ = try await provider.requests.records(question)
        }
        let results = try await ReconciledResults(of: other.map { [$0] } ?? pairs, with: run)
        results.noteUnused(tolerance.figures, on: context.console)
        return try results.print(of: provider.id, as: format, on: context.console)
    }

    /// The pairs to compare: the one that was named, or all.
    private func pairs<Client>(
        of provider: ReconciledProvider<Client>, _ console: Console
    ) throws -> [ReconciledPair<Client>] {
        var pairs = provider.pairs
        if let pair {
            pairs = pairs.filter { $0.name == pair }
            guard !pairs.isEmpty else {
                let known = provider.pairs.map(\.name).joined(separator: ", ")
                throw ValidationError("Unknown pair '\(pair)'; the pairs of \(provider.id) are \(known).")
            }
            if !pairs[0].takesWindow, window.start != nil || window.end != nil {
                throw ValidationError("--start and --end cannot be used with --pair \(pair), which is of today.")
            }
            if !pairs[0].takesTolerance, !tolerances.isEmpty {
                throw ValidationError("--tolerance cannot be used with --pair \(pair), which has no figures.")
            }
            if !pairs[0].takesNames, !names.isEmpty {
                throw ValidationError("--map cannot be used with --pair \(pair), which has no models.")
            }
        } else if window.start != nil, against == nil {
            for pair in pairs where !pair.takesWindow {
                console.note(
                    "\(pair.name): left out, because it is of today: leave out --start and --end to compare it")
            }
            pairs = pairs.filter(\.takesWindow)
        }
        return pairs
    }

    /// The names that are mapped, each once; they are told apart by their bytes.
    private func mappedNames() throws -> [(key: String, value: String)] {
        var mapped: [(key: String, value: String)] = []
        var known: Set<[UInt8]> = []
        for text in names {
            guard let equals = text.lastIndex(of: "="), equals > text.startIndex,
                text.index(after: equals) < text.endIndex
            else { throw ValidationError("'\(text)' is not a mapping: give it as NAME=MODEL.") }
            let name = String(text[..<equals])
            guard known.insert(Array(name.utf8)).inserted else {
                throw ValidationError("Map the model '\(name)' once.")
            }
            mapped.append((name, String(text[text.index(after: equals)...])))
        }
        return mapped
    }
}
