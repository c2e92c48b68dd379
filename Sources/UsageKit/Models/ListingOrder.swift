/// The order of a listing by time.
public enum ListingOrder: String, Hashable, Sendable, CaseIterable {
    /// Oldest first.
    case ascending = "asc"
    /// Newest first.
    case descending = "desc"

    init(wire value: String) throws(UsageError) {
        guard let order = ListingOrder(rawValue: value) else {
            throw UsageError(.invalidArgument, "expected the order asc or desc")
        }
        self = order
    }
}
