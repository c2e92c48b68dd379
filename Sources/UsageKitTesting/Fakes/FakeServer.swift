private import Synchronization
internal import UsageKit

/// What all fakes share: the record of requests, the faults, and the count of pages.
final class FakeServer<Store: FakeStore>: Sendable {
    struct State: Sendable {
        var store: Store
        fileprivate(set) var behavior: FakeBehavior
        fileprivate(set) var requests: [TransportRequest] = []
        fileprivate var requestCount = 0
        fileprivate var pageCount = 0
    }

    private let state: Mutex<State>

    init(_ store: Store, _ behavior: FakeBehavior) {
        state = Mutex(State(store: store, behavior: behavior))
    }

    var behavior: FakeBehavior {
        get { state.withLock(\.behavior) }
        set {
            state.withLock {
                $0.behavior = newValue
                $0.requestCount = 0
                $0.pageCount = 0
            }
        }
    }

    var requests: [TransportRequest] { state.withLock(\.requests) }

    var store: Store { state.withLock(\.store) }

    func apply(_ change: FakeBehavior.Change) {
        state.withLock { $0.store.apply(change) }
    }

    /// Answers a request, or lets it fail.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - labels: Fields that every answer of the provider has, for the ordinal of a request; a fault has none.
    ///   - respond: The provider's rules.
    /// - Returns: The answer.
    /// - Throws: The fault's error, or `CancellationError`.
    func answer(
        _ request: TransportRequest, labels: (Int) -> [HTTPHeaders.Field] = { _ in [] },
        with respond: (inout State) throws -> TransportResponse
    ) throws -> TransportResponse {
        try Task.checkCancellation()
        return try state.withLock { state in
            state.requests.append(request)
            state.requestCount += 1
            switch state.behavior.faults[state.requestCount] {
            case .response(let response): return response
            case .error(let error): throw error
            case nil: break
            }
            var response: TransportResponse
            do {
                response = try respond(&state)
            } catch let refusal as Refusal {
                response = refusal.response
            }
            for label in labels(state.requests.count) { response.headers[label.name] = label.value }
            return response
        }
    }
}

extension FakeServer.State {
    /// The ordinal of the request that is being answered; it makes ids of requests.
    var serial: Int { requests.count }

    /// Serves a page and lets happen what happens after it; a refusal is no page.
    mutating func servePage(
        asked size: Int, _ make: (Store, PageTurn) throws -> TransportResponse
    ) throws -> TransportResponse {
        let number = pageCount + 1
        let turn = PageTurn(
            number: number, size: Swift.min(size, behavior.pageLimit ?? size),
            isEmpty: behavior.emptyPages.contains(number), repeatsCursor: behavior.repeatedCursors.contains(number),
            withholdsCursor: behavior.withheldCursors.contains(number))
        let response = try make(store, turn)
        pageCount = number
        for change in behavior.changes[number] ?? [] { store.apply(change) }
        return response
    }
}

/// A ledger, or several, behind a fake.
protocol FakeStore: Sendable {
    mutating func apply(_ change: FakeBehavior.Change)
}

/// How one page is to be served.
struct PageTurn: Sendable {
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

extension TransportResponse {
    static func json(_ body: JSONValue, status: Int = 200, headers: HTTPHeaders = [:]) -> TransportResponse {
        var headers = headers
        if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        return TransportResponse(status: status, headers: headers, body: body.text)
    }
}
