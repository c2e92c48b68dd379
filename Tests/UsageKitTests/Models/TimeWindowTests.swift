import Testing
import UsageKit

@Suite struct TimeWindowTests {
    @Test func endIsOutside() throws {
        let window = try TimeWindow(from: Timestamp(seconds: 0), to: Timestamp(seconds: 10))
        #expect(window.contains(Timestamp(seconds: 0)))
        #expect(!window.contains(Timestamp(seconds: 10)))
    }

    @Test func upsideDownIsRefused() {
        #expect(throws: UsageError.self) { try TimeWindow(from: Timestamp(seconds: 10), to: Timestamp(seconds: 10)) }
    }
}
