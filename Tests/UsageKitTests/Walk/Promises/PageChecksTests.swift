import Testing
import UsageKitTesting

@testable import UsageKit

/// Without any one of the checks of pages, some walk over a server that breaks a promise goes wrong.
@Suite struct PageChecksTests {
    /// A check, and scenes that go wrong without it.
    struct Need: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let check: PageChecks
        let scenes: [PromiseScene]

        init(_ name: String, _ check: PageChecks, scenes: [PromiseScene]) {
            testDescription = name
            self.check = check
            self.scenes = scenes
        }

        /// The seeds are those of ``PromisePropertyTests``.
        init(_ name: String, _ check: PageChecks, seeds: [UInt64]) {
            self.init(name, check, scenes: seeds.map(PromisePropertyTests.scene))
        }
    }

    /// A server that gives pages of 4 rows although 10 are asked for, and says that there are as many rows as on 10 pages.
    private static let smallPages: PromiseScene = {
        let rows = RowLedger.veniceRetired.rows(seed: 1, count: 60)
        var scene = PromiseScene(ledger: .veniceRetired, promise: .smallTotal, rows: rows)
        scene.pageLimit = 4
        return scene
    }()

    /// A total that grows with each page, and is smaller than the rows.
    private static let growingTotal = PromiseScene(
        ledger: .auralytik, promise: .growingTotal, rows: RowLedger.auralytik.rows(seed: 3, count: 60))

    /// A server that gives its first page again and again, until there are as many rows as its total; they have no ids.
    private static let onePage = PromiseScene(
        ledger: .auralytik, promise: .onlyFirstPage,
        rows: RowLedger.auralytik.rows(seed: 2, count: 60).map { $0.removing("id") })

    static let needs = [
        Need("order", .order, seeds: [25, 82]),
        Need("orderIsTrusted", .orderIsTrusted, seeds: [464, 514]),
        Need("rowCount", .rowCount, seeds: [484, 692]),
        Need("echoes", .echoes, seeds: [39, 144]),
        Need("period", .period, seeds: [627, 818]),
        Need("filter", .filter, seeds: [50, 107]),
        Need("window", .window, seeds: [159, 245]),
        Need("totals", .totals, seeds: [299, 332]),
        Need("changedTotals", .changedTotals, scenes: [growingTotal]),
        Need("totalPages", .totalPages, seeds: [231, 451]),
        Need("pageSize", .pageSize, seeds: [269, 1342]),
        Need("end", .end, seeds: [143, 554]),
        Need("seam", .seam, seeds: [493, 775]),
        Need("repeatedRows", .repeatedRows, seeds: [674, 684]),
        Need("repeatedPages", .repeatedPages, scenes: [onePage]),
        Need("progress", .progress, seeds: [2, 28]),
        Need("cursor", .cursor, seeds: [162]),
        Need("shortPage", .shortPage, scenes: [smallPages]),
        Need("overlap", .overlap, seeds: [264, 1540]),
        Need("rowCursor", .rowCursor, seeds: [1105, 2005]),
    ]

    @Test func coversAllChecks() {
        #expect(Self.needs.reduce(into: PageChecks()) { $0.formUnion($1.check) } == .all)
    }

    @Test(arguments: needs) func eachCheckIsNeeded(need: Need) async throws {
        for scene in need.scenes {
            let held = scene.fault(of: try await scene.run())
            #expect(held == nil, "\(scene)")
            let unheld = try await scene.run(PageChecks.all.subtracting(need.check))
            #expect(scene.fault(of: unheld) != nil, "\(scene)")
        }
    }
}
