import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// Rows that a test asks for one by one.
@Suite struct FakeRowTests {
    private let noon: Timestamp
    private let day: TimeWindow

    init() throws {
        noon = try Timestamp("2026-05-20T12:00:00Z")
        day = try TimeWindow(from: Timestamp("2026-05-20T00:00:00Z"), to: Timestamp("2026-05-21T00:00:00Z"))
    }

    @Test func anEventOfAurousIsALine() async throws {
        let fake = AurousFake(
            events: [
                AurousFake.event(at: noon, model: "example-chat-2", credits: 0.07),
                AurousFake.event(at: noon, credits: nil, status: .processing, duration: nil),
                AurousFake.event(at: noon, type: .image, inputTokens: nil, id: "img_1", with: ["image_count": 2]),
            ], now: { [day] in day.end ?? .now() })
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(fake))
        let (rows, report) = try await client.events(in: day).collect()
        #expect(report.isComplete)
        #expect(rows.count == 3)

        let event = try Aurous.RequestEvent(fake.events.first { $0["model"] == "example-chat-2" } ?? .null)
        #expect(event.creditsCharged == Decimal(string: "0.07"))
        #expect(event.completedAt == noon.advanced(by: .milliseconds(1500)))
        #expect(event.unknown.isEmpty)
        #expect(fake.events.contains { $0["image_count"] == 2 && $0["id"] == "img_1" && $0["input_tokens"] == nil })
    }

    @Test func aMovementOfCreditsIsALine() throws {
        let row = AurousFake.creditEvent(at: noon, amount: 12.5, type: .refund, holdID: "hold_1")
        let movement = try Aurous.CreditEvent(row)
        #expect(movement.amount == Decimal(string: "12.5"))
        #expect(movement.type == .refund)
        #expect(movement.usageRecord.charge?.amount == Decimal(string: "-12.5"))
        #expect(movement.unknown.isEmpty)
        guard case .credit(let event) = try Aurous.Event(row) else {
            Issue.record("not a movement of credits")
            return
        }
        #expect(event == movement)
    }

    @Test func anEntryOfVeniceIsALine() async throws {
        let fake = VeniceFake(entries: [
            VeniceFake.entry(at: noon, sku: "m-llm-input-mtoken", amount: -0.0003, requestID: "r1"),
            VeniceFake.entry(at: noon, sku: "m-llm-output-mtoken", amount: -0.0007, requestID: "r1"),
            VeniceFake.entry(at: noon, amount: 5, currency: .diem, with: ["inferenceDetails": nil, "notes": "Refund"]),
        ])
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(fake))
        var ledger = UsageLedger()
        try await ledger.ingest(client.history(in: day))
        let report = try ledger.report()
        #expect(report[0].charges[.usd] == Decimal(string: "0.001"))
        #expect(report[0].charges[.diem] == -5)
        #expect(report[0].requests == 2)
        #expect(try Venice.BillingEntry(fake.entries[2]).inferenceDetails == nil)
        #expect(try fake.entries.allSatisfy { try Venice.BillingEntry($0).unknown.isEmpty })
    }

    @Test func aRowOfTresorIsALine() throws {
        let row = try Tresor.LedgerRow(
            TresorFake.row(at: noon, model: "eu/m", cost: 0.0062, audioSeconds: 61.5, keyPrefix: nil))
        #expect(row.cost?.amount == Decimal(string: "0.0062"))
        #expect(row.cost?.currency == .eur)
        #expect(row.audioSeconds == Decimal(string: "61.5"))
        #expect(row.keyPrefix == nil)
        #expect(row.createdAt == noon)
        #expect(row.unknown.isEmpty)
        #expect(TresorFake.row(at: noon, region: nil)["region"] == nil)
    }

    @Test func aRecordOfChatBotKitIsALine() throws {
        let item = try ChatBotKit.UsageItem(
            ChatBotKitFake.record(at: noon, type: .baseToken, count: -20, model: "example-4"))
        #expect(item.count == -20)
        #expect(item.usageRecord.model == "example-4")
        #expect(item.createdAt == noon)
        #expect(item.unknown.isEmpty)
    }

    @Test func aRecordOfAuralytikIsALine() async throws {
        let fake = AuralytikFake(
            details: [
                AuralytikFake.detail(at: noon, quantity: 3),
                AuralytikFake.detail(at: noon, type: "storage_gb", quantity: 0.25, keyID: nil),
            ], now: { [noon] in noon })
        let client = try Auralytik.Client(apiKey: AuralytikFake.testKey, configuration: .test(fake))
        #expect(try await client.summary().meters.map(\.used) == [3, 0, Decimal(string: "0.25")])
        #expect(try Auralytik.Detail(fake.details[0]).time == noon)
    }

    @Test func rowsHaveIDsOfTheirOwnUnlessTheTestNamesThem() throws {
        let rows = (0..<100).flatMap { _ in
            [
                AurousFake.event(at: noon), AurousFake.creditEvent(at: noon), TresorFake.row(at: noon),
                ChatBotKitFake.record(at: noon), AuralytikFake.detail(at: noon),
            ]
        }
        #expect(Set(rows.map { $0["id"] }).count == 500)
        #expect(TresorFake.row(at: noon, id: "r1")["id"] == "r1")
    }

    @Test func membersAreReplacedInTheirPlaceAndAddedAtTheEnd() {
        let row = TresorFake.row(at: noon, with: ["failover": true, "added": 1])
        #expect(row["failover"] == true)
        #expect(row.memberNames.last == "added")
        #expect(row.memberNames.count == 17)
    }

    @Test func fractionsOfInstantsAreKept() throws {
        let instant = try Timestamp("2026-05-20T12:00:00.123456Z")
        #expect(AurousFake.event(at: instant)["created_at"] == "2026-05-20T12:00:00.123456Z")
        #expect(AurousFake.event(at: noon)["created_at"] == "2026-05-20T12:00:00.000Z")
        #expect(TresorFake.row(at: noon)["created_at"] == "2026-05-20T12:00:00Z")
    }
}
