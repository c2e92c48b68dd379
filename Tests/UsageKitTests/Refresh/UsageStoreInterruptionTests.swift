import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Refreshes that fail, are cancelled or end early, and what the next one does.
@Suite struct UsageStoreInterruptionTests {
    @Test func aWalkThatFailsGoesOnAtTheNextRefresh() async throws {
        let scene = StoreScene()
        let events = (0..<25).map { StoreScene.event("2026-05-10T00:00:\($0 + 10)Z", 1, id: "e\($0)") }
        let fake = scene.server(events)
        fake.behavior.pageLimit = 5
        fake.behavior.faults = [RequestMatch.request(3): .status(400)]
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
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

    /// Rows of the first run that are listed again in the second one, since the listing has changed meanwhile.
    @Test func rowsThatComeAgainAfterAnInterruptionAreCompared() async throws {
        let scene = StoreScene(now: .at("2026-05-24T12:00:00Z"))
        func row(_ hour: Int, id: String, quantity: Int = 1) -> JSONValue {
            let time = Timestamp.at("2026-05-20T00:00:00Z").advanced(by: .seconds(3600 * hour))
            let quantity = JSONValue(integerLiteral: quantity)
            return .object(["id": .string(id), "timestamp": .string("\(time)"), "quantity": quantity])
        }
        let rows = (0..<60).map { row($0, id: "r\($0)") }
        let fake = AuralytikFake(details: rows, now: scene.clock.now)
        fake.behavior = FakeBehavior(pageLimit: 10, faults: [.request(4): .status(400)])
        let client = try Auralytik.Client(apiKey: AuralytikFake.testKey, configuration: scene.configuration(fake))
        let walk = client.details(in: .between("2026-05-18T00:00:00Z", "2026-05-24T00:00:00Z"))
        let store = try scene.open()
        await #expect(throws: UsageError.self) { try await store.refresh(walk, overlap: .zero) }
        #expect(store.count == 30)
        // A row that was delivered is gone, so that others move up; another one has changed, and a third one has moved.
        fake.apply(.remove { ["r57", "r55", "r50"].contains($0["id"]?.string) })
        fake.apply(.insert([row(55, id: "r55", quantity: 7), row(2, id: "r50"), row(0, id: "late")]))
        fake.behavior = FakeBehavior(pageLimit: 10)
        let refresh = try await store.refresh(walk, overlap: .zero)
        #expect(refresh.isComplete)
        let records = store.records().map { $0 }
        #expect(records.count == 61)
        #expect(records.first { $0.id == "r50" }?.time == .at("2026-05-20T02:00:00Z"))
        #expect(refresh.walks.first?.rewalks == 1)
    }

    @Test func rowsOfTimeThatIsKnownCountOnlyOnceTheWalkIsWhole() async throws {
        let scene = StoreScene()
        let fake = scene.server((0..<10).map { StoreScene.event("2026-05-20T10:00:\($0 + 10)Z", 1, id: "e\($0)") })
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        try await store.refresh(walk)
        fake.apply(.remove { _ in true })
        fake.apply(.insert((0..<10).map { StoreScene.event("2026-05-20T10:00:\($0 + 10)Z", 2, id: "e\($0)") }))
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

    /// Two runs that are killed, the second one soon after it began again, and a third one that goes on.
    @Test(arguments: [1, 2]) func rowsWithoutIDsAreNotDoubledByRunsThatEndEarly(pages: Int) async throws {
        let scene = StoreScene()
        let entries = (0..<30).map {
            VeniceFake.entry(at: .at("2026-05-20T10:00:\($0 + 10)Z"), amount: -1, requestID: "chatcmpl-\($0)")
        }
        let fake = VeniceFake(entries: entries, now: scene.clock.now)
        let walk = try scene.venice(fake).history(in: StoreScene.may)
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

    /// The first refresh of such a window is killed, and goes on later.
    @Test func aWindowOfTheLastHoursGoesOnWhereItWas() async throws {
        let scene = StoreScene()
        let fake = scene.server((0..<30).map { StoreScene.event("2026-05-20T10:00:\($0 + 10)Z", 1, id: "e\($0)") })
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

    @Test func aCancelledRefreshKeepsWhatCameAndGoesOn() async throws {
        let scene = StoreScene()
        let fake = scene.server((0..<25).map { StoreScene.event("2026-05-10T00:00:\($0 + 10)Z", 1, id: "e\($0)") })
        let store = try scene.open()
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        let (started, begin) = AsyncStream<Void>.makeStream()
        fake.behavior = FakeBehavior(
            pageLimit: 10, faults: [.request(3): .perform { begin.finish() }.then(.hang)])
        let refresh = Task { try await store.refresh(walk) }
        for await _ in started {}
        refresh.cancel()
        await #expect(throws: CancellationError.self) { try await refresh.value }
        #expect(store.count == 20 && store.sources[0].stopped?.code == .cancelled)
        fake.behavior = FakeBehavior(pageLimit: 10)
        #expect(try await store.refresh(walk).added == 25)
        #expect(store.count == 25 && store.ledger.isComplete)
    }

    /// A killed walk is resumed and ends; the next walk of the refresh is killed, and resumed as well.
    @Test func aSecondWalkThatIsKilledKnowsOnlyItsOwnRows() async throws {
        let scene = StoreScene()
        let entries = (0..<30).map {
            VeniceFake.entry(at: .at("2026-05-20T10:00:\($0 + 10)Z"), amount: -1, requestID: "chatcmpl-\($0)")
        }
        let fake = VeniceFake(entries: entries, now: scene.clock.now)
        let walk = try scene.venice(fake).history(in: StoreScene.may)
        do { try await scene.open().refresh(walk) }
        // The first run stops after its second page; the second one reads the third page, and two of the next walk.
        for request in [3, 4] {
            fake.behavior = FakeBehavior(pageLimit: 10, faults: [.request(request): .status(400)])
            let store = try scene.open()
            await #expect(throws: UsageError.self) { try await store.refresh(walk) }
            #expect(store.count == 30)
        }
        fake.behavior = FakeBehavior(pageLimit: 10)
        let store = try scene.open()
        let refresh = try await store.refresh(walk)
        #expect((refresh.added, refresh.removed, store.count) == (0, 0, 30))
        #expect(try scene.open(.readOnly).count == 30)
    }

    /// A commit that is damaged takes the time of all rows that it changed with it.
    @Test func theTimeOfDamagedChangesIsMissing() async throws {
        let scene = StoreScene()
        let fake = scene.server((1...9).map { StoreScene.event("2026-05-0\($0)T10:00:00Z", 1, id: "e\($0)") })
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        do { try await scene.open().refresh(walk) }
        let before = try Data(contentsOf: scene.rowsFile).count
        fake.apply(.remove { ["e2", "e3"].contains($0["id"]?.string) })
        fake.apply(.insert([StoreScene.event("2026-05-08T12:00:00Z", 1, id: "late")]))
        do { try await scene.open().refresh(walk, overlap: .seconds(30 * 86_400)) }
        let bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        scene.clock.set(.at("2026-05-20T12:00:01Z"))
        for place in stride(from: before + 10, to: bytes.count - 50, by: 61) {
            var changed = bytes
            changed[place] ^= 8
            try Data(changed).write(to: scene.rowsFile)
            let store = try scene.open()
            let window = TimeWindow.between("2026-05-02T00:00:00Z", "2026-05-04T00:00:00Z")
            let report = try store.report(ReportQuery(window: window))
            #expect(report.total.coverage.rows == 0 || !report.isComplete, "\(place)")
            try await store.refresh(walk, overlap: .zero)
            #expect(store.count == 8, "\(place)")
        }
    }

    /// A report without bounds has rows of time that was walked in part, before all that is covered.
    @Test func anOpenReportNamesTimeThatIsNotWhole() async throws {
        let scene = StoreScene()
        let fake = scene.server(
            (0..<20).map { StoreScene.event("2026-04-10T00:00:\($0 + 10)Z", 1, id: "early\($0)") }
                + [StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        let client = try scene.aurous(fake)
        try await store.refresh(client.events(in: StoreScene.may))
        fake.behavior = FakeBehavior(pageLimit: 10, faults: [.request(2): .status(400)])
        let earlier = client.events(in: .between("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z"))
        await #expect(throws: UsageError.self) { try await store.refresh(earlier, overlap: .zero) }
        #expect(store.count == 11 && !store.ledger.isComplete)
        #expect(try store.report(ReportQuery(window: StoreScene.may)).isComplete)
        fake.behavior = FakeBehavior()
        try await store.refresh(earlier, overlap: .zero)
        #expect(store.count == 21 && store.ledger.isComplete)
    }
}
