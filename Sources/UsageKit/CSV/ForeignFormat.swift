/// What a file is that cannot be read as rows, told by its beginning.
enum ForeignFormat: Hashable, Sendable {
    case gzip, zip, utf16
    /// A table whose cells are separated by something else than commas.
    case table(separator: Separator)

    enum Separator: Hashable, Sendable {
        case semicolon, tab, stated
    }

    /// Nil for a file that begins like rows, pages or CSV.
    init?(_ bytes: [UInt8]) {
        let start = bytes.prefix(4096)
        if start.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            self = .zip
        } else if Self.isUTF16(start) {
            self = .utf16
        } else if let separator = Self.separator(start) {
            self = .table(separator: separator)
        } else {
            return nil
        }
    }

    /// Text of mostly ASCII characters in UTF-16 has a zero in every other byte; its byte order mark may be missing.
    private static func isUTF16(_ start: ArraySlice<UInt8>) -> Bool {
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return true }
        let first = Array(start.prefix(4))
        return first.count == 4 && (first[0] == 0) != (first[1] == 0) && (first[0] == 0) == (first[2] == 0)
            && (first[1] == 0) == (first[3] == 0)
    }

    private static func separator(_ start: ArraySlice<UInt8>) -> Separator? {
        let text = start.dropFirst(start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
            .drop { [0x20, 0x0A, 0x0D].contains($0) }
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        if line.starts(with: Array("sep=".utf8)) { return .stated }
        guard let first = line.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "["),
            !line.contains(UInt8(ascii: ","))
        else { return nil }
        if !line.contains(where: { $0 > 0x20 }) { return nil }
        if line.contains(UInt8(ascii: ";")) { return .semicolon }
        return line.contains(UInt8(ascii: "\t")) ? .tab : nil
    }

    /// The error that names the format.
    var error: UsageError {
        let message =
            switch self {
            case .gzip: "the file is compressed with gzip: unpack it first"
            case .zip: "the file is a zip archive: unpack it first"
            case .utf16: "the file is UTF-16: save it as UTF-8"
            case .table(separator: .semicolon): "semicolons separate the cells: export the table with commas"
            case .table(separator: .tab): "tabs separate the cells: export the table with commas"
            case .table(separator: .stated): "the first line states a separator (sep=): export the table without it"
            }
        var error = UsageError(.unexpectedShape, message)
        error.byteOffset = 0
        return error
    }
}
