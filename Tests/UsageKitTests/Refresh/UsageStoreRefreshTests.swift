import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What a refresh fetches, and what it makes of rows that are new, late, revised or gone.
@Suite struct UsageStoreRefreshTests {
    private static let may = TimeWindow.since("2026-05-01T00:00:00Z")

    private static func event(
        _ instant: String, _ credits: WireNumber? = 1, id: String, status: UsageStatus = .completed
    ) -> JSONValue {
        AurousFake.event(at: .at(instant), credits: credits, status: status, id: id)
    }

    private static func fake(_ scene: StoreScene, _ events: [JSONValue]) -> AurousFake {
        AurousFake(events: events, now: scene.clock.now)
    }

    @Test func theRowsOfAWalkAreKept() async throws {
        let scene = StoreScene()
        let fake = Self.fake(
            scene, [Self.event("2026-05-10T00:00:00Z", 0.5, id: "a"), Self.event("2026-05-19T00:00:00Z", 2, id: "b")])
        let refresh = try await scene.open().refresh(scene.aurous(fake).events(in: Self.may))
        #expect((refresh.added, refresh.revised, refresh.removed) == (2, 0, 0))
        #expect(refresh.isComplete && refresh.restatements.isEmpty)

        let store = try scene.open()
        #expect(store.count == 2 && store.tornBytes == 0 && store.damage.isEmpty)
        #expect(try store.charge(.credits) == "2.5")
        #expect(store.ledger.isComplete)
        #expect(store.sources.map(\.covered) == [[.between("2026-05-01T00:00:00Z", "2026-05-20T12:00:00Z")]])
        #expect(store.sources[0].refreshedAt == .at("2026-05-20T12:00:00Z"))
        #expect(store.records().map(\.id) == ["b", "a"])
    }

    @Test func onlyWhatIsMissingIsFetched() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, [Self.event("2026-05-10T00:00:00Z", id: "a")])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: Self.may))
        scene.clock.set(.at("2026-05-20T18:00:00Z"))
        fake.apply(.insert([Self.event("2026-05-20T17:00:00Z", id: "b")]))
        let before = fake.requests.count
        let refresh = try await store.refresh(scene.aurous(fake).events(in: Self.may), overlap: .seconds(3600))
        #expect(fake.requests.count == before + 1)
        #expect(refresh.walks.map(\.window) == [.between("2026-05-20T11:00:00Z", "2026-05-20T18:00:00Z")])
        #expect((refresh.added, refresh.revised, refresh.removed) == (1, 0, 0))
        #expect(refresh.restatements.isEmpty)
        // A part before what is known is missing, too.
        let earlier = try await store.refresh(
            scene.aurous(fake).events(in: .between("2026-04-01T00:00:00Z", "2026-05-05T00:00:00Z")), overlap: .zero)
        #expect(earlier.walks.map(\.window) == [.between("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z")])
        #expect(store.sources.map(\.covered) == [[.between("2026-04-01T00:00:00Z", "2026-05-20T18:00:00Z")]])
    }

    @Test func lateRevisedAndDeletedRowsRestateTheirDays() async throws {
        let scene = StoreScene()
        let fake = Self.fake(
            scene,
            [
                Self.event("2026-05-18T10:00:00Z", 1, id: "kept"), Self.event("2026-05-18T11:00:00Z", 2, id: "revised"),
                Self.event("2026-05-19T10:00:00Z", 4, id: "gone"),
            ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: Self.may))
        fake.apply(.remove { ["revised", "gone"].contains($0["id"]?.string) })
        fake.apply(
            .insert([
                Self.event("2026-05-18T11:00:00Z", 3, id: "revised"), Self.event("2026-05-18T09:00:00Z", 8, id: "late"),
            ]))
        scene.clock.set(.at("2026-05-20T13:00:00Z"))
        fake.apply(.insert([Self.event("2026-05-20T12:30:00Z", 16, id: "new")]))
        let refresh = try await store.refresh(scene.aurous(fake).events(in: Self.may), overlap: .seconds(3 * 86_400))
        #expect((refresh.added, refresh.revised, refresh.removed) == (2, 1, 1))
        let log = store.restatements.map {
            "\($0.day) \($0.before?.description ?? "-") \($0.after?.description ?? "-")"
        }
        #expect(log == ["2026-05-18T00:00:00Z 3 credit 12 credit", "2026-05-19T00:00:00Z 4 credit -"])
        #expect(store.restatements.map(\.learnedAt) == [.at("2026-05-20T13:00:00Z"), .at("2026-05-20T13:00:00Z")])
        #expect(refresh.restatements == store.restatements)
        #expect(try store.charge(.credits) == "28")
        #expect(try scene.open(.readOnly).charge(.credits) == "28")
        #expect(try scene.open(.readOnly).restatements == store.restatements)
    }

    @Test func unsettledRowsAreFetchedAgainHoweverOldTheyAre() async throws {
        let scene = StoreScene()
        let fake = Self.fake(
            scene,
            [
                Self.event("2026-05-02T10:00:00Z", nil, id: "running", status: .processing),
                Self.event("2026-05-03T10:00:00Z", 1, id: "done"),
            ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: Self.may))
        #expect(store.ledger.walks[0].unsettled == 1)
        fake.apply(.remove { $0["id"]?.string == "running" })
        fake.apply(.insert([Self.event("2026-05-02T10:00:00Z", 5, id: "running")]))
        let refresh = try await store.refresh(scene.aurous(fake).events(in: Self.may), overlap: .seconds(60))
        #expect(refresh.walks.first?.window == .between("2026-05-02T10:00:00Z", "2026-05-02T10:00:01Z"))
        #expect(refresh.revised == 1 && store.ledger.walks[0].unsettled == 0)
        #expect(try store.charge(.credits) == "6")
    }

    @Test func rowsWithoutIDsAreReplacedWithTheirWindow() async throws {
        let scene = StoreScene()
        func entry(_ instant: String, _ amount: WireNumber) -> JSONValue {
            VeniceFake.entry(at: .at(instant), amount: amount, requestID: "chatcmpl-\(instant)")
        }
        let same = entry("2026-05-19T10:00:00Z", -0.25)
        let fake = VeniceFake(
            entries: [same, same, entry("2026-05-19T11:00:00Z", -1), entry("2026-05-01T11:00:00Z", -2)],
            now: scene.clock.now)
        let store = try scene.open()
        let window = TimeWindow.since("2026-05-01T00:00:00Z")
        let first = try await store.refresh(scene.venice(fake).history(in: window))
        #expect(first.added == 4)
        let currency = try #require(try store.report().total.charges.first?.key)
        #expect(try store.charge(currency) == "3.5")
        let again = try await store.refresh(scene.venice(fake).history(in: window), overlap: .seconds(86_400 * 2))
        #expect((again.added, again.revised, again.removed) == (0, 0, 0))
        // One of the two equal rows is gone, and another one has a new amount.
        fake.apply(.remove { $0["timestamp"]?.string?.hasPrefix("2026-05-19") ?? false })
        fake.apply(.insert([same, entry("2026-05-19T11:00:00Z", -3)]))
        let changed = try await store.refresh(scene.venice(fake).history(in: window), overlap: .seconds(86_400 * 2))
        #expect((changed.added, changed.revised, changed.removed) == (1, 0, 2))
        #expect(try store.charge(currency) == "5.25")
        #expect(try scene.open(.readOnly).charge(currency) == "5.25")
        #expect(store.restatements.map(\.after?.description) == ["3.25 \(currency)"])
    }

    @Test func aWalkThatFailsGoesOnAtTheNextRefresh() async throws {
        let scene = StoreScene()
        let events = (0..<25).map { Self.event("2026-05-10T00:00:\($0 + 10)Z", 1, id: "e\($0)") }
        let fake = Self.fake(scene, events)
        fake.behavior.pageLimit = 5
        fake.behavior.faults = [RequestMatch.request(3): .status(400)]
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: Self.may)
        await #expect(throws: UsageError.self) { try await store.refresh(walk) }
        #expect(store.count == 10)
        #expect(!store.ledger.isComplete)
        #expect(store.sources[0].covered.isEmpty && store.sources[0].stopped != nil)
        #expect(try scene.open(.readOnly).count == 10)
        fake.behavior.faults = [:]
        let before = fake.requests.count
        let refresh = try await store.refresh(walk)
        // Pages 3 to 5, and the overlap, which is of another day.
        #expect(fake.requests.count == before + 4)
        #expect(refresh.added == 25 && store.count == 25 && store.ledger.isComplete)
        #expect(try store.charge(.credits) == "25")
    }

    @Test func rowsOfTimeThatIsKnownCountOnlyOnceTheWalkIsWhole() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, (0..<10).map { Self.event("2026-05-20T10:00:\($0 + 10)Z", 1, id: "e\($0)") })
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: Self.may)
        try await store.refresh(walk)
        fake.apply(.remove { _ in true })
        fake.apply(.insert((0..<10).map { Self.event("2026-05-20T10:00:\($0 + 10)Z", 2, id: "e\($0)") }))
        fake.behavior.pageLimit = 4
        fake.behavior.faults = [RequestMatch.request(2): .status(400)]
        await #expect(throws: UsageError.self) { try await store.refresh(walk) }
        #expect(try store.charge(.credits) == "10")
        #expect(try scene.open(.readOnly).charge(.credits) == "10")
        fake.behavior.faults = [:]
        let refresh = try await store.refresh(walk)
        #expect((refresh.added, refresh.revised, refresh.removed) == (0, 10, 0))
        #expect(try store.charge(.credits) == "20")
    }

    @Test func anotherKeyNeedsANameForItsAccount() async throws {
        let scene = StoreScene()
        let events = [Self.event("2026-05-10T00:00:00Z", 1, id: "a")]
        let fake = Self.fake(scene, events)
        let rotated = AurousFake(
            events: events, apiKey: "al_live_" + String(repeating: "f", count: 64), now: scene.clock.now)
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: Self.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(rotated).events(in: Self.may))
        }
        #expect(error?.code == .accountMismatch)
        let refresh = try await store.refresh(scene.aurous(rotated, account: "prod").events(in: Self.may))
        #expect(refresh.isLabelled && refresh.added == 0 && store.count == 1)
        #expect(store.sources.map(\.id.accountLabel) == ["prod"])
        // A second tenant with a name of its own has rows of its own.
        let second = AurousFake(
            events: events, apiKey: "al_live_" + String(repeating: "e", count: 64), now: scene.clock.now)
        try await store.refresh(scene.aurous(second, account: "other").events(in: Self.may))
        let report = try store.report(ReportQuery(by: [.account]))
        #expect(report.map { $0[.account] } == ["other", "prod"] && report.isComplete)
    }

    @Test func aReportNamesTheDaysThatAreMissing() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, [Self.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        for window in [
            TimeWindow.between("2026-05-01T00:00:00Z", "2026-05-05T00:00:00Z"),
            .between("2026-05-08T00:00:00Z", "2026-05-11T00:00:00Z"),
        ] {
            try await store.refresh(scene.aurous(fake).events(in: window), overlap: .zero)
        }
        let report = try store.report(
            ReportQuery(window: .between("2026-05-01T00:00:00Z", "2026-05-12T00:00:00Z")))
        #expect(!report.isComplete)
        #expect(report.walks[0].stopped?.code == .missingTime)
        #expect(
            report.walks[0].stopped?.message
                == "the store lacks 2026-05-05 to 2026-05-07, 2026-05-11 of aurous events")
        #expect(report.walks[0].readAt == .at("2026-05-20T12:00:00Z"))
        #expect(
            try store.report(ReportQuery(window: .between("2026-05-08T00:00:00Z", "2026-05-11T00:00:00Z"))).isComplete)
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
        let fake = Self.fake(scene, (0..<25).map { Self.event("2026-05-10T00:00:\($0 + 10)Z", 1, id: "e\($0)") })
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: Self.may)
        let rotated = try scene.aurous(
            AurousFake(events: [], apiKey: "al_live_" + String(repeating: "f", count: 64), now: scene.clock.now))
        fake.behavior.pageLimit = 10
        fake.behavior.faults = [
            .request(2): .perform {
                for refused in [walk, rotated.events(in: Self.may)] {
                    await #expect(throws: UsageError.self) { try await store.refresh(refused) }
                }
            }
        ]
        let refresh = try await store.refresh(walk)
        #expect(refresh.added == 25 && store.count == 25 && store.ledger.isComplete)
    }

    /// Two runs that are killed, the second one soon after it began again, and a third one that goes on.
    @Test(arguments: [1, 2]) func rowsWithoutIDsAreNotDoubledByRunsThatEndEarly(pages: Int) async throws {
        let scene = StoreScene()
        let entries = (0..<30).map {
            VeniceFake.entry(at: .at("2026-05-20T10:00:\($0 + 10)Z"), amount: -1, requestID: "chatcmpl-\($0)")
        }
        let fake = VeniceFake(entries: entries, now: scene.clock.now)
        let walk = try scene.venice(fake).history(in: Self.may)
        do { try await scene.open().refresh(walk) }
        for request in [pages + 1, 2] {
            let store = try scene.open()
            fake.behavior = FakeBehavior(pageLimit: 10, faults: [.request(request): .status(400)])
            await #expect(throws: UsageError.self) { try await store.refresh(walk) }
            if request != 2 { try store.discardPlace(of: 0) }
        }
        fake.behavior = FakeBehavior(pageLimit: 10)
        let store = try scene.open()
        let refresh = try await store.refresh(walk)
        #expect((refresh.added, refresh.removed, store.count) == (0, 0, 30))
        #expect(try scene.open(.readOnly).count == 30)
    }

    /// The window of a nightly job, which was off for longer than it is.
    @Test func aWindowOfTheLastHoursLeavesNoGap() async throws {
        let scene = StoreScene()
        let fake = Self.fake(
            scene,
            [
                Self.event("2026-05-19T12:00:00Z", 1, id: "a"), Self.event("2026-05-25T12:00:00Z", 2, id: "b"),
                Self.event("2026-05-29T12:00:00Z", 4, id: "c"),
            ])
        let store = try scene.open()
        func refresh() async throws -> StoreRefresh {
            let window = TimeWindow.last(hours: 48, localNow: scene.clock.now())
            return try await store.refresh(scene.aurous(fake).events(in: window), overlap: .seconds(3600))
        }
        _ = try await refresh()
        scene.clock.set(.at("2026-05-29T18:00:00Z"))
        fake.apply(.insert([Self.event("2026-05-20T11:30:00Z", 8, id: "late")]))
        let second = try await refresh()
        #expect(second.walks.map(\.window) == [.between("2026-05-20T11:00:00Z", "2026-05-29T18:00:00Z")])
        #expect(try store.charge(.credits) == "15")
        #expect(store.sources.map(\.covered) == [[.between("2026-05-18T12:00:00Z", "2026-05-29T18:00:00Z")]])
    }

    /// The first refresh of such a window is killed, and goes on later.
    @Test func aWindowOfTheLastHoursGoesOnWhereItWas() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, (0..<30).map { Self.event("2026-05-20T10:00:\($0 + 10)Z", 1, id: "e\($0)") })
        let window = TimeWindow.last(hours: 48, localNow: scene.clock.now())
        fake.behavior = FakeBehavior(pageLimit: 10, faults: [.request(3): .status(400)])
        do {
            let store = try scene.open()
            let walk = try scene.aurous(fake).events(in: window)
            await #expect(throws: UsageError.self) { try await store.refresh(walk) }
        }
        fake.behavior = FakeBehavior(pageLimit: 10)
        scene.clock.set(.at("2026-05-20T13:00:00Z"))
        let before = fake.requests.count
        let later = TimeWindow.last(hours: 48, localNow: scene.clock.now())
        let store = try scene.open()
        let refresh = try await store.refresh(scene.aurous(fake).events(in: later), overlap: .zero)
        // The third page, and the time since.
        #expect(fake.requests.count == before + 2)
        #expect(refresh.added == 30 && store.count == 30 && store.ledger.isComplete)
    }

    @Test func whatIsPrunedStaysAway() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, (1...9).map { Self.event("2026-05-0\($0)T10:00:00Z", 1, id: "e\($0)") })
        let store = try scene.open()
        fake.behavior.pageLimit = 3
        fake.behavior.faults = [.request(3): .perform { _ = try? store.prune(before: .at("2026-05-04T00:00:00Z")) }]
        let walk = try scene.aurous(fake).events(in: Self.may)
        try await store.refresh(walk)
        #expect(store.count == 6)
        let covered = [[TimeWindow.between("2026-05-04T00:00:00Z", "2026-05-20T12:00:00Z")]]
        #expect(store.sources.map(\.covered) == covered)
        fake.behavior = FakeBehavior()
        try await store.refresh(walk, overlap: .seconds(30 * 86_400))
        #expect(store.count == 6 && store.sources.map(\.covered) == covered)
        #expect(try !store.report(ReportQuery(window: Self.may)).isComplete)
    }

    /// A name that is given to the rows of another account is noticed, and nothing is lost.
    @Test func anotherAccountIsNotTakenForTheFirst() async throws {
        let scene = StoreScene()
        let first = Self.fake(scene, [Self.event("2026-05-20T10:00:00Z", 1, id: "mine")])
        let other = AurousFake(
            events: [Self.event("2026-05-20T09:00:00Z", 5, id: "theirs")],
            apiKey: "al_live_" + String(repeating: "f", count: 64), now: scene.clock.now)
        let store = try scene.open()
        try await store.refresh(scene.aurous(first).events(in: Self.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(other, account: "other").events(in: Self.may))
        }
        #expect(error?.code == .accountMismatch)
        #expect(try store.charge(.credits) == "1" && store.sources.map(\.id.accountLabel) == [nil])
        try await store.refresh(scene.aurous(first, account: "mine").events(in: Self.may))
        try await store.refresh(scene.aurous(other, account: "other").events(in: Self.may))
        #expect(store.sources.map(\.id.accountLabel) == ["mine", "other"])
        #expect(try store.charge(.credits) == "6")
    }

    /// The end of the month that is asked for has not come yet.
    @Test func theFutureIsNotCovered() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, [Self.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        let month = TimeWindow.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")
        try await store.refresh(scene.aurous(fake).events(in: month))
        #expect(store.sources.map(\.covered) == [[.between("2026-05-01T00:00:00Z", "2026-05-20T12:00:00Z")]])
        scene.clock.set(.at("2026-05-21T00:00:00Z"))
        fake.apply(.insert([Self.event("2026-05-20T15:00:00Z", 2, id: "b")]))
        try await store.refresh(scene.aurous(fake).events(in: month), overlap: .zero)
        #expect(try store.charge(.credits) == "3")
        #expect(try !store.report(ReportQuery(window: month)).isComplete)
    }

    @Test func rowsWithoutATimeCountInEveryWindow() async throws {
        let scene = StoreScene()
        let fake = Self.fake(
            scene,
            [
                Self.event("2026-05-10T00:00:00Z", 1, id: "a"),
                AurousFake.event(at: .at("2026-05-11T00:00:00Z"), credits: 2, id: "b", with: ["created_at": "x"]),
            ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: Self.may))
        let window = TimeWindow.between("2026-05-09T00:00:00Z", "2026-05-12T00:00:00Z")
        let report = try store.report(ReportQuery(window: window, every: .day))
        #expect(report.map { $0.start?.description } == ["2026-05-10T00:00:00Z", nil])
        #expect(report.total.charges[.credits] == 3)
        let filled = try store.report(ReportQuery(window: window, every: .day, fillsEmptyBuckets: true))
        #expect(filled.total.charges[.credits] == 1 && !filled.isComplete)
    }

    /// A key that is known belongs to one account.
    @Test func theKeyOfAnotherAccountIsRefused() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, [Self.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake, account: "a").events(in: Self.may))
        let error = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake, account: "b").events(in: Self.may))
        }
        #expect(error?.code == .accountMismatch)
        // Labels are different if their bytes are.
        let composed = await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake, account: "a\u{301}").events(in: Self.may))
        }
        #expect(composed?.code == .accountMismatch)
        #expect(store.sources.count == 1)
    }

    @Test func aRefreshThatReadsNothingLeavesNoSource() async throws {
        let scene = StoreScene()
        let fake = Self.fake(scene, [])
        fake.behavior.faults = [.request(1): .status(401)]
        let store = try scene.open()
        let walk = try scene.aurous(fake, account: "typo").events(in: Self.may)
        await #expect(throws: UsageError.self) { try await store.refresh(walk) }
        #expect(store.sources.isEmpty)
    }

    @Test func aSavedFileIsTakenIn() throws {
        let scene = StoreScene()
        let store = try scene.open()
        let file = scene.folder.appendingPathComponent("export.ndjson")
        func write(_ rows: [JSONValue]) throws {
            try Data(rows.map { $0.text + "\n" }.joined().utf8).write(to: file)
        }
        try write([Self.event("2026-05-10T00:00:00Z", nil, id: "a", status: .processing)])
        let first = try store.ingest(Aurous.replay, from: file, account: "x")
        #expect(first.added == 1 && first.isComplete)
        try write([
            Self.event("2026-05-10T00:00:00Z", 2, id: "a"), Self.event("2026-05-11T00:00:00Z", 3, id: "b"),
        ])
        let second = try store.ingest(Aurous.replay, from: file, account: "x")
        #expect((second.added, second.revised, second.removed) == (1, 1, 0))
        #expect(try store.charge(.credits) == "5" && store.sources.count == 1)
        #expect(store.records().map { $0.labels[.account] } == ["x", "x"])
    }
}
