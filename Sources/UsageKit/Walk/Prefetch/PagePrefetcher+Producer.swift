extension PagePrefetcher {
    /// Fetches the pages of a listing and sends them to a channel in the listing's order.
    ///
    /// A predicted page is fetched while the pages before it are still in flight. It is sent only if it fits the page
    /// before it; otherwise it is dropped with all pages after it, and those are fetched again. So the channel only ever
    /// holds pages that a walk page by page could have met.
    struct Producer: Sendable {
        private let pages: BoundedChannel<FetchedPage<Content>>
        private let fetch: PageFetch<Content>
        private let lookahead: CursorLookahead<Content>
        private let maximumConcurrency: Int
        /// How many pages may be in flight at present: fewer after predictions that failed.
        private var concurrency: Int

        init(
            pages: BoundedChannel<FetchedPage<Content>>, concurrency: Int, lookahead: Int,
            fetch: @escaping PageFetch<Content>
        ) {
            self.pages = pages
            self.fetch = fetch
            maximumConcurrency = max(1, concurrency)
            self.concurrency = maximumConcurrency
            self.lookahead = CursorLookahead(capacity: { min(lookahead, pages.freeCapacity) }, fetch: fetch)
        }

        /// Fetches all pages from a position to the last one.
        mutating func produce(from first: PagePosition) async throws {
            defer { lookahead.stop() }
            var next: PagePosition? = first
            while let position = next {
                let page = try await lookahead.page(at: position)
                try await send(page)
                if concurrency > 1, let prediction = PagePrediction(after: page.page.summary) {
                    next = try await produce(prediction, after: page)
                } else {
                    next = page.page.summary.expectedPosition
                }
            }
        }

        private mutating func send(_ page: FetchedPage<Content>, isPredicted: Bool = true) async throws {
            try await pages.send(page)
            if isPredicted { concurrency = min(maximumConcurrency, concurrency + 1) }
        }
    }
}

extension PagePrefetcher.Producer {
    private struct Request {
        let position: PagePosition
        /// Whether it was sent before the page before it was received.
        let isPredicted: Bool
    }

    /// The result of a request.
    ///
    /// A reference: as a tuple it came out of the task group damaged in release builds of Swift 6.3.1.
    private final class Arrival: Sendable {
        let position: PagePosition
        let result: Result<FetchedPage<Content>, any Error>

        init(_ position: PagePosition, _ result: Result<FetchedPage<Content>, any Error>) {
            self.position = position
            self.result = result
        }
    }

    /// Fetches pages at predicted positions for as long as the prediction is right.
    ///
    /// - Parameters:
    ///   - prediction: The positions.
    ///   - page: The page before them.
    /// - Returns: The position of the first page that was not sent; nil after the last page.
    /// - Throws: The error of the page that is next in order, or `CancellationError`.
    private mutating func produce(
        _ prediction: PagePrediction, after page: FetchedPage<Content>
    ) async throws -> PagePosition? {
        try await withThrowingTaskGroup(of: Arrival.self) { group in
            // Requests that are still in flight are of no use, whichever way this ends.
            defer { group.cancelAll() }
            var prediction = prediction
            var previous = page
            var requests: [Request] = []
            var arrived: [PagePosition: Result<FetchedPage<Content>, any Error>] = [:]
            while let next = previous.page.summary.expectedPosition {
                while requests.count < min(concurrency, pages.freeCapacity), let position = prediction.next() {
                    group.addTask { [fetch] in
                        do {
                            return Arrival(position, .success(try await fetch(position) { _ in }))
                        } catch {
                            return Arrival(position, .failure(error))
                        }
                    }
                    requests.append(Request(position: position, isPredicted: !requests.isEmpty))
                }
                guard !requests.isEmpty else { return next }
                let request = requests.removeFirst()
                guard request.position == next else {
                    reduceConcurrency()
                    return next
                }
                while arrived[next] == nil, let arrival = try await group.next() {
                    arrived[arrival.position] = arrival.result
                }
                guard let present = try arrived.removeValue(forKey: next)?.get() else { return next }
                guard !request.isPredicted || present.page.summary.fits(after: previous.page.summary) else {
                    reduceConcurrency()
                    return next
                }
                // A page that was not predicted says nothing about the predictions.
                try await send(present, isPredicted: request.isPredicted)
                previous = present
            }
            return nil
        }
    }

    /// Halves the concurrency after a prediction that failed: a listing that changes all the time would cost many
    /// requests for nothing.
    private mutating func reduceConcurrency() {
        concurrency = max(1, concurrency / 2)
    }
}
