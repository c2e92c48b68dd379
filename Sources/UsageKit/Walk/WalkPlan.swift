/// The listings that a walk goes through, one after the other: the whole window, or its shards in the order of their
/// rows.
struct WalkPlan<Row: Hashable & Sendable>: Sendable {
    /// A listing of one part of the window.
    struct Segment: Sendable {
        /// The part of the window; rows outside it belong to another segment.
        let window: TimeWindow
        let endpoint: Endpoint<Row>
        var checks = PageChecks.all
        /// Whether the part was walked before and is read a second time for late rows.
        var isLookBack = false

        var listing: Listing {
            Listing(window: window, promises: endpoint.promises, checks: checks, isLookBack: isLookBack)
        }
    }

    /// The window, pinned.
    let window: TimeWindow
    var segments: [Segment]

    /// Plans a walk.
    ///
    /// - Parameters:
    ///   - window: The window, pinned.
    ///   - cutsRows: Whether rows outside the window are dropped.
    ///   - options: Shards and look-back.
    ///   - endpoint: Makes the endpoint for a part of the window.
    /// - Throws: ``UsageError`` if the window or the listing cannot be cut.
    init(
        _ window: TimeWindow, cutsRows: Bool = true, options: WalkOptions,
        endpoint: (TimeWindow) throws(UsageError) -> Endpoint<Row>
    ) throws(UsageError) {
        self.window = window
        let whole = try endpoint(window)
        guard options.shards ?? 1 > 1 || options.lookBack != nil else {
            segments = [Segment(window: cutsRows ? window : .all, endpoint: whole, checks: options.checks)]
            return
        }
        guard let order = whole.promises.order, whole.promises.filtersByTime, let start = window.start,
            let end = window.end
        else {
            throw UsageError(
                .invalidArgument,
                "shards and a look-back need a window with a start and an endpoint that filters by time")
        }
        var parts = Self.cut(from: start, to: end, into: options.shards ?? 1)
        if order == .descending { parts.reverse() }
        var segments: [Segment] = []
        for part in parts {
            let window = try TimeWindow(from: part.lowerBound, to: part.upperBound)
            segments.append(Segment(window: window, endpoint: try endpoint(window), checks: options.checks))
        }
        if let lookBack = options.lookBack, lookBack > .zero {
            guard whole.promises.givesIDs else {
                throw UsageError(
                    .invalidArgument, "a look-back needs rows with ids, and the rows of this endpoint have none")
            }
            let window = try TimeWindow(from: max(start, end.advanced(by: .zero - lookBack)), to: end)
            segments.append(
                Segment(window: window, endpoint: try endpoint(window), checks: options.checks, isLookBack: true))
        }
        self.segments = segments
    }

    /// Whether the walk begins with the same request as that of another plan, and drops the same rows.
    func asksTheSame(as other: WalkPlan) -> Bool {
        guard segments.map(\.window) == other.segments.map(\.window) else { return false }
        return zip(segments, other.segments).allSatisfy { $0.endpoint.asksTheSame(as: $1.endpoint) }
    }

    /// Cuts a span at whole seconds into parts of nearly the same length, and into fewer if it is too short.
    private static func cut(from start: Timestamp, to end: Timestamp, into count: Int) -> [Range<Timestamp>] {
        let span = Int128(end.seconds) - Int128(start.seconds)
        var bounds = [start]
        for index in 1..<max(count, 1) {
            let second = Int128(start.seconds) + span * Int128(index) / Int128(count)
            let bound = Timestamp(seconds: Int64(clamping: second))
            if bound > bounds[bounds.count - 1], bound < end { bounds.append(bound) }
        }
        bounds.append(end)
        return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    }
}
