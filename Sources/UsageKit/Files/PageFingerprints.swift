/// Fingerprints of pages whose rows have no ids: equal pages have equal fingerprints.
///
/// The fingerprint of a page can be computed from those of its pieces, so a page may begin in one chunk of a file and end
/// in another.
struct PageFingerprints: Sendable {
    private struct Page: Hashable {
        var count = 0
        var digest: UInt64 = 0
        /// The factor that shifts the digest of preceding rows when these rows are appended to them.
        var factor: UInt64 = 1

        mutating func append(_ row: UInt64) {
            // Any large odd number works.
            let base: UInt64 = 0x9E37_79B9_7F4A_7C15
            append(Page(count: 1, digest: row, factor: base))
        }

        mutating func append(_ other: Page) {
            count += other.count
            digest = digest &* other.factor &+ other.digest
            factor = factor &* other.factor
        }
    }

    /// The first one holds the rows before the first page that begins here; it may be empty.
    private var pages = [Page()]

    init() {}

    /// Joins the fingerprints of the chunks of a file in their order.
    init(joining chunks: [PageFingerprints]) {
        for chunk in chunks {
            pages[pages.count - 1].append(chunk.pages[0])
            pages += chunk.pages.dropFirst()
        }
    }

    /// The number of pages that begin here.
    var count: Int { pages.count - 1 }

    /// Begins a page.
    mutating func begin() { pages.append(Page()) }

    /// Adds a row by its time and charge.
    ///
    /// Equal rows have equal ones; a collision only costs a slower read of the file.
    mutating func append(_ time: Timestamp?, _ charge: ExactDecimal?) {
        var hasher = Hasher()
        hasher.combine(time)
        hasher.combine(charge)
        pages[pages.count - 1].append(UInt64(truncatingIfNeeded: hasher.finalize()))
    }

    /// Whether a page may repeat an earlier one.
    ///
    /// Pages of a single row are not compared, since two equal charges may follow each other.
    var mayRepeat: Bool {
        var known: Set<Page> = []
        return pages.contains { $0.count > 1 && !known.insert($0).inserted }
    }
}
