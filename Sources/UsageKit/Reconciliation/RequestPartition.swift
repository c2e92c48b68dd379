/// Those rows, or notes, whose ids have hashes in one partition, grouped by their ids.
struct RequestPartition {
    let entries: [RequestEntry]
    private let words: [UInt64]
    private let currencies: [Currency]
    private let index: HashIndex
    /// For the first entry of each id, how many entries have the id, where those that describe a request together are one;
    /// 0 for all others.
    let counts: [UInt32]
    /// For the first entry of an id, the others that describe the request with it.
    private let parts: [Int: [Int]]

    /// Groups the entries of a partition of all chunks.
    init(_ partition: Int, of chunks: [RequestChunk], _ currencies: [Currency]) {
        let count = chunks.reduce(0) { $0 + $1.count(of: partition) }
        var entries: [RequestEntry] = []
        var words: [UInt64] = []
        entries.reserveCapacity(count)
        words.reserveCapacity(5 * count)
        for chunk in chunks { chunk.append(partition, to: &entries, &words) }
        var index = HashIndex(capacity: count)
        var counts = [UInt32](repeating: 0, count: count)
        var parts: [Int: [Int]] = [:]
        for (position, entry) in entries.enumerated() {
            let known = index.find(UInt64(entry.tag), orInsertAt: position) {
                RequestEntry.haveSameID(entries[$0], words, entry, words)
            }
            let first = known ?? position
            if known != nil, entry.isPart, entries[first].isPart {
                parts[first, default: []].append(position)
            } else {
                counts[first] += 1
            }
        }
        self.entries = entries
        self.words = words
        self.currencies = currencies
        self.index = index
        self.counts = counts
        self.parts = parts
    }

    /// The first entry that has the same id as one of another side; nil if no entry has.
    @inline(__always)
    func first(withIDOf other: Int, in side: RequestPartition) -> Int? {
        let entry = side.entries[other]
        return index.find(UInt64(entry.tag)) { RequestEntry.haveSameID(entries[$0], words, entry, side.words) }
    }

    private func parts(of first: Int) -> [Int] {
        parts.isEmpty ? [] : parts[first] ?? []
    }

    /// Whether anything says what the request cost.
    @inline(__always)
    func hasCharge(_ first: Int) -> Bool {
        entries[first].currency != RequestEntry.noCharge
            || parts(of: first).contains { entries[$0].currency != RequestEntry.noCharge }
    }

    /// What the request of its first entry cost, by currency in the order of their names.
    func charges(_ first: Int) throws(UsageError) -> [Money] {
        let charged = ([first] + parts(of: first)).map { entries[$0] }.filter { $0.currency != RequestEntry.noCharge }
        if charged.count < 2 { return charged.map { Money(exact: $0.amount, currency: currencies[Int($0.currency)]) } }
        var sums: [UInt32: ExactSum] = [:]
        for entry in charged { sums[entry.currency, default: ExactSum()].add(entry.amount) }
        var charges: [Money] = []
        for (currency, sum) in sums {
            charges.append(Money(exact: try sum.value(), currency: currencies[Int(currency)]))
        }
        return charges.sorted { ByteString($0.currency.rawValue) < ByteString($1.currency.rawValue) }
    }

    /// Whether a request cost what is noted of it; a note without a charge agrees with any.
    @inline(__always)
    func agrees(_ first: Int, with notes: RequestPartition, _ other: Int) throws(UsageError) -> Bool {
        let (own, noted) = (entries[first], notes.entries[other])
        if noted.currency != RequestEntry.noCharge, parts(of: first).isEmpty, notes.parts(of: other).isEmpty {
            return own.currency == noted.currency && own.amount == noted.amount
        }
        let stated = try notes.charges(other)
        let charges = try charges(first)
        return stated.isEmpty || charges.isSame(as: stated)
    }
}

extension [Money] {
    /// Whether sums are equal, if a sum of zero is left out where there are others.
    fileprivate func isSame(as other: [Money]) -> Bool {
        if self == other { return true }
        let (own, stated) = (filter { $0.exact != .zero }, other.filter { $0.exact != .zero })
        guard own.isEmpty, stated.isEmpty else { return own == stated }
        return contains { other.contains($0) }
    }
}
