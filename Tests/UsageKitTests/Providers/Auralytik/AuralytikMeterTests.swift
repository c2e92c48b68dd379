import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AuralytikMeterTests {
    private typealias Meter = Auralytik.Summary.Meter

    private static func summary(_ usage: JSONValue, _ period: String = "2026-06") throws -> Auralytik.Summary {
        try Auralytik.Summary(["billingPeriod": .string(period), "usage": usage])
    }

    private static func decimal(_ text: String) -> Decimal { Decimal(string: text) ?? .nan }

    @Test func theShareIsWhatWasUsedOfWhatIsIncluded() throws {
        let summary = try Self.summary([
            "calls": ["used": 11_250, "included": 10_000, "overage": 1250],
            "storage_gb": ["used": "7.35", "included": 25, "overage": 0],
        ])
        let calls = try #require(summary.meters["calls"])
        #expect(calls.share == Self.decimal("1.125"))
        #expect(calls.remaining == 0)
        #expect(calls.overage == 1250)
        let storage = try #require(summary.meters["storage_gb"])
        #expect(storage.share == Self.decimal("0.294"))
        #expect(storage.remaining == Self.decimal("17.65"))
        #expect(summary.meters["seats"] == nil)
        // Rounded at 38 digits, not at those of a Double.
        let third = Meter(used: 1, included: 3)
        #expect(third.share.map { "\($0)".hasPrefix("0.333333333333333333333333333333333333") } == true)
    }

    @Test(arguments: [
        Meter(), Meter(used: 5), Meter(included: 5), Meter(used: 5, included: 0), Meter(used: 5, included: -1),
    ])
    func thereIsNoShareOfTheUnknown(meter: Auralytik.Summary.Meter) {
        #expect(meter.share == nil)
        #expect(meter.remaining == (meter.included == nil || meter.used == nil ? nil : 0))
    }

    @Test func aMeterWithoutALimitDoesNotRefuseTheSummary() throws {
        let json: JSONValue = [
            "calls": ["used": 5, "included": "unlimited", "overage": 0],
            "webhooks": ["used": "n/a", "included": nil, "overage": ["x"]],
            "seats": ["used": "7", "included": "10.50"], "storage_gb": ["used": 1, "included": false],
        ]
        let summary = try Self.summary(json)
        let calls = try #require(summary.meters["calls"])
        #expect(calls.used == 5)
        #expect(calls.included == nil)
        #expect(calls.includedWord == "unlimited")
        #expect(calls.share == nil)
        #expect(calls.remaining == nil)
        let webhooks = try #require(summary.meters["webhooks"])
        #expect(webhooks.used == nil && webhooks.overage == nil && webhooks.includedWord == nil)
        #expect(webhooks.unknown == ["used": "n/a", "overage": ["x"]])
        // Numbers may be texts.
        #expect(summary.meters["seats"]?.included == Self.decimal("10.5"))
        #expect(summary.meters["storage_gb"]?.unknown["included"] == false)
        #expect(summary.jsonValue["usage"]?["calls"]?["included"] == "unlimited")
        #expect(summary.jsonValue["usage"]?["webhooks"]?["used"] == "n/a")
    }

    @Test func aWordIsReplacedByANumberThatIsSet() throws {
        var summary = try Self.summary(["calls": ["used": 5, "included": "unlimited"]])
        summary.meters[0].included = 8
        #expect(summary.jsonValue["usage"]?["calls"]?.text == #"{"used":5,"included":8,"overage":null}"#)
    }

    @Test func aNumberThatCannotBeHeldIsRefused() {
        let error = #expect(throws: UsageError.self) {
            try Auralytik.Summary(
                JSONValue(json: Array(#"{"billingPeriod":"2026-06","usage":{"calls":{"used":1e400}}}"#.utf8)))
        }
        #expect(error?.codingPath == "usage.calls.used")
    }

    @Test func metersThatReachAShareAreListed() throws {
        let summary = try Self.summary([
            "calls": ["used": 80, "included": 100], "webhooks": ["used": "79.9", "included": 100],
            "storage_gb": ["used": 3, "included": 2], "seats": ["used": 1, "included": "unlimited"],
        ])
        #expect(summary.meters(reaching: Self.decimal("0.8")).map(\.name) == ["calls", "storage_gb"])
        #expect(summary.meters(reaching: 1).map(\.name) == ["storage_gb"])
        #expect(summary.meters(reaching: 2).isEmpty)
    }

    @Test(arguments: [
        ("2026-06-16T00:00:00Z", "200"), ("2026-06-30T12:00:00Z", "101.694915254237288135593220338983050847"),
        ("2026-07-01T00:00:00Z", "100"), ("2027-01-01T00:00:00Z", "100"), ("2026-06-01T00:00:00Z", nil),
        ("2026-05-31T00:00:00Z", nil),
    ])
    func useIsProjectedToTheEndOfThePeriod(now: String, expected: String?) throws {
        let summary = try Self.summary(["calls": ["used": 100, "included": 150]])
        let projected = summary.projectedUse(of: "calls", at: try Timestamp(now))
        if let expected {
            let difference = abs(try #require(projected) - Self.decimal(expected))
            #expect(difference < Self.decimal("1e-20"))
        } else {
            #expect(projected == nil)
        }
        #expect(summary.projectedUse(of: "seats", at: try Timestamp(now)) == nil)
    }

    @Test func callsOfKeysAreComparedWithTheSummary() throws {
        let keys = try Auralytik.KeyBreakdown([
            "billingPeriod": "2026-06", "keys": [["keyId": "a", "calls": 60], ["keyId": "b", "calls": 25]],
        ])
        #expect(try Self.summary(["calls": ["used": 100]]).callsWithoutKey(in: keys) == 15)
        #expect(try Self.summary(["calls": ["used": 80]]).callsWithoutKey(in: keys) == -5)
        #expect(try Self.summary(["calls": ["used": nil]]).callsWithoutKey(in: keys) == nil)
        #expect(try Self.summary([:]).callsWithoutKey(in: keys) == nil)
        let error = #expect(throws: UsageError.self) {
            try Self.summary(["calls": ["used": 1]], "2026-07").callsWithoutKey(in: keys)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("2026-07") == true)
    }
}
