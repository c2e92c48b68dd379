/// A column of texts that mostly differ, such as ids, in little memory.
///
/// The texts of a chunk are mostly alike: the same length, the same bytes at some places, and few different bytes at the
/// others. Then only the places that differ are kept, in as few bits as their bytes need: 15.5 bytes for a UUID.
struct IDColumn: Sendable {
    private var chunks: [IDChunk] = []
    private var tail: [String?] = []

    var count: Int { chunks.count * PackedChunk.capacity + tail.count }

    subscript(row: Int) -> String? {
        let (chunk, offset) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        return chunk < chunks.count ? chunks[chunk][offset] : tail[offset]
    }

    /// The hash of the text of a row, as ``BorrowedBytes/hash(of:)`` has it; nil if it is missing.
    func hash(ofRow row: Int) -> UInt64? { self[row].map { BorrowedBytes.hash(of: $0) } }

    /// The hashes of the texts of some rows, made on several threads.
    func hashes(of rows: Range<Int>) -> [UInt64?] {
        let capacity = PackedChunk.capacity
        let first = rows.lowerBound / capacity
        let last = min((rows.upperBound + capacity - 1) / capacity, chunks.count)
        guard first < last else { return rows.map(hash) }
        let hashes = parallelMap(last - first) { chunks[first + $0].hashes }
        let start = first * capacity
        let full = hashes.joined().dropFirst(rows.lowerBound - start).prefix(rows.count)
        return Array(full) + (min(last * capacity, rows.upperBound)..<rows.upperBound).map(hash)
    }

    /// The rows before a row that have one of some texts, in ascending order.
    func rows(before end: Int, among search: IDSearch) -> [Int] {
        let capacity = PackedChunk.capacity
        let full = min(end / capacity, chunks.count)
        var search = search
        if full > 0 { search.prepare(for: chunks[0]) }
        let parts = Swift.max(Swift.min(full / 16, 16), 1)
        let found = parallelMap(parts) { [search] part in
            var search = search
            return (part * full / parts..<(part + 1) * full / parts).flatMap { index in
                search.rows(of: chunks[index]).map { index * capacity + $0 }
            }
        }
        return found.flatMap(\.self) + (full * capacity..<end).filter { search.contains(self[$0]) }
    }

    mutating func append(_ text: String?) {
        tail.append(text)
        if tail.count == PackedChunk.capacity {
            chunks.append(IDChunk(tail))
            tail.removeAll(keepingCapacity: true)
        }
    }

    /// Appends the rows of a chunk; a full one is shared if it follows full ones.
    mutating func append(_ chunk: IDChunk) {
        if tail.isEmpty, chunk.count == PackedChunk.capacity { return chunks.append(chunk) }
        for row in 0..<chunk.count { append(chunk[row]) }
    }

    /// Some rows, at most as many as a chunk has.
    func chunk(of rows: Range<Int>) -> IDChunk {
        let (index, offset) = rows.lowerBound.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        if offset == 0, rows.count == PackedChunk.capacity, index < chunks.count { return chunks[index] }
        return IDChunk(rows.map { self[$0] })
    }
}

/// The texts of up to a chunk of rows.
enum IDChunk: Sendable {
    /// No row has a text.
    case missing(count: Int)
    /// Texts of one length.
    case alike(IDPattern, bits: [UInt64], count: Int)
    /// Texts one after the other, and where each begins; a missing one ends before it begins.
    case plain(bytes: [UInt8], starts: [UInt32], isMissing: [Bool])
    /// Texts of several kinds, those of each one after the other, with the rows before each part.
    indirect case parts([IDChunk], starts: [Int], count: Int)

    /// How many parts there can be; more would cost more than they save.
    private static let maximumParts = 16

    init(_ texts: [String?]) {
        guard texts.contains(where: { $0 != nil }) else {
            self = .missing(count: texts.count)
            return
        }
        if let (pattern, bits) = IDPattern.pack(texts) {
            self = .alike(pattern, bits: bits, count: texts.count)
            return
        }
        let cuts = texts.indices.dropFirst().filter { texts[$0]?.utf8.count != texts[$0 - 1]?.utf8.count }
        if (1..<Self.maximumParts).contains(cuts.count) {
            let starts = [0] + cuts
            let parts = zip(starts, cuts + [texts.count]).map { IDChunk(Array(texts[$0..<$1])) }
            self = .parts(parts, starts: starts, count: texts.count)
            return
        }
        var bytes: [UInt8] = []
        var starts: [UInt32] = [0]
        for text in texts {
            bytes += Array((text ?? "").utf8)
            starts.append(UInt32(bytes.count))
        }
        self = .plain(bytes: bytes, starts: starts, isMissing: texts.map { $0 == nil })
    }

    var count: Int {
        switch self {
        case .missing(let count), .alike(_, _, let count): count
        case .plain(_, let starts, _): starts.count - 1
        case .parts(_, _, let count): count
        }
    }

    subscript(row: Int) -> String? {
        switch self {
        case .missing: nil
        case .alike(let pattern, let bits, _): pattern.text(row, in: bits)
        case .plain(let bytes, let starts, let isMissing):
            isMissing[row]
                ? nil : String(decoding: bytes[Int(starts[row])..<Int(starts[row + 1])], as: UTF8.self)
        case .parts(let parts, let starts, _):
            starts.lastIndex { $0 <= row }.flatMap { parts[$0][row - starts[$0]] }
        }
    }

    /// The hash of each text, as ``BorrowedBytes/hash(of:)`` has it; nil for one that is missing.
    var hashes: [UInt64?] {
        switch self {
        case .missing(let count): Array(repeating: nil, count: count)
        case .alike(let pattern, let bits, let count): pattern.hashes(count, in: bits)
        case .plain: (0..<count).map { self[$0].map { BorrowedBytes.hash(of: $0) } }
        case .parts(let parts, _, _): parts.flatMap(\.hashes)
        }
    }

    func write(to writer: inout EntryWriter) {
        switch self {
        case .missing: writer.write(0 as UInt8)
        case .alike(let pattern, let bits, _):
            writer.write(1 as UInt8)
            pattern.write(to: &writer)
            writer.write(array: bits)
        case .plain(let bytes, let starts, let isMissing):
            writer.write(2 as UInt8)
            for row in isMissing.indices {
                writer.write(count: isMissing[row] ? 0 : Int(starts[row + 1] - starts[row]) + 1)
            }
            writer.write(bytes: bytes)
        case .parts(let parts, _, _):
            writer.write(3 as UInt8)
            writer.write(count: parts.count)
            for part in parts {
                writer.write(count: part.count)
                part.write(to: &writer)
            }
        }
    }

    /// Reads the texts of some rows.
    init(_ count: Int, from reader: inout EntryReader) throws(EntryReader.Malformed) {
        try self.init(count, from: &reader, isPart: false)
    }

    private init(_ count: Int, from reader: inout EntryReader, isPart: Bool) throws(EntryReader.Malformed) {
        switch try reader.number(UInt8.self) {
        case 0: self = .missing(count: count)
        case 1:
            let pattern = try IDPattern(from: &reader)
            self = .alike(pattern, bits: try reader.array(pattern.words(count)), count: count)
        case 2:
            var starts: [UInt32] = [0]
            var isMissing: [Bool] = []
            var end = 0
            for _ in 0..<count {
                let length = try reader.count(upTo: StoreFrame.maximumPayload)
                isMissing.append(length == 0)
                end += max(length - 1, 0)
                guard let start = UInt32(exactly: end) else { throw EntryReader.Malformed() }
                starts.append(start)
            }
            self = .plain(bytes: Array(try reader.read(end)), starts: starts, isMissing: isMissing)
        case 3 where !isPart:
            var parts: [IDChunk] = []
            var starts: [Int] = []
            var end = 0
            for _ in 0..<(try reader.count(upTo: Self.maximumParts)) {
                starts.append(end)
                let rows = try reader.count(upTo: count - end)
                let part = try IDChunk(rows, from: &reader, isPart: true)
                parts.append(part)
                end += rows
            }
            guard end == count else { throw EntryReader.Malformed() }
            self = .parts(parts, starts: starts, count: count)
        default: throw EntryReader.Malformed()
        }
    }
}

/// What texts of one length have in common.
struct IDPattern: Hashable, Sendable {
    /// The bytes; those at ``places`` differ from text to text.
    let bytes: [UInt8]
    let places: [Int]
    /// The different bytes at those places.
    let alphabet: [UInt8]
    /// How many bits each of them takes.
    let width: Int

    /// Packs texts, or returns nil if they differ too much or one is missing.
    static func pack(_ texts: [String?]) -> (IDPattern, bits: [UInt64])? {
        guard let first = texts.first ?? nil else { return nil }
        let base = Array(first.utf8)
        guard !base.isEmpty, base.count <= 255 else { return nil }
        var differs = [Bool](repeating: false, count: base.count)
        var all: [UInt8] = []
        all.reserveCapacity(texts.count * base.count)
        for text in texts {
            guard let text, text.utf8.count == base.count else { return nil }
            all += text.utf8
        }
        var index = 0
        for _ in texts.indices {
            for place in base.indices where all[index + place] != base[place] { differs[place] = true }
            index += base.count
        }
        let places = base.indices.filter { differs[$0] }
        var codes = [UInt8](repeating: 255, count: 256)
        var isUsed = [Bool](repeating: false, count: 256)
        for start in stride(from: 0, to: all.count, by: base.count) {
            for place in places { isUsed[Int(all[start + place])] = true }
        }
        let alphabet = isUsed.indices.filter { isUsed[$0] }.map { UInt8($0) }
        guard alphabet.count <= 64 else { return nil }
        for (code, byte) in alphabet.enumerated() { codes[Int(byte)] = UInt8(code) }
        let width = alphabet.count <= 1 ? 0 : Int.bitWidth - (alphabet.count - 1).leadingZeroBitCount
        let pattern = IDPattern(bytes: base, places: places, alphabet: alphabet, width: width)
        var bits = [UInt64](repeating: 0, count: pattern.words(texts.count))
        var position = 0
        for start in stride(from: 0, to: all.count, by: base.count) {
            for place in places {
                let code = UInt64(codes[Int(all[start + place])])
                let (word, shift) = (position / 64, UInt64(position % 64))
                bits[word] |= code << shift
                if Int(shift) + width > 64 { bits[word + 1] |= code >> (64 - shift) }
                position += width
            }
        }
        return (pattern, bits)
    }

    /// How many words the texts of some rows take.
    func words(_ rows: Int) -> Int { (rows * places.count * width + 63) / 64 }

    func text(_ row: Int, in bits: [UInt64]) -> String {
        unsafe String(unsafeUninitializedCapacity: bytes.count) { buffer in
            for index in bytes.indices { unsafe buffer[index] = bytes[index] }
            forEachPlace(ofRow: row, in: bits) { unsafe buffer[$0] = $1 }
            return bytes.count
        }
    }

    /// The hashes of some texts, without making them.
    func hashes(_ rows: Int, in bits: [UInt64]) -> [UInt64?] {
        var text = bytes
        return (0..<rows).map { row in
            forEachPlace(ofRow: row, in: bits) { text[$0] = $1 }
            return BorrowedBytes.withBytes(of: text) { $0.text(at: 0..<$0.count).hash }
        }
    }

    /// Passes each place that differs from text to text to a function, with the byte of a row.
    @inline(__always)
    private func forEachPlace(ofRow row: Int, in bits: [UInt64], _ body: (Int, UInt8) -> Void) {
        var position = row * places.count * width
        let mask = (1 as UInt64) << UInt64(width) - 1
        for place in places {
            let (word, shift) = (position &>> 6, UInt64(position & 63))
            var code = width == 0 ? 0 : bits[word] &>> shift
            if Int(shift) &+ width > 64 { code |= bits[word &+ 1] &<< (64 &- shift) }
            body(place, alphabet[min(Int(truncatingIfNeeded: code & mask), alphabet.count - 1)])
            position &+= width
        }
    }

    func write(to writer: inout EntryWriter) {
        writer.write(count: bytes.count)
        writer.write(bytes: bytes)
        writer.write(count: places.count)
        writer.write(bytes: places.map { UInt8($0) })
        writer.write(count: alphabet.count)
        writer.write(bytes: alphabet)
    }

    init(bytes: [UInt8], places: [Int], alphabet: [UInt8], width: Int) {
        self.bytes = bytes
        self.places = places
        self.alphabet = alphabet
        self.width = width
    }

    init(from reader: inout EntryReader) throws(EntryReader.Malformed) {
        let bytes = Array(try reader.read(try reader.count(upTo: 255)))
        let places = try reader.read(try reader.count(upTo: bytes.count)).map { Int($0) }
        let alphabet = Array(try reader.read(try reader.count(upTo: 64)))
        guard !bytes.isEmpty, places.allSatisfy({ $0 < bytes.count }), places.isEmpty || !alphabet.isEmpty else {
            throw EntryReader.Malformed()
        }
        self.init(
            bytes: bytes, places: places, alphabet: alphabet,
            width: alphabet.count <= 1 ? 0 : Int.bitWidth - (alphabet.count - 1).leadingZeroBitCount)
    }
}
