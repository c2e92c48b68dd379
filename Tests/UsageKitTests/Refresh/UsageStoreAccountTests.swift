import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Whose rows a store has: labels, keys, and several sources at the same time.
@Suite struct UsageStoreAccountTests {
    @Test func anotherKeyNeedsANameForItsAccount() async throws {
        let scene = StoreScene()
        let events = [StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")]
        let fake = scene.server(events)
        let rotated = AurousFake(
            events: events, apiKey: "al_live_" + String(repeating: "f", count: 64), now: scene.clock.now)
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(rotated).events(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch)
        let refresh = try await store.refresh(scene.aurous(rotated, account: "prod").events(in: StoreScene.may))
        #expect(refresh.isLabelled && refresh.added == 0 && store.count == 1)
        #expect(store.sources.map(\.id.accountLabel) == ["prod"])
        // A second tenant with a name of its own has rows of its own.
        let second = AurousFake(
            events: events, apiKey: "al_live_" + String(repeating: "e", count: 64), now: scene.clock.now)
        try await store.refresh(scene.aurous(second, account: "other").events(in: StoreScene.may))
        let report = try store.report(ReportQuery(by: [.account]))
        #expect(report.map { $0[.account] } == ["other", "prod"] && report.isComplete)
    }

    /// The rows that a walk has are those of its server, its endpoint and its account.
    @Test func theSourceOfAWalkIsThatOfItsRefresh() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let rotated = AurousFake(
            events: [], apiKey: "al_live_" + String(repeating: "f", count: 64), now: scene.clock.now)
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        #expect(try store.source(of: walk)?.id == nil)
        let refresh = try await store.refresh(walk)
        #expect(try store.source(of: walk)?.id == refresh.source)
        #expect(try scene.open(.readOnly).source(of: walk)?.id == refresh.source)
        let error = #expect(throws: UsageError.self) {
            try store.source(of: scene.aurous(rotated).events(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch)
        let named = try await store.refresh(scene.aurous(fake, account: "prod").events(in: StoreScene.may))
        #expect(try store.source(of: walk)?.id == named.source)
        let other = try scene.aurous(rotated, account: "prod").events(in: StoreScene.may)
        #expect(try store.source(of: other)?.id == named.source)
        #expect(throws: UsageError.self) {
            try store.source(of: scene.aurous(fake, account: "other").events(in: StoreScene.may))
        }
    }

    @Test func severalSourcesAreRefreshedAtTheSameTime() async throws {
        let scene = StoreScene()
        let fakes = LedgerGenerator(seed: 7).fakes(
            in: .between("2026-05-11T00:00:00Z", "2026-05-18T00:00:00Z"), rowsPerProvider: 300)
        let store = try scene.open()
        let window = TimeWindow.between("2026-05-11T00:00:00Z", "2026-05-18T00:00:00Z")
        let aurous = try scene.aurous(fakes.aurous)
        let venice = try scene.venice(fakes.venice)
        let tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: scene.configuration(fakes.tresor))
        let chatBotKit = try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey, configuration: scene.configuration(fakes.chatBotKit))
        let auralytik = try Auralytik.Client(
            apiKey: AuralytikFake.testKey, configuration: scene.configuration(fakes.auralytik))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await store.refresh(aurous.events(in: window)) }
            group.addTask { try await store.refresh(venice.history(in: window)) }
            group.addTask { try await store.refresh(tresor.usage(in: window)) }
            group.addTask { try await store.refresh(chatBotKit.usage(in: window)) }
            group.addTask { try await store.refresh(auralytik.details(in: window)) }
            try await group.waitForAll()
        }
        var expected = UsageLedger()
        try await expected.ingest(aurous.events(in: window))
        try await expected.ingest(venice.history(in: window))
        try await expected.ingest(tresor.usage(in: window))
        try await expected.ingest(chatBotKit.usage(in: window))
        try await expected.ingest(auralytik.details(in: window))
        #expect(store.count == expected.count && store.ledger.isComplete)
        let figures = try LedgerFigures.all(of: expected)
        #expect(try LedgerFigures.all(of: store.ledger) == figures)
        #expect(try LedgerFigures.all(of: scene.open(.readOnly).ledger) == figures)
        try store.compact()
        #expect(try LedgerFigures.all(of: store.ledger) == figures)
        #expect(try LedgerFigures.all(of: scene.open(.readOnly).ledger) == figures)
    }

    /// A refresh that is refused has no effect on another one that is under way.
    @Test func aRefusedRefreshLeavesOthersAlone() async throws {
        let scene = StoreScene()
        let fake = scene.server((0..<25).map { StoreScene.event("2026-05-10T00:00:\($0 + 10)Z", 1, id: "e\($0)") })
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        let rotated = try scene.aurous(
            AurousFake(events: [], apiKey: "al_live_" + String(repeating: "f", count: 64), now: scene.clock.now))
        fake.behavior.pageLimit = 10
        fake.behavior.faults = [
            .request(2): .perform {
                for refused in [walk, rotated.events(in: StoreScene.may)] {
                    await #expect(throws: UsageError.self) { try await store.refresh(refused) }
                }
            }
        ]
        let refresh = try await store.refresh(walk)
        #expect(refresh.added == 25 && store.count == 25 && store.ledger.isComplete)
    }

    /// A name that is given to the rows of another account is noticed, and nothing is lost.
    @Test func anotherAccountIsNotTakenForTheFirst() async throws {
        let scene = StoreScene()
        let first = scene.server([StoreScene.event("2026-05-20T10:00:00Z", 1, id: "mine")])
        let other = AurousFake(
            events: [StoreScene.event("2026-05-20T09:00:00Z", 5, id: "theirs")],
            apiKey: "al_live_" + String(repeating: "f", count: 64), now: scene.clock.now)
        let store = try scene.open()
        try await store.refresh(scene.aurous(first).events(in: StoreScene.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(other, account: "other").events(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch)
        // Nor if time is missing of which nothing is known.
        other.apply(.insert([StoreScene.event("2026-04-20T09:00:00Z", 7, id: "early")]))
        let earlier = await #expect(throws: UsageError.self) {
            try await store.refresh(
                scene.aurous(other, account: "other").events(in: .since("2026-04-01T00:00:00Z")))
        }
        #expect(earlier?.code == .accountMismatch)
        #expect(try store.charge(.credits) == "1" && store.sources.map(\.id.accountLabel) == [nil])
        try await store.refresh(scene.aurous(first, account: "mine").events(in: StoreScene.may))
        try await store.refresh(scene.aurous(other, account: "other").events(in: StoreScene.may))
        #expect(store.sources.map(\.id.accountLabel) == ["mine", "other"])
        #expect(try store.charge(.credits) == "6")
    }

    /// A key that is known belongs to one account.
    @Test func theKeyOfAnotherAccountIsRefused() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake, account: "a").events(in: StoreScene.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake, account: "b").events(in: StoreScene.may))
        }
        #expect(error?.code == .accountMismatch)
        // Labels are different if their bytes are.
        let composed = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake, account: "a\u{301}").events(in: StoreScene.may))
        }
        #expect(composed?.code == .accountMismatch)
        #expect(store.sources.count == 1)
    }

    @Test func aRefreshThatReadsNothingLeavesNoSource() async throws {
        let scene = StoreScene()
        let fake = scene.server([])
        fake.behavior.faults = [.request(1): .status(401)]
        let store = try scene.open()
        let walk = try scene.aurous(fake, account: "typo").events(in: StoreScene.may)
        await #expect(throws: UsageError.self) { try await store.refresh(walk) }
        #expect(store.sources.isEmpty)
    }

    /// Of several new sources one ends and the other never does.
    @Test func aSourceThatNeverWasIsNotMissed() async throws {
        let scene = StoreScene()
        let store = try scene.open()
        let good = try scene.aurous(scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")]))
        let bad = VeniceFake(entries: [], now: scene.clock.now)
        bad.behavior.faults = [
            .request(1): .perform { _ = try? await store.refresh(good.events(in: StoreScene.may)) }.then(.status(401))
        ]
        let walk = try scene.venice(bad).history(in: StoreScene.may)
        await #expect(throws: UsageError.self) { try await store.refresh(walk) }
        #expect(store.sources.count == 1)
        let reader = try scene.open(.readOnly)
        #expect(reader.sources.count == 1 && reader.ledger.isComplete)
    }

    /// Two accounts whose requests have the same ids.
    @Test func requestsOfTwoAccountsAreTwo() async throws {
        let scene = StoreScene()
        let entries = (0..<3).map {
            VeniceFake.entry(at: .at("2026-05-20T10:00:\($0 + 10)Z"), amount: -1, requestID: "chatcmpl-\($0)")
        }
        let store = try scene.open()
        for key in ["venice-a", "venice-b"] {
            let fake = VeniceFake(entries: entries, apiKey: key, now: scene.clock.now)
            try await store.refresh(scene.venice(fake, account: key).history(in: StoreScene.may))
        }
        for _ in 0..<2 {
            #expect(try store.report().total.requests == 6)
            try store.compact()
            #expect(try scene.open(.readOnly).report().total.requests == 6)
        }
    }

    /// A walk with a wrong key is stopped; the right key does not go on with its rows.
    @Test func theRightKeyDoesNotContinueTheWalkOfAWrongOne() async throws {
        let scene = StoreScene()
        let mine = scene.server((0..<20).map { StoreScene.event("2026-05-20T10:00:\($0 + 10)Z", 1, id: "mine\($0)") })
        let other = AurousFake(
            events: (0..<20).map { StoreScene.event("2026-05-20T09:00:\($0 + 10)Z", 5, id: "theirs\($0)") },
            apiKey: "al_live_" + String(repeating: "f", count: 64),
            behavior: FakeBehavior(pageLimit: 10, faults: [.request(2): .status(400)]), now: scene.clock.now)
        let store = try scene.open()
        try await store.refresh(scene.aurous(mine).events(in: StoreScene.may))
        await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(other, account: "a").events(in: StoreScene.may))
        }
        try await store.refresh(scene.aurous(mine, account: "a").events(in: StoreScene.may))
        #expect(try store.charge(.credits) == "20" && store.ledger.isComplete)
    }

    /// A walk of all models has rows that one of a model does not have.
    @Test func theSourceOfAWalkHasItsFilters() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        let client = try scene.aurous(fake)
        let filtered = client.events(in: StoreScene.may, matching: .init(models: ["m"]))
        let known = try await store.refresh(filtered).source
        let all = client.events(in: StoreScene.may)
        #expect(try store.source(of: all)?.id == nil)
        #expect(try store.source(of: filtered)?.id == known)
        let whole = try await store.refresh(all).source
        #expect(try store.source(of: all)?.id == whole && whole != known)
        // The window and the size of a page do not matter.
        let june = client.events(in: .since("2026-06-01T00:00:00Z"), matching: .init(models: ["m"], pageSize: 10))
        #expect(try store.source(of: june)?.id == known)
    }
}
