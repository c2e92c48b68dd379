extension Walk {
    /// Returns the walk with these options instead of its own.
    public func with(_ options: WalkOptions) -> Walk {
        var walk = self
        walk.options = options
        return walk
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
        var walk = self
        walk.checkpoint = checkpoint
        walk.rowsBefore = nil
        return walk
    }

    /// Returns the walk that continues after a checkpoint without ids, for a caller that kept the rows.
    ///
    /// A later state of these rows is recognized and delivered, as within one run. A walk that is resumed with ids only
    /// takes it for the row that was delivered.
    ///
    /// - Parameters:
    ///   - checkpoint: The checkpoint, from ``WalkPages/Page/checkpoint(includingIDs:)``.
    ///   - rows: All rows that were delivered up to the checkpoint, in their order, each in its last state or in all.
    /// - Returns: The walk; it throws as one that is ``resumed(from:)`` does, also if rows are missing or more.
    public func resumed(from checkpoint: WalkCheckpoint, after rows: [Row]) -> Walk {
        var walk = resumed(from: checkpoint)
        walk.rowsBefore = rows
        return walk
    }
}
