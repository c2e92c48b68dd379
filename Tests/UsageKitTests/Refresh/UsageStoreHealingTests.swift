import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What a store takes for gone, missing or doubtful when clocks, files and walks go wrong, and what makes it whole again.
@Suite struct UsageStoreHealingTests {
    /// An entry whose time cannot be read.
    private static func untimed(_ instant: String, id: String) throws -> JSONValue {
        let text = StoreScene.entry(instant, -2, id: id).text
        return try JSONValue(json: Array(text.replacing(String(instant.dropLast()), with: "x").utf8))
    }

    private static func file(_ scene: StoreScene, _ name: String, _ lines: [String]) throws -> URL {
        try FileManager.default.createDirectory(at: scene.folder, withIntermediateDirectories: true)
        let url = scene.folder.appendingPathComponent(name)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: url)
        return url
    }

    // MARK: Clocks

    /// A local clock that is hours behind that of the server: what the walk delivered replaces what was there.
    @Test(arguments: [2, 6, 30]) func aLocalClockThatIsBehindDoublesNothing(hours: Int) async throws {
        let scene = StoreScene()
        let server = MovableNow(scene.clock.now())
        func walk(_ entries: [JSONValue]) throws -> Walk<Venice.BillingEntry> {
            let fake = VeniceFake(entries: entries, now: server.now)
            let client = try Venice.Client(
                apiKey: fake.apiKey,
                configuration: scene.configuration(DatedTransport(transport: fake, now: server.now)))
            return client.history(in: StoreScene.may)
        }
        let store = try scene.open()
        try await store.refresh(
            walk([
                StoreScene.entry("2026-05-20T10:00:00Z", -1, id: "a"),
                StoreScene.entry("2026-05-20T11:00:00Z", -4, id: "b"),
            ]))
        server.set(.at("2026-05-20T13:00:00Z"))
        scene.clock.set(server.now().advanced(by: .seconds(-3600 * hours)))
        let refresh = try await store.refresh(walk([StoreScene.entry("2026-05-20T10:00:00Z", -3, id: "a")]))
        #expect(refresh.removed == 2)
        #expect(try store.charge(.usd) == "3")
    }

    @Test func aReportAtTheFirstInstantIsNoCrash() async throws {
        let scene = StoreScene()
        let store = try scene.open()
        try await store.refresh(
            scene.aurous(scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])).events(
                in: StoreScene.may))
        let query = ReportQuery(window: .between("2026-05-01T00:00:00Z", "2026-05-19T00:00:00Z"))
        // By a clock at which that time has not come, one of the clocks is wrong.
        for now in [Timestamp(seconds: .min), .at("2026-05-10T00:00:00Z")] {
            #expect(try !store.report(query, at: now).isComplete)
        }
        for now in [Timestamp.at("2026-05-19T00:00:00Z"), Timestamp(seconds: .max)] {
            #expect(try store.report(query, at: now).isComplete)
        }
    }

    /// A local clock that was ahead of a server without a date: the days between are fetched once it is right.
    @Test func timeThatHasNotComeIsNotKnown() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-20T10:00:00Z", 1, id: "a")])
        let store = try scene.open()
        func refresh() async throws {
            let client = try Aurous.Client(
                apiKey: fake.apiKey, configuration: scene.configuration(UndatedTransport(transport: fake)))
            try await store.refresh(client.events(in: StoreScene.may))
        }
        scene.clock.set(.at("2026-05-23T12:00:00Z"))
        try await refresh()
        scene.clock.set(.at("2026-05-20T12:00:00Z"))
        let now = Timestamp.at("2026-05-20T12:00:00Z")
        #expect(try !store.report(at: now).isComplete)
        fake.apply(.insert([StoreScene.event("2026-05-20T15:00:00Z", 2, id: "b")]))
        scene.clock.set(.at("2026-05-20T16:00:00Z"))
        try await refresh()
        fake.apply(.insert([StoreScene.event("2026-05-21T15:00:00Z", 4, id: "c")]))
        scene.clock.set(.at("2026-05-22T16:00:00Z"))
        try await refresh()
        #expect(try store.report(at: scene.clock.now()).isComplete)
        #expect(try store.charge(.credits) == "7")
    }

    /// Instants of a server with milliseconds, and windows whose edges are finer.
    @Test func noRowIsLostBetweenTwoWindows() async throws {
        let scene = StoreScene()
        let row = StoreScene.event("2026-05-10T10:00:00.123Z", 1, id: "a")
        let store = try scene.open()
        for window in [
            TimeWindow.between("2026-05-10T10:00:00.123456Z", "2026-05-15T00:00:00Z"),
            .between("2026-05-01T00:00:00Z", "2026-05-15T00:00:00Z"),
        ] {
            let fake = MillisecondTransport(transport: scene.server([row]))
            let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: scene.configuration(fake))
            try await store.refresh(client.events(in: window), overlap: .zero)
        }
        #expect(store.count == 1 && store.ledger.isComplete)
    }

    // MARK: Rows without a time

    @Test func recordsOfAWindowAreThoseThatAReportCounts() async throws {
        let scene = StoreScene()
        let fake = scene.server([
            StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a"), StoreScene.event("2026-05-02T00:00:00Z", 8, id: "c"),
            AurousFake.event(at: .at("2026-05-11T00:00:00Z"), credits: 2, id: "b", with: ["created_at": "x"]),
        ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        let window = TimeWindow.between("2026-05-09T00:00:00Z", "2026-05-12T00:00:00Z")
        #expect(Set(store.records(in: window).map(\.id)) == ["a", "b"])
        #expect(try store.report(ReportQuery(window: window)).total.requests == 2)
    }

    /// A row that a walk delivered which then failed is not gone because another time was walked.
    @Test func aRowWithoutATimeIsNotGoneWithAnotherWindow() async throws {
        let scene = StoreScene(now: .at("2026-05-10T00:00:00Z"))
        let fake = scene.server(
            [StoreScene.event("2026-05-08T00:00:00Z", 1, id: "a")]
                + (3...8).map {
                    AurousFake.event(
                        at: .at("2026-05-0\($0)T00:00:00Z"), credits: 1, id: "u\($0)", with: ["created_at": "x"])
                })
        fake.behavior.pageLimit = 2
        fake.behavior.faults = [.request(2): .status(400)]
        let store = try scene.open()
        await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        }
        #expect(store.count == 2)
        scene.clock.set(.at("2026-05-20T00:00:00Z"))
        let late = TimeWindow.since("2026-05-10T00:00:01Z")
        let refresh = try await store.refresh(scene.aurous(scene.server([])).events(in: late))
        #expect(refresh.removed == 0 && store.count == 2)
    }

    /// The doubt about such a row ends with a walk of the time in which it was listed, also after its first days were pruned.
    @Test(arguments: [false, true]) func doubtAboutARowWithoutATimeHeals(isPruned: Bool) async throws {
        let scene = StoreScene()
        let store = try scene.open()
        func refresh(_ entries: [JSONValue], days: Int = 1) async throws {
            let fake = VeniceFake(entries: entries, now: scene.clock.now)
            try await store.refresh(
                scene.venice(fake).history(in: StoreScene.may), overlap: .seconds(86_400 * days))
        }
        let known = StoreScene.entry("2026-05-08T00:00:00Z", -1, id: "a")
        try await refresh([known, try Self.untimed("2026-05-12T00:00:00Z", id: "u")])
        #expect(try store.charge(.usd) == "3")
        if isPruned { try store.prune(before: .at("2026-05-05T00:00:00Z")) }
        scene.clock.set(.at("2026-05-22T00:00:00Z"))
        // It has a time by now, and is listed where it belongs.
        let repaired = [known, StoreScene.entry("2026-05-12T00:00:00Z", -2, id: "u")]
        try await refresh(repaired)
        #expect(try !store.report().isComplete)
        try await refresh(repaired, days: 30)
        #expect(try store.charge(.usd) == "3")
        #expect(try store.report(ReportQuery(window: .since("2026-05-05T00:00:00Z"))).isComplete)
    }

    /// A row that two windows listed may be gone if a part of one of them does not list it.
    @Test func aRowOfTwoWindowsIsDoubtedByAPartOfOne() async throws {
        let scene = StoreScene(now: .at("2026-05-10T00:00:00Z"))
        let row = AurousFake.event(at: .at("2026-05-08T00:00:00Z"), credits: 1, id: "u", with: ["created_at": "x"])
        let known = StoreScene.event("2026-05-08T00:00:00Z", 2, id: "a")
        let store = try scene.open()
        func refresh(_ rows: [JSONValue], hours: Int = 1) async throws {
            let fake = AurousFake(events: rows, now: scene.clock.now)
            try await store.refresh(
                scene.aurous(fake).events(in: StoreScene.may), overlap: .seconds(3600 * hours))
        }
        // The fake lists a row without a time beside the row before it.
        try await refresh([known, row])
        #expect(store.count == 2)
        scene.clock.set(.at("2026-05-12T00:00:00Z"))
        let later = StoreScene.event("2026-05-11T00:00:00Z", 4, id: "b")
        try await refresh([known, later, row])
        scene.clock.set(.at("2026-05-12T01:00:00Z"))
        try await refresh([known, later])
        #expect(!store.ledger.isComplete)
        try await refresh([known, later], hours: 24 * 30)
        #expect(try store.charge(.credits) == "6" && store.ledger.isComplete)
    }

    // MARK: Walks that end incomplete

    /// A refresh of several windows that is killed in a later one.
    @Test func anEarlierFailureDoesNotHideAWalkThatWasKilled() async throws {
        let scene = StoreScene()
        let fake = scene.server((1...9).map { StoreScene.event("2026-05-0\($0)T00:00:00Z", 1, id: "e\($0)") })
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        let first = TimeWindow.between("2026-05-01T00:00:00Z", "2026-05-02T12:00:00Z")
        fake.behavior = FakeBehavior(pageLimit: 1, faults: [.request(1): .status(400)])
        await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake).events(in: first), overlap: .seconds(86_400))
        }
        fake.apply(.insert([StoreScene.event("2026-05-08T12:00:00Z", 4, id: "late")]))
        fake.behavior = FakeBehavior(pageLimit: 1, faults: [.request(3): .status(400)])
        let second = TimeWindow.between("2026-05-05T00:00:00Z", "2026-05-10T00:00:00Z")
        let copy = scene.folder.appendingPathComponent("killed")
        await #expect(throws: UsageError.self) {
            try await store.refresh(scene.aurous(fake).events(in: second), overlap: .seconds(86_400 * 5))
        }
        // As it is after a kill: the last commit, which notes the failure, is not there.
        var bytes = [UInt8](try Data(contentsOf: scene.rowsFile))
        let ends = StoreScene.places(.commit, in: bytes)
        bytes.removeSubrange((ends[ends.count - 2] + StoreFrame.overhead + 20)...)
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        try Data(bytes).write(to: copy.appendingPathComponent("rows"))
        let killed = try UsageStore(at: copy, access: .readOnly)
        #expect(killed.sources.first?.stopped != nil)
        #expect(
            try !killed.report(ReportQuery(window: .between("2026-05-06T00:00:00Z", "2026-05-09T00:00:00Z"))).isComplete
        )
    }

    /// A charge that cannot be read makes a walk incomplete without an error.
    @Test func aWalkOfKnownTimeThatEndsIncompleteIsNotForgotten() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-02T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        let unreadable = StoreScene.event("2026-05-02T00:00:01Z", 2, id: "b")
            .text.replacing(#""credits_charged":2"#, with: #""credits_charged":"x""#)
        fake.apply(.insert([try JSONValue(json: Array(unreadable.utf8))]))
        let early = TimeWindow.between("2026-05-01T00:00:00Z", "2026-05-06T00:00:00Z")
        let walk = try scene.aurous(fake).events(in: early)
        #expect(try await !store.refresh(walk, overlap: .seconds(86_400 * 30)).isComplete)
        scene.clock.set(.at("2026-05-25T00:00:00Z"))
        try await store.refresh(scene.aurous(fake).events(in: .since("2026-05-10T00:00:00Z")))
        #expect(try !store.report(ReportQuery(window: early)).isComplete)
        fake.apply(.remove { $0["id"] == "b" })
        try await store.refresh(walk)
        #expect(try store.report(ReportQuery(window: early)).isComplete)
    }

    /// A file that could not be read to its end is not forgotten because another one was.
    @Test func aFileThatEndedEarlyIsNotForgotten() throws {
        let scene = StoreScene()
        let store = try scene.open()
        func lines(_ count: Int, _ credits: WireNumber) -> [String] {
            (0..<count).map {
                let time = Timestamp.at("2026-05-01T00:00:00Z").advanced(by: .seconds(60 * $0))
                return AurousFake.event(at: time, credits: credits, id: "e\($0)").text
            }
        }
        let early = TimeWindow.between("2026-05-01T00:00:00Z", "2026-05-07T00:00:00Z")
        try store.ingest(Aurous.replay, from: Self.file(scene, "1.ndjson", lines(9000, 1)))
        #expect(try store.report(ReportQuery(window: early)).isComplete)
        let broken = try Self.file(scene, "2.ndjson", lines(9000, 2))
        let reading = try FileHandle(forUpdating: broken)
        // Damage is found only when the file is read a second time, so its rows are counted and committed before.
        var isCut = false
        #expect(throws: UsageError.self) {
            try store.ingest(Aurous.replay, from: broken) { _ in
                guard !isCut else { return }
                isCut = true
                try? reading.truncate(atOffset: 0)
            }
        }
        try reading.close()
        try store.ingest(
            Aurous.replay,
            from: Self.file(scene, "3.ndjson", [StoreScene.event("2026-06-01T00:00:00Z", 1, id: "june").text]))
        #expect(try !store.report(ReportQuery(window: early)).isComplete)
        try store.ingest(Aurous.replay, from: Self.file(scene, "4.ndjson", lines(9000, 2)))
        #expect(try store.report(ReportQuery(window: early)).isComplete)
        #expect(try store.charge(.credits) == "18001")
    }

}
