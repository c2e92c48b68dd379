/// Whether the rows of a listing come in the order by time that its provider documents.
///
/// Rows without an instant are left out of account.
struct OrderCheck: Hashable, Sendable, Codable {
    /// The instant farthest along the order on the pages so far.
    private(set) var extreme: Timestamp?
    /// Whether rows were out of order, in this listing or in one before it: then nothing may rely on the order.
    private(set) var isBroken = false

    /// Notes the rows of a page, in their order.
    ///
    /// - Parameters:
    ///   - times: The instants of the rows.
    ///   - order: The documented order.
    ///   - repeatsRows: Whether the page begins with a row of an earlier page.
    /// - Returns: How many rows are out of order.
    mutating func note(
        _ times: some Sequence<Timestamp?>, in order: ListingOrder, repeatsRows: Bool
    ) -> Int {
        var previous = repeatsRows ? nil : extreme
        var count = 0
        for case let time? in times {
            if let previous, order.puts(time, before: previous) { count += 1 }
            if let known = extreme { if order.puts(known, before: time) { extreme = time } } else { extreme = time }
            previous = time
        }
        if count > 0 { isBroken = true }
        return count
    }

    /// Begins a listing, or begins it again.
    mutating func begin() { extreme = nil }
}

extension ListingOrder {
    /// Whether a row at an instant must come before a row at another one.
    func puts(_ time: Timestamp, before other: Timestamp) -> Bool {
        switch self {
        case .ascending: time < other
        case .descending: time > other
        }
    }
}
