import Synchronization
import UsageKit

/// Refreshes the sources of a store at the same time, and prints a line for each.
struct SyncRun {
    let store: UsageStore
    let overlap: Duration
    /// The name of the account; nil if it has none.
    let account: String?
    let console: Console

    private enum Outcome: Sendable {
        case refreshed(StoreRefresh)
        case failed(any Error)
    }

    func run(_ walks: [(provider: SyncedProvider, walk: any StoreWalk)]) async throws -> ExitStatus {
        if store.tornBytes > 0 {
            console.note("the last \(store.tornBytes) bytes of the store were cut off: their commit had not ended")
        }
        for damage in store.damage {
            console.note("the store is damaged, and what is missing is fetched again: \(damage)")
        }
        let progress = SyncProgress(line: ProgressLine(console: console), providers: walks.map(\.provider))
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, walk) in walks.enumerated() {
                group.addTask { [store, overlap] in
                    do {
                        let refresh = try await walk.walk.refresh(store, overlap: overlap) {
                            progress.show($0, of: walk.provider)
                        }
                        return (index, .refreshed(refresh))
                    } catch {
                        return (index, .failed(error))
                    }
                }
            }
            return await group.reduce(into: [Int: Outcome]()) { $0[$1.0] = $1.1 }
        }
        progress.clear()
        var statuses: [ExitStatus] = []
        for (index, walk) in walks.enumerated() {
            guard let outcome = outcomes[index] else { continue }
            statuses.append(try print(outcome, of: walk.provider))
        }
        // Where one provider was read, the others are missing in it.
        guard let first = statuses.first, statuses.contains(where: { $0 != first }) else {
            return statuses.first ?? .complete
        }
        return .incomplete
    }

    private func print(_ outcome: Outcome, of provider: SyncedProvider) throws -> ExitStatus {
        switch outcome {
        case .refreshed(let refresh):
            if refresh.isLabelled {
                console.note("\(refresh.source) belongs to its account's name from now on")
            }
            for walk in refresh.walks { for line in WalkSummary(walk: walk).places { console.note(line) } }
            let state: TerminalText = refresh.isComplete ? "" : "INCOMPLETE: "
            try console.write(
                """
                \(provider.rawValue): \(state)\(refresh.added) added, \(refresh.revised) revised, \
                \(refresh.removed) removed, \(refresh.restatements.count) restated

                """)
            guard let stopped = WalkReport.sum(of: refresh.walks)?.stopped else { return .complete }
            console.note("\(provider.rawValue): incomplete: \(stopped)")
            return .incomplete
        case .failed(let error):
            let known = store.sources.first {
                $0.id.provider.rawValue == provider.rawValue && $0.id.accountLabel == account
            }
            let reason = error is CancellationError ? Interruption.reason : WalkStop(error)
            let refusals: [UsageError.Code] = [.accountMismatch, .storeInUse, .invalidArgument]
            if let error = error as? UsageError, known == nil || refusals.contains(error.code) || known?.rows == 0 {
                console.note("\(error.provider == nil ? "\(provider.rawValue): " : "")\(reason)")
                return ExitStatus(refusal: error)
            }
            console.note("\(provider.rawValue): incomplete: \(reason)")
            try console.write("\(provider.rawValue): INCOMPLETE: \(known?.rows ?? 0) rows in the store\n")
            return .incomplete
        }
    }
}

/// How far the walks of a synchronization have come, in one line.
private final class SyncProgress: Sendable {
    private let line: ProgressLine
    private let providers: [SyncedProvider]
    private let reports = Mutex<[SyncedProvider: WalkReport]>([:])

    init(line: ProgressLine, providers: [SyncedProvider]) {
        self.line = line
        self.providers = providers
    }

    func show(_ report: WalkReport, of provider: SyncedProvider) {
        reports.withLock { reports in
            reports[provider] = report
            let parts = providers.compactMap { provider in
                reports[provider].map { report -> TerminalText in
                    let done: TerminalText = report.fraction.map { " (\(Int(100 * $0)) %)" } ?? ""
                    return "\(provider.rawValue) \(report.rows) rows\(done)"
                }
            }
            line.show(parts.joined(separator: ", "))
        }
    }

    func clear() { line.clear() }
}
