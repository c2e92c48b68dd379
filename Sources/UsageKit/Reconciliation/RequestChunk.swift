/// Some rows or notes that follow each other, sorted by the partitions that the hashes of their ids are in.
///
/// A join that looked each id up among all others would wait for the memory at each. One partition of both sides fits
/// into the cache of a core, and what a partition needs of a chunk is read from one place.
struct RequestChunk: Sendable {
    /// How many rows name no request.
    private(set) var unnamed = 0
    private var entries: [RequestEntry] = []
    private var words: [UInt64] = []
    /// The first entry of each partition, then the end of the last one.
    private var starts: [Int] = []
    private var currencies: [Currency] = []
    /// For each currency of the chunk, its number among those of all chunks.
    private var numbers: [UInt32] = []

    /// Reads a part of a source.
    ///
    /// - Parameters:
    ///   - source: The rows or notes.
    ///   - range: The positions that are read.
    ///   - partitions: How many partitions there are, a power of two.
    init(_ source: some RequestSource, _ range: Range<Int>, partitions: Int) {
        entries.reserveCapacity(range.count)
        words.reserveCapacity(5 * range.count)
        var places: [Int] = []
        places.reserveCapacity(range.count)
        for position in range {
            guard let id = source.id(position) else {
                unnamed += 1
                continue
            }
            var entry = RequestEntry()
            entry.start = UInt32(truncatingIfNeeded: words.count)
            let (hash, count) = BorrowedBytes.append(id, to: &words)
            entry.byteCount = UInt32(truncatingIfNeeded: count)
            entry.tag = UInt32(truncatingIfNeeded: hash)
            entry.position = UInt32(truncatingIfNeeded: position)
            entry.isPart = source.isPart(position)
            if let charge = source.charge(position) {
                entry.amount = charge.exact
                entry.currency = number(of: charge.currency)
            }
            entries.append(entry)
            places.append(Int(truncatingIfNeeded: hash >> 32) & (partitions - 1))
        }
        sort(places, partitions)
    }

    private mutating func number(of currency: Currency) -> UInt32 {
        if let known = currencies.firstIndex(of: currency) { return UInt32(known) }
        currencies.append(currency)
        return UInt32(currencies.count - 1)
    }

    /// Sorts the entries and their words by partition, those of one in their order.
    private mutating func sort(_ places: [Int], _ partitions: Int) {
        starts = Array(repeating: 0, count: partitions + 1)
        var wordStarts = starts
        for (entry, place) in zip(entries, places) {
            starts[place + 1] += 1
            wordStarts[place + 1] += entry.words.count
        }
        if partitions == 1 { return }
        for place in 0..<partitions {
            starts[place + 1] += starts[place]
            wordStarts[place + 1] += wordStarts[place]
        }
        var next = starts
        var sorted = Array(repeating: RequestEntry(), count: entries.count)
        var sortedWords: [UInt64] = Array(repeating: 0, count: words.count)
        for (unsorted, place) in zip(entries, places) {
            var entry = unsorted
            entry.start = UInt32(truncatingIfNeeded: wordStarts[place])
            var target = wordStarts[place]
            for word in unsorted.words {
                sortedWords[target] = words[word]
                target &+= 1
            }
            wordStarts[place] = target
            sorted[next[place]] = entry
            next[place] += 1
        }
        (entries, words) = (sorted, sortedWords)
    }

    /// Numbers the currencies as in a list, which gets those that it does not have.
    mutating func numberCurrencies(in all: inout [Currency]) {
        numbers = currencies.map { currency in
            if let known = all.firstIndex(of: currency) { return UInt32(known) }
            all.append(currency)
            return UInt32(all.count - 1)
        }
    }

    /// Appends the entries of a partition, with the words of their ids.
    func append(_ partition: Int, to entries: inout [RequestEntry], _ words: inout [UInt64]) {
        let range = starts[partition]..<starts[partition + 1]
        guard let first = range.first, let last = range.last else { return }
        let start = self.entries[first].words.lowerBound
        let shift = words.count - start
        words.append(contentsOf: self.words[start..<self.entries[last].words.upperBound])
        for position in range {
            var entry = self.entries[position]
            entry.start = UInt32(truncatingIfNeeded: Int(entry.start) + shift)
            if entry.currency != RequestEntry.noCharge { entry.currency = numbers[Int(entry.currency)] }
            entries.append(entry)
        }
    }

    /// How many entries a partition has.
    func count(of partition: Int) -> Int { starts[partition + 1] - starts[partition] }
}
