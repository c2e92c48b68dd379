import Testing

@testable import UsageKit

@Suite struct WalkPlanTests {
    private typealias UsageItem = ChatBotKit.UsageItem

    private func endpoint(
        order: ListingOrder? = .ascending, filtersByTime: Bool = true, givesIDs: Bool = true
    ) -> (TimeWindow) throws(UsageError) -> Endpoint<UsageItem> {
        { _ in
            Endpoint(
                path: "/rows",
                promises: ListingPromises(order: order, filtersByTime: filtersByTime, givesIDs: givesIDs),
                format: PageFormat(rows: "rows"), query: { _ in [] },
                info: { (_, _) throws(UsageError) in PageInfo(next: .end) })
        }
    }

    private func plan(
        _ window: TimeWindow, order: ListingOrder? = .ascending, filtersByTime: Bool = true, givesIDs: Bool = true,
        _ change: (inout WalkOptions) -> Void = { _ in }
    ) throws -> WalkPlan<UsageItem> {
        try WalkPlan(
            window, options: .with(change),
            endpoint: endpoint(order: order, filtersByTime: filtersByTime, givesIDs: givesIDs))
    }

    private static let threeHours = TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-20T03:00:00Z")

    @Test func isOneSegmentUnlessTheWindowIsCut() throws {
        let plan = try plan(Self.threeHours)
        #expect(plan.window == Self.threeHours)
        #expect(plan.segments.map(\.window) == [Self.threeHours])
        #expect(plan.segments.map(\.isLookBack) == [false])
        #expect(try self.plan(.all, order: nil, filtersByTime: false).segments.map(\.window) == [.all])
    }

    @Test func cutsTheWindowIntoShards() throws {
        let plan = try plan(Self.threeHours) { $0.shards = 3 }
        #expect(
            plan.segments.map(\.window) == [
                .between("2026-05-20T00:00:00Z", "2026-05-20T01:00:00Z"),
                .between("2026-05-20T01:00:00Z", "2026-05-20T02:00:00Z"),
                .between("2026-05-20T02:00:00Z", "2026-05-20T03:00:00Z"),
            ])
    }

    @Test func beginsWithTheLatestShardIfTheNewestRowsComeFirst() throws {
        let plan = try plan(Self.threeHours, order: .descending) { $0.shards = 2 }
        #expect(
            plan.segments.map(\.window) == [
                .between("2026-05-20T01:30:00Z", "2026-05-20T03:00:00Z"),
                .between("2026-05-20T00:00:00Z", "2026-05-20T01:30:00Z"),
            ])
    }

    @Test func cutsAtWholeSecondsAndIntoFewerShardsIfThereAreTooFew() throws {
        let short = TimeWindow.between("2026-05-20T00:00:00.5Z", "2026-05-20T00:00:02.25Z")
        let plan = try plan(short) { $0.shards = 64 }
        #expect(
            plan.segments.map(\.window) == [
                .between("2026-05-20T00:00:00.5Z", "2026-05-20T00:00:01Z"),
                .between("2026-05-20T00:00:01Z", "2026-05-20T00:00:02.25Z"),
            ])
    }

    @Test func readsTheEndOfTheWindowASecondTimeForLateRows() throws {
        let plan = try plan(Self.threeHours) { $0.lookBack = .seconds(600) }
        #expect(
            plan.segments.map(\.window) == [
                Self.threeHours, .between("2026-05-20T02:50:00Z", "2026-05-20T03:00:00Z"),
            ])
        #expect(plan.segments.map(\.isLookBack) == [false, true])
        #expect(plan.segments.map(\.listing.isLookBack) == [false, true])
    }

    @Test func looksBackToTheStartOfTheWindowAtMost() throws {
        let plan = try plan(Self.threeHours) { $0.lookBack = .seconds(86_400) }
        #expect(plan.segments.map(\.window) == [Self.threeHours, Self.threeHours])
        #expect(try self.plan(Self.threeHours) { $0.lookBack = .zero }.segments.count == 1)
    }

    @Test func refusesToCutWhatCannotBeCut() throws {
        func code(
            _ window: TimeWindow, order: ListingOrder? = .ascending, filtersByTime: Bool = true
        ) -> UsageError.Code? {
            do {
                _ = try plan(window, order: order, filtersByTime: filtersByTime) { $0.shards = 2 }
                return nil
            } catch {
                return (error as? UsageError)?.code
            }
        }
        #expect(code(Self.threeHours) == nil)
        #expect(code(Self.threeHours, order: nil) == .invalidArgument)
        #expect(code(Self.threeHours, filtersByTime: false) == .invalidArgument)
        #expect(code(.since("2026-05-20T00:00:00Z")) == .invalidArgument)
        #expect(code(.all) == .invalidArgument)
    }

    @Test func refusesToLookBackOverRowsWithoutIDs() {
        let error = #expect(throws: UsageError.self) {
            try plan(Self.threeHours, givesIDs: false) { $0.lookBack = .seconds(60) }
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "a look-back needs rows with ids, and the rows of this endpoint have none")
    }

    @Test(arguments: (1...40).map(UInt64.init))
    func theShardsAreTheWindowWithoutGapsAndOverlaps(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let start = Timestamp(seconds: Int64.random(in: -1_000_000...2_000_000_000, using: &random))
        let length = Duration.milliseconds(Int64.random(in: 1...400_000, using: &random))
        let window = try TimeWindow(from: start, to: start.advanced(by: length))
        let count = Int.random(in: 1...64, using: &random)
        let order: ListingOrder = Bool.random(using: &random) ? .ascending : .descending
        var shards = try plan(window, order: order) { $0.shards = count }.segments.map(\.window)
        if order == .descending { shards.reverse() }
        #expect((1...count).contains(shards.count))
        #expect(shards.first?.start == window.start)
        #expect(shards.last?.end == window.end)
        for (shard, next) in zip(shards, shards.dropFirst()) { #expect(shard.end == next.start) }
    }

    @Test(arguments: ExtremeValues.instants)
    func cutsWindowsBetweenExtremeInstants(start: Timestamp) throws {
        for end in ExtremeValues.instants where start < end {
            let window = try TimeWindow(from: start, to: end)
            for shards in [1, 2, 64] {
                let parts = try plan(window) { $0.shards = shards }.segments.map(\.window)
                #expect(parts.first?.start == start)
                #expect(parts.last?.end == end)
                #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.end == $1.start })
            }
            _ = try plan(window) { $0.lookBack = Duration(attoseconds: .max) }
        }
    }
}
