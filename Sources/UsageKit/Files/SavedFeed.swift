/// Reads the bytes of a saved file in their order, in blocks of any size.
struct SavedFeed<Receiver: RowReceiver> {
    /// What receives the pages and rows.
    var receiver: Receiver
    private let replay: ReplayReader<Receiver.Row>
    /// Nil until the beginning of the file shows its format.
    private var reader: FormatReader<Receiver.Row>?
    /// The bytes that belong to a value that has not ended.
    private var bytes: [UInt8] = []
    /// How many of them the reader has consumed.
    private var consumed = 0
    /// The position in the file of the first of them.
    private var start = 0
    /// The number of line feeds before that position.
    private var lineFeeds = 0
    /// Replaces bad text; nil before the first byte that shows the format, and if nothing is replaced.
    private var repair: TextRepair?
    /// The replacements that may be in ``bytes``.
    private var replacements: [TextRepair.Replacement] = []
    /// By how many bytes what was replaced before ``bytes`` has grown.
    private var growth = 0

    init(_ replay: ReplayReader<Receiver.Row>, into receiver: Receiver) {
        self.replay = replay
        self.receiver = receiver
    }

    /// The position in the file up to which all rows were received.
    var position: Int { positionInFile(start + consumed) }

    /// Reads the next bytes.
    ///
    /// - Parameters:
    ///   - more: The bytes.
    ///   - isLast: Whether the file ends with them.
    /// - Throws: ``UsageError`` with the line and the byte at which the file is malformed.
    mutating func read(_ more: ArraySlice<UInt8>, isLast: Bool) throws(UsageError) {
        try read(more, isLast: isLast, isWhole: isLast)
    }

    /// Ends the bytes early: a row that has not ended, or is malformed, is left out.
    mutating func stop() {
        // So little may have come that the format is not certain.
        if reader == nil { try? read([], isLast: false, isWhole: true) }
    }

    private mutating func read(_ more: ArraySlice<UInt8>, isLast: Bool, isWhole: Bool) throws(UsageError) {
        do throws(UsageError) {
            if replay.replacesBadText { try replaceBadText(of: more, isLast: isLast) } else { bytes += more }
            if reader == nil { reader = try replay.reader(of: bytes[...], isWhole: isWhole) }
            // Taken out, so that the reader changes its memory in place.
            guard var reader = self.reader.take() else { return }
            defer { self.reader = reader }
            reader.setLineFeeds(lineFeeds)
            let count = try read(isLast: isLast, by: &reader)
            consumed += count
            guard count > 0 || bytes.count - consumed < FormatReader<Receiver.Row>.maximumRowLength else {
                var error = UsageError(.unexpectedShape, "expected a row to end within \(bytes.count - consumed) bytes")
                error.byteOffset = 0
                throw error
            }
            release(consumed - reader.openBytes)
        } catch {
            throw located(error)
        }
    }

    /// Reads the bytes that were not consumed, and returns how many are consumed now.
    private mutating func read(
        isLast: Bool, by reader: inout FormatReader<Receiver.Row>
    ) throws(UsageError) -> Int {
        guard !replacements.isEmpty else { return try reader.read(bytes[consumed...], isLast: isLast, into: &receiver) }
        receiver.beginBlock(ReplacedPlaces(replacements, from: positionOfBlock(reader)))
        // The places are those of this block only.
        defer { receiver.beginBlock(ReplacedPlaces()) }
        return try reader.read(bytes[consumed...], isLast: isLast, into: &receiver)
    }

    /// Adds bytes of the file with their bad text replaced.
    private mutating func replaceBadText(of more: ArraySlice<UInt8>, isLast: Bool) throws(UsageError) {
        if repair == nil, let first = more.first(where: { !Self.isBeforeFormat($0) }) {
            // The replacements would hide what gives away another encoding.
            if let foreign = ForeignFormat(bytes + more.prefix(4096)) { throw foreign.error }
            repair = TextRepair(hasEscapes: first == UInt8(ascii: "{") || first == UInt8(ascii: "["))
        }
        guard var repair = repair.take() else { return bytes += more }
        bytes += repair.repair(more, isLast: isLast)
        for replacement in repair.takeReplacements() {
            receiver.replaceText(inLine: replacement.line)
            replacements.append(replacement)
        }
        self.repair = repair
    }

    /// The position from which a reader counts, among all bytes after the replacements.
    private func positionOfBlock(_ reader: FormatReader<Receiver.Row>) -> Int {
        if case .csv = reader { 0 } else { start + consumed }
    }

    /// Whether a byte is white space or belongs to a byte order mark.
    private static func isBeforeFormat(_ byte: UInt8) -> Bool {
        [0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains(byte)
    }

    /// The position in the file of a position after the replacements.
    private func positionInFile(_ position: Int) -> Int {
        replacements.reduce(position - growth) { $0 - ($1.end <= position ? $1.growth : 0) }
    }

    /// Releases the first bytes.
    private mutating func release(_ count: Int) {
        let released = replacements.prefix { $0.end <= start + count }
        growth += released.reduce(0) { $0 + $1.growth }
        replacements.removeFirst(released.count)
        lineFeeds += bytes.lineFeeds(upTo: count)
        bytes.removeFirst(count)
        consumed -= count
        start += count
    }

    /// The error with its byte and its line in the file.
    private func located(_ error: UsageError) -> UsageError {
        var error = error
        error.provider = replay.provider
        guard let offset = error.byteOffset else { return error }
        let place = consumed + offset
        error.message = "line \(1 + lineFeeds + bytes.lineFeeds(upTo: place)): \(error.message)"
        error.byteOffset = positionInFile(start + place)
        return error
    }
}

extension [UInt8] {
    /// The number of line feeds before a position.
    fileprivate func lineFeeds(upTo end: Int) -> Int {
        let span = self.span
        var count = 0
        for index in 0..<Swift.min(Swift.max(end, 0), span.count) where span[index] == UInt8(ascii: "\n") { count += 1 }
        return count
    }
}
