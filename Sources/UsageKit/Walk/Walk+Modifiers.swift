extension Walk {
    /// Returns the walk with other limits.
    public func limited(to limits: WalkLimits) -> Walk {
        with { $0.limits = limits }
    }

    /// Returns the walk with pages fetched ahead.
    ///
    /// While one page is read, up to `pages` others are fetched and held. Each costs the memory of its rows, and a loop
    /// that is left early has asked for pages that it does not need.
    ///
    /// If the listing is counted and has a total (Tresor, Auralytik, the retired listing of Venice), the first page
    /// tells where the others are. Up to `pages` of them, and at most 64, are then in flight at the same time; with
    /// ``sharded(into:)`` as many for each shard. Rows, sums and report are those of the walk page by page: a page that
    /// does not fit the one before it, because the server gave fewer rows or rows were written or deleted meanwhile, is
    /// dropped and fetched again.
    ///
    /// If pages show their cursor beside the rows (Aurous, Venice) and `pages` is 2 or more, the next page is requested
    /// before the rows of this one are decoded. The cursor that was read early is compared with the decoded page: a
    /// wrong one costs one request, whose answer is dropped, and no further page of that listing is requested early.
    ///
    /// Pages that overlap (Tresor) show each such change. Without an overlap only the total does: if as many rows are
    /// deleted as are written while two pages are in flight, a row can be missed, as it can between two pages of any
    /// walk of that listing.
    public func prefetching(_ pages: Int) -> Walk {
        with { $0.prefetch = pages }
    }

    /// Returns the walk with its window cut into shards that are walked at the same time.
    ///
    /// The rows come in the same order as without shards: the pages of later shards are held until the earlier ones are
    /// delivered, up to 256 pages a shard. If pages show their cursor beside the rows, the next page is requested early,
    /// as with ``prefetching(_:)``. Only a window with a start can be cut, and only if the provider filters by time.
    ///
    /// - Parameter count: How many shards, 1 to 64; each keeps a request in flight.
    /// - Returns: The walk.
    public func sharded(into count: Int) -> Walk {
        with { $0.shards = count }
    }

    /// Returns the walk that takes the present to be a little earlier.
    ///
    /// Rows that are written late, with an instant shortly before the present, are then left to the next walk. An open end
    /// is pinned to that instant, both bounds of ``TimeWindow/last(hours:)`` are moved, so that walks at equal distances
    /// leave no gap, and a day or a month is the one of that instant: ``TimeWindow/yesterday(in:)`` shortly after midnight
    /// can be the day before. Bounds that the caller gave stay as they are.
    public func lagging(by lag: Duration) -> Walk {
        with { $0.lag = lag }
    }

    /// Returns the walk with the last part of its window read a second time at the end, for rows that were written
    /// late.
    ///
    /// This works only if rows have ids, because new rows are told from delivered ones by their id.
    public func lookingBack(by span: Duration) -> Walk {
        with { $0.lookBack = span }
    }

    /// Returns the walk that continues after a checkpoint.
    ///
    /// Shards and look-back are those of the checkpoint; a walk that asks for others, before or after this call, throws.
    /// If the cursor of the checkpoint has expired, the part of the window that was not delivered is walked again, and
    /// the report says so. The limits of the walk count from the checkpoint on.
    ///
    /// - Throws: On its first page, ``UsageError/Code/checkpointMismatch`` if the checkpoint is of another provider,
    ///   server, endpoint, query, window or plan, ``UsageError/Code/accountMismatch`` if it is of another account, and
    ///   ``UsageError/Code/checkpointDamaged`` if its ids are not those of the rows that were delivered.
    public func resumed(from checkpoint: WalkCheckpoint) -> Walk {
        var walk = with { $0.checkpoint = checkpoint }
        walk.rowsBefore = nil
        return walk
    }

    /// Returns the walk that continues after a checkpoint without ids, for a caller that kept the rows.
    ///
    /// A later state of these rows is recognized and delivered, as within one run. A walk that is resumed with ids only
    /// takes it for the row that was delivered.
    ///
    /// - Parameters:
    ///   - checkpoint: The checkpoint, from ``WalkPages/Page/checkpointWithoutIDs``.
    ///   - rows: All rows that were delivered up to the checkpoint, in their order, each in its last state or in all.
    /// - Returns: The walk; it throws as one that is ``resumed(from:)`` does, also if rows are missing or more.
    public func resumed(from checkpoint: WalkCheckpoint, after rows: [Row]) -> Walk {
        var walk = resumed(from: checkpoint)
        walk.rowsBefore = rows
        return walk
    }

    private func with(_ change: (inout WalkOptions) -> Void) -> Walk {
        var walk = self
        change(&walk.options)
        return walk
    }
}
