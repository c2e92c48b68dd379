import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Keys, addresses and labels that are mistaken or change, and what a store makes of them.
@Suite struct UsageStoreMistakenSourceTests {
    /// A source whose first refresh fails is missing from then on, unless it was a mistake in the address or the key.
    @Test func aSourceThatCouldNeverBeReadIsMissing() async throws {
        let scene = StoreScene()
        let store = try scene.open()
        let aurous = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        try await store.refresh(scene.aurous(aurous).events(in: StoreScene.may))
        let venice = VeniceFake(entries: [], now: scene.clock.now)
        venice.behavior.faults = [.all: .status(401)]
        await #expect(throws: UsageError.self) {
            try await store.refresh(scene.venice(venice).history(in: StoreScene.may))
        }
        #expect(try store.report().isComplete)
        venice.behavior.faults = [.all: .status(410)]
        var mistaken = scene.configuration(venice)
        mistaken.baseURL = "https://api.example.org"
        await #expect(throws: UsageError.self) {
            try await store.refresh(
                Venice.Client(apiKey: venice.apiKey, configuration: mistaken).history(in: StoreScene.may))
        }
        #expect(try !store.report().isComplete)
        #expect(try !scene.open(.readOnly).report().isComplete)
        venice.behavior.faults = [:]
        try await store.refresh(scene.venice(venice).history(in: StoreScene.may))
        #expect(try store.report().isComplete)
    }

    /// A key that was wrong, and with which nothing was read, is not that of the account.
    @Test(arguments: ["prod", nil]) func aKeyWithWhichNothingWasReadIsForgotten(account: String?) async throws {
        let scene = StoreScene()
        let store = try scene.open()
        let wrong = AurousFake(events: [], apiKey: StoreScene.otherKey, now: scene.clock.now)
        wrong.behavior.faults = [.all: .status(410)]
        await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(wrong, account: account).events(in: StoreScene.may))
        }
        #expect(try !store.report().isComplete)
        let right = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        try await store.refresh(scene.aurous(right, account: account).events(in: StoreScene.may))
        #expect(try store.report().isComplete)
        wrong.behavior.faults = [:]
        wrong.apply(.insert([StoreScene.event("2026-05-20T00:00:00Z", 1, id: "theirs")]))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(wrong, account: account).events(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch && store.count == 1)
    }

    /// A label that was mistaken, and with which nothing was read.
    @Test(arguments: ["mistaken", nil]) func aLabelWithWhichNothingWasReadIsForgotten(label: String?) async throws {
        let scene = StoreScene()
        let store = try scene.open()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        fake.behavior.faults = [.all: .status(410)]
        await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake, account: label).events(in: StoreScene.may))
        }
        fake.behavior.faults = [:]
        try await store.refresh(scene.aurous(fake, account: "prod").events(in: StoreScene.may))
        #expect(try store.report().isComplete)
        #expect(try scene.open(.readOnly).report().isComplete)
    }

    /// Two addresses of one server, with two keys of one account that has no name.
    @Test func theSameRowsInTwoSourcesAreSaid() async throws {
        func filled(_ ids: String) async throws -> UsageStore {
            let scene = StoreScene()
            let store = try scene.open()
            for (host, key) in [("com", "0"), ("org", "f")] {
                let fake = AurousFake(
                    events: (0..<40).map {
                        StoreScene.event(
                            "2026-05-10T00:00:\($0 + 10)Z", 1, id: ids + (ids.isEmpty ? "" : key) + "\($0)")
                    }, apiKey: "al_live_" + String(repeating: key, count: 64), now: scene.clock.now)
                var configuration = scene.configuration(fake)
                configuration.baseURL = "https://api.example.\(host)"
                try await store.refresh(
                    Aurous.Client(apiKey: fake.apiKey, configuration: configuration).events(in: StoreScene.may))
            }
            return store
        }
        let same = try await filled("")
        #expect(same.sources.count == 2 && same.count == 80)
        let reasons = try same.report().walks.map { "\($0.stopped.map { "\($0)" } ?? "complete")" }
        #expect(reasons.contains { $0.contains("can have the same ones") }, "\(reasons)")
        #expect(try await filled("own-").report().isComplete)
    }

    /// One row that two accounts share does not make one of them.
    @Test func oneSharedIDIsNotTheSameAccount() async throws {
        let scene = StoreScene()
        func server(_ name: String, key: String) -> AurousFake {
            AurousFake(
                events: [StoreScene.event("2026-05-20T00:00:00Z", 1, id: "shared")]
                    + (1...9).map { StoreScene.event("2026-05-20T01:00:0\($0)Z", 1, id: "\(name)\($0)") },
                apiKey: "al_live_" + String(repeating: key, count: 64), now: scene.clock.now)
        }
        let store = try scene.open()
        try await store.refresh(scene.aurous(server("a", key: "a")).events(in: StoreScene.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(server("b", key: "b"), account: "B").events(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch)
        #expect(store.count == 10)
        // A key that was rotated still has the rows, and some new ones.
        scene.clock.set(.at("2026-05-20T18:00:00Z"))
        let rotated = server("a", key: "c")
        rotated.apply(.insert([StoreScene.event("2026-05-20T15:00:00Z", 1, id: "new")]))
        try await store.refresh(scene.aurous(rotated, account: "B").events(in: StoreScene.may))
        #expect(store.count == 11 && store.ledger.isComplete && store.sources.count == 1)
    }

    @Test func anInterruptedRefreshGoesOnWithoutTheLabel() async throws {
        let scene = StoreScene()
        let fake = scene.server((1...9).map { StoreScene.event("2026-05-0\($0)T00:00:00Z", 1, id: "e\($0)") })
        fake.behavior.pageLimit = 2
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake, account: "prod").events(in: StoreScene.may), through: nil)
        scene.clock.set(.at("2026-05-22T12:00:00Z"))
        fake.behavior.faults = [.request(3): .status(400)]
        await #expect(throws: UsageError.self) {
            try await store.refresh(
                scene.aurous(fake, account: "prod").events(in: StoreScene.may), overlap: .seconds(86_400 * 30))
        }
        fake.behavior.faults = [:]
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        #expect(store.count == 9 && store.ledger.isComplete && store.sources.count == 1)
    }

    /// Rows that are old and unsettled do not make a refresh with a new key take all of them for gone.
    @Test func aRotatedKeyKeepsWhatIsHereAloneBesideUnsettledRows() async throws {
        let scene = StoreScene()
        let unsettled = StoreScene.event("2026-05-01T00:00:00Z", nil, id: "slow", status: .processing)
        let old = StoreScene.event("2026-05-02T00:00:00Z", 1, id: "old")
        let new = StoreScene.event("2026-05-20T00:00:00Z", 2, id: "new")
        let store = try scene.open()
        try await store.refresh(
            scene.aurous(scene.server([unsettled, old, new]), account: "prod").events(in: StoreScene.may))
        let rotated = AurousFake(events: [unsettled, new], apiKey: StoreScene.otherKey, now: scene.clock.now)
        let refresh = try await store.refresh(scene.aurous(rotated, account: "prod").events(in: StoreScene.may))
        #expect(refresh.removed == 0)
        #expect(try store.charge(.credits) == "3")
    }

    /// A walk that is not whole shows no account by one equal row without an id.
    @Test func anIncompleteWalkDoesNotVouchForAKey() async throws {
        let scene = StoreScene()
        let fee = StoreScene.entry("2026-05-20T10:00:00Z", -5, id: "fee")
        let first = VeniceFake(
            entries: [
                fee, StoreScene.entry("2026-05-20T11:00:00Z", -4, id: "a1"),
                StoreScene.entry("2026-05-20T11:00:01Z", -5, id: "a2"),
            ], apiKey: "venice-a", now: scene.clock.now)
        let theirs = StoreScene.entry("2026-05-20T10:30:10Z", -7, id: "b")
        let unreadable = theirs.text.replacing("-7", with: #""x""#)
        let store = try scene.open()
        try await store.refresh(scene.venice(first, account: "a").history(in: StoreScene.may))
        scene.clock.set(.at("2026-05-20T13:00:00Z"))
        func theirWalk(_ row: JSONValue) throws -> Walk<Venice.BillingEntry> {
            let fake = VeniceFake(entries: [fee, row], apiKey: "venice-b", now: scene.clock.now)
            return try scene.venice(fake, account: "a").history(in: StoreScene.may)
        }
        let refresh = try await store.refresh(theirWalk(try JSONValue(json: Array(unreadable.utf8))))
        #expect(!refresh.isComplete && refresh.added == 0)
        #expect(try store.charge(.usd) == "14")
        let error = await #expect(throws: UsageError.self) { try await store.refresh(theirWalk(theirs)) }
        #expect(error?.code == .accountMismatch)
        #expect(try store.charge(.usd) == "14")
    }
}
