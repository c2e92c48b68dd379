import Foundation
import UsageKit

/// P12: a store of many rows on disk: its size, opening it, appending to it, and its memory.
///
/// The folder has the store, and pages of rows that come after its own. `ingest <start> <end> <file>` and `compact` fill the store when
/// the data are made.
final class StoreSuite: Suite {
    private let folder: URL
    private let query = ReportQuery(every: .day, by: [.model, .apiKey])
    /// The store that rows are appended to, which is a copy; only one value at a time can write it.
    private var writer: UsageStore?
    /// How many pages the copy has.
    private var pages = 0

    init(_ folder: URL) {
        self.folder = folder
    }

    private var directory: URL { folder.appending(path: "store", directoryHint: .isDirectory) }
    private var copy: URL { folder.appending(path: "store-appended", directoryHint: .isDirectory) }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let parts = row.split(separator: " ", maxSplits: 3).map(String.init)
        switch (parts.first, parts.count) {
        case ("ingest", 4):
            let window = try TimeWindow(from: Timestamp(parts[1]), to: Timestamp(parts[2]))
            return try filling { try $0.ingest(Aurous.replay, from: URL(filePath: parts[3]), in: window) }
        case ("compact", 1): return try filling { try $0.compact() }
        case ("P12-size", 1): return size
        case ("P12-open", 1): return open
        case ("P12-memory", 1): return memory
        case ("P12-first", 1):
            try reopen()
            return try append()
        case ("P12-append", 1):
            if writer == nil {
                try reopen()
                let page = try nextPage()
                try writer?.ingest(Aurous.replay, from: page.file, in: page.window)
            }
            return try append()
        default: throw WorkerFailure("unknown row '\(row)': the suite has P12-size, -open, -first, -append and -memory")
        }
    }

    // MARK: - Filling

    private func filling(_ change: @escaping (UsageStore) throws -> Void) throws -> () async throws -> Outcome {
        let store = try writer ?? UsageStore(at: directory)
        writer = store
        return {
            try change(store)
            return Outcome(figures: ["rows": Double(store.count)])
        }
    }

    // MARK: - Reading

    private func size() throws -> Outcome {
        let bytes = try Data(contentsOf: directory.appending(path: "rows")).count
        let store = try UsageStore(at: directory, access: .readOnly)
        return Outcome(figures: ["bytes": Double(bytes) / Double(store.count)]) { ["\(store.count)"] }
    }

    private func open() throws -> Outcome {
        let start = ContinuousClock.now
        let store = try UsageStore(at: directory, access: .readOnly)
        let opening = (ContinuousClock.now - start) / .seconds(1)
        let report = try store.report(query)
        guard report.isComplete else { throw WorkerFailure("the report is not complete: \(report.walks)") }
        var answers: [GroupAnswer] = []
        answers.reserveCapacity(report.count)
        for group in report { answers.append(GroupAnswer(group, .credits)) }
        // They are kept alive, because releasing them must not be timed.
        return Outcome(figures: ["opening": opening]) { [answers] in
            withExtendedLifetime((store, report)) { answers.map(\.line) }
        }
    }

    private func memory() throws -> Outcome {
        let before = MemoryUse.now()
        let store = try UsageStore(at: directory, access: .readOnly)
        let use = MemoryUse.now()
        var figures = use.figures(since: before, count: store.count)
        figures["bytes"] = figures.removeValue(forKey: "resident") ?? figures["bytes"]
        return Outcome(figures: figures) { ["\(store.count)"] }
    }

    // MARK: - Appending

    private func reopen() throws {
        writer = nil
        if pages == 0 {
            try? FileManager.default.removeItem(at: copy)
            try FileManager.default.copyItem(at: directory, to: copy)
        }
        writer = try UsageStore(at: copy)
    }

    /// A page of rows, and its hour: the hours follow the days of the store.
    private func nextPage() throws -> (file: URL, window: TimeWindow) {
        let file = folder.appending(path: "pages/\(pages).ndjson")
        guard FileManager.default.fileExists(atPath: file.path) else { throw WorkerFailure("there are no more pages") }
        let start = try Timestamp("2026-05-31T00:00:00Z").advanced(by: .seconds(3600 * pages))
        pages += 1
        return (file, try TimeWindow(from: start, to: start.advanced(by: .seconds(3600))))
    }

    private func append() throws -> () async throws -> Outcome {
        let page = try nextPage()
        return { [self] in
            guard let writer else { throw WorkerFailure("the store is not open") }
            let refresh = try writer.ingest(Aurous.replay, from: page.file, in: page.window)
            return Outcome { self.lines(refresh, page.window) }
        }
    }

    /// What was added, and the figures of the hour of the page.
    private func lines(_ refresh: StoreRefresh, _ hour: TimeWindow) -> [String] {
        guard let total = try? writer?.report(ReportQuery(window: hour)).total else { return ["no report"] }
        return ["\(refresh.added)\t\(GroupAnswer(total, .credits, median: false).line)"]
    }
}
