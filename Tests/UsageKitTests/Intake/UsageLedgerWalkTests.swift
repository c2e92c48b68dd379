import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct UsageLedgerWalkTests {
    private let tresor = RowLedger.tresor

    private func walk(_ fake: any HTTPTransport) throws -> Walk<Tresor.LedgerRow> {
        try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake, retry: .none))
            .usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
    }

    @Test func returnsAndKeepsTheReportOfACompleteWalk() async throws {
        let rows = tresor.rows(seed: 60, count: 50)
        var ledger = UsageLedger()
        var seen: [Int] = []
        let report = try await ledger.ingest(walk(tresor.fake(rows))) { seen.append($0.rows) }
        #expect(report.isComplete)
        #expect(report.rows == 50)
        #expect(seen == [20, 39, 50])
        #expect(ledger.walks == [report])
        #expect(ledger.count == 50)
        #expect(ledger.isComplete)
        #expect(try ledger.report().total.charges[.eur] == tresor.charges(rows)["EUR"])
    }

    @Test func aLedgerOfAWalkHasItsRowsAndReport() async throws {
        let rows = tresor.rows(seed: 60, count: 50)
        var seen: [Int] = []
        let ledger = try await UsageLedger(of: walk(tresor.fake(rows))) { seen.append($0.rows) }
        #expect(seen == [20, 39, 50])
        #expect(ledger.count == 50)
        #expect(ledger.isComplete)
    }

    /// A property of an actor cannot be changed while a walk waits.
    private actor Widget {
        var ledger = UsageLedger()

        func refresh(_ walk: Walk<Tresor.LedgerRow>) async throws {
            ledger = try await ledger.ingesting(walk)
        }
    }

    @MainActor private final class Model {
        var ledger = UsageLedger()
        var rows = 0

        func refresh(_ walk: Walk<Tresor.LedgerRow>) async throws {
            ledger = try await ledger.ingesting(walk) { rows = $0.rows }
        }
    }

    @Test func aPropertyOfAnActorTakesWalks() async throws {
        let widget = Widget()
        try await widget.refresh(walk(tresor.fake(tresor.rows(seed: 60, count: 50))))
        #expect(await widget.ledger.count == 50)
    }

    @MainActor @Test func aPropertyOfAModelOnTheMainActorTakesWalks() async throws {
        let model = Model()
        try await model.refresh(walk(tresor.fake(tresor.rows(seed: 60, count: 50))))
        #expect(model.ledger.count == 50)
        #expect(model.rows == 50)
        let fault = FakeBehavior(faults: [2: .response(TransportResponse(status: 400, body: "{}"))])
        await #expect(throws: UsageError.self) {
            try await model.refresh(walk(tresor.fake(tresor.rows(seed: 60, count: 50), fault)))
        }
        #expect(model.ledger.count == 50)
        #expect(model.ledger.isComplete)
    }

    @Test func keepsTheRowsBeforeAFailureAndTheReason() async throws {
        let rows = tresor.rows(seed: 61, count: 50)
        let fault = FakeBehavior(faults: [3: .response(TransportResponse(status: 500, body: "{}"))])
        var ledger = UsageLedger()
        let error = await #expect(throws: UsageError.self) { try await ledger.ingest(walk(tresor.fake(rows, fault))) }
        #expect(error?.code == .serverFailure)
        #expect(ledger.count == 39)
        #expect(!ledger.isComplete)
        #expect(ledger.walks.count == 1)
        #expect(ledger.walks[0].stopped?.message == error?.description)
        #expect(ledger.walks[0].stopped?.code == WalkStop.Code(.serverFailure))
        #expect(ledger.walks[0].rows == 39)
        #expect(ledger.walks[0].isFinished)
        #expect(try !ledger.report().isComplete)
    }

    @Test func keepsTheReportOfAWalkThatFailsBeforeItsFirstPage() async throws {
        var ledger = UsageLedger()
        let client = try Tresor.Client(apiKey: "k", configuration: .test(ScriptedTransport()))
        let refused = client.usage(in: .all, matching: Tresor.Filter(pageSize: 0))
        await #expect(throws: UsageError.self) { try await ledger.ingest(refused) }
        #expect(ledger.isEmpty)
        #expect(!ledger.isComplete)
        #expect(ledger.walks.map(\.pages) == [0])
        #expect(ledger.walks[0].stopped?.message.contains("1 to 1000") == true)
    }

    @Test func missingRowsMakeTheLedgerIncompleteWithoutAnError() async throws {
        let rows = RowLedger.veniceRetired.rows(seed: 62, count: 50)
        let first = rows[0]
        let fake = RowLedger.veniceRetired.fake(rows, FakeBehavior(changes: [1: [.remove { $0 == first }]]))
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(fake))
        var ledger = UsageLedger()
        let report = try await ledger.ingest(
            client.retiredUsage(in: RowLedger.week, matching: Venice.RetiredUsageQuery(pageSize: 20)))
        #expect(!report.isComplete)
        #expect(report.stopped?.message == "the provider reports 50 rows but returned 49")
        #expect(!ledger.isComplete)
        #expect(ledger.walks == [report])
    }

    @Test func aCancelledWalkMakesTheLedgerIncomplete() async throws {
        let fake = tresor.fake(tresor.rows(seed: 63, count: 50))
        let walk = try walk(fake)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            var ledger = UsageLedger()
            do {
                try await ledger.ingest(walk)
                return (false, ledger)
            } catch {
                return (error is CancellationError, ledger)
            }
        }
        task.cancel()
        let (isCancelled, ledger) = await task.value
        #expect(isCancelled)
        #expect(!ledger.isComplete)
        #expect(ledger.walks.map(\.stopped) == [WalkStop(.cancelled, "the walk was cancelled")])
    }

    @Test func walksOfSeveralProvidersShareALedger() async throws {
        var ledger = UsageLedger()
        let venice = RowLedger.venice.rows(seed: 64, count: 40)
        let rows = tresor.rows(seed: 64, count: 30)
        let client = try Venice.Client(
            apiKey: VeniceFake.testKey, configuration: .test(RowLedger.venice.fake(venice)))
        try await ledger.ingest(walk(tresor.fake(rows)))
        try await ledger.ingest(client.history(in: RowLedger.week))
        let total = try ledger.report().total
        var expected = RowLedger.venice.charges(venice)
        for (currency, sum) in tresor.charges(rows) { expected[currency, default: 0] += sum }
        #expect(Dictionary(uniqueKeysWithValues: total.charges.map { ($0.key.rawValue, $0.value) }) == expected)
        #expect(ledger.walks.map(\.provider) == [.tresor, .venice])
        #expect(ledger.isComplete)
    }

    // MARK: - Shards

    @Test(arguments: [RowLedger.aurous, .venice, .tresor], [2, 8])
    func shardsFillTheLedgerLikeOneListing(provider: RowLedger, shards: Int) async throws {
        let rows = provider.rows(seed: 65, count: 200)
        // Duplicate rows, and rows outside the window of a shard, are dropped from pages that were decoded already.
        let more = provider.hasIDs ? rows.suffix(3) + rows.prefix(3) : []
        func ledger<Row: UsageRow>(_ walk: Walk<Row>) async throws -> UsageLedger {
            var ledger = UsageLedger()
            try await ledger.ingest(walk)
            return ledger
        }
        func both<Row: UsageRow>(_ walk: Walk<Row>) async throws -> (whole: UsageLedger, parts: UsageLedger) {
            (try await ledger(walk), try await ledger(walk.with(WalkOptions(shards: shards))))
        }
        let configuration = ClientConfiguration.test(provider.fake(rows + more))
        let (whole, parts) =
            switch provider {
            case .aurous:
                try await both(
                    Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration)
                        .events(in: RowLedger.week, matching: Aurous.EventQuery(pageSize: 10)))
            case .venice:
                try await both(
                    Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration)
                        .history(in: RowLedger.week, matching: Venice.HistoryQuery(pageSize: 10)))
            default:
                try await both(
                    Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
                        .usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10)))
            }
        #expect(parts.count == whole.count)
        #expect(parts.walks.map(\.rows) == [parts.count])
        #expect(parts.isComplete == whole.isComplete)
        let query = ReportQuery(every: .day, by: [.model, .apiKey, .status])
        let (one, other) = (try whole.report(query), try parts.report(query))
        #expect(other.map(\.key) == one.map(\.key))
        #expect(other.map(\.requests) == one.map(\.requests))
        #expect(other.map(\.charges) == one.map(\.charges))
        #expect(other.map(\.latency.p95) == one.map(\.latency.p95))
    }
}
