import GRDB
import Logging
import Testing
import UsageKit
import UsageKitTesting

@testable import WarehouseSync

/// Syncs of fakes in memory.
@Suite struct SyncTests {
    private static let noon = instant("2026-05-20T12:00:00Z")

    private func window(to end: Timestamp = Tenant.end) throws -> TimeWindow {
        try TimeWindow(from: Tenant.start, to: end)
    }

    @discardableResult
    private func sync(
        _ tenants: [Tenant], into warehouse: Warehouse, to end: Timestamp = Tenant.end,
        overlap: Duration = .seconds(48 * 3600)
    ) async throws -> [SyncJob.SourceResult] {
        let options = SyncOptions(start: Tenant.start, end: end, overlap: overlap)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await SyncJob(
            try tenants.flatMap { try $0.sources() }, into: warehouse, options, logger: logger
        ).run()
    }

    /// A tenant whose only rows are those of Tresor.
    private func tresorTenant(_ rows: [JSONValue]) throws -> Tenant {
        let tenant = try Tenant("acme", seed: 1, rows: 0, in: window())
        tenant.tresor.apply(.insert(rows))
        return tenant
    }

    @Test func totalsAreThoseOfALedgerInMemory() async throws {
        try await withDatabase { path in
            let tenants = [
                try Tenant("acme", seed: 1, in: window()), try Tenant("globex", seed: 2, in: window()),
            ]
            let warehouse = try Warehouse(path: path)
            let results = try await sync(tenants, into: warehouse)
            #expect(results.count == 10 && results.allSatisfy(\.isComplete))
            let totals = try await warehouse.totals()
            #expect(try await totals == .expected(of: tenants, in: window()))
            #expect(totals.groups.count >= 14)
        }
    }

    @Test func countsOfUnitsAreThoseOfALedgerInMemory() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 3, in: window())
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse)
            var expected: [String] = []
            for (provider, ledger) in try await tenant.ledgers(in: window()) {
                for unit in try ledger.report().total.figures.units {
                    expected.append("\(provider) \(unit.unit) \(unit.value)")
                }
            }
            let found = try await warehouse.database.read { db in
                try String.fetchAll(
                    db, sql: "SELECT provider || ' ' || unit || ' ' || count FROM quantities_totals")
            }
            #expect(found.sorted() == expected.sorted())
            #expect(found.count > 5)
        }
    }

    @Test func aSecondSyncOfTheSameRowsChangesNothing() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 4, in: window())
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse)
            let dump = try Self.rows(of: warehouse)
            for result in try await sync([tenant], into: warehouse) {
                let summary = try #require(try result.result.get().last)
                #expect(summary.added == 0 && summary.revised == 0 && summary.removed == 0)
                // Some requests of Aurous are still running, so that walk begins before the overlap.
                if result.source.provider != "aurous" {
                    #expect(summary.report.window.start == Tenant.end - .seconds(48 * 3600))
                }
            }
            #expect(try Self.rows(of: warehouse) == dump)
            #expect(try await Self.count(of: "restatements", in: warehouse) == 0)
        }
    }

    private static func rows(of warehouse: Warehouse) throws -> [Row] {
        try warehouse.database.read { try Row.fetchAll($0, sql: "SELECT * FROM usage ORDER BY id") }
    }

    private static func count(of table: String, in warehouse: Warehouse) async throws -> Int? {
        try await warehouse.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
    }

    @Test func theLaterStateOfARowWinsAndTheDayIsRestated() async throws {
        try await withDatabase { path in
            let tenant = try tresorTenant([
                TresorFake.row(at: Self.noon, cost: 0.25, id: "a"), TresorFake.row(at: Self.noon, cost: 1, id: "b"),
            ])
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse, to: instant("2026-05-20T13:00:00Z"))
            tenant.tresor.apply(.remove { $0["id"] == "a" })
            tenant.tresor.apply(.insert([TresorFake.row(at: Self.noon, cost: "0.1000000000000000055", id: "a")]))
            // New rows are no restatement, also on a day of which an earlier sync saw a part.
            tenant.tresor.apply(.insert([TresorFake.row(at: instant("2026-05-20T14:00:00Z"), cost: 8)]))
            try await sync([tenant], into: warehouse)
            let restatements = try warehouse.database.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT tenant, provider, day, currency, rows_before, rows_after, amount_before, amount_after
                        FROM restatements
                        """)
            }
            #expect(
                restatements == [
                    [
                        "tenant": "acme", "provider": "tresor", "day": "2026-05-20", "currency": "EUR",
                        "rows_before": 2, "rows_after": 2, "amount_before": "1.25",
                        "amount_after": "1.1000000000000000055",
                    ]
                ])
            #expect(try await warehouse.totals().groups.map(\.amount) == [ExactAmount("9.1000000000000000055")])
        }
    }

    @Test func aRowThatIsWrittenLateIsFoundAndRestatesItsDay() async throws {
        try await withDatabase { path in
            let tenant = try tresorTenant([TresorFake.row(at: Self.noon, cost: 1)])
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse, to: instant("2026-05-21T00:00:00Z"))
            tenant.tresor.apply(.insert([TresorFake.row(at: instant("2026-05-19T01:00:00Z"), cost: 2)]))
            // This one is before the overlap.
            tenant.tresor.apply(.insert([TresorFake.row(at: instant("2026-05-18T23:00:00Z"), cost: 4)]))
            try await sync([tenant], into: warehouse)
            #expect(try await warehouse.totals().groups.map(\.amount) == [ExactAmount("3")])
            let days = try await warehouse.database.read { db in
                try String.fetchAll(
                    db, sql: "SELECT day || ' ' || amount_before || ' ' || amount_after FROM restatements")
            }
            #expect(days == ["2026-05-19 0 2"])
        }
    }

    @Test func entriesWithoutIDsAreReplacedAsAWhole() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 1, rows: 0, in: window())
            let same = VeniceFake.entry(at: Self.noon, amount: -0.5, requestID: "same")
            let gone = VeniceFake.entry(at: Self.noon, amount: -0.25, requestID: "gone")
            // Equal entries are two charges.
            tenant.venice.apply(.insert([same, same, gone]))
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse, to: instant("2026-05-21T00:00:00Z"))
            #expect(try await warehouse.totals().groups.map(\.amount) == [ExactAmount("1.25")])
            tenant.venice.apply(.remove { $0 == gone })
            tenant.venice.apply(.insert([VeniceFake.entry(at: Self.noon, amount: -0.125, requestID: "late")]))
            let results = try await sync([tenant], into: warehouse)
            let summary = try #require(try results[1].result.get().last)
            #expect((summary.added, summary.revised, summary.removed) == (1, 0, 1))
            #expect(try await warehouse.totals() == .expected(of: [tenant], in: window()))
            let restated = try await warehouse.database.read { db in
                try String.fetchAll(db, sql: "SELECT amount_before || ' ' || amount_after FROM restatements")
            }
            #expect(restated == ["1.25 1.125"])
        }
    }

    @Test func aRowThatHasNotEndedIsAskedForAgainBeforeTheOverlap() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 1, rows: 0, in: window())
            let early = instant("2026-05-18T01:00:00Z")
            func video(_ status: UsageStatus, _ credits: WireNumber?) -> JSONValue {
                AurousFake.event(at: early, credits: credits, type: .video, status: status, id: "vid_1")
            }
            tenant.aurous.apply(.insert([video(.processing, nil)]))
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse, to: instant("2026-05-23T00:00:00Z"))
            let unsettled = try await warehouse.database.read { db in
                try Int.fetchOne(db, sql: "SELECT unsettled FROM coverage WHERE provider = 'aurous'")
            }
            #expect(unsettled == 1)
            // A row that never ends is given up after a while.
            let source = SourceID(tenant: "acme", provider: .aurous)
            var options = SyncOptions(start: Tenant.start, unsettledLimit: .seconds(3 * 86_400))
            let overlap = instant("2026-05-23T00:00:00Z") - options.overlap
            #expect(try await warehouse.window(of: source, options).start == overlap)
            options.unsettledLimit = .seconds(30 * 86_400)
            #expect(try await warehouse.window(of: source, options).start == early)
            tenant.aurous.apply(.remove { $0["id"] == "vid_1" })
            tenant.aurous.apply(.insert([video(.completed, 2.5)]))
            try await sync([tenant], into: warehouse)
            #expect(try await warehouse.totals().groups.map(\.amount) == [ExactAmount("2.5")])
            // Nothing is open now, so the next sync begins at the overlap.
            let results = try await sync([tenant], into: warehouse)
            #expect(
                try results[0].result.get().last?.report.window.start == Tenant.end - .seconds(48 * 3600))
        }
    }

    @Test func aBeginningThatIsMovedToThePastIsReadAgainFromThere() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 5, in: window())
            let warehouse = try Warehouse(path: path)
            let options = SyncOptions(start: instant("2026-05-22T00:00:00Z"), end: Tenant.end)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            _ = try await SyncJob(tenant.sources(), into: warehouse, options, logger: logger).run()
            // An end before what is covered would leave a gap, so it is not taken.
            try await sync([tenant], into: warehouse, to: instant("2026-05-19T00:00:00Z"))
            #expect(try await warehouse.totals() == .expected(of: [tenant], in: window()))
            // Rows before what was covered are new, and restate nothing.
            #expect(try await Self.count(of: "restatements", in: warehouse) == 0)
        }
    }

    @Test func aSourceThatFailsDoesNotStopTheOthersAndContinuesAfterItsLastPage() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 6, in: window())
            tenant.tresor.behavior = FakeBehavior(pageLimit: 20, faults: [.requests(4...): .status(503)])
            let warehouse = try Warehouse(path: path)
            let first = try await sync([tenant], into: warehouse)
            #expect(first.filter(\.isComplete).count == 4)
            let pages = try warehouse.database.read { db in
                try Row.fetchOne(db, sql: "SELECT provider, pages FROM positions")
            }
            #expect(pages == ["provider": "tresor", "pages": 3])
            // Nothing of a walk is visible before its end.
            #expect(try await !warehouse.totals().groups.contains { $0.provider == "tresor" })
            tenant.tresor.behavior = FakeBehavior(pageLimit: 20)
            let requests = tenant.tresor.requests.count
            #expect(try await sync([tenant], into: warehouse).allSatisfy(\.isComplete))
            #expect(tenant.tresor.requests.count - requests < 6)
            #expect(try await warehouse.totals() == .expected(of: [tenant], in: window()))
        }
    }

    @Test func aRowThatChangesDuringAnInterruptedWalkIsStoredInItsLaterState() async throws {
        try await withDatabase { path in
            let rows = (0..<8).map { TresorFake.row(at: Self.noon + .seconds($0), cost: 1, id: "row-\($0)") }
            let tenant = try tresorTenant(rows)
            // After the second page the newest row is written again, so it comes once more on the third one.
            let later = TresorFake.row(at: Self.noon - .seconds(60), cost: 5, id: "row-7")
            tenant.tresor.behavior = FakeBehavior(
                pageLimit: 3, changes: [2: [.insert([later])]], faults: [3: .status(503)])
            let warehouse = try Warehouse(path: path)
            #expect(try await !sync([tenant], into: warehouse)[2].isComplete)
            tenant.tresor.behavior = FakeBehavior(pageLimit: 3)
            let results = try await sync([tenant], into: warehouse)
            let summary = try #require(try results[2].result.get().first)
            #expect(summary.report.revised == 1 || summary.report.rows == 8)
            #expect(try await warehouse.totals().groups.map(\.rows) == [8])
            #expect(try await warehouse.totals().groups.map(\.amount) == [ExactAmount("12")])
        }
    }

    @Test func aPositionThatCannotBeContinuedIsForgotten() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 7, in: window())
            tenant.venice.behavior = FakeBehavior(pageLimit: 20, faults: [.requests(3...): .status(503)])
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse)
            try await warehouse.database.write { db in
                try db.execute(sql: "DELETE FROM staged_rows WHERE ordinal = 1")
            }
            tenant.venice.behavior = FakeBehavior()
            #expect(try await sync([tenant], into: warehouse).allSatisfy(\.isComplete))
            #expect(try await warehouse.totals() == .expected(of: [tenant], in: window()))
        }
    }

    @Test func aWalkThatGetsNoFurtherAfterAnInterruptionIsReadAgain() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 12, in: window())
            let warehouse = try Warehouse(path: path)
            // All rows, then the first page of the listing that is read again, since its empty end proves nothing then.
            for answers in [6, 2] {
                tenant.chatBotKit.behavior = FakeBehavior(
                    pageLimit: 20, faults: [.requests((answers + 1)...): .status(503)])
                #expect(try await !sync([tenant], into: warehouse)[3].isComplete)
            }
            tenant.chatBotKit.behavior = FakeBehavior(pageLimit: 20)
            #expect(try await sync([tenant], into: warehouse).allSatisfy(\.isComplete))
            #expect(try await warehouse.totals() == .expected(of: [tenant], in: window()))
        }
    }

    @Test func aWalkThatMayLackRowsTakesNoneAwayAndCoversNothing() async throws {
        try await withDatabase { path in
            let tenant = try Tenant("acme", seed: 1, rows: 0, in: window())
            let entries = (0..<6).map {
                VeniceFake.entry(at: Self.noon + .seconds($0), amount: -1, requestID: "request-\($0)")
            }
            tenant.venice.apply(.insert(entries))
            let warehouse = try Warehouse(path: path)
            try await sync([tenant], into: warehouse, to: instant("2026-05-21T00:00:00Z"))
            tenant.venice.apply(.remove { $0 == entries[0] })
            // The sums lack an amount that cannot be read.
            tenant.venice.apply(
                .insert([VeniceFake.entry(at: instant("2026-05-22T00:00:00Z"), with: ["amount": "much"])]))
            let results = try await sync([tenant], into: warehouse)
            #expect(!results[1].isComplete)
            let coverage = try warehouse.database.read { db in
                try Row.fetchOne(
                    db,
                    sql: """
                        SELECT covered_through, last_sync_is_complete, reason IS NOT NULL AS has_reason FROM coverage
                        WHERE provider = 'venice'
                        """)
            }
            #expect(
                coverage == [
                    "covered_through": "2026-05-21T00:00:00.000000000Z", "last_sync_is_complete": 0, "has_reason": 1,
                ])
            #expect(try await warehouse.totals().groups.first { $0.currency == "USD" }?.amount == ExactAmount("6"))
        }
    }

    @Test func anAmountThatCannotBeStoredExactlyIsRefused() async throws {
        try await withDatabase { path in
            let fine: WireNumber = "0.0000000000000000000000000001"
            let tenant = try tresorTenant([TresorFake.row(at: Self.noon, cost: fine, id: "fine")])
            let warehouse = try Warehouse(path: path)
            let result = try await sync([tenant], into: warehouse)[2].result
            #expect(throws: WarehouseError.self) { try result.get() }
            #expect(try await warehouse.totals().groups.isEmpty)
        }
    }

    @Test func aSourceThatIsThereTwiceIsRefused() async throws {
        try await withDatabase { path in
            let sources = try Tenant("acme", seed: 1, rows: 0, in: window()).sources()
            let warehouse = try Warehouse(path: path)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            #expect(throws: WarehouseError.self) {
                try SyncJob(sources + sources, into: warehouse, SyncOptions(start: Tenant.start), logger: logger)
            }
        }
    }
}
