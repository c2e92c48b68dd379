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
        #expect(!watermark.hasPassed(early, .ascending))
        watermark.note(late) { nil }
        #expect(watermark.hasPassed(early, .ascending))
        #expect(!watermark.hasPassed(late, .ascending))
        #expect(!watermark.hasPassed(early, .descending))
        #expect(!watermark.hasPassed(early, nil))
        #expect(!watermark.hasPassed(nil, .ascending))
        var descending = Watermark()
        descending.note(early) { nil }
        #expect(descending.hasPassed(late, .descending))
        #expect(!descending.hasPassed(early, .descending))
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
