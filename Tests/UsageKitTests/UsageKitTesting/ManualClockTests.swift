import Testing
import UsageKitTesting

@Suite struct ManualClockTests {
    @Test func sleepingAdvancesTheClock() async throws {
        let clock = ManualClock()
        try await clock.sleep(for: .seconds(90))
        #expect(clock.now.offset == .seconds(90))
        #expect(clock.sleeps == [.seconds(90)])
    }

    @Test func advancesOnlyWhenToldTo() {
        let clock = ManualClock()
        #expect(clock.now.offset == .zero)
        clock.advance(by: .milliseconds(5))
        #expect(clock.now.offset == .milliseconds(5))
        #expect(clock.sleeps == [])
    }

    @Test func doesNotMoveBackToADeadlineInThePast() async throws {
        let clock = ManualClock()
        let deadline = clock.now.advanced(by: .seconds(1))
        clock.advance(by: .seconds(3))
        try await clock.sleep(until: deadline, tolerance: nil)
        #expect(clock.now.offset == .seconds(3))
    }

    @Test func throwsInACancelledTask() async {
        let clock = ManualClock()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await clock.sleep(for: .seconds(1))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.sleeps == [])
    }
}
