/// The pages of rows without ids, each as a number that is the same for pages that are the same.
///
/// The numbers of two parts of a page give the number of the page, so a page may begin in one part of a file and end in
/// another one.
struct PageFingerprints: Sendable {
    private struct Page: Hashable {
        var count = 0
        var digest: UInt64 = 0
        /// What the digest of rows in front of these is multiplied by.
        var factor: UInt64 = 1

        mutating func append(_ row: UInt64) {
            // Any odd number that is not small.
            let base: UInt64 = 0x9E37_79B9_7F4A_7C15
            append(Page(count: 1, digest: row, factor: base))
        }

        mutating func append(_ other: Page) {
            count += other.count
            digest = digest &* other.factor &+ other.digest
            factor = factor &* other.factor
        }
    }

    /// The first one began before these rows, and is empty where nothing did.
    private var pages = [Page()]

    init() {}

    init(joining parts: [PageFingerprints]) {
        for part in parts {
            pages[pages.count - 1].append(part.pages[0])
            pages += part.pages.dropFirst()
        }
    }

    /// How many pages began.
    var count: Int { pages.count - 1 }

    mutating func begin() { pages.append(Page()) }

    /// Takes in a row by what is the same for rows that are the same; little of it will do.
    mutating func append(_ time: Timestamp?, _ charge: ExactDecimal?) {
        var hasher = Hasher()
        hasher.combine(time)
        hasher.combine(charge)
        pages[pages.count - 1].append(UInt64(truncatingIfNeeded: hasher.finalize()))
    }

    /// Whether a page may be the one before it again; a page of one row is not taken for that.
    var mayRepeat: Bool {
        zip(pages, pages.dropFirst()).contains { $0.count > 1 && $0 == $1 }
    }
}
