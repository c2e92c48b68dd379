import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// The samples about stores, word for word; ``DocumentationTests`` compares them with the README and the article.
@Suite struct DocumentationStoreTests {
    private let week = TimeWindow.last(hours: 7 * 24)
    private let directory = FileManager.default.temporaryDirectory.appendingPathComponent("sample-\(UUID().uuidString)")
    private let aurous: Aurous.Client
    private let tresor: Tresor.Client

    init() throws {
        let generator = LedgerGenerator(seed: 5)
        aurous = try Aurous.Client(
            apiKey: AurousFake.testKey,
            configuration: ClientConfiguration(
                transport: AurousFake(events: generator.aurousEvents(count: 500, in: week))))
        tresor = try Tresor.Client(
            apiKey: TresorFake.testKey,
            configuration: ClientConfiguration(
                transport: TresorFake(rows: generator.tresorRows(count: 500, in: week))))
    }

    @Test func aStoreInTenLines() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        // The sample of README.md begins here.
        let store = try UsageStore(at: directory)
        print(try store.report().total.charges)  // of the last run, without a request
        try await store.refresh(aurous.events(in: .days(30, in: .gmt)))  // also late, changed and deleted rows
        let month = try store.report(ReportQuery(window: .thisMonth(in: .gmt), by: [.model]))
        print(month.isComplete, month.walks[0].readAt ?? "never")  // and which days are missing
        for change in store.restatements { print(change.day, change.before ?? "-", change.after ?? "-") }
        // The sample ends here.
        #expect(store.count == 500 && month.isComplete)
        #expect(month.walks[0].readAt != nil)
    }

    @Test func aStoreIsKeptAndRefreshed() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try UsageStore(at: directory)
        print(try store.report().total.charges)  // of the last run, without a request

        let refresh = try await store.refresh(aurous.events(in: .days(30, in: .gmt)))
        print(refresh.added, refresh.revised, refresh.removed)

        let report = try store.report(ReportQuery(window: .thisMonth(in: .gmt), every: .day, by: [.model]))
        print(report.isComplete, report.walks[0].readAt ?? "never")
        #expect(refresh.added == 500 && report.isComplete)
        for change in store.restatements {
            print(change.day, change.source, change.before ?? "nothing", change.after ?? "nothing", change.learnedAt)
        }
        #expect(store.restatements.isEmpty)
    }

    @Test func sourcesAreRefreshedAtTheSameTime() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try UsageStore(at: directory)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await store.refresh(aurous.events(in: week)) }
            group.addTask { try await store.refresh(tresor.usage(in: week)) }
            try await group.waitForAll()
        }
        let both = try store.report(ReportQuery(by: [.provider, .account]))
        #expect(both.count == 2 && both.isComplete)
        let own = store.sources.map(\.id).filter { $0.provider == .aurous }
        let mine = try store.report(ReportQuery(by: [.model]), of: own)
        #expect(mine.walks.count == 1 && mine.total.coverage.rows == 500)
    }
}
