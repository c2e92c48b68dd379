/// Fetches the pages of a listing and puts them into a queue in their order.
///
/// A page whose place can be foreseen, in a listing that is counted, is asked for while those before it are still on
/// their way. It counts only where it fits the page before it once that has come; otherwise it is thrown away with all
/// behind it and read anew, so what is put is what a walk page by page could have met. A page behind a cursor is asked
/// for as soon as the cursor can be read.
struct PageProducer<Content: Sendable>: Sendable {
    typealias Item = PagePrefetcher<Content>.Item

    /// A request that was sent.
    private struct Request {
        let place: PagePosition
        /// Whether it was sent before the page in front of it came.
        let isForeseen: Bool
    }

    /// What came of a request.
    ///
    /// A reference: as a tuple it came out of the group damaged in release builds of Swift 6.3.1.
    private final class Arrival: Sendable {
        let place: PagePosition
        let result: Result<Item, any Error>

        init(_ place: PagePosition, _ result: Result<Item, any Error>) {
            self.place = place
            self.result = result
        }
    }

    private let pages: BoundedChannel<Item>
    private let fetch: CursorLookahead<Item>.Fetch
    private let early: CursorLookahead<Item>
    /// How many pages may be on their way at the same time at most, and now: fewer where forecasts fail.
    private let widest: Int
    private var width: Int

    init(pages: BoundedChannel<Item>, width: Int, early: Int, fetch: @escaping CursorLookahead<Item>.Fetch) {
        self.pages = pages
        self.fetch = fetch
        widest = max(1, width)
        self.width = widest
        self.early = CursorLookahead(room: { min(early, pages.room) }, fetch: fetch)
    }

    /// Fetches to the last page.
    mutating func run(from first: PagePosition) async throws {
        defer { early.stop() }
        var place: PagePosition? = first
        while let present = place {
            let item = try await early.item(at: present)
            try await deliver(item)
            if width > 1, let forecast = PagePrediction(behind: item.page.summary) {
                place = try await follow(forecast, behind: item)
            } else {
                place = item.page.summary.following
            }
        }
    }

    private mutating func deliver(_ item: Item) async throws {
        try await pages.put(item)
        width = min(widest, width + 1)
    }

    /// Fetches pages where a forecast says that they are, for as long as it is right.
    ///
    /// - Parameters:
    ///   - forecast: The places.
    ///   - item: The page in front of them.
    /// - Returns: Where the first page is that was not delivered; nil behind the last one.
    /// - Throws: What a request throws whose turn has come, or `CancellationError`.
    private mutating func follow(_ forecast: PagePrediction, behind item: Item) async throws -> PagePosition? {
        try await withThrowingTaskGroup(of: Arrival.self) { group in
            // What is still on its way is of no use, whichever way this ends.
            defer { group.cancelAll() }
            var forecast = forecast
            var last = item
            var requests: [Request] = []
            var arrived: [PagePosition: Result<Item, any Error>] = [:]
            while let next = last.page.summary.following {
                while requests.count < min(width, pages.room), let place = forecast.next() {
                    group.addTask { [fetch] in
                        do {
                            return Arrival(place, .success(try await fetch(place) { _ in }))
                        } catch {
                            return Arrival(place, .failure(error))
                        }
                    }
                    requests.append(Request(place: place, isForeseen: !requests.isEmpty))
                }
                guard !requests.isEmpty else { return next }
                let request = requests.removeFirst()
                guard request.place == next else { return narrowed(to: next) }
                while arrived[next] == nil, let arrival = try await group.next() {
                    arrived[arrival.place] = arrival.result
                }
                guard let present = try arrived.removeValue(forKey: next)?.get() else { return next }
                guard !request.isForeseen || present.page.summary.fits(behind: last.page.summary) else {
                    return narrowed(to: next)
                }
                try await deliver(present)
                last = present
            }
            return nil
        }
    }

    /// Notes that a forecast failed: a listing that changes all the time would cost many requests for nothing.
    private mutating func narrowed(to place: PagePosition) -> PagePosition {
        width = max(1, width / 2)
        return place
    }
}
