/// The pages of a prefetcher, as one walk takes them.
///
/// A walk under way is a value, and its copies hold the same prefetcher. Each page can be taken once, so the copy that
/// asks for a page first goes on with the prefetcher, and the others find out that the page is gone.
struct PrefetchedPages<Content: Sendable>: Sendable {
    private let prefetcher: PagePrefetcher<Content>
    /// How many pages this walk has taken.
    private var count = 0

    init(_ prefetcher: PagePrefetcher<Content>) {
        self.prefetcher = prefetcher
    }

    /// Reserves the next page for this walk; false if a copy of the walk has taken it.
    mutating func take() -> Bool {
        guard prefetcher.take(page: count) else { return false }
        count += 1
        return true
    }

    /// The page that was reserved; nil after the last one.
    func page() async throws -> FetchedPage<Content>? { try await prefetcher.next() }
}
