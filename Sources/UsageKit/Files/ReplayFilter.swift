/// Keeps the rows of a window, each once.
struct ReplayFilter<Row: DecodableRow> {
    let window: TimeWindow

    func rows(of pages: SavedPages<Row>, _ report: inout WalkReport) -> [Row] {
        let all = pages.rows
        var firsts = FirstPlaces(capacity: all.count)
        var dropped: [Int] = []
        var start = 0
        var previous = 0..<0
        for end in pages.ends {
            let page = start..<end
            report.pages += 1
            if isAgain(all[page], all[previous]) {
                report.duplicates += page.count
                report.stopped = "page \(report.pages) is the page before it again"
                dropped += page
            } else {
                dropped += page.filter { !passes(all, $0, &firsts, &report) }
            }
            (start, previous) = (end, page)
        }
        return all.removing(at: dropped)
    }

    @inline(__always)
    private func passes(
        _ all: [Row], _ place: Int, _ firsts: inout FirstPlaces, _ report: inout WalkReport
    ) -> Bool {
        let identity = all[place].identity
        if let id = identity.id,
            let first = firsts.note(place, hash: id.hashValue, isSame: { all[$0].identity.id == id })
        {
            report.duplicates += 1
            if all[first] != all[place] { report.conflicts += 1 }
            return false
        }
        guard identity.time.map(window.contains) ?? true else {
            report.outsideWindow += 1
            return false
        }
        return true
    }

    /// Whether a page of rows without ids is the one before it: rows that are all alike prove nothing.
    private func isAgain(_ page: ArraySlice<Row>, _ previous: ArraySlice<Row>) -> Bool {
        guard let first = page.first, first.identity.id == nil, page.elementsEqual(previous) else { return false }
        return page.contains { $0 != first } && page.allSatisfy { $0.identity.id == nil }
    }
}

/// Where each of many texts stood first, by their hashes.
///
/// A dictionary would hold the texts once more, and be several times as large and as slow.
struct FirstPlaces {
    /// The upper half of a hash and a place counted from 1, or 0; a hash that is taken goes to the next slot.
    private var slots: [UInt64]
    private let mask: Int

    /// Creates an empty table for so many texts and places below 2³² - 1.
    init(capacity: Int) {
        var count = 16
        while count < 2 * capacity { count *= 2 }
        slots = [UInt64](repeating: 0, count: count)
        mask = count - 1
    }

    /// Notes the place of a text, or gives the one where the same text stood before.
    @inline(__always)
    mutating func note(_ place: Int, hash: Int, isSame: (Int) -> Bool) -> Int? {
        let tag = UInt64(UInt(bitPattern: hash)) & ~0xFFFF_FFFF
        var index = hash & mask
        while slots[index] != 0 {
            let slot = slots[index]
            let known = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) &- 1
            if slot & ~0xFFFF_FFFF == tag, isSame(known) { return known }
            index = (index &+ 1) & mask
        }
        slots[index] = tag | UInt64(UInt32(place) + 1)
        return nil
    }
}

extension Array {
    /// The elements that do not stand at the indices, which ascend.
    fileprivate consuming func removing(at indices: [Int]) -> [Element] {
        if indices.isEmpty { return self }
        var kept: [Element] = []
        kept.reserveCapacity(count - indices.count)
        var start = 0
        for index in indices {
            kept += self[start..<index]
            start = index + 1
        }
        return kept + self[start...]
    }
}
