/// The log of a store: entries that are appended, and count once the entry that ends their transaction is there.
///
/// A file is a header, which is there twice, and then transactions. What follows the last end of a transaction was being written when the writer
/// ended, and never counted. An entry that is not what was written, before such an end, is damage: it is named and left out.
struct StoreLog: Sendable {
    /// An entry that counts.
    struct Entry: Hashable, Sendable {
        let offset: Int
        let frame: StoreFrame
    }

    /// Bytes that are not what was written.
    struct Damage: Hashable, Sendable {
        let bytes: Range<Int>
        /// The number of the transaction that they belong to.
        let transaction: UInt64
    }

    /// The entries of one transaction.
    struct Transaction: Hashable, Sendable {
        let number: UInt64
        let entries: [Entry]
        let damage: [Damage]
        /// How many transactions these are; more than one if the ends of some are lost.
        var count = 1
    }

    /// What the header says.
    private(set) var header = Header(generation: 0, seal: 0, labels: [])
    /// One of the two headers if it is damaged; nothing is lost then.
    private(set) var damagedHeader: Range<Int>?
    /// How many bytes count.
    private(set) var wholeBytes = 0
    /// How many bytes after them never counted.
    private(set) var tornBytes = 0
    /// The number of the last transaction; 0 before the first one.
    private(set) var lastTransaction: UInt64 = 0

    /// Reads a log, and delivers its transactions in their order.
    ///
    /// - Parameters:
    ///   - size: The number of bytes of the file.
    ///   - read: Returns bytes of the file: those at an offset, up to a number, fewer only at its end. It is called on
    ///     several threads.
    ///   - begin: Takes the header, before the transactions.
    ///   - deliver: Takes a transaction.
    /// - Throws: ``Failure`` if the file is no log of this version, or what the functions throw.
    init(
        size: Int, read: @escaping @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8],
        begin: (Header) throws -> Void = { _ in }, deliver: (Transaction) throws -> Void
    ) throws {
        var scan = StoreScan(size: size, read: read)
        let (first, header, damagedHeader) = try scan.header()
        scan.seal = header.seal
        self.header = header
        self.damagedHeader = damagedHeader
        try begin(header)
        wholeBytes = first
        var pending: [Entry] = []
        var damaged: [Range<Int>] = []
        var offset = wholeBytes
        while offset < size {
            guard let entry = try scan.next(at: offset) else {
                guard let next = try scan.nextEntry(after: offset) else { break }
                damaged.append(offset..<next)
                offset = next
                continue
            }
            offset = scan.end(of: entry)
            guard entry.frame.kind == .commit else {
                pending.append(entry)
                continue
            }
            // Its checksum is right, so it is another version's; what follows must not be taken for a torn tail.
            guard let commit = Commit(entry.frame.payload) else { throw Failure.notALog }
            guard commit.number > lastTransaction else {
                damaged.append(entry.offset..<offset)
                continue
            }
            // A later transaction shows that those before it had ended, even if their last entry is damaged or gone.
            let earlier = pending.filter { $0.offset < commit.start }
            var lost = damaged.filter { $0.lowerBound < commit.start }
            if lost.isEmpty, !earlier.isEmpty || commit.number > lastTransaction + 1 {
                lost = [min(wholeBytes, commit.start)..<commit.start]
            }
            if !lost.isEmpty {
                let number = lastTransaction + 1
                try deliver(
                    Transaction(
                        number: number, entries: earlier, damage: lost.map { Damage(bytes: $0, transaction: number) },
                        count: max(Int(clamping: commit.number - lastTransaction) - 1, 1)))
            }
            let entries = pending.filter { $0.offset >= commit.start }
            var own = damaged.filter { $0.upperBound > commit.start }
            if own.isEmpty, (entries.first ?? entry).offset != commit.start || entries.count != Int(commit.count) {
                own = [commit.start..<commit.start]
            }
            try deliver(
                Transaction(
                    number: commit.number, entries: entries,
                    damage: own.map { Damage(bytes: $0, transaction: commit.number) }))
            (pending, damaged) = ([], [])
            lastTransaction = commit.number
            wholeBytes = offset
        }
        tornBytes = size - wholeBytes
        guard let damage = try damage(ofTail: pending, damaged.first?.lowerBound ?? offset, scan) else { return }
        let number = lastTransaction + 1
        try deliver(
            Transaction(number: number, entries: pending, damage: [Damage(bytes: damage, transaction: number)]))
        (lastTransaction, wholeBytes, tornBytes) = (number, size, 0)
    }

    /// What is wrong at the end of a file; nil if its last transaction was only cut off.
    private func damage(ofTail entries: [Entry], _ wrong: Int, _ scan: StoreScan) throws -> Range<Int>? {
        // A write that was cut off leaves no whole entry at its end.
        if let end = try scan.damagedEnd(after: entries.last.map(scan.end) ?? wholeBytes), end.lowerBound == wrong,
            end.count == Commit.size
        {
            return end
        }
        // Without the summary of the transaction, it could have been anything, and all would have to be fetched again.
        guard entries.contains(where: { $0.frame.kind == .summary }) else { return nil }
        return try scan.isWhole(at: wrong) ? wrong..<scan.size : nil
    }

    /// Why a file cannot be read.
    enum Failure: Error, Equatable {
        /// It does not begin as a log.
        case notALog
        /// A later version has written it.
        case newerVersion(UInt32)
    }
}

extension StoreLog {
    /// The version that is written.
    static let version: UInt32 = 1

    /// The first entry of a file.
    struct Header: Hashable, Sendable {
        /// How often the store was rewritten.
        let generation: UInt64
        /// A random number, by which entries of another store are told apart.
        let seal: UInt64
        /// What is kept of rows beyond the dimensions of every ledger.
        let labels: [String]

        init(generation: UInt64, seal: UInt64 = .random(in: .min ... .max), labels: [String]) {
            self.generation = generation
            self.seal = seal
            self.labels = labels
        }

        fileprivate init(_ payload: [UInt8]) throws(Failure) {
            guard payload.count >= 12 else { throw .notALog }
            let version = payload[0..<4].littleEndian(UInt32.self)
            guard version <= StoreLog.version else { throw .newerVersion(version) }
            do {
                var reader = EntryReader(payload[4...])
                generation = try reader.number()
                seal = try reader.number()
                var labels: [String] = []
                for _ in 0..<(try reader.count(upTo: payload.count)) { labels.append(try reader.text()) }
                self.labels = labels
            } catch {
                throw .notALog
            }
        }

        /// The beginning of a file: the header twice, since nothing can be read without it.
        var bytes: [UInt8] { frame.bytes(seal: 0) + frame.bytes(seal: 0) }

        var frame: StoreFrame {
            var writer = EntryWriter()
            writer.write(StoreLog.version)
            writer.write(generation)
            writer.write(seal)
            writer.write(count: labels.count)
            for label in labels { writer.write(text: label) }
            return StoreFrame(kind: .header, payload: writer.bytes)
        }
    }

    /// The end of a transaction.
    private struct Commit {
        /// The bytes of the entry.
        static let size = StoreFrame.overhead + 20

        let number: UInt64
        /// Where the transaction begins.
        let start: Int
        /// How many entries it has.
        let count: UInt32

        init(number: UInt64, start: Int, count: Int) {
            self.number = number
            self.start = start
            self.count = UInt32(clamping: count)
        }

        init?(_ payload: [UInt8]) {
            guard payload.count == 20, let start = Int(exactly: payload[8..<16].littleEndian(UInt64.self)) else {
                return nil
            }
            number = payload[0..<8].littleEndian(UInt64.self)
            self.start = start
            count = payload[16..<20].littleEndian(UInt32.self)
        }

        var frame: StoreFrame {
            var payload: [UInt8] = []
            payload.append(littleEndian: number)
            payload.append(littleEndian: UInt64(start))
            payload.append(littleEndian: count)
            return StoreFrame(kind: .commit, payload: payload)
        }
    }

    /// Begins a log of which the headers were written.
    init(writing header: Header) {
        self.header = header
        wholeBytes = header.bytes.count
    }

    /// The bytes of the next transaction, to be appended after ``wholeBytes``.
    func bytes(ofNext frames: [StoreFrame]) -> [UInt8] {
        var bytes: [UInt8] = []
        for frame in frames { bytes += frame.bytes(seal: header.seal) }
        let commit = Commit(number: lastTransaction + 1, start: wholeBytes, count: frames.count)
        return bytes + commit.frame.bytes(seal: header.seal)
    }

    /// Notes that the bytes of the next transaction were written and synchronized.
    mutating func noteCommit(bytes: Int) {
        lastTransaction += 1
        wholeBytes += bytes
        tornBytes = 0
    }
}

extension StoreScan {
    /// The end of the headers, what they say, and which of them is damaged.
    fileprivate func header() throws -> (end: Int, header: StoreLog.Header, damage: Range<Int>?) {
        let first = try entry(at: 0)
        if let first, first.frame.kind == .header {
            let header = try StoreLog.Header(first.frame.payload)
            let length = end(of: first)
            guard size >= 2 * length else { throw StoreLog.Failure.notALog }
            let isSame = try entry(at: length)?.frame == first.frame
            return (2 * length, header, isSame ? nil : length..<2 * length)
        }
        guard let offset = try nextEntry(after: 0), let second = try entry(at: offset), second.frame.kind == .header
        else {
            throw StoreLog.Failure.notALog
        }
        return (end(of: second), try StoreLog.Header(second.frame.payload), 0..<offset)
    }
}
