/// The state of ``PageJudge`` that a checkpoint stores, under the names of the properties.
struct PageJudgeState: Hashable, Sendable, Codable {
    /// The ids of the rows that were delivered.
    var ids: [String] = []
    /// 1 for the first pass over the listing; 2 if the first one returned fewer rows than its total.
    var pass = 1
    /// The number of distinct rows that the listing returned in this pass.
    var passRows = 0
    /// The totals of the listings of this pass.
    var totals = TotalsCheck()
    /// The positions of first pages that were read in this pass; the total of each is counted once.
    var begun: Set<PagePosition> = []
    /// The first total of a listing and a later one if they differ and rows have no ids.
    var changedTotal: ChangedTotal?
    /// Whether a row had no id.
    var hasRowsWithoutIDs = false
    /// The number of delivered rows whose charge could not be read.
    var unreadableCharges = 0
    /// The number of rows to skip on the page at which the walk stopped, if rows have no ids: an earlier run delivered
    /// them.
    var consumed: Int?
    /// The digest of the last page if rows have no ids.
    var lastPage: String?
    /// The instant of the last delivered row, with the digests of the rows without ids at that instant.
    var frontier = Watermark()
}

/// A total that changed while a listing was read.
struct ChangedTotal: Hashable, Sendable, Codable {
    let first: Int
    let later: Int
}

/// The instant up to which a listing in the order of time was delivered.
struct Watermark: Hashable, Sendable, Codable {
    /// The instant of the last row.
    private(set) var time: Timestamp?
    /// How many times each row without an id was delivered at that instant, by the digest of the row.
    private(set) var rows: [String: Int] = [:]

    /// Notes a delivered row; `digest` returns nil for a row with an id.
    mutating func note(_ time: Timestamp, digest: () -> String?) {
        if time != self.time {
            self.time = time
            rows = [:]
        }
        if let digest = digest() { rows[digest, default: 0] += 1 }
    }

    /// Whether a row at another instant precedes the last delivered row in the order of the listing.
    func hasPassed(_ other: Timestamp?, _ order: ListingOrder?) -> Bool {
        guard let time, let other else { return false }
        return switch order {
        case .ascending: other < time
        case .descending: other > time
        case nil: false
        }
    }

    /// Removes one occurrence of a delivered row; false if there is none at that instant.
    mutating func take(_ digest: String, at time: Timestamp?) -> Bool {
        guard time == self.time, let count = rows[digest], count > 0 else { return false }
        rows[digest] = count - 1
        return true
    }
}
