import Foundation
import Testing

@testable import UsageKit

@Suite struct WatermarkTests {
    private let early = Timestamp.at("2026-05-20T00:00:00Z")
    private let late = Timestamp.at("2026-05-21T00:00:00Z")

    @Test func keepsTheLastInstantAndTheRowsAtIt() {
        var watermark = Watermark()
        #expect(watermark.time == nil)
        watermark.note(early) { "x" }
        watermark.note(late) { "y" }
        watermark.note(late) { "z" }
        watermark.note(late) { "y" }
        #expect(watermark.time == late)
        #expect(watermark.rows == ["y": 2, "z": 1])
    }

    @Test func keepsNoRowThatHasAnID() {
        var watermark = Watermark()
        watermark.note(early) { nil }
        #expect(watermark.time == early)
        #expect(watermark.rows.isEmpty)
    }

    @Test func knowsWhichRowsWereDeliveredBefore() {
        var watermark = Watermark()
        #expect(!watermark.isBehind(early, .ascending))
        watermark.note(late) { nil }
        #expect(watermark.isBehind(early, .ascending))
        #expect(!watermark.isBehind(late, .ascending))
        #expect(!watermark.isBehind(early, .descending))
        #expect(!watermark.isBehind(early, nil))
        #expect(!watermark.isBehind(nil, .ascending))
        var descending = Watermark()
        descending.note(early) { nil }
        #expect(descending.isBehind(late, .descending))
        #expect(!descending.isBehind(early, .descending))
    }

    @Test func givesEachRowAsOftenAsItCame() {
        var watermark = Watermark()
        watermark.note(late) { "x" }
        watermark.note(late) { "x" }
        let attempts = [("x", early), ("y", late), ("x", late), ("x", late), ("x", late)]
        let found = attempts.map { watermark.take($0, at: $1) }
        #expect(found == [false, false, true, true, false])
    }

    @Test func survivesACheckpoint() throws {
        var watermark = Watermark()
        watermark.note(late) { "x" }
        let stored = try JSONDecoder().decode(Watermark.self, from: JSONEncoder().encode(watermark))
        #expect(stored == watermark)
    }
}
