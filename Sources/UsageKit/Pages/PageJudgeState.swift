/// What the bookkeeping of a walk keeps in a checkpoint.
struct PageJudgeState: Hashable, Sendable, Codable {
    /// The ids of the rows that were delivered.
    var ids: [String] = []
    /// Which time the listing is walked: 1, or 2 where its total did not match.
    var pass = 1
    /// How many different rows the listing gave in this pass.
    var passRows = 0
    /// How many it has in all by the provider's word.
    var passTotal: Int? = 0
    /// The first pages of the listings that were begun in this pass; reading one again begins none.
    var begun: Set<PagePosition> = []
    /// The total of a later page, where it is another one and rows have no ids.
    var changedTotal: Int?
    /// How many rows of the page at the position were delivered already, where the walk stopped on it and rows have no
    /// ids.
    var consumed: Int?
    /// A digest of the last page, where rows have no ids.
    var lastPage: String?
    /// The instant of the last row, and those rows at it that have no id, as digests.
    var frontier = Watermark()
}

/// How far a listing in the order of time was delivered.
struct Watermark: Hashable, Sendable, Codable {
    /// The instant of the last row.
    private(set) var time: Timestamp?
    /// How often each row without an id came at that instant.
    private(set) var rows: [String: Int] = [:]

    /// Notes a delivered row; `digest` is asked for rows without an id only.
    mutating func note(_ time: Timestamp, digest: () -> String?) {
        if time != self.time {
            self.time = time
            rows = [:]
        }
        if let digest = digest() { rows[digest, default: 0] += 1 }
    }

    /// Whether a row lies before those that were delivered last, in the order of the listing.
    func isBehind(_ other: Timestamp?, _ order: ListingOrder?) -> Bool {
        guard let time, let other else { return false }
        return switch order {
        case .ascending: other < time
        case .descending: other > time
        case nil: false
        }
    }

    /// Takes one occurrence of a row out; false where it was not delivered.
    mutating func take(_ digest: String, at time: Timestamp?) -> Bool {
        guard time == self.time, let count = rows[digest], count > 0 else { return false }
        rows[digest] = count - 1
        return true
    }
}
