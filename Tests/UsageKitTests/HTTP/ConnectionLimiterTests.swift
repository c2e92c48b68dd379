import Foundation
import Synchronization
import Testing

@testable import UsageKit

@Suite struct ConnectionLimiterTests {
    private static func origin(_ text: String) throws -> HTTPOrigin { HTTPOrigin(try #require(URL(string: text))) }

    private static let server = HTTPOrigin(URL(filePath: "/"))

    @Test func aSecondRequestWaitsUntilTheFirstReleasesItsConnection() {
        let log = Log()
        let limiter = ConnectionLimiter(capacity: 1)

        let first = limiter.acquire(Self.server) { log.append("first") }
        #expect(first == nil)
        let second = limiter.acquire(Self.server) { log.append("second") }
        #expect(second != nil)
        #expect(log.entries == ["first"])

        limiter.release(Self.server)
        #expect(log.entries == ["first", "second"])
    }

    @Test func runsInOrderAndSkipsCancelledTickets() throws {
        let log = Log()
        let limiter = ConnectionLimiter(capacity: 1)
        var tickets: [ConnectionLimiter.Ticket?] = []
        for index in 0..<4 {
            tickets.append(limiter.acquire(Self.server) { log.append("\(index)") })
        }
        #expect(tickets.map { $0 == nil } == [true, false, false, false])
        limiter.cancel(try #require(tickets[2]))
        limiter.release(Self.server)
        limiter.release(Self.server)
        #expect(log.entries == ["0", "1", "3"])
        limiter.release(Self.server)
        #expect(limiter.acquire(Self.server) {} == nil)
    }

    @Test func cancellingATicketThatHasRunDoesNothing() throws {
        let log = Log()
        let limiter = ConnectionLimiter(capacity: 1)
        limiter.acquire(Self.server) {}
        let ticket = limiter.acquire(Self.server) { log.append("second") }
        limiter.release(Self.server)
        limiter.cancel(try #require(ticket))
        #expect(log.entries == ["second"])
        limiter.release(Self.server)
        #expect(limiter.acquire(Self.server) {} == nil)
    }

    /// Of a server with no connection in use nothing is kept, and its next request must not get an earlier ticket.
    @Test func aTicketIsNeverUsedAgain() throws {
        let log = Log()
        let limiter = ConnectionLimiter(capacity: 1)
        limiter.acquire(Self.server) {}
        let first = limiter.acquire(Self.server) { log.append("first") }
        limiter.release(Self.server)
        limiter.release(Self.server)
        limiter.acquire(Self.server) {}
        limiter.acquire(Self.server) { log.append("second") }
        limiter.cancel(try #require(first))
        limiter.release(Self.server)
        #expect(log.entries == ["first", "second"])
    }

    @Test(arguments: ["http://one.example:81", "https://one.example", "http://two.example", "http://[::1]"])
    func anotherServerHasItsOwnConnections(other: String) throws {
        let limiter = ConnectionLimiter(capacity: 1)
        let server = try Self.origin("http://one.example/a")
        limiter.acquire(server) {}
        #expect(limiter.acquire(try Self.origin("HTTP://ONE.example:80/b")) {} != nil)
        #expect(limiter.acquire(try Self.origin(other)) {} == nil)
    }

    @Test(arguments: [0, -1])
    func alwaysAllowsOneConnection(capacity: Int) {
        let limiter = ConnectionLimiter(capacity: capacity)
        #expect(limiter.acquire(Self.server) {} == nil)
        #expect(limiter.acquire(Self.server) {} != nil)
    }

    @Test func neverExceedsItsCapacity() async {
        let limiter = ConnectionLimiter(capacity: 3)
        let gauge = Gauge()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        limiter.acquire(Self.server) { continuation.resume() }
                    }
                    gauge.enter()
                    await Task.yield()
                    gauge.leave()
                    limiter.release(Self.server)
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
