private import Synchronization
public import UsageKit

/// A transport on whose way to another one some requests fail.
///
/// Fakes have faults of their own, in ``FakeBehavior``. This is for the others: scripts, closures, transports of your own.
public final class FaultyTransport: HTTPTransport {
    private struct State {
        var schedule: FaultSchedule
        var requests: [TransportRequest] = []
    }

    private let base: any HTTPTransport
    private let state: Mutex<State>

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - base: The transport that answers the requests.
    ///   - faults: What goes wrong.
    public init(_ base: any HTTPTransport, faults: FaultPlan) {
        self.base = base
        state = Mutex(State(schedule: FaultSchedule(faults)))
    }

    /// All requests so far, in order, including those that did not reach the other transport.
    public var requests: [TransportRequest] { state.withLock(\.requests) }

    /// The faults that have not happened yet, by the requests that they are for.
    public var unusedFaults: [RequestMatch] { state.withLock { $0.schedule.unused } }

    /// Answers a request as the other transport does, or with a fault.
    ///
    /// - Throws: The error of the fault or of the other transport, or `CancellationError`.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await wireAnswer(to: request).response()
    }
}

extension FaultyTransport: WireTransport {
    func wireAnswer(to request: TransportRequest) async throws -> WireAnswer {
        try Task.checkCancellation()
        let fault = state.withLock { state in
            state.requests.append(request)
            return state.schedule.next(for: request)
        }
        guard let fault else { return try await base.answer(to: request) }
        return try await fault.answer(applying: apply) { try await base.answer(to: request) }
    }

    private func apply(_ changes: [FakeBehavior.Change]) throws {
        guard let fake = base as? any ProviderFake else {
            throw UsageError(
                .invalidArgument, "a change needs a ledger: use it on a fake, or Fault.perform for another transport")
        }
        for change in changes { fake.apply(change) }
    }
}

extension FaultyTransport: HTTPStreamingTransport {
    /// Answers a request as the other transport does, or with a fault, and hands over the body piece by piece once the
    /// other transport has it.
    public func open(_ request: TransportRequest) async throws -> StreamedResponse {
        try await wireAnswer(to: request).stream()
    }
}
