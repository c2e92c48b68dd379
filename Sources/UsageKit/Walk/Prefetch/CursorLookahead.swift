internal import Synchronization

/// The pages of a listing whose cursors are read before the pages in front of them are decoded.
///
/// Each is asked for at once, and counts only where the decoded page in front of it names the same place; otherwise it
/// is thrown away, and no other is asked for early: the listing does not show its cursors as was thought.
final class CursorLookahead<Item: Sendable>: Sendable {
    /// Fetches the page at a place, and says what follows it as soon as that is known.
    typealias Fetch =
        @Sendable (PagePosition, _ foretell: @escaping @Sendable (PagePosition) -> Void) async throws -> Item

    private struct Request {
        let place: PagePosition
        let task: Task<Item, any Error>
    }

    private struct State {
        /// What was asked for early, in the order of the listing.
        var requests: [Request] = []
        /// The page that was asked for last: what follows it is the next one to ask for.
        var last: PagePosition?
        /// Whether nothing more is asked for early: all is over, or a place turned out to be wrong.
        var isOver = false
    }

    private let state = Mutex(State())
    private let fetch: Fetch
    /// How many pages may be on their way, just be decoded or wait to be taken in all, now.
    private let room: @Sendable () -> Int

    init(room: @escaping @Sendable () -> Int, fetch: @escaping Fetch) {
        self.room = room
        self.fetch = fetch
    }

    /// The page at a place, which is the next one to be delivered.
    func item(at place: PagePosition) async throws -> Item {
        guard let task = request(for: place) else { return try await page(at: place) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Throws away what was asked for early; nothing more is.
    func stop() {
        let requests = state.withLock { state in
            defer { state.requests = [] }
            state.isOver = true
            return state.requests
        }
        for request in requests { request.task.cancel() }
    }

    private func page(at place: PagePosition) async throws -> Item {
        try await fetch(place) { self.begin(at: $0, behind: place) }
    }

    /// The request for a page, where it was sent early.
    private func request(for place: PagePosition) -> Task<Item, any Error>? {
        let early = state.withLock { state -> Request? in
            if state.requests.isEmpty {
                state.last = place
                return nil
            }
            return state.requests.removeFirst()
        }
        guard let early else { return nil }
        if early.place == place { return early.task }
        early.task.cancel()
        stop()
        return nil
    }

    /// Asks for a page whose place was just read off the one in front of it.
    private func begin(at place: PagePosition, behind front: PagePosition) {
        let room = room()
        state.withLock { state in
            // A page that is tried again tells it once more.
            guard !state.isOver, state.last == front else { return }
            // The one that is to be delivered next, those that were asked for early, and this one.
            guard state.requests.count + 2 <= room else { return }
            state.last = place
            state.requests.append(Request(place: place, task: Task { try await page(at: place) }))
        }
    }
}
