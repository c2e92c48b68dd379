import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// Models that a test builds and changes.
@Suite struct SettableModelTests {
    private let half = Decimal(sign: .plus, exponent: -1, significand: 5)
    private let noon: Timestamp

    init() throws {
        noon = try Timestamp("2026-05-20T12:00:00Z")
    }

    @Test func decimalsOfRowsAreSet() throws {
        var event = try Aurous.RequestEvent(AurousFake.event(at: noon))
        event.creditsCharged = half
        event.videoSeconds = 2
        #expect(event.usageRecord.charge == (try Money(half, .credits)))
        event.creditsCharged = nil
        #expect(event.usageRecord.charge == nil)
        #expect(event.jsonValue["video_seconds"] == 2)

        var movement = try Aurous.CreditEvent(AurousFake.creditEvent(at: noon))
        movement.amount = half
        #expect(movement.usageRecord.charge == (try Money(half, .credits)))

        var entry = try Venice.BillingEntry(VeniceFake.entry(at: noon))
        (entry.units, entry.pricePerUnitUSD, entry.amount) = (half, 2, -1)
        #expect(entry.usageRecord.charge == (try Money(1, .usd)))
        #expect(entry.jsonValue["units"]?.number == "0.5")
        #expect(entry.pricePerUnitUSD == 2)

        var row = try Tresor.LedgerRow(TresorFake.row(at: noon))
        row.cost = try Money(half, .eur)
        row.audioSeconds = half
        #expect(row.usageRecord.charge == (try Money(half, .eur)))
        #expect(row.jsonValue["audio_seconds"]?.number == "0.5")
    }

    @Test func decimalsOfAggregatesAreSet() throws {
        var metrics = try Aurous.BucketMetrics(["request_count": 3])
        (metrics.creditsUsed, metrics.durationP50, metrics.durationP95, metrics.videoSeconds) = (half, 1, 2, nil)
        #expect(
            metrics.jsonValue.text
                == #"{"request_count":3,"credits_used":0.5,"duration_ms_p50":1,"duration_ms_p95":2}"#)

        var summary = try Auralytik.Summary([
            "data": ["billingPeriod": "2026-10", "usage": ["calls": ["used": 1, "included": 2]]], "meta": [:],
        ])
        (summary.meters[0].used, summary.meters[0].included, summary.meters[0].overage) = (3, 2, 1)
        #expect(summary.jsonValue["usage"]?["calls"]?.text == #"{"used":3,"included":2,"overage":1}"#)

        var analytics = try Venice.Analytics([
            "lookback": "7d", "byDate": [["date": "2026-11-01", "USD": 1, "DIEM": 0]], "byModel": [],
            "byModelDaily": [], "topModels": [], "byKey": [], "byKeyDaily": [], "topKeyNames": [],
        ])
        (analytics.byDate[0].usd, analytics.byDate[0].diem) = (half, 2)
        #expect(analytics.byDate[0].usd == half)
        #expect(analytics.byDate[0].diem == 2)
    }

    @Test func aValueThatIsNoModelIsRefused() {
        #expect(throws: UsageError.self) { try Tresor.LedgerRow(["id": "r1"]) }
        #expect(throws: UsageError.self) { try Aurous.Bucket("bucket") }
        #expect(throws: UsageError.self) { try Auralytik.KeyBreakdown(["keys": []]) }
        #expect(throws: UsageError.self) { try Auralytik.Detail(nil) }
    }

    @Test func anotherCurrencyOrAnInexactNumberIsAMistakeInTheTest() async {
        await #expect(processExitsWith: .failure) {
            var row = try Tresor.LedgerRow(TresorFake.row(at: Timestamp(seconds: 0)))
            row.cost = try Money(1, .usd)
        }
        await #expect(processExitsWith: .failure) {
            var event = try Aurous.RequestEvent(AurousFake.event(at: Timestamp(seconds: 0)))
            event.creditsCharged = .nan
        }
    }
}
