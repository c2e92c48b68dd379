import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What a store must not take for whole, or for that of one account.
@Suite struct UsageStoreDoubtTests {
    private static let otherKey = "al_live_" + String(repeating: "f", count: 64)

    private static func limited(_ walk: Walk<Aurous.Event>, pages: Int) -> Walk<Aurous.Event> {
        var options = walk.options
        options.limits.pages = pages
        return walk.with(options)
    }

    /// A server whose clock is days ahead must not make time whole that has not come.
    @Test(arguments: [1, 3, 40]) func theFutureOfAWrongServerIsNotCovered(days: Int) async throws {
        let scene = StoreScene()
        let ahead = MovableNow(scene.clock.now().advanced(by: .seconds(86_400 * Int64(days))))
        let fake = AurousFake(events: [StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")], now: ahead.now)
        let store = try scene.open()
        let client = try Aurous.Client(
            apiKey: fake.apiKey,
            configuration: scene.configuration(DatedTransport(transport: fake, now: ahead.now)))
        try await store.refresh(client.events(in: StoreScene.may))
        // Later the server's clock is right, and rows have come since.
        scene.clock.set(.at("2026-05-21T18:00:00Z"))
        ahead.set(scene.clock.now())
        // One of them was written late.
        fake.apply(
            .insert([
                StoreScene.event("2026-05-20T02:00:00Z", 4, id: "c"),
                StoreScene.event("2026-05-20T15:00:00Z", 2, id: "b"),
            ]))
        let later = try Aurous.Client(
            apiKey: fake.apiKey,
            configuration: scene.configuration(DatedTransport(transport: fake, now: ahead.now)))
        try await store.refresh(later.events(in: StoreScene.may))
        #expect(try store.charge(.credits) == "7")
    }

    /// A part that was walked again and is not whole is not forgotten by a refresh of another time.
    @Test func rowsThatMayBeMissingAreNotForgotten() async throws {
        let scene = StoreScene()
        let fake = scene.server((1...9).map { StoreScene.event("2026-05-0\($0)T00:00:00Z", 1, id: "e\($0)") })
        fake.behavior.pageLimit = 2
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        try await store.refresh(walk)
        let early = TimeWindow.between("2026-05-01T00:00:00Z", "2026-05-06T00:00:00Z")
        let again = try scene.aurous(fake).events(in: early)
        await #expect(throws: UsageError.self) {
            try await store.refresh(Self.limited(again, pages: 1), overlap: .seconds(86_400 * 30))
        }
        let late = try scene.aurous(fake).events(in: .since("2026-05-10T00:00:00Z"))
        try await store.refresh(late)
        #expect(store.ledger.isComplete == false)
        for store in [store, try scene.open(.readOnly)] {
            #expect(try !store.report(ReportQuery(window: early)).isComplete)
            #expect(
                try store.report(
                    ReportQuery(window: .between("2026-05-07T00:00:00Z", "2026-05-09T00:00:00Z"))
                ).isComplete)
        }
        try await store.refresh(again)
        #expect(store.ledger.isComplete && store.count == 9)
    }

    /// One server by two addresses.
    @Test(arguments: ["prod", nil]) func twoAddressesOfOneServerCountTwice(account: String?) async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        for host in ["https://api.example.com", "https://api.example.org"] {
            var configuration = scene.configuration(fake, account: account)
            configuration.baseURL = URL(string: host)?.absoluteString
            let client = try Aurous.Client(apiKey: fake.apiKey, configuration: configuration)
            try await store.refresh(client.events(in: StoreScene.may))
        }
        #expect(store.sources.count == 2)
        #expect(store.ledger.walks.contains { $0.stopped?.code == .repeatedRows })
    }

    /// Without ids, two accounts can have a few equal rows.
    @Test func oneEqualRowIsNotTheSameAccount() async throws {
        let scene = StoreScene()
        let fee = VeniceFake.entry(at: .at("2026-05-20T10:00:00Z"), amount: -5, requestID: "fee")
        func entries(_ name: String) -> [JSONValue] {
            [fee]
                + (0..<9).map {
                    VeniceFake.entry(at: .at("2026-05-20T11:00:\($0 + 10)Z"), amount: -1, requestID: "\(name)\($0)")
                }
        }
        let first = VeniceFake(entries: entries("a"), apiKey: "venice-a", now: scene.clock.now)
        let second = VeniceFake(entries: entries("b"), apiKey: "venice-b", now: scene.clock.now)
        let store = try scene.open()
        try await store.refresh(scene.venice(first, account: "a").history(in: StoreScene.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.venice(second, account: "a").history(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch)
        #expect(try store.charge(.usd) == "14")
        // A key that was rotated has the same rows.
        let rotated = VeniceFake(entries: entries("a"), apiKey: "venice-c", now: scene.clock.now)
        try await store.refresh(scene.venice(rotated, account: "a").history(in: StoreScene.may))
        #expect(try store.charge(.usd) == "14" && store.ledger.isComplete)
    }

    /// A key that only a listing without known rows has shown is not that of the account.
    @Test func anotherListingDoesNotVouchForAKey() async throws {
        let scene = StoreScene()
        let mine = scene.server([StoreScene.event("2026-05-20T10:00:00Z", 1, id: "mine")])
        let other = AurousFake(
            events: [StoreScene.event("2026-05-20T09:00:00Z", 5, id: "theirs")], apiKey: Self.otherKey,
            now: scene.clock.now)
        let store = try scene.open()
        try await store.refresh(scene.aurous(mine, account: "work").events(in: StoreScene.may))
        var query = Aurous.EventQuery()
        query.statuses = [.completed]
        for _ in 0..<2 {
            try await store.refresh(
                scene.aurous(other, account: "work").events(in: StoreScene.may, matching: query))
        }
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(other, account: "work").events(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch)
        let source = try #require(store.sources.first?.id)
        #expect(try store.report(of: [source]).total.charges[.credits] == 1)
    }

    /// Rows that the provider no longer keeps stay after a key was rotated.
    @Test func aRotatedKeyDoesNotForgetWhatIsKeptHereAlone() async throws {
        let scene = StoreScene()
        let old = StoreScene.event("2026-05-02T00:00:00Z", 1, id: "old")
        let new = StoreScene.event("2026-05-20T00:00:00Z", 2, id: "new")
        let store = try scene.open()
        try await store.refresh(scene.aurous(scene.server([old, new]), account: "prod").events(in: StoreScene.may))
        let rotated = AurousFake(events: [new], apiKey: Self.otherKey, now: scene.clock.now)
        let refresh = try await store.refresh(scene.aurous(rotated, account: "prod").events(in: StoreScene.may))
        #expect(refresh.removed == 0)
        #expect(try store.charge(.credits) == "3")
    }

    @Test func aSourceThatIsNotThereIsMissing() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        let unnamed = try await store.refresh(scene.aurous(fake).events(in: StoreScene.may)).source
        let venice = VeniceFake(entries: [], now: scene.clock.now)
        let other = try await store.refresh(scene.venice(venice).history(in: StoreScene.may)).source
        try await store.refresh(scene.aurous(fake, account: "prod").events(in: StoreScene.may))
        #expect(try store.report(of: [other]).isComplete)
        #expect(try !store.report(of: [unnamed, other]).isComplete)
    }

    /// Rows that were written late at the end of what was read before a gap.
    @Test func theEndBeforeAGapIsLookedAtAgain() async throws {
        let scene = StoreScene(now: .at("2026-05-05T12:00:00Z"))
        let fake = scene.server([StoreScene.event("2026-05-05T11:00:00Z", 1, id: "a")])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        fake.apply(.insert([StoreScene.event("2026-05-05T11:59:58Z", 2, id: "late")]))
        scene.clock.set(.at("2026-05-20T12:00:00Z"))
        try await store.refresh(
            scene.aurous(fake).events(in: .between("2026-05-10T00:00:00Z", "2026-05-15T00:00:00Z")))
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        #expect(try store.charge(.credits) == "3" && store.ledger.isComplete)
    }

    /// A file never removes a row that has an id, also one whose time is not known.
    @Test func aFileRemovesNoRowWithAnID() async throws {
        let scene = StoreScene()
        let store = try scene.open()
        func file(_ name: String, _ rows: [JSONValue]) throws -> URL {
            let url = scene.folder.appendingPathComponent(name)
            try Data(rows.map(\.text).joined(separator: "\n").utf8).write(to: url)
            return url
        }
        try store.ingest(
            Aurous.replay,
            from: try file(
                "1.ndjson",
                [
                    StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a"),
                    AurousFake.event(
                        at: .at("2026-05-11T00:00:00Z"), credits: 2, id: "b", with: ["created_at": "x"]),
                ]))
        let refresh = try store.ingest(
            Aurous.replay,
            from: try file(
                "2.ndjson",
                [
                    StoreScene.event("2026-05-09T00:00:00Z", 4, id: "c"),
                    StoreScene.event("2026-05-12T00:00:00Z", 8, id: "d"),
                ]))
        #expect(refresh.removed == 0)
        #expect(try store.charge(.credits) == "15")
    }

    /// A ledger that leaves rows without a time out of a window does not say that it is whole.
    @Test func aLedgerOfAWindowNamesRowsWithoutATime() async throws {
        let scene = StoreScene()
        let fake = scene.server([
            StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a"),
            AurousFake.event(at: .at("2026-05-11T00:00:00Z"), credits: 2, id: "b", with: ["created_at": "x"]),
        ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        let window = TimeWindow.between("2026-05-09T00:00:00Z", "2026-05-12T00:00:00Z")
        #expect(try !store.ledger(in: window).report(ReportQuery(window: window)).isComplete)
        #expect(try store.report(ReportQuery(window: window)).total.charges[.credits] == 3)
    }

    /// Damage in a rewritten store, while a walk of rows without ids is under way: it begins again.
    @Test func aWalkDoesNotGoOnBehindRowsThatAreLost() async throws {
        let scene = StoreScene()
        let entries = (0..<40).map {
            VeniceFake.entry(at: .at("2026-05-10T00:00:\($0 + 10)Z"), amount: -1, requestID: "r\($0)")
        }
        let fake = VeniceFake(entries: entries, now: scene.clock.now)
        fake.behavior.pageLimit = 10
        fake.behavior.faults = [.request(3): .status(400)]
        let walk = try scene.venice(fake).history(in: StoreScene.may)
        do {
            let store = try scene.open()
            await #expect(throws: UsageError.self) { try await store.refresh(walk) }
            try store.compact()
        }
        var bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        let ends = bytes.indices.filter { bytes[$0...].starts(with: StoreFrame.marker) }
        let rows = try #require(ends.first { bytes[$0 + 12] == StoreFrame.Kind.rows.rawValue })
        bytes[rows + StoreFrame.overhead + 3] ^= 1
        try Data(bytes).write(to: scene.rowsFile)
        let store = try scene.open()
        #expect(!store.damage.isEmpty && !store.ledger.isComplete)
        try await store.refresh(walk)
        #expect(try store.charge(.usd) == "40" && store.ledger.isComplete)
    }
}
