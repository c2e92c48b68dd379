import Testing
import UsageKitTesting

@testable import UsageKit

/// Copies of an iterator under way: each continues from its own position to the last row.
@Suite struct WalkIteratorCopyTests {
    private static let options: [WalkOptions] = [
        WalkOptions(), .with { $0.prefetch = 1 }, .with { $0.prefetch = 5 }, .with { $0.shards = 3 },
        .with {
            $0.shards = 3
            $0.prefetch = 3
        },
    ]

    /// How two copies take turns.
    private enum Order: CaseIterable {
        case alternately, oneAfterTheOther, theCopyFirst
    }

    private struct Outcome {
        var rows: [JSONValue] = []
        var report: WalkReport?
        var ids: [String]?
    }

    private struct Copier: WalkVisitor {
        let options: WalkOptions
        /// How many pages come before the copy is made.
        let pages: Int
        let order: Order

        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> [Outcome] {
            var walk = walk
            walk.options = options
            var outcomes = [Outcome(), Outcome()]
            var iterator = walk.pages.makeAsyncIterator()
            for _ in 0..<pages {
                guard let page = try await iterator.next() else { break }
                outcomes[0].rows += page.rows.map(\.jsonValue)
                outcomes[0].ids = page.checkpoint()?.contents.known.ids ?? outcomes[0].ids
            }
            outcomes[1] = outcomes[0]
            var iterators = [iterator, iterator]
            iterator = walk.pages.makeAsyncIterator()
            var open = order == .theCopyFirst ? [1, 0] : [0, 1]
            while let index = open.first {
                if let page = try await iterators[index].next() {
                    outcomes[index].rows += page.rows.map(\.jsonValue)
                    outcomes[index].ids = page.checkpoint()?.contents.known.ids ?? outcomes[index].ids
                    if order == .alternately { open = open.dropFirst() + [index] }
                } else {
                    outcomes[index].report = iterators[index].report
                    open.removeFirst()
                }
            }
            return outcomes
        }
    }

    @Test(arguments: RowLedger.allCases, options)
    func eachCopyDeliversEveryRow(ledger: RowLedger, options: WalkOptions) async throws {
        guard options.shards ?? 1 == 1 || [.aurous, .venice, .tresor].contains(ledger) else { return }
        let rows = ledger.rows(seed: 79, count: 60)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: options)
        #expect(whole.rows.count == 60)
        for order in Order.allCases {
            for pages in [0, 3] {
                let copier = Copier(options: options, pages: pages, order: order)
                let outcomes = try await ledger.visit(copier, .test(ledger.fake(rows)), pageSize: 10)
                for outcome in outcomes {
                    #expect(outcome.rows.map(\.canonical) == whole.rows.map(\.canonical), "\(pages) \(order)")
                    #expect(outcome.report == whole.report, "\(pages) \(order)")
                }
                #expect(outcomes[0].ids == outcomes[1].ids, "\(pages) \(order)")
            }
        }
    }

    private struct RowCopier: WalkVisitor {
        let options: WalkOptions

        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> [[JSONValue]] {
            var walk = walk
            walk.options = options
            var rows: [[JSONValue]] = [[]]
            var iterators = [walk.makeAsyncIterator()]
            var open = [0]
            while let index = open.first {
                guard let row = try await iterators[index].next() else {
                    open.removeFirst()
                    continue
                }
                rows[index].append(row.jsonValue)
                open = open.dropFirst() + [index]
                // A new copy after 7, 14 and 21 rows of the first iterator.
                if index == 0, rows[0].count % 7 == 0, rows.count < 4 {
                    open.append(iterators.count)
                    iterators.append(iterators[0])
                    rows.append(rows[0])
                }
            }
            return rows
        }
    }

    @Test(arguments: [RowLedger.aurous, .tresor, .auralytik], [0, 3])
    func eachCopyOfAnIteratorOverRowsDeliversEveryRow(ledger: RowLedger, prefetch: Int) async throws {
        let rows = ledger.rows(seed: 80, count: 60)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let copier = RowCopier(options: .with { $0.prefetch = prefetch })
        let copies = try await ledger.visit(copier, .test(ledger.fake(rows)), pageSize: 10)
        #expect(copies.count == 4)
        for copy in copies { #expect(copy.map(\.canonical) == whole.rows.map(\.canonical)) }
    }

    @Test func aPageOfAPrefetcherIsTakenByOneCopy() async throws {
        let pages = PagePrefetcher<Int>(from: .first, capacity: 2, concurrency: 1, lookahead: 0) { position, _ in
            let summary = PageSummary(info: PageInfo(next: .page(position)), keys: []) { _ in nil }
            return FetchedPage(
                page: SummarizedPage(summary: summary, content: 1), position: position,
                receivedAt: Timestamp(seconds: 0))
        }
        var copies = [PrefetchedPages(pages), PrefetchedPages(pages)]
        var taken = [copies[0].take(), copies[1].take()]
        #expect(taken == [true, false])
        _ = try await copies[0].page()
        taken = [copies[0].take(), copies[1].take()]
        #expect(taken == [true, false])
        copies.append(copies[0])
        taken = [copies[2].take(), copies[0].take(), copies[1].take()]
        #expect(taken == [true, false, false])
    }
}
