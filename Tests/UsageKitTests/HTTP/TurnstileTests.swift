import Synchronization
import Testing

@testable import UsageKit

@Suite struct TurnstileTests {
    @Test func letsThroughInOrderAndSkipsThoseWhoLeft() {
        final class Log: Sendable {
            let entries = Mutex<[Int]>([])
        }
        let log = Log()
        let turnstile = Turnstile(places: 1)
        var numbers: [UInt64?] = []
        for index in 0..<4 {
            numbers.append(turnstile.enter { log.entries.withLock { $0.append(index) } })
        }
        #expect(numbers == [nil, 0, 1, 2])
        turnstile.abandon(1)
        turnstile.leave()
        turnstile.leave()
        #expect(log.entries.withLock { $0 } == [0, 1, 3])
        turnstile.leave()
        #expect(turnstile.enter {} == nil)
    }

    @Test func neverHasMoreInsideThanPlaces() async {
        let turnstile = Turnstile(places: 3)
        let gauge = Gauge()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        turnstile.enter { continuation.resume() }
                    }
                    gauge.enter()
                    await Task.yield()
                    gauge.leave()
                    turnstile.leave()
                }
            }
        }
        #expect(gauge.most <= 3)
    }
}
