import Foundation
import Synchronization
import UsageKit

/// The results of the requests of a storm.
final class StormResults: Sendable {
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

    /// How long after its deadline a request counts as hanging.
    static let grace = Duration.seconds(20)

    private let state = Mutex(State())

    /// Records the start of a request, which must end by its deadline.
    func start(_ number: Int, deadline: ContinuousClock.Instant) {
        state.withLock { state in
            state.started += 1
            state.running[number] = deadline
        }
    }

    /// Records the end of a request: its result, when it was cancelled (if it was), and whether it was undisturbed.
    func end(
        _ number: Int, _ fault: Fault, _ result: Result<TransportResponse, any Error>, at end: ContinuousClock.Instant,
        cancelled: ContinuousClock.Instant?, isUndisturbed: Bool
    ) {
        state.withLock { state in
            guard let deadline = state.running.removeValue(forKey: number) else {
                state.unexpected.append("request \(number) ended twice")
                return
            }
            if end > deadline + Self.grace { state.hangs += 1 }
            switch result {
            case .success:
                state.completed += 1
            case .failure(is CancellationError):
                state.cancelled += 1
                if let cancelled {
                    state.cancelDelays.append(end - cancelled)
                } else {
                    state.unexpected.append("request \(number) threw CancellationError but was not cancelled")
                }
            case .failure(let error as UsageError) where error.code == .deadlineExceeded:
                state.timedOut += 1
                state.deadlineDelays.append(end - deadline)
            case .failure:
                state.failed += 1
            }
            if isUndisturbed, !fault.allows(result) { state.unexpected.append("\(fault): \(result)") }
        }
    }

    /// The number of requests that have not ended although their deadline and the grace period are over.
    var overdue: Int {
        let now = ContinuousClock.now
        return state.withLock { $0.running.values.count { now > $0 + Self.grace } }
    }

    /// Prints the figures.
    ///
    /// - Returns: Whether the storm passed.
    func report(expected: Int) -> Bool {
        let state = state.withLock { $0 }
        let ended = state.completed + state.cancelled + state.timedOut + state.failed
        print("requests \(state.started), ended \(ended), lost \(expected - ended)")
        print(
            "completed \(state.completed), cancelled \(state.cancelled), timed out \(state.timedOut),",
            "failed \(state.failed), hangs \(state.hangs)")
        let cancelMedian = Self.printDelays("cancel latency", state.cancelDelays)
        Self.printDelays("lateness of deadlines", state.deadlineDelays)
        print("undisturbed requests with an unexpected result: \(state.unexpected.count)")
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
