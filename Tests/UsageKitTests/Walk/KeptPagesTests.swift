import Testing
import UsageKitTesting

@testable import UsageKit

/// Callers that keep the pages of a walk: what a page holds for its checkpoint does not grow with the rows before it.
@Suite struct KeptPagesTests {
    private struct Result {
        /// The ids in the checkpoint of each page.
        var ids: [[String]?] = []
        /// The same if the checkpoint is asked for while the walk is at that page.
        var idsAtOnce: [[String]?] = []
        /// How many elements the collections of each page's snapshot have, without the ids that all pages share.
        var elements: [Int] = []
        var shareIDs = true
        var pageSizes: [Int] = []
    }

    private struct Keeper: WalkVisitor {
        let options: WalkOptions

        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> Result {
            var walk = walk
            walk.options = options
            var pages: [WalkPages<Row>.Page] = []
            var result = Result()
            for try await page in walk.pages {
                pages.append(page)
                result.idsAtOnce.append(page.checkpoint()?.contents.known.ids)
            }
            let snapshots = pages.compactMap(\.snapshot)
            result.ids = pages.map { $0.checkpoint()?.contents.known.ids }
            result.elements = snapshots.map { elements(of: $0.judge) + elements(of: $0.position) }
            result.shareIDs = snapshots.allSatisfy { $0.judge.ids.shares(snapshots[0].judge.ids) }
            result.pageSizes = pages.map(\.rows.count)
            return result
        }

        private func elements(of value: Any) -> Int {
            if value is SharedIDs { return 0 }
            let mirror = Mirror(reflecting: value)
            let isCollection = [.collection, .set, .dictionary].contains(mirror.displayStyle)
            return (isCollection ? mirror.children.count : 0)
                + mirror.children.map { elements(of: $0.value) }.reduce(0, +)
        }
    }

    @Test(arguments: RowLedger.allCases, [WalkOptions(), .with { $0.prefetch = 4 }])
    func aPageHoldsNothingThatGrowsWithTheRowsBeforeIt(ledger: RowLedger, options: WalkOptions) async throws {
        let rows = ledger.rows(seed: 77, count: 600)
        let result = try await ledger.visit(Keeper(options: options), .test(ledger.fake(rows)), pageSize: 10)
        #expect(result.ids.count >= 60)
        #expect(result.elements.count >= 59)
        // The keys of the page itself if its rows have no ids, and what is known of the listing.
        #expect(result.elements.max() ?? .max <= 50, "\(result.elements)")
        #expect(result.shareIDs)
    }

    @Test(arguments: RowLedger.allCases)
    func theCheckpointOfAKeptPageHasTheRowsUpToIt(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 78, count: 200)
        let result = try await ledger.visit(Keeper(options: WalkOptions()), .test(ledger.fake(rows)), pageSize: 10)
        #expect(result.ids == result.idsAtOnce)
        #expect(result.ids.last == .some(nil))
        var count = 0
        for (ids, size) in zip(result.ids, result.pageSizes).dropLast() {
            count += ledger.hasIDs ? size : 0
            #expect(ids?.count == count)
        }
    }
}
