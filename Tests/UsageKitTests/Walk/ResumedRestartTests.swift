import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks that begin their listing again because their cursor is dead, and are interrupted once more on the way.
@Suite struct ResumedRestartTests {
    /// After each number of pages, the walk goes on in another run.
    @Test(arguments: [[6, 1], [6, 2], [5, 3], [6, 1, 1], [3, 4, 2, 1]])
    func isReadToItsEnd(pages: [Int]) async throws {
        let fake = ChatBotKitFake(records: RowLedger.chatBotKit.rows(seed: 5, count: 120))
        fake.behavior.pageLimit = 20
        let client = try ChatBotKit.Client(apiKey: ChatBotKitFake.testKey, configuration: .test(fake))
        let walk = client.usage(in: .all)
        var rows: [ChatBotKit.UsageItem] = []
        var resumed = walk
        for count in pages {
            var iterator = resumed.pages.makeAsyncIterator()
            for _ in 0..<count {
                guard let page = try await iterator.next() else { break }
                rows += page.rows
                guard let checkpoint = page.checkpoint(includingIDs: false) else { break }
                resumed = walk.resumed(from: checkpoint, after: rows)
            }
        }
        var iterator = resumed.pages.makeAsyncIterator()
        while let page = try await iterator.next() { rows += page.rows }
        #expect(rows.count == 120 && Set(rows.map(\.id)).count == 120)
        #expect(iterator.report.isComplete)
    }
}
