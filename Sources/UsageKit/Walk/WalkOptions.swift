/// How a walk is carried out; none of it changes which rows it delivers.
struct WalkOptions: Sendable {
    /// What the walk may use up.
    var limits = WalkLimits()
    /// How many pages are fetched ahead of the one that is being read.
    var prefetch = 0
    /// Into how many parts the window is cut.
    var shards = 1
    /// How far an end that is pinned to the present lies before it.
    var lag = Duration.zero
    /// How far back the walk reads once more at its end.
    var lookBack: Duration?
    /// Where the walk goes on.
    var checkpoint: WalkCheckpoint?

    /// How many pages of a shard wait at most until the shards before it are delivered.
    static let pagesPerShard = 256
    /// How many pages of a listing are on their way at the same time at most.
    static let widestFeed = 64

    /// How many pages of a listing may be on their way or be decoded at the same time, where cursors are read early:
    /// a part keeps a request under way while it decodes.
    var early: Int { min(max(prefetch, shards > 1 ? 2 : 0), Self.widestFeed) }

    func validate() throws(UsageError) {
        guard prefetch >= 0 else { throw UsageError(.invalidArgument, "a walk cannot fetch \(prefetch) pages ahead") }
        guard (1...64).contains(shards) else {
            throw UsageError(.invalidArgument, "a window is cut into 1 to 64 shards, not \(shards)")
        }
        guard lag >= .zero, lookBack ?? .zero >= .zero else {
            throw UsageError(.invalidArgument, "a lag and a look-back are not negative")
        }
    }
}

extension Walk {
    /// Returns the walk with other limits.
    public func limited(to limits: WalkLimits) -> Walk {
        with { $0.limits = limits }
    }

    /// Returns the walk with pages fetched ahead.
    ///
    /// While one page is read, up to so many others are fetched and held: each costs the memory of its rows, and a
    /// loop that is left early has asked for pages that it does not need.
    ///
    /// Where the listing is counted and has a total (Tresor, Auralytik, the retired listing of Venice), the first page
    /// tells where the others are, and up to so many are on their way at the same time, at most 64; with
    /// ``sharded(into:)`` as many for each part. Rows, sums and report are those of the walk page by page: a page that
    /// does not fit the one before it, because the server gave fewer rows or rows were written or deleted meanwhile, is
    /// thrown away and read anew.
    ///
    /// Where pages show their cursor beside the rows (Aurous, Venice) and two or more may be ahead, the next one is
    /// asked for before the rows of this one are decoded. What was read off early is compared with the decoded page: a
    /// wrong place costs one request, whose answer is thrown away, and no page of that listing is then asked for early
    /// again.
    ///
    /// Pages that overlap (Tresor) show each such change. Without an overlap only the total does: as many rows deleted
    /// as written, while two pages are on their way, can hide a row, as such changes between two pages can in any walk
    /// of that listing.
    public func prefetching(_ pages: Int) -> Walk {
        with { $0.prefetch = pages }
    }

    /// Returns the walk with its window cut into parts that are walked at the same time.
    ///
    /// The rows come in the same order as without: the pages of later parts are held until the earlier ones are
    /// delivered, up to 256 a part. Where pages show their cursor beside the rows, the next one is asked for early, as
    /// with ``prefetching(_:)``. Only a window with a start can be cut, and only where the provider filters by time.
    ///
    /// - Parameter count: How many parts, 1 to 64; each keeps a request under way.
    /// - Returns: The walk.
    public func sharded(into count: Int) -> Walk {
        with { $0.shards = count }
    }

    /// Returns the walk with an end that lies a little before the present, where the window has none.
    ///
    /// Rows that are written late, with an instant shortly before, are then left to the next walk.
    public func lagging(by lag: Duration) -> Walk {
        with { $0.lag = lag }
    }

    /// Returns the walk with the last part of its window read once more at the end, for rows that were written late.
    ///
    /// Only where rows have ids, by which those that were delivered are told from new ones.
    public func lookingBack(by span: Duration) -> Walk {
        with { $0.lookBack = span }
    }

    /// Returns the walk as it goes on behind a checkpoint.
    ///
    /// Where the cursor of the checkpoint has expired, the part of the window that was not delivered is walked anew,
    /// and the report says so.
    ///
    /// - Throws: On its first page, ``UsageError/Code/checkpointMismatch`` where the checkpoint is of another provider,
    ///   endpoint, query or window.
    public func resumed(from checkpoint: WalkCheckpoint) -> Walk {
        with {
            $0.checkpoint = checkpoint
            $0.shards = checkpoint.shards
        }
    }

    private func with(_ change: (inout WalkOptions) -> Void) -> Walk {
        var walk = self
        change(&walk.options)
        return walk
    }
}
