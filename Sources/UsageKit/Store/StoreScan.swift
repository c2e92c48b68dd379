/// Reads entries at offsets of a file, those that follow each other on several threads.
struct StoreScan {
    let size: Int
    let read: @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]
    /// The number of the store in the checksums of all entries but the header.
    var seal: UInt64 = 0
    /// Entries that were read ahead, by their offsets; nil for one that is damaged.
    private var ahead: [Int: StoreLog.Entry?] = [:]
    /// How many bytes are read ahead: more as long as nothing is damaged, so that a file cannot have much read in vain.
    private var readAhead = leastReadAhead

    private static let blockSize = 1 << 16
    private static let leastReadAhead = 1 << 12
    private static let mostReadAhead = 1 << 23

    init(size: Int, read: @escaping @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]) {
        self.size = size
        self.read = read
    }

    /// The entry at an offset, after which the entries are likely to be asked for; nil if it is damaged or missing.
    mutating func next(at offset: Int) throws -> StoreLog.Entry? {
        if let known = ahead.removeValue(forKey: offset) { return known }
        let (size, read, seal) = (size, read, seal)
        var places: [(offset: Int, head: StoreFrame.Head)] = []
        var end = offset
        while end - offset < readAhead, let head = try Self.head(at: end, size: size, read) {
            places.append((end, head))
            end += StoreFrame.overhead + head.length
        }
        let results = parallelMap(places.count) { [places] index in
            Result { try Self.entry(at: places[index].offset, places[index].head, seal: seal, read) }
        }
        ahead = [:]
        for (place, result) in zip(places, results) { ahead.updateValue(try result.get(), forKey: place.offset) }
        let isWhole = !places.isEmpty && ahead.values.allSatisfy { $0 != nil }
        readAhead = isWhole ? min(2 * readAhead, Self.mostReadAhead) : Self.leastReadAhead
        return ahead.removeValue(forKey: offset) ?? nil
    }

    /// The entry at an offset; nil if it is damaged or missing.
    func entry(at offset: Int) throws -> StoreLog.Entry? {
        guard let head = try Self.head(at: offset, size: size, read) else { return nil }
        return try Self.entry(at: offset, head, seal: seal, read)
    }

    /// The beginning of an entry that ends before the file does.
    private static func head(
        at offset: Int, size: Int, _ read: (Int, Int) throws -> [UInt8]
    ) throws -> StoreFrame.Head? {
        guard offset + StoreFrame.overhead <= size,
            let head = StoreFrame.Head(try read(offset, StoreFrame.overhead)[...]),
            offset + StoreFrame.overhead + head.length <= size
        else { return nil }
        return head
    }

    private static func entry(
        at offset: Int, _ head: StoreFrame.Head, seal: UInt64, _ read: (Int, Int) throws -> [UInt8]
    ) throws -> StoreLog.Entry? {
        let payload = try read(offset + StoreFrame.overhead, head.length)
        guard head.matches(payload[...], seal: seal) else { return nil }
        return StoreLog.Entry(offset: offset, frame: StoreFrame(kind: head.kind, payload: payload))
    }

    func end(of entry: StoreLog.Entry) -> Int { entry.offset + StoreFrame.overhead + entry.frame.payload.count }

    /// The last bytes of the file if they are an entry of the length of a transaction's end with something wrong in it; nil
    /// if they are not.
    func damagedEnd(after offset: Int) throws -> Range<Int>? {
        let length = size - offset - StoreFrame.overhead
        guard length > 0, length <= Int(UInt8.max) else { return nil }
        let expected = StoreFrame(kind: .commit, payload: [UInt8](repeating: 0, count: length)).bytes(seal: 0)
        let known = StoreFrame.overhead - MemoryLayout<UInt64>.size
        let found = try read(offset, known)
        // The beginning of another entry has another length and another kind.
        let wrong = zip(found, expected).count { $0 != $1 }
        return wrong <= 1 ? offset..<size : nil
    }

    /// Whether all bytes of an entry that is damaged are there, so that it was not cut off.
    func isWhole(at offset: Int) throws -> Bool {
        guard size - offset >= StoreFrame.overhead else { return false }
        guard let head = StoreFrame.Head(try read(offset, StoreFrame.overhead)[...]) else { return true }
        return size - offset - StoreFrame.overhead >= head.length
    }

    /// The offset of the next undamaged entry; nil if no other follows.
    func nextEntry(after offset: Int) throws -> Int? {
        let marker = StoreFrame.marker
        var start = offset + 1
        while start + StoreFrame.overhead <= size {
            let block = try read(start, Self.blockSize + marker.count - 1)
            var index = 0
            while let found = block[index...].firstIndex(of: marker[0]) {
                if block[found...].starts(with: marker), try entry(at: start + found) != nil { return start + found }
                index = found + 1
            }
            start += Self.blockSize
        }
        return nil
    }
}
