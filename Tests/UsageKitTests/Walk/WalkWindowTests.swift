import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct WalkWindowTests {
    /// A clock that advances with each reading.
    private func movingPresent() -> @Sendable () -> Timestamp {
        let clock = MovableClock(.at("2026-05-20T12:00:00Z"))
        return {
            clock.now = clock.now.advanced(by: .seconds(60))
            return clock.now
        }
    }

    @Test(arguments: [RowLedger.aurous, .tresor, .veniceRetired])
    func pinsTheOpenEndOnceAndSendsItWithEveryPage(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 20, count: 90, in: .between("2026-05-18T00:00:00Z", "2026-05-20T12:00:00Z"))
        let fake = ledger.fake(rows)
        let configuration = ClientConfiguration.test(fake, now: movingPresent())
        let outcome = try await ledger.walk(configuration, in: .since("2026-05-18T00:00:00Z"), pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 90)
        #expect(fake.requests.count >= 5)
        #expect(fake.requests.allSatisfy { $0.target.contains("2026-05-20T12%3A01%3A00Z") })
        #expect(outcome.report.window == .between("2026-05-18T00:00:00Z", "2026-05-20T12:01:00Z"))
    }

    @Test func sendsTheOpenEndOfAVeniceWalkWithItsFirstPageOnly() async throws {
        let fake = RowLedger.venice.fake(RowLedger.venice.rows(seed: 21, count: 30))
        let configuration = ClientConfiguration.test(fake, now: { .at("2026-05-25T00:00:00Z") })
        let outcome = try await RowLedger.venice.walk(configuration, in: .since("2026-05-18T00:00:00Z"), pageSize: 10)
        #expect(outcome.rows.count == 30)
        #expect(
            fake.requests.map { $0.target.contains("endTimestamp=2026-05-25T00%3A00%3A00Z") } == [true, false, false])
    }

    @Test func dropsRowsNewerThanThePinnedEndIfTheProviderHasNoTimeFilter() async throws {
        let rows = RowLedger.chatBotKit.rows(seed: 22, count: 60)
        let fake = RowLedger.chatBotKit.fake(rows)
        let configuration = ClientConfiguration.test(fake, now: { .at("2026-05-21T00:00:00Z") })
        let window = TimeWindow.since("2026-05-20T00:00:00Z")
        let outcome = try await RowLedger.chatBotKit.walk(configuration, in: window, pageSize: 10)
        let inside = rows.filter { row in
            RowLedger.chatBotKit.instant(row).map {
                TimeWindow.between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z").contains($0)
            } ?? false
        }
        #expect(!inside.isEmpty)
        #expect(outcome.rows.map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        #expect(outcome.report.isComplete)
        #expect(outcome.report.outsideWindow > 0)
        #expect(fake.requests.count < 7)
    }

    @Test func stopsAnAscendingWalkAfterTheWindow() async throws {
        let rows = RowLedger.chatBotKit.rows(seed: 23, count: 100)
        let fake = RowLedger.chatBotKit.fake(rows)
        let client = try ChatBotKit.Client(apiKey: ChatBotKitFake.testKey, configuration: .test(fake))
        let query = ChatBotKit.Filter(order: .ascending, pageSize: 10)
        let (walked, report) = try await client.usage(
            in: .between("2026-05-18T00:00:00Z", "2026-05-19T00:00:00Z"), matching: query
        ).collect()
        let inside = rows.filter { row in
            RowLedger.chatBotKit.instant(row).map { $0 < .at("2026-05-19T00:00:00Z") } ?? false
        }
        #expect(walked.count == inside.count)
        #expect(walked.compactMap(\.createdAt) == walked.compactMap(\.createdAt).sorted())
        #expect(report.isComplete)
        #expect(fake.requests.count < 9)
    }

    @Test func stopsAnAscendingWalkAtARowOnTheEnd() async throws {
        let transport = ScriptedTransport([
            .json(#"{"items":[{"id":"a","type":"T","count":1,"createdAt":1779235200000}]}"#)
        ])
        let client = try ChatBotKit.Client(apiKey: "k", configuration: .test(transport))
        let (rows, report) = try await client.usage(
            in: .between("2026-05-19T00:00:00Z", "2026-05-20T00:00:00Z"),
            matching: ChatBotKit.Filter(order: .ascending)
        ).collect()
        #expect(rows.isEmpty)
        #expect(report.isComplete)
        #expect(transport.requests.count == 1)
    }

    @Test func stopsTheCreditLedgerAfterTheWindow() async throws {
        let rows = RowLedger.aurousCredits.rows(seed: 24, count: 200)
        let fake = RowLedger.aurousCredits.fake(rows)
        let window = TimeWindow.between("2026-05-24T00:00:00Z", "2026-05-25T00:00:00Z")
        let outcome = try await RowLedger.aurousCredits.walk(.test(fake), in: window, pageSize: 10)
        let inside = rows.filter { RowLedger.aurousCredits.instant($0).map(window.contains) ?? false }
        #expect(outcome.rows.map(\.canonical).sorted() == inside.map(\.canonical).sorted())
        #expect(outcome.report.isComplete)
        #expect(fake.requests.count < 20)
    }

    @Test func dropsRowsOnTheInclusiveEndOfTresor() async throws {
        let row = RowLedger.tresor.rows(seed: 25, count: 1)[0]
        let rows = ["2026-05-18T00:00:00Z", "2026-05-24T23:59:59Z", "2026-05-25T00:00:00Z"].enumerated().map {
            row.replacing("id", by: .string("\($0.offset)")).replacing("created_at", by: .string($0.element))
        }
        let outcome = try await RowLedger.tresor.walk(.test(RowLedger.tresor.fake(rows)), pageSize: 100)
        #expect(outcome.rows.map { $0["id"]?.string } == ["1", "0"])
        #expect(outcome.report.outsideWindow == 1)
        #expect(outcome.report.expected == 3)
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: RowLedger.allCases)
    func deliversEachRowOnceForWindowsThatMeet(ledger: RowLedger) async throws {
        // Rows exactly at the seam, besides the others.
        var rows = ledger.rows(seed: 26, count: 80)
        let seam = ledger.rows(seed: 27, count: 10, in: .between("2026-05-21T00:00:00Z", "2026-05-21T00:00:00.001Z"))
        rows += seam
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        var parts: [JSONValue] = []
        for (start, end) in [
            ("2026-05-18T00:00:00Z", "2026-05-21T00:00:00Z"), ("2026-05-21T00:00:00Z", "2026-05-23T11:00:00Z"),
            ("2026-05-23T11:00:00Z", "2026-05-25T00:00:00Z"),
        ] {
            let part = try await ledger.walk(.test(ledger.fake(rows)), in: .between(start, end), pageSize: 10)
            #expect(part.report.isComplete)
            parts += part.rows
        }
        #expect(whole.rows.count == rows.count)
        #expect(parts.map(\.canonical).sorted() == whole.rows.map(\.canonical).sorted())
        #expect(ledger.charges(parts) == ledger.charges(rows))
    }
}
