import Foundation
import Synchronization
import Testing
import UsageKitTesting

/// Runs a test on threads that it shares with a few other tests over sockets, and with nothing else.
///
/// Swift Testing starts all tests at once, on a pool of one thread for each core. A socket's deadline is real: on that
/// pool it passes while thousands of seeds are counted through. Tests that wait for their turn hold no socket.
struct SocketTrait: TestTrait, SuiteTrait, TestScoping {
    /// How many tests hold sockets at the same time.
    private static let places = 8

    private static let jobs = {
        let jobs = JobQueue()
        for _ in 0..<4 { Thread.detachNewThread { jobs.run() } }
        return jobs
    }()

    private static let gate = Gate(places: places)

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        // Off the pool before the wait: else the place would be held while the pool is waited for.
        try await withTaskExecutorPreference(Self.jobs) {
            await Self.gate.enter()
            defer { Self.gate.leave() }
            try await function()
        }
    }

    /// Lets a number of tasks through; the others wait in order.
    private final class Gate: Sendable {
        private let state: Mutex<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

        init(places: Int) {
            state = Mutex((places, []))
        }

        func enter() async {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    if state.free == 0 {
                        state.waiting.append(continuation)
                        return false
                    }
                    state.free -= 1
                    return true
                }
                if isFree { continuation.resume() }
            }
        }

        func leave() {
            let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.free += 1
                return nil
            }
            next?.resume()
        }
    }
}

extension Trait where Self == SocketTrait {
    /// For each test that opens a socket or starts a process.
    static var sockets: Self { Self() }
}

extension Trait where Self == TimeLimitTrait {
    /// Ends a test that hangs.
    ///
    /// No load reaches it: how fast a machine is decides no test.
    static var endsSometime: Self { .timeLimit(.minutes(60)) }
}

extension Duration {
    /// The timeout of a request that must not end by it, however late its answer comes.
    static var farAway: Self { .seconds(3600) }
}
