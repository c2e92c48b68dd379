import Synchronization
import Testing

@testable import UsageKit

@Suite struct ConnectionLimiterTests {
    @Test func aSecondRequestWaitsUntilTheFirstReleasesItsConnection() {
        let log = Log()
        let limiter = ConnectionLimiter(capacity: 1)

        let first = limiter.acquire { log.append("first") }
        #expect(first == nil)
        let second = limiter.acquire { log.append("second") }
        #expect(second == 0)
        #expect(log.entries == ["first"])

        limiter.release()
        #expect(log.entries == ["first", "second"])
    }

    @Test func runsInOrderAndSkipsCancelledTickets() {
        let log = Log()
        let limiter = ConnectionLimiter(capacity: 1)
        var tickets: [UInt64?] = []
        for index in 0..<4 {
            tickets.append(limiter.acquire { log.append("\(index)") })
        }
        #expect(tickets == [nil, 0, 1, 2])
        limiter.cancel(1)
        limiter.release()
        limiter.release()
        #expect(log.entries == ["0", "1", "3"])
        limiter.release()
        #expect(limiter.acquire {} == nil)
    }

    @Test func cancellingATicketThatHasRunDoesNothing() {
        let log = Log()
        let limiter = ConnectionLimiter(capacity: 1)
        limiter.acquire {}
        let ticket = limiter.acquire { log.append("second") }
        limiter.release()
        limiter.cancel(ticket ?? .max)
        #expect(log.entries == ["second"])
        limiter.release()
        #expect(limiter.acquire {} == nil)
    }

    @Test(arguments: [0, -1])
    func alwaysAllowsOneConnection(capacity: Int) {
        let limiter = ConnectionLimiter(capacity: capacity)
        #expect(limiter.acquire {} == nil)
        #expect(limiter.acquire {} == 0)
    }

    @Test func neverExceedsItsCapacity() async {
        let limiter = ConnectionLimiter(capacity: 3)
        let gauge = Gauge()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        limiter.acquire { continuation.resume() }
                    }
                    gauge.enter()
                    await Task.yield()
                    gauge.leave()
                    limiter.release()
                }
            }
        }
        #expect(gauge.most <= 3)
    }

    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])

        var entries: [String] { lines.withLock(\.self) }

        func append(_ entry: String) {
            lines.withLock { $0.append(entry) }
        }
    }
}
