/// The pages of one listing in their order, fetched ahead of who takes them.
final class PageFeed<Content: Sendable>: Sendable {
    /// A page and the position for which it was received.
    struct Item: Sendable {
        let page: WalkPage<Content>
        let position: WalkPosition
        /// When it came, and its cursor with it.
        let receivedAt: Timestamp
    }

    private let pages: PageQueue<Item>
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
        from position: WalkPosition, ahead: Int, width: Int, early: Int, now: @escaping @Sendable () -> Timestamp,
        fetch:
            @escaping @Sendable (
                WalkPosition, _ foretell: @escaping @Sendable (WalkPosition) -> Void
            ) async throws -> WalkPage<Content>
    ) {
        let pages = PageQueue<Item>(capacity: ahead)
        self.pages = pages
        producer = Task {
            var line = PageLine(pages: pages, width: width, early: early) { position, foretell in
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
