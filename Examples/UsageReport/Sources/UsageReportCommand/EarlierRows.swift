import ArgumentParser
import Foundation
import UsageKit

/// The rows of an earlier day, in a store that `--against` names.
struct EarlierRows {
    private let store: UsageStore
    private let account: String?

    /// Whether a path is that of a directory, and so of a store.
    static func isStore(_ path: String) -> Bool {
        let values = try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory ?? false
    }

    /// Opens a store.
    ///
    /// - Parameters:
    ///   - path: The directory of the store.
    ///   - account: The name of the account whose rows are compared; nil for the only one.
    /// - Throws: `UsageError` for a store that cannot be read.
    init(_ path: String, account: String?) throws(UsageError) {
        store = try UsageStore(at: URL(fileURLWithPath: path).existingStore(), access: .readOnly)
        self.account = account
    }

    /// The rows of the store and those of the ledger as a pair.
    func pair<Client>(of provider: ReconciledProvider<Client>) -> ReconciledPair<Client> {
        ReconciledPair("store", "") { run in
            let read = try await provider.requests.records(run)
            let source = try source(of: read)
            let window = try known(of: read.report.window, in: source)
            run.note(span: window)
            let now = read.records.filter { $0.time.map(window.contains) ?? true }
            let then = Array(store.records(in: window, of: [source.id]))
            let readAt = source.refreshedAt ?? .now()
            let gap = try gap(of: source, in: window, read.report.window)
            var statement = try Statement("store", of: then, madeAt: readAt, gap: gap)
            if !now.isEmpty || !then.isEmpty {
                try statement.fillDays(of: window, with: statement.figures(or: [.requests, .rows]))
            }
            if let end = window.end, end != read.report.window.end {
                statement.notCompared.append("the time from \(end) on: the store does not have it")
            }
            return try Reconciliation(
                statement, of: then, with: now, readAt: readAt, tolerance: run.tolerance, gap: read.report.missingRows)
        }
    }

    /// The source whose rows are those of a walk: of the account that has the name or, without a name, of the server and
    /// the key.
    private func source(of read: ReadRecords) throws(UsageError) -> UsageStore.Source {
        let report = read.report
        let sources = store.sources.filter { source in
            source.id.provider == report.provider && source.id.endpoint == report.endpoint
                && account.map { $0.utf8.elementsEqual((source.id.accountLabel ?? "").utf8) } ?? true
        }
        guard let source = sources.first else {
            let name = account.map { " of the account '\($0)'" } ?? ""
            throw UsageError(.invalidArgument, "the store has no rows of \(report.provider) \(report.endpoint)\(name)")
        }
        // A key that is known to be of another account is refused.
        let own = try read.source(store)
        if let own, let known = sources.first(where: { $0.id == own.id }) { return known }
        guard Set(sources.map { $0.id.accountLabel.map { Array($0.utf8) } }).count == 1 else {
            throw UsageError(
                .invalidArgument,
                "the store has several accounts of \(report.provider): name one with --account")
        }
        if let part = sources.first(where: { $0.id.origin.map { $0.utf8.elementsEqual(read.origin.utf8) } ?? false }) {
            throw UsageError(
                .invalidArgument, "the store has only rows of \(part.id) that were filtered: sync the others as well")
        }
        // One server can have several addresses, and then the name says whose rows they are.
        if account != nil { return source }
        let advice =
            source.id.accountLabel.map { "if its account '\($0)' is the one to compare with, name it with --account" }
            ?? "sync it with --account, and give the name here as well"
        throw UsageError(
            .accountMismatch,
            "the store has rows of \(report.provider) of another server, \(source.id.origin ?? "files"): \(advice)")
    }

    /// The part of a window up to the last instant that the store has.
    private func known(of window: TimeWindow, in source: UsageStore.Source) throws(UsageError) -> TimeWindow {
        guard let end = source.covered.last?.end, window.end.map({ end < $0 }) ?? true else { return window }
        guard window.start.map({ $0 < end }) ?? true else {
            throw UsageError(.invalidArgument, "the store has \(source.id) up to \(end), before all that is compared")
        }
        return try TimeWindow(from: window.start, to: end)
    }

    /// Why rows may have been missing when the source was refreshed; nil if all were there.
    ///
    /// - Parameters:
    ///   - source: The source.
    ///   - window: The part of the window that the store has.
    ///   - asked: The whole window.
    /// - Returns: The reason.
    /// - Throws: `UsageError` if the window cannot be reported.
    private func gap(
        of source: UsageStore.Source, in window: TimeWindow, _ asked: TimeWindow
    ) throws(UsageError) -> String? {
        guard let readAt = source.refreshedAt else { return "the store has no whole refresh of \(source.id)" }
        // Time that was there to be read, unlike that after the refresh. A refresh takes a while.
        if let end = window.end, end != asked.end, end < readAt - .seconds(3600) {
            return "the store lacks the time from \(end) on of \(source.id)"
        }
        let stored = try store.report(ReportQuery(window: window), of: [source.id], at: readAt)
        if stored.isComplete { return nil }
        return stored.walks.compactMap(\.stopped?.message).joined(separator: "; ")
    }
}

extension Statement {
    /// The sums that it states, or others if it states nothing.
    fileprivate func figures(or others: [ReconciledFigure]) -> [ReconciledFigure] {
        let stated = Set(entries.flatMap(\.figures))
        return stated.isEmpty ? others : stated.sorted()
    }
}
