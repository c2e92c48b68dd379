/// The format of a saved file, as its beginning shows it.
enum SavedFormat: Hashable, Sendable {
    /// Rows one after the other, usually one per line.
    case lines
    /// Pages of the API one after the other.
    case pages
    /// Arrays of rows, usually one.
    case arrays
    case csv

    /// The maximum number of bytes that are examined.
    static let openingLength = 1 << 18
    /// The number of bytes that show whether a file is a table with another separator, unless its first line ends before.
    private static let lineLength = 4096

    /// Recognizes a format.
    ///
    /// - Parameters:
    ///   - opening: The first bytes.
    ///   - isWhole: Whether the file has no more bytes.
    ///   - format: The names of the members of a page.
    /// - Returns: The format; nil if more bytes are needed.
    /// - Throws: ``UsageError`` if the file has another format.
    static func of(
        _ opening: ArraySlice<UInt8>, isWhole: Bool, _ format: PageFormat
    ) throws(UsageError) -> SavedFormat? {
        let isEnough = isWhole || opening.count >= lineLength || opening.contains(UInt8(ascii: "\n"))
        guard isEnough else { return nil }
        if let foreign = ForeignFormat(Array(opening.prefix(lineLength))) { throw foreign.error }
        return try JSONReader.readSequence(opening) { (json) throws(UsageError) in
            if json.isAtEndOfFile(isLast: isWhole) { return isWhole ? .lines : nil }
            switch json.bytes[json.position] {
            case UInt8(ascii: "["): return .arrays
            case UInt8(ascii: "{"):
                let (found, isCertain) = json.firstDocument(format)
                return isCertain || isWhole || opening.count >= openingLength ? found : nil
            default:
                if CSVHeader.begins(opening) { return .csv }
                throw json.unexpected("an object or an array of rows")
            }
        }
    }
}

extension JSONReader {
    /// Whether the first document is a page or a row, and whether more bytes cannot change that.
    ///
    /// A row may have a member of its own under the name of the rows of a page.
    fileprivate mutating func firstDocument(_ format: PageFormat) -> (format: SavedFormat, isCertain: Bool) {
        var hasRows = false
        var hasPageMember = false
        var rowMembers = 0
        var isPage: Bool { hasRows && (rowMembers == 0 || hasPageMember) }
        var isFirst = true
        do {
            try enterObject()
            while try hasNextMember(isFirst: isFirst) {
                isFirst = false
                let name = try text(of: try memberName())
                if format.rowMembers.contains(name) { rowMembers += 1 }
                if rowMembers > 1 { return (.lines, true) }
                if format.saysWhatFollows(name) { hasPageMember = true }
                if name == format.rows, bytes[position] == UInt8(ascii: "[") { hasRows = true }
                _ = try value()
            }
            return (isPage ? .pages : .lines, true)
        } catch {
            // A page is cut in the middle of its rows, before the members that may follow them.
            return (hasRows ? .pages : .lines, false)
        }
    }
}

extension CSVHeader {
    /// Whether a file begins with a line of several cells, rather than with an object or an array.
    static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        rest = rest.drop { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
        guard let first = rest.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return false }
        let special = rest.first { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") }
        return special == UInt8(ascii: ",")
    }
}
