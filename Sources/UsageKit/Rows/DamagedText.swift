/// A text of a document, or the name of a member, in which a part could not be read and was replaced.
struct DamagedText: Hashable, Sendable {
    /// How many texts of one value are told apart; what more there are may decide anything.
    static let maximumCount = 1000
    /// Longer paths are not continued.
    fileprivate static let maximumPathLength = 256

    /// The names of the members on the way to it, separated by dots, and its own if it is a name.
    let path: String
    /// The text as it is read.
    let text: String
    /// Whether it is the name of a member, which then may be one that is looked for.
    var isName = false
    /// What was replaced in it, in its order.
    let original: [UInt64]
    /// The line of the first replacement, counted from 1.
    let line: Int

    /// Nil if nothing was replaced in the text.
    init?(_ path: String, _ text: String, isName: Bool = false, _ replacements: ArraySlice<TextRepair.Replacement>) {
        guard let first = replacements.first else { return nil }
        self.path = path
        self.text = text
        self.isName = isName
        original = replacements.map(\.original)
        line = first.line
    }

    /// Whether it is the value at a path, or inside it.
    func isInside(_ other: String) -> Bool {
        let (own, other) = (path.utf8, other.utf8)
        return own.starts(with: other) && (own.count == other.count || own.dropFirst(other.count).first == 0x2E)
    }

    /// The path as messages have it.
    var shortPath: String {
        path.utf8.count <= 64 ? path : String(path.unicodeScalars.prefix(64)) + "…"
    }
}

/// The places at which text was replaced, in the bytes of a page or of a block of a file.
struct ReplacedPlaces: Sendable {
    private let replacements: [TextRepair.Replacement]
    /// The position of the block among all bytes that were returned.
    private let start: Int

    /// - Parameters:
    ///   - replacements: What was replaced, in its order.
    ///   - start: The position of the block among all bytes that were returned.
    init(_ replacements: [TextRepair.Replacement] = [], from start: Int = 0) {
        self.replacements = replacements
        self.start = start
    }

    var isEmpty: Bool { replacements.isEmpty }

    /// What was replaced in a range of the block.
    func inside(_ range: Range<Int>) -> ArraySlice<TextRepair.Replacement> {
        let (first, last) = (range.lowerBound + start, range.upperBound + start)
        var (low, high) = (0, replacements.count)
        while low < high {
            let middle = (low + high) / 2
            if replacements[middle].end <= first { low = middle + 1 } else { high = middle }
        }
        return replacements[low...].prefix { $0.start < last }
    }
}

extension JSONReader {
    /// Finds the texts of the next value in which something was replaced, and the names of members.
    mutating func damagedTexts(_ places: ReplacedPlaces) throws(UsageError) -> [DamagedText] {
        var texts: [DamagedText] = []
        try findDamagedTexts(places, "", &texts)
        return texts
    }

    /// Finds such texts of the next member, whose name begins at the position.
    mutating func damagedTextsOfMember(_ places: ReplacedPlaces) throws(UsageError) -> [DamagedText] {
        var texts: [DamagedText] = []
        try findDamagedTextsOfMember(places, "", &texts)
        return texts
    }

    private mutating func findDamagedTexts(
        _ places: ReplacedPlaces, _ path: String, _ texts: inout [DamagedText]
    ) throws(UsageError) {
        skipWhitespace()
        switch bytes[position] {
        case UInt8(ascii: "{"):
            try enterObject()
            var isFirst = true
            while try hasNextMember(isFirst: isFirst) {
                isFirst = false
                try findDamagedTextsOfMember(places, path, &texts)
            }
        case UInt8(ascii: "["):
            var elements = try elements()
            while try next(&elements) { try findDamagedTexts(places, path, &texts) }
        case UInt8(ascii: "\""):
            let token = try stringToken()
            let inside = places.inside(token.range)
            if !inside.isEmpty { texts.add(DamagedText(path, try text(of: token), inside)) }
        default: try skipValue()
        }
    }

    private mutating func findDamagedTextsOfMember(
        _ places: ReplacedPlaces, _ path: String, _ texts: inout [DamagedText]
    ) throws(UsageError) {
        let token = try memberName()
        let name = try text(of: token)
        let end = String(name.unicodeScalars.prefix(DamagedText.maximumPathLength))
        let isWhole = path.utf8.count > DamagedText.maximumPathLength
        let inner = path.isEmpty ? end : isWhole ? path : "\(path).\(end)"
        texts.add(DamagedText(inner, end, isName: true, places.inside(token.range)))
        try findDamagedTexts(places, inner, &texts)
    }
}

extension [DamagedText] {
    /// Adds a text, unless there are too many.
    fileprivate mutating func add(_ text: DamagedText?) {
        guard var text, count < DamagedText.maximumCount else { return }
        if count == DamagedText.maximumCount - 1 { text.isName = true }
        append(text)
    }
}

extension CSVRecord {
    /// Finds the cells in which something was replaced.
    ///
    /// - Parameters:
    ///   - places: The places, counted from the beginning of the file.
    ///   - name: The path of a cell; nil if the cells are names themselves.
    /// - Returns: The texts of the cells.
    func damagedTexts(_ places: ReplacedPlaces, at name: ((Int) -> String)?) -> [DamagedText] {
        if places.inside(offset..<max(offset, end)).isEmpty { return [] }
        return (0..<count).compactMap { index in
            let end = index + 1 < count ? offset(of: index + 1) : end
            let inside = places.inside(offset(of: index)..<max(offset(of: index), end))
            guard !inside.isEmpty else { return nil }
            let text = text(index) ?? ""
            return DamagedText(name?(index) ?? text, text, isName: name == nil, inside)
        }
    }
}
