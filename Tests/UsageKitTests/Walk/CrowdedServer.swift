import Synchronization
import Testing
import UsageKit

/// A server that counts how many requests it has at the same time and responds to them in any order.
final class CrowdedServer: HTTPTransport {
    private struct State {
        var random: SeededGenerator
        var present = 0
        var most = 0
    }

    private let server: any HTTPTransport
    private let longestDelay: Int
    private let state: Mutex<State>

    /// Creates a server that delays each response by a number of turns that follows from the seed.
    init(_ server: any HTTPTransport, seed: UInt64, longestDelay: Int = 30) {
        self.server = server
        self.longestDelay = longestDelay
        state = Mutex(State(random: SeededGenerator(seed: seed)))
    }

    /// The largest number of requests at the same time.
    var most: Int { state.withLock(\.most) }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let delays = state.withLock { state in
            state.present += 1
            state.most = max(state.most, state.present)
            return (0..<2).map { _ in Int.random(in: 0...longestDelay, using: &state.random) }
        }
        defer { state.withLock { $0.present -= 1 } }
        for _ in 0..<delays[0] { await Task.yield() }
        let response = try await server.send(request)
        for _ in 0..<delays[1] { await Task.yield() }
        return response
    }
}
