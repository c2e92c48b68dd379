import Synchronization
import Testing

@testable import UsageKit

@Suite struct ConnectionLimiterTests {
    @Test func letsThroughInOrderAndSkipsThoseWhoLeft() {
        final class Log: Sendable {
            let entries = Mutex<[Int]>([])
        }
        let log = Log()
        let limiter = ConnectionLimiter(places: 1)
        var numbers: [UInt64?] = []
        for index in 0..<4 {
            numbers.append(limiter.enter { log.entries.withLock { $0.append(index) } })
        }
        #expect(numbers == [nil, 0, 1, 2])
        limiter.abandon(1)
        limiter.leave()
        limiter.leave()
        #expect(log.entries.withLock { $0 } == [0, 1, 3])
        limiter.leave()
        #expect(limiter.enter {} == nil)
    }

    @Test func neverHasMoreInsideThanPlaces() async {
        let limiter = ConnectionLimiter(places: 3)
        let gauge = Gauge()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        limiter.enter { continuation.resume() }
                    }
                    gauge.enter()
                    await Task.yield()
                    gauge.leave()
                    limiter.leave()
                }
            }
        }
        #expect(gauge.most <= 3)
    }
}
