import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What a refresh fetches, and what it makes of rows that are new, late, revised or gone.
@Suite struct UsageStoreRefreshTests {
    @Test func theRowsOfAWalkAreKept() async throws {
        let scene = StoreScene()
        let fake = scene.server(
            [
                StoreScene.event("2026-05-10T00:00:00Z", 0.5, id: "a"),
                StoreScene.event("2026-05-19T00:00:00Z", 2, id: "b"),
            ])
        let refresh = try await scene.open().refresh(scene.aurous(fake).events(in: StoreScene.may))
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

    /// An old store is not taken for one with nothing new.
    @Test func aReportKnowsHowFarItsRowsReach() async throws {
        let scene = StoreScene(now: .at("2026-06-01T12:00:00Z"))
        let fake = scene.server([StoreScene.event("2026-06-01T00:00:00Z", 5, id: "a")])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: .since("2026-06-01T00:00:00Z")))
        let june = Timestamp.at("2026-06-01T00:00:00Z")..<Timestamp.at("2026-07-01T00:00:00Z")
        let now = Timestamp.at("2026-06-11T06:00:00Z")
        let report = try store.report(ReportQuery(window: try TimeWindow(june), every: .day), at: now)
        #expect(!report.isComplete)
        let status = try report.status(of: Budget(limit: Money("30", .credits), period: june), at: now)
        #expect(status.asOf == .at("2026-06-01T12:00:00Z"))
        #expect(status.projection.map { "\($0)" } == "at least 300 credit")
        #expect(status.exhaustion == .projected(.at("2026-06-04T00:00:00Z")))
        // Of the present day, it has what was read, at least up to its beginning.
        let later = try store.report(ReportQuery(window: try TimeWindow(june)), at: .at("2026-06-01T18:00:00Z"))
        #expect(later.isComplete && later.walks.map(\.window.end) == [.at("2026-06-01T12:00:00Z")])
    }

    @Test func onlyWhatIsMissingIsFetched() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", id: "a")])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        scene.clock.set(.at("2026-05-20T18:00:00Z"))
        fake.apply(.insert([StoreScene.event("2026-05-20T17:00:00Z", id: "b")]))
        let before = fake.requests.count
        let refresh = try await store.refresh(scene.aurous(fake).events(in: StoreScene.may), overlap: .seconds(3600))
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
        let fake = scene.server(

            [
                StoreScene.event("2026-05-18T10:00:00Z", 1, id: "kept"),
                StoreScene.event("2026-05-18T11:00:00Z", 2, id: "revised"),
                StoreScene.event("2026-05-19T10:00:00Z", 4, id: "gone"),
            ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        fake.apply(.remove { ["revised", "gone"].contains($0["id"]?.string) })
        fake.apply(
            .insert([
                StoreScene.event("2026-05-18T11:00:00Z", 3, id: "revised"),
                StoreScene.event("2026-05-18T09:00:00Z", 8, id: "late"),
            ]))
        scene.clock.set(.at("2026-05-20T13:00:00Z"))
        fake.apply(.insert([StoreScene.event("2026-05-20T12:30:00Z", 16, id: "new")]))
        let refresh = try await store.refresh(
            scene.aurous(fake).events(in: StoreScene.may), overlap: .seconds(3 * 86_400))
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
        let fake = scene.server(

            [
                StoreScene.event("2026-05-02T10:00:00Z", nil, id: "running", status: .processing),
                StoreScene.event("2026-05-03T10:00:00Z", 1, id: "done"),
            ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        #expect(store.ledger.walks[0].unsettled == 1)
        fake.apply(.remove { $0["id"]?.string == "running" })
        fake.apply(.insert([StoreScene.event("2026-05-02T10:00:00Z", 5, id: "running")]))
        let refresh = try await store.refresh(scene.aurous(fake).events(in: StoreScene.may), overlap: .seconds(60))
        #expect(refresh.walks.first?.window == .between("2026-05-02T10:00:00Z", "2026-05-02T10:00:01Z"))
        #expect(refresh.revised == 1 && store.ledger.walks[0].unsettled == 0)
        #expect(try store.charge(.credits) == "6")
        #expect(try scene.open(.readOnly).charge(.credits) == "6")
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

    @Test func aReportNamesTheDaysThatAreMissing() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
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

    /// The window of a nightly job, which was off for longer than it is.
    @Test func aWindowOfTheLastHoursLeavesNoGap() async throws {
        let scene = StoreScene()
        let fake = scene.server(

            [
                StoreScene.event("2026-05-19T12:00:00Z", 1, id: "a"),
                StoreScene.event("2026-05-25T12:00:00Z", 2, id: "b"),
                StoreScene.event("2026-05-29T12:00:00Z", 4, id: "c"),
            ])
        let store = try scene.open()
        func refresh() async throws -> StoreRefresh {
            let window = TimeWindow.last(hours: 48, localNow: scene.clock.now())
            return try await store.refresh(scene.aurous(fake).events(in: window), overlap: .seconds(3600))
        }
        _ = try await refresh()
        scene.clock.set(.at("2026-05-29T18:00:00Z"))
        fake.apply(.insert([StoreScene.event("2026-05-20T11:30:00Z", 8, id: "late")]))
        let second = try await refresh()
        #expect(second.walks.map(\.window) == [.between("2026-05-20T11:00:00Z", "2026-05-29T18:00:00Z")])
        #expect(try store.charge(.credits) == "15")
        #expect(store.sources.map(\.covered) == [[.between("2026-05-18T12:00:00Z", "2026-05-29T18:00:00Z")]])
    }

    @Test func whatIsPrunedStaysAway() async throws {
        let scene = StoreScene()
        let fake = scene.server((1...9).map { StoreScene.event("2026-05-0\($0)T10:00:00Z", 1, id: "e\($0)") })
        let store = try scene.open()
        fake.behavior.pageLimit = 3
        fake.behavior.faults = [.request(3): .perform { _ = try? store.prune(before: .at("2026-05-04T00:00:00Z")) }]
        let walk = try scene.aurous(fake).events(in: StoreScene.may)
        try await store.refresh(walk)
        #expect(store.count == 6)
        let covered = [[TimeWindow.between("2026-05-04T00:00:00Z", "2026-05-20T12:00:00Z")]]
        #expect(store.sources.map(\.covered) == covered)
        fake.behavior = FakeBehavior()
        try await store.refresh(walk, overlap: .seconds(30 * 86_400))
        #expect(store.count == 6 && store.sources.map(\.covered) == covered)
        #expect(try !store.report(ReportQuery(window: StoreScene.may)).isComplete)
    }

    /// The end of the month that is asked for has not come yet.
    @Test func theFutureIsNotCovered() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a")])
        let store = try scene.open()
        let month = TimeWindow.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")
        try await store.refresh(scene.aurous(fake).events(in: month))
        #expect(store.sources.map(\.covered) == [[.between("2026-05-01T00:00:00Z", "2026-05-20T12:00:00Z")]])
        scene.clock.set(.at("2026-05-21T00:00:00Z"))
        fake.apply(.insert([StoreScene.event("2026-05-20T15:00:00Z", 2, id: "b")]))
        try await store.refresh(scene.aurous(fake).events(in: month), overlap: .zero)
        #expect(try store.charge(.credits) == "3")
        #expect(try !store.report(ReportQuery(window: month)).isComplete)
    }

    @Test func rowsWithoutATimeCountInEveryWindow() async throws {
        let scene = StoreScene()
        let fake = scene.server(

            [
                StoreScene.event("2026-05-10T00:00:00Z", 1, id: "a"),
                AurousFake.event(at: .at("2026-05-11T00:00:00Z"), credits: 2, id: "b", with: ["created_at": "x"]),
            ])
        let store = try scene.open()
        try await store.refresh(scene.aurous(fake).events(in: StoreScene.may))
        let window = TimeWindow.between("2026-05-09T00:00:00Z", "2026-05-12T00:00:00Z")
        let report = try store.report(ReportQuery(window: window, every: .day))
        #expect(report.map { $0.start?.description } == ["2026-05-10T00:00:00Z", nil])
        #expect(report.total.charges[.credits] == 3)
        let filled = try store.report(ReportQuery(window: window, every: .day, fillsEmptyBuckets: true))
        #expect(filled.total.charges[.credits] == 1 && !filled.isComplete)
    }

    /// A row whose time could not be read, and can later.
    @Test(arguments: [true, false]) func rowsWithoutATimeGoWithTheirWindow(isWhole: Bool) async throws {
        let scene = StoreScene()
        func entry(_ time: JSONValue) -> JSONValue {
            VeniceFake.entry(
                at: .at("2026-05-20T11:00:00Z"), amount: -1, requestID: "chatcmpl-1", with: ["timestamp": time])
        }
        let other = VeniceFake.entry(at: .at("2026-05-20T10:00:00Z"), amount: -2, requestID: "chatcmpl-2")
        let fake = VeniceFake(entries: [other, entry("never")], now: scene.clock.now)
        let store = try scene.open()
        let walk = try scene.venice(fake).history(in: StoreScene.may)
        try await store.refresh(walk)
        #expect(store.count == 2)
        fake.apply(.remove { _ in true })
        fake.apply(.insert([other, entry("2026-05-20T11:00:00Z")]))
        try await store.refresh(walk, overlap: .seconds(isWhole ? 30 * 86_400 : 86_400))
        #expect(store.count == (isWhole ? 2 : 3) && store.ledger.isComplete == isWhole)
        try store.compact()
        #expect(try scene.open(.readOnly).ledger.isComplete == isWhole)
        try await store.refresh(walk, overlap: .seconds(30 * 86_400))
        #expect(store.count == 2 && store.ledger.isComplete)
    }

    @Test func aSavedFileIsTakenIn() throws {
        let scene = StoreScene()
        let store = try scene.open()
        let file = scene.folder.appendingPathComponent("export.ndjson")
        func write(_ rows: [JSONValue]) throws {
            try Data(rows.map { $0.text + "\n" }.joined().utf8).write(to: file)
        }
        try write([StoreScene.event("2026-05-10T00:00:00Z", nil, id: "a", status: .processing)])
        let first = try store.ingest(Aurous.replay, from: file, account: "x")
        #expect(first.added == 1 && first.isComplete)
        try write([
            StoreScene.event("2026-05-10T00:00:00Z", 2, id: "a"), StoreScene.event("2026-05-11T00:00:00Z", 3, id: "b"),
        ])
        let second = try store.ingest(Aurous.replay, from: file, account: "x")
        #expect((second.added, second.revised, second.removed) == (1, 1, 0))
        #expect(try store.charge(.credits) == "5" && store.sources.count == 1)
        #expect(store.records().map { $0.labels[.account] } == ["x", "x"])
    }

    /// What a store has of an earlier time says nothing of a period, and how far it reaches is not lost.
    @Test func aPeriodOfWhichAStoreHasNothingIsKnownUpToItsStart() async throws {
        let scene = StoreScene()
        let fake = scene.server([StoreScene.event("2026-05-10T00:00:00Z", 5, id: "a")])
        let store = try scene.open()
        let june = Timestamp.at("2026-06-01T00:00:00Z")..<Timestamp.at("2026-07-01T00:00:00Z")
        let query = ReportQuery(window: try TimeWindow(june), every: .day)
        let budget = try Budget(limit: Money("30", .credits), period: june)
        let now = Timestamp.at("2026-06-11T06:00:00Z")
        // A store without sources, and one that was read before.
        let empty = try store.report(query, at: now).status(of: budget, at: now)
        #expect("\(empty)" == "at least 0 credit of 30 credit as of 2026-06-01T00:00:00Z")
        #expect(empty.projection == nil && empty.age == nil)
        let known = try await store.refresh(scene.aurous(fake).events(in: StoreScene.may)).source
        let report = try store.report(query, at: now)
        let status = try report.status(of: budget, at: now)
        #expect("\(status)" == "at least 0 credit of 30 credit as of 2026-06-01T00:00:00Z")
        #expect(status.projection == nil && status.exhaustion == nil)
        #expect(status.completeness.readThrough == .at("2026-05-20T12:00:00Z"))
        #expect(
            status.completeness.gaps.first
                == "aurous events: the store lacks 2026-06-01 to 2026-06-10 of aurous events")
        #expect(status.age == .seconds(21 * 86_400 + 64_800))
        #expect(report.walks.map(\.readThrough) == [.at("2026-05-20T12:00:00Z")])
        #expect(report.walks.first?.jsonValue["readThrough"] == "2026-05-20T12:00:00Z")
        let metrics = try OpenMetricsText(
            OpenMetricsExport().text(of: store.report(ReportQuery(window: query.window), at: now)))
        let walk = ["walk": "1", "provider": "aurous", "endpoint": "events"]
        #expect(metrics.value("walk_end_timestamp_seconds", walk) == "1779278400")
        #expect(metrics.value("walk_start_timestamp_seconds", walk) == nil)
        // A source that the store does not have is no reading of the period either.
        var other = known
        other.account = .label("other")
        #expect(
            try store.report(query, of: [other], at: now).status(of: budget, at: now).asOf == june.lowerBound)
    }
}
