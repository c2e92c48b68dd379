import Testing
import UsageKitTesting

@testable import UsageKit

/// Random ledgers on servers that break random promises, in all ways to walk.
@Suite struct PromisePropertyTests {
    /// A scene that follows from a seed.
    static func scene(_ seed: UInt64) -> PromiseScene {
        var random = SeededGenerator(seed: seed)
        let ledger = RowLedger.allCases.randomElement(using: &random) ?? .aurous
        let promises = BrokenPromise.allCases.filter { $0.isMade(by: ledger.shape) }
        var rows = ledger.rows(seed: seed, count: Int.random(in: 0...90, using: &random))
        rows += ledger.rows(
            seed: seed &+ 1, count: Int.random(in: 0...15, using: &random),
            in: .between("2026-05-02T00:00:00Z", "2026-05-17T00:00:00Z"))
        rows += ledger.rows(
            seed: seed &+ 2, count: Int.random(in: 0...15, using: &random),
            in: .between("2026-04-02T00:00:00Z", "2026-05-01T00:00:00Z"))
        var scene = PromiseScene(ledger: ledger, rows: rows)
        scene.isRandom = true
        scene.promise = Int.random(in: 0..<10, using: &random) == 0 ? nil : promises.randomElement(using: &random)
        scene.pageSize = Int.random(in: max(ledger.pageSizes.lowerBound, 5)...20, using: &random)
        // Pages that grow at the last page of a listing without counts cannot be told from its end.
        let last = scene.wanted.count / scene.pageSize
        let pages = scene.promise == .growingPages ? 1...max(last - 1, 1) : 1...max(last + 2, 2)
        let page = Int.random(in: pages, using: &random)
        let first = scene.promise == .emptyPage ? 2 : 1
        scene.occasion = Bool.random(using: &random) ? .page(max(page, first)) : .pageOnce(max(page, first))
        if Int.random(in: 0..<4, using: &random) == 0, scene.promise != .growingPages {
            scene.pageLimit = Int.random(in: 3...8, using: &random)
        }
        scene.isFiltered = scene.promise == .filter || Int.random(in: 0..<6, using: &random) == 0
        func isChosen() -> Bool { Int.random(in: 0..<4, using: &random) == 0 }
        if isChosen() { scene.options.prefetch = Int.random(in: 1...4, using: &random) }
        if isChosen(), scene.canBeSharded { scene.options.shards = Int.random(in: 2...4, using: &random) }
        if isChosen() { scene.resumesAfter = Int.random(in: 1...6, using: &random) }
        scene.keepsPages = isChosen()
        scene.fillsLedger = scene.resumesAfter == nil && isChosen()
        return scene
    }

    @Test(arguments: PropertySeeds.some(300, long: 20_000))
    func endsExactlyOrSaysWhyNot(seed: UInt64) async throws {
        try await run(seed)
    }

    /// Rows of another part of the window that make up for rows that are left out, and rows at the instant that an earlier
    /// run reached.
    @Test(arguments: [4985, 8811, 19_948] as [UInt64]) func scenesThatWentWrongBefore(seed: UInt64) async throws {
        try await run(seed)
    }

    private func run(_ seed: UInt64) async throws {
        let scene = Self.scene(seed)
        let result = try await scene.run()
        if let fault = scene.fault(of: result) { Issue.record("\(scene): \(fault)") }
    }
}
