import Testing
import UsageKitTesting

@testable import UsageKit

/// Servers that break one promise at a time, for each provider and on the first, a middle and the last page.
@Suite struct PromiseTests {
    /// Rows in the week, and some before and after it.
    static func rows(_ ledger: RowLedger) -> [JSONValue] {
        ledger.rows(seed: 41, count: 63)
            + ledger.rows(seed: 42, count: 12, in: .between("2026-05-02T00:00:00Z", "2026-05-17T00:00:00Z"))
            + ledger.rows(seed: 43, count: 12, in: .between("2026-05-25T00:00:01Z", "2026-05-29T00:00:00Z"))
            + ledger.rows(seed: 44, count: 7, in: .between("2026-04-02T00:00:00Z", "2026-04-17T00:00:00Z"))
    }

    /// A server of Aurous whose third page comes in the opposite order.
    @Test func deliversAllRowsOfAPageInTheWrongOrder() async throws {
        let fake = RowLedger.aurous.fake(RowLedger.aurous.rows(seed: 1, count: 30))
        let server = BrokenServer(fake, .aurous, breaking: .order, on: .page(3))
        let outcome = try await RowLedger.aurous.walk(.test(server), pageSize: 10)
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 30)
        #expect(outcome.report.isComplete)
        #expect(outcome.report.notes.map(\.code) == [.outOfOrder])
    }

    @Test(arguments: RowLedger.allCases, BrokenPromise.allCases)
    func endsExactlyOrSaysWhyNot(ledger: RowLedger, promise: BrokenPromise) async throws {
        guard promise.isMade(by: ledger.shape) else { return }
        var scene = PromiseScene(ledger: ledger, rows: Self.rows(ledger))
        scene.isFiltered = promise == .filter
        let honest = try await scene.run()
        #expect(honest.isComplete, "\(honest.reason)")
        #expect(honest.report.notes.allSatisfy { $0.code == .deprecated })
        let pages = honest.server.pageCount
        scene.promise = promise
        var occasions: [BrokenServer.Occasion] = []
        for number in Set([1, (pages + 1) / 2, pages - 1, pages]).sorted() where number > 0 {
            if [.emptyPage, .growingPages].contains(promise), number == 1 || number == pages { continue }
            occasions += [.page(number), .pageOnce(number)]
        }
        for occasion in occasions {
            scene.occasion = occasion
            for options in [WalkOptions(), .with { $0.prefetch = 3 }, .with { $0.shards = 2 }] {
                if options.shards ?? 1 > 1, !scene.canBeSharded { continue }
                scene.options = options
                scene.resumesAfter = nil
                let result = try await scene.run()
                if let fault = scene.fault(of: result) { Issue.record("\(scene): \(fault)") }
            }
            scene.options = WalkOptions()
            scene.resumesAfter = 2
            let result = try await scene.run()
            if let fault = scene.fault(of: result) { Issue.record("\(scene): \(fault)") }
        }
    }

    /// The reason names the promise.
    @Test(arguments: [
        (RowLedger.tresor, BrokenPromise.otherEcho, "the server answered with offset"),
        (.veniceRetired, .otherEcho, "the server answered with page"),
        (.auralytik, .otherPeriod, "the server answered with records of another period to a request for 2026-05"),
        (.tresor, .smallTotal, "the provider reports 42 rows but returned 63"),
        (.auralytik, .growingTotal, "the provider reports at most"),
        (.auralytikSigned, .manyPages, "the provider reports 11 pages but returned 9"),
        (.auralytikSigned, .growingPages, "page 3 is larger than the pages before it"),
        (.veniceRetired, .growingPages, "page 3 is larger than the pages before it"),
        (.aurous, .unstated, "the page does not say whether more rows follow"),
        (.venice, .earlierRow, "has rows out of order that may have come before"),
        (.veniceRetired, .repeatedRow, "rows but returned"),
        (.chatBotKit, .error, "the index is down"), (.aurous, .noCursor, "gives no cursor for them"),
    ])
    func theReasonNamesThePromise(ledger: RowLedger, promise: BrokenPromise, reason: String) async throws {
        let page =
            switch promise {
            case .otherPeriod: 1
            case .growingPages: 3
            default: 5
            }
        let scene = PromiseScene(ledger: ledger, promise: promise, occasion: .page(page), rows: Self.rows(ledger))
        let result = try await scene.run()
        #expect(!result.isComplete)
        #expect(result.reason.contains(reason), "\(result.reason)")
    }
}
