extension WalkEngine {
    /// The page at the present position, which may have been fetched ahead.
    mutating func nextPage() async throws -> FetchedPage<Content> {
        let capacity = max(walk.options.prefetch, plan.segments.count > 1 ? WalkOptions.bufferedPagesPerShard : 0)
        guard capacity > 0 else {
            return try await fetch(of: plan.segments[segment])(position) { _ in }
        }
        startPrefetchers(capacity: capacity)
        if prefetchers[segment]?.take() == false {
            // A copy of this walk goes on with the prefetcher, so this one starts its own at its position.
            prefetchers[segment] = nil
            startPrefetchers(capacity: capacity)
            _ = prefetchers[segment]?.take()
        }
        guard let page = try await prefetchers[segment]?.page() else {
            throw UsageError(.missingCursor, "the pages ended before the listing did")
        }
        return page
    }

    /// Starts the prefetcher of the present segment and of all later ones except the look-back, which must see the rows
    /// that are written until then.
    private mutating func startPrefetchers(capacity: Int) {
        for index in segment..<plan.segments.count where prefetchers[index] == nil {
            let next = plan.segments[index]
            guard index == segment || !next.isLookBack else { continue }
            prefetchers[index] = PrefetchedPages(
                PagePrefetcher(
                    from: index == segment ? position : next.endpoint.first, capacity: capacity,
                    concurrency: walk.options.concurrency, lookahead: walk.plannedOptions.lookahead,
                    fetch: fetch(of: next)))
        }
    }

    func fetch(of segment: WalkPlan<Row>.Segment) -> PageFetch<Content> {
        walk.client.pageFetch(
            segment.endpoint, reading: reading(segment.endpoint), options: walk.options, deadline: deadline)
    }
}
