import Foundation
import Synchronization
import UsageKit

/// What became of the requests of a storm.
final class StormTally: Sendable {
    private struct State {
        var running: [Int: ContinuousClock.Instant] = [:]
        var started = 0
        var completed = 0
        var cancelled = 0
        var timedOut = 0
        var failed = 0
        var hangs = 0
        var unexpected: [String] = []
        var cancelDelays: [Duration] = []
        var deadlineDelays: [Duration] = []
    }

    /// How long after its deadline a request counts as hung.
    static let bound = Duration.seconds(20)

    private let state = Mutex(State())

    /// Notes that a request starts, which must end at the deadline.
    func start(_ number: Int, deadline: ContinuousClock.Instant) {
        state.withLock { state in
            state.started += 1
            state.running[number] = deadline
        }
    }

    /// Notes how a request ended, when it was cancelled if it was, and whether it was left alone.
    func end(
        _ number: Int, _ fault: Fault, _ result: Result<TransportResponse, any Error>, at end: ContinuousClock.Instant,
        cancelled: ContinuousClock.Instant?, isAlone: Bool
    ) {
        state.withLock { state in
            guard let deadline = state.running.removeValue(forKey: number) else {
                state.unexpected.append("request \(number) ended twice")
                return
            }
            if end > deadline + Self.bound { state.hangs += 1 }
            switch result {
            case .success:
                state.completed += 1
            case .failure(is CancellationError):
                state.cancelled += 1
                if let cancelled {
                    state.cancelDelays.append(end - cancelled)
                } else {
                    state.unexpected.append("request \(number) was cancelled by nobody")
                }
            case .failure(let error as UsageError) where error.code == .deadlineExceeded:
                state.timedOut += 1
                state.deadlineDelays.append(end - deadline)
            case .failure:
                state.failed += 1
            }
            if isAlone, !fault.allows(result) { state.unexpected.append("\(fault): \(result)") }
        }
    }

    /// The requests that are past their deadline by more than the bound and have not ended.
    var overdue: Int {
        let now = ContinuousClock.now
        return state.withLock { $0.running.values.count { now > $0 + Self.bound } }
    }

    /// Prints the figures.
    ///
    /// - Returns: Whether they are as they should be.
    func report(expected: Int) -> Bool {
        let state = state.withLock { $0 }
        let ended = state.completed + state.cancelled + state.timedOut + state.failed
        print("requests \(state.started), ended \(ended), lost \(expected - ended)")
        print(
            "completed \(state.completed), cancelled \(state.cancelled), timed out \(state.timedOut),",
            "failed \(state.failed), hangs \(state.hangs)")
        let cancelMedian = Self.printDelays("cancel latency", state.cancelDelays)
        Self.printDelays("lateness of deadlines", state.deadlineDelays)
        print("left alone, with another end than the server's answer calls for: \(state.unexpected.count)")
        for line in state.unexpected.prefix(10) { print("  \(line)") }
        return ended == expected && state.hangs == 0 && state.unexpected.isEmpty && cancelMedian < .milliseconds(50)
    }

    @discardableResult
    private static func printDelays(_ name: String, _ delays: [Duration]) -> Duration {
        let sorted = delays.sorted()
        guard let longest = sorted.last else { return .zero }
        let median = sorted[sorted.count / 2]
        let late = sorted[sorted.count * 99 / 100]
        let tooLate = sorted.count { $0 > .milliseconds(100) }
        print("\(name): median \(text(median)), 99 % \(text(late)), max \(text(longest)), \(tooLate) above 100 ms")
        return median
    }

    private static func text(_ duration: Duration) -> String {
        duration.formatted(.units(allowed: [.milliseconds], fractionalPart: .show(length: 2)))
    }
}
