/// The log of a store: entries that are appended, and count once the entry that ends their transaction is there.
///
/// A file is a header and then transactions. What follows the last end of a transaction was being written when the writer
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
    }

    /// What the header says.
    private(set) var header = Header(generation: 0)
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
    ///   - read: Returns bytes of the file: those at an offset, up to a number, fewer only at its end.
    ///   - deliver: Takes a transaction.
    /// - Throws: ``Failure`` if the file is no log of this version, or what the functions throw.
    init(
        size: Int, read: @escaping (_ offset: Int, _ count: Int) throws -> [UInt8],
        deliver: (Transaction) throws -> Void
    ) throws {
        let scan = Scan(size: size, read: read)
        guard let first = try scan.entry(at: 0), first.frame.kind == .header else { throw Failure.notALog }
        header = try Header(first.frame.payload)
        wholeBytes = scan.end(of: first)
        var pending: [Entry] = []
        var damaged: [Range<Int>] = []
        var offset = wholeBytes
        while offset < size {
            guard let entry = try scan.entry(at: offset) else {
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
            guard let commit = Commit(entry.frame.payload), commit.number > lastTransaction else {
                damaged.append(entry.offset..<offset)
                continue
            }
            // A later transaction shows that those before it had ended, even if their last entry is damaged.
            let missing = pending.filter { $0.offset < commit.start }
            let lost = damaged.filter { $0.lowerBound < commit.start }
            if !missing.isEmpty || !lost.isEmpty {
                let number = lastTransaction + 1
                try deliver(
                    Transaction(
                        number: number, entries: missing, damage: lost.map { Damage(bytes: $0, transaction: number) }))
            }
            try deliver(
                Transaction(
                    number: commit.number, entries: pending.filter { $0.offset >= commit.start },
                    damage: damaged.filter { $0.lowerBound >= commit.start }.map {
                        Damage(bytes: $0, transaction: commit.number)
                    }))
            (pending, damaged) = ([], [])
            lastTransaction = commit.number
            wholeBytes = offset
        }
        tornBytes = size - wholeBytes
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
        /// How often the store was rewritten; the file with the highest number counts.
        let generation: UInt64

        init(generation: UInt64) { self.generation = generation }

        fileprivate init(_ payload: [UInt8]) throws(Failure) {
            guard payload.count >= 12 else { throw .notALog }
            let version = payload[0..<4].littleEndian(UInt32.self)
            guard version <= StoreLog.version else { throw .newerVersion(version) }
            generation = payload[4..<12].littleEndian(UInt64.self)
        }

        var frame: StoreFrame {
            var payload: [UInt8] = []
            payload.append(littleEndian: StoreLog.version)
            payload.append(littleEndian: generation)
            return StoreFrame(kind: .header, payload: payload)
        }
    }

    /// The end of a transaction.
    private struct Commit {
        let number: UInt64
        /// Where the transaction begins.
        let start: Int

        init(number: UInt64, start: Int) {
            self.number = number
            self.start = start
        }

        init?(_ payload: [UInt8]) {
            guard payload.count == 16, let start = Int(exactly: payload[8..<16].littleEndian(UInt64.self)) else {
                return nil
            }
            number = payload[0..<8].littleEndian(UInt64.self)
            self.start = start
        }

        var frame: StoreFrame {
            var payload: [UInt8] = []
            payload.append(littleEndian: number)
            payload.append(littleEndian: UInt64(start))
            return StoreFrame(kind: .commit, payload: payload)
        }
    }

    /// The bytes of the next transaction, to be appended after ``wholeBytes``.
    func bytes(ofNext frames: [StoreFrame]) -> [UInt8] {
        var bytes: [UInt8] = []
        for frame in frames { bytes += frame.bytes }
        return bytes + Commit(number: lastTransaction + 1, start: wholeBytes).frame.bytes
    }

    /// Notes that the bytes of the next transaction were written and synchronized.
    mutating func noteCommit(bytes: Int) {
        lastTransaction += 1
        wholeBytes += bytes
        tornBytes = 0
    }
}

/// Reads entries at offsets of a file.
private struct Scan {
    let size: Int
    let read: (_ offset: Int, _ count: Int) throws -> [UInt8]
    private static let blockSize = 1 << 16

    init(size: Int, read: @escaping (_ offset: Int, _ count: Int) throws -> [UInt8]) {
        self.size = size
        self.read = read
    }

    /// The entry at an offset; nil if it is damaged or missing.
    func entry(at offset: Int) throws -> StoreLog.Entry? {
        guard offset + StoreFrame.overhead <= size else { return nil }
        let head = StoreFrame.Head(try read(offset, StoreFrame.overhead)[...])
        guard let head, offset + StoreFrame.overhead + head.length <= size else { return nil }
        let payload = try read(offset + StoreFrame.overhead, head.length)
        guard head.matches(payload[...]) else { return nil }
        return StoreLog.Entry(offset: offset, frame: StoreFrame(kind: head.kind, payload: payload))
    }

    func end(of entry: StoreLog.Entry) -> Int { entry.offset + StoreFrame.overhead + entry.frame.payload.count }

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
