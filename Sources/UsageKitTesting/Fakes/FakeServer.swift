private import Synchronization
internal import UsageKit

/// The common part of all fakes: the recorded requests, the faults, and the count of pages.
final class FakeServer<Store: FakeStore>: Sendable {
    struct State: Sendable {
        var store: Store
        fileprivate(set) var behavior: FakeBehavior
        fileprivate(set) var requests: [TransportRequest] = []
        /// The ordinal of the request that is being answered, from which request ids are made.
        fileprivate(set) var serial = 0
        fileprivate var schedule: FaultSchedule
        fileprivate var pageCount = 0
    }

    private let state: Mutex<State>

    init(_ store: Store, _ behavior: FakeBehavior) {
        state = Mutex(State(store: store, behavior: behavior, schedule: FaultSchedule(behavior.faults)))
    }

    var behavior: FakeBehavior {
        get { state.withLock(\.behavior) }
        set {
            state.withLock {
                $0.behavior = newValue
                $0.schedule = FaultSchedule(newValue.faults)
                $0.pageCount = 0
            }
        }
    }

    var requests: [TransportRequest] { state.withLock(\.requests) }

    var unusedFaults: [RequestMatch] { state.withLock { $0.schedule.unused } }

    var store: Store { state.withLock(\.store) }

    func apply(_ change: FakeBehavior.Change) {
        state.withLock { $0.store.apply(change) }
    }

    /// Answers a request, or makes it fail.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - commonFields: The header fields of every response of the provider, by the ordinal of the request; a faulty
    ///     response does not get them.
    ///   - respond: The provider's rules.
    /// - Returns: The answer.
    /// - Throws: The fault's error, or `CancellationError`.
    func answer(
        _ request: TransportRequest, commonFields: (Int) -> [HTTPHeaders.Field] = { _ in [] },
        with respond: (inout State) throws -> TransportResponse
    ) async throws -> WireAnswer {
        try Task.checkCancellation()
        func usualAnswer(_ serial: Int, _ state: inout State) throws -> WireAnswer {
            state.serial = serial
            var response: TransportResponse
            do {
                response = try respond(&state)
            } catch let refusal as Refusal {
                response = refusal.response
            }
            for field in commonFields(serial) { response.headers[field.name] = field.value }
            return .response(response)
        }
        // Without a fault, requests are answered in the order in which they are recorded.
        let (serial, fault, answer) = try state.withLock { state -> (Int, Fault?, WireAnswer?) in
            state.requests.append(request)
            let serial = state.requests.count
            let fault = state.schedule.next(for: request)
            return (serial, fault, fault == nil ? try usualAnswer(serial, &state) : nil)
        }
        if let answer { return answer }
        guard let fault else { return .dropped }
        return try await fault.answer(applying: { changes in changes.forEach(apply) }) {
            try state.withLock { try usualAnswer(serial, &$0) }
        }
    }
}

extension FakeServer.State {
    /// Serves a page and applies the changes that follow it; a refusal does not count as a page.
    mutating func servePage(
        size: Int, _ make: (Store, PageOptions) throws -> TransportResponse
    ) throws -> TransportResponse {
        let number = pageCount + 1
        let options = PageOptions(
            number: number, size: Swift.min(size, behavior.pageLimit ?? size),
            isEmpty: behavior.emptyPages.contains(number), repeatsCursor: behavior.repeatedCursors.contains(number),
            withholdsCursor: behavior.withheldCursors.contains(number))
        let response = try make(store, options)
        pageCount = number
        for change in behavior.changes[number] ?? [] { store.apply(change) }
        return response
    }
}

/// The data of a fake: one or more ledgers.
protocol FakeStore: Sendable {
    mutating func apply(_ change: FakeBehavior.Change)
}

/// How one page is to be served.
struct PageOptions: Sendable {
    let number: Int
    let size: Int
    let isEmpty: Bool
    let repeatsCursor: Bool
    let withholdsCursor: Bool
}

/// A request that the provider's rules refuse.
struct Refusal: Error {
    let response: TransportResponse
}
