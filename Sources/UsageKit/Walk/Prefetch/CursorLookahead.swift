internal import Synchronization

/// Requests the next page of a listing as soon as its cursor is known, before the rows of the present page are decoded.
///
/// An early request counts only if the decoded page names the same position. Otherwise its answer is dropped and no
/// further page is requested early, because the listing does not show its cursors as expected.
final class CursorLookahead<Content: Sendable>: Sendable {
    private struct Request {
        let position: PagePosition
        let task: Task<FetchedPage<Content>, any Error>
    }

    private struct State {
        /// The early requests, in the order of the listing.
        var requests: [Request] = []
        /// The page that was requested last: only what follows it may be requested next.
        var lastRequested: PagePosition?
        /// Whether nothing more is requested early: the listing is over, or a position turned out to be wrong.
        var isStopped = false
    }

    private let state = Mutex(State())
    private let fetch: PageFetch<Content>
    /// How many pages may at present be in flight, being decoded or waiting to be received.
    private let capacity: @Sendable () -> Int

    init(capacity: @escaping @Sendable () -> Int, fetch: @escaping PageFetch<Content>) {
        self.capacity = capacity
        self.fetch = fetch
    }

    /// The page at a position, which must be the next one of the listing.
    func page(at position: PagePosition) async throws -> FetchedPage<Content> {
        guard let task = takeRequest(for: position) else { return try await fetchPage(at: position) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Cancels the early requests; no further page is requested early.
    func stop() {
        let requests = state.withLock { state in
            defer { state.requests = [] }
            state.isStopped = true
            return state.requests
        }
        for request in requests { request.task.cancel() }
    }

    private func fetchPage(at position: PagePosition) async throws -> FetchedPage<Content> {
        try await fetch(position) { self.request($0, after: position) }
    }

    /// Removes and returns the early request for a page; nil if there is none.
    private func takeRequest(for position: PagePosition) -> Task<FetchedPage<Content>, any Error>? {
        let early = state.withLock { state -> Request? in
            if state.requests.isEmpty {
                state.lastRequested = position
                return nil
            }
            return state.requests.removeFirst()
        }
        guard let early else { return nil }
        if early.position == position { return early.task }
        early.task.cancel()
        stop()
        return nil
    }

    /// Requests a page whose position was announced by the page before it.
    private func request(_ position: PagePosition, after previous: PagePosition) {
        let capacity = capacity()
        state.withLock { state in
            // A page that is fetched again announces its next position again.
            guard !state.isStopped, state.lastRequested == previous else { return }
            // The page that is to be delivered next, the early requests, and this one.
            guard state.requests.count + 2 <= capacity else { return }
            state.lastRequested = position
            state.requests.append(Request(position: position, task: Task { try await fetchPage(at: position) }))
        }
    }
}
