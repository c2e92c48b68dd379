/// The pages of one listing in their order, fetched ahead of who takes them.
final class PagePrefetcher<Content: Sendable>: Sendable {
    /// A page and the position for which it was received.
    struct Item: Sendable {
        let page: SummarizedPage<Content>
        let position: PagePosition
        /// When it came, and its cursor with it.
        let receivedAt: Timestamp
    }

    private let pages: BoundedChannel<Item>
    private let producer: Task<Void, Never>

    /// Begins to fetch.
    ///
    /// - Parameters:
    ///   - position: The first page.
    ///   - ahead: How many pages may be on their way or wait to be taken.
    ///   - width: How many of them may be on their way at the same time, where their places can be foreseen.
    ///   - early: How many may be on their way, just be decoded or wait to be taken, where the next one is asked for
    ///     before this one is decoded.
    ///   - now: Tells when a page comes.
    ///   - fetch: Fetches the page at a position, and says what follows it as soon as that is known.
    init(
        from position: PagePosition, ahead: Int, width: Int, early: Int, now: @escaping @Sendable () -> Timestamp,
        fetch:
            @escaping @Sendable (
                PagePosition, _ foretell: @escaping @Sendable (PagePosition) -> Void
            ) async throws -> SummarizedPage<Content>
    ) {
        let pages = BoundedChannel<Item>(capacity: ahead)
        self.pages = pages
        producer = Task {
            var line = PageProducer(pages: pages, width: width, early: early) { position, foretell in
                Item(page: try await fetch(position, foretell), position: position, receivedAt: now())
            }
            do {
                try await line.run(from: position)
                pages.finish(nil)
            } catch {
                pages.finish(error)
            }
        }
    }

    deinit { cancel() }

    /// The next page; nil where the listing names none.
    func next() async throws -> Item? {
        try await withTaskCancellationHandler {
            try await pages.take()
        } onCancel: {
            cancel()
        }
    }

    /// Stops fetching; who waits for a page gets a `CancellationError`.
    func cancel() {
        producer.cancel()
        pages.finish(CancellationError())
    }
}
