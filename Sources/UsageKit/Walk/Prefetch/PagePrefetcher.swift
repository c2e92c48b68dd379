internal import Synchronization

/// Fetches the pages of one listing ahead of the walk that reads them, and hands them over in the listing's order.
///
/// A task runs a ``Producer``, which sends pages through a ``BoundedChannel`` to the walk and waits while the channel is
/// full. The next position can be known before a page is decoded in two ways; otherwise pages come one by one:
/// - The pages are counted and have a total: ``PagePrediction`` computes the positions, and several pages are fetched at
///   the same time.
/// - A page shows its cursor beside its rows: ``CursorLocator`` finds it in the bytes, and ``CursorLookahead`` requests
///   the next page while this one is decoded.
/// A page that was fetched early counts only if the page before it confirms its position; otherwise it is fetched again.
final class PagePrefetcher<Content: Sendable>: Sendable {
    private let pages: BoundedChannel<FetchedPage<Content>>
    private let producer: Task<Void, Never>
    /// How many pages were reserved by a walk.
    private let takenPages = Mutex(0)

    /// Starts fetching.
    ///
    /// - Parameters:
    ///   - position: The first page.
    ///   - capacity: How many pages may be in flight or wait to be received.
    ///   - concurrency: How many of them may be in flight at the same time if their positions can be predicted.
    ///   - lookahead: How many of them may be in flight, being decoded or waiting if cursors are read before rows are.
    ///   - fetch: Fetches a page.
    init(
        from position: PagePosition, capacity: Int, concurrency: Int, lookahead: Int,
        fetch: @escaping PageFetch<Content>
    ) {
        let pages = BoundedChannel<FetchedPage<Content>>(capacity: capacity)
        self.pages = pages
        producer = Task {
            var producer = Producer(pages: pages, concurrency: concurrency, lookahead: lookahead, fetch: fetch)
            do {
                try await producer.produce(from: position)
                pages.finish(nil)
            } catch {
                pages.finish(error)
            }
        }
    }

    deinit { cancel() }

    /// Reserves a page, counted from 0, for the caller; false if another copy of the walk has reserved it.
    func take(page: Int) -> Bool {
        takenPages.withLock { count in
            guard count == page else { return false }
            count += 1
            return true
        }
    }

    /// The next page; nil after the last one.
    func next() async throws -> FetchedPage<Content>? {
        try await withTaskCancellationHandler {
            try await pages.receive()
        } onCancel: {
            cancel()
        }
    }

    /// Stops fetching; a caller that waits for a page gets a `CancellationError`.
    func cancel() {
        producer.cancel()
        pages.finish(CancellationError())
    }
}
