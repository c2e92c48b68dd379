/// The pages of rows without ids that a listing returned, so that none is counted twice.
struct KnownPages: Sendable {
    private var hashes: Set<UInt64> = []

    /// Notes a page, and says whether an equal page came before.
    ///
    /// A page of equal rows proves nothing, since they may be separate equal charges.
    mutating func repeats(_ page: PageSummary) -> Bool {
        guard let first = page.keys.first, page.keys.contains(where: { $0 != first }) else { return false }
        var hash = ContentHash()
        for key in page.keys {
            // Rows that are equal apart from their ids are different rows.
            if let id = key.id { hash.add(nested: id.hash) }
            hash.add(nested: key.contentHash)
        }
        return !hashes.insert(hash.value).inserted
    }
}
