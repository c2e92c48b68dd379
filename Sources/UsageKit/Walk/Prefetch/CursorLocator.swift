/// Where the pages of a listing say what follows them: in members beside the rows, in front of them or behind.
struct CursorLocator: Sendable {
    /// The member that holds the cursor.
    let name: String
    /// The member that says whether more follows, where there is one.
    var hasMore: String?
    /// The query parameter that takes the cursor of the first page; nil where only its rows tell.
    var parameter: String?

    /// How far from the start and the end of a page its members are looked for.
    private static var reach: Int { 2048 }

    /// What probably follows a page, read off without its rows: a guess, since nothing else of the page is looked at.
    ///
    /// - Parameters:
    ///   - body: The page.
    ///   - position: Where the page stands.
    /// - Returns: The place; nil where the page seems to be cut or the last one, or does not show it so easily.
    func next(in body: [UInt8], at position: PagePosition) -> PagePosition? {
        var parameter = parameter
        var current: String?
        if case .cursor(let name, let value) = position { (parameter, current) = (name, value) }
        guard let parameter, let end = body.lastIndex(where: { !Self.isSpace($0) }),
            body[end] == UInt8(ascii: "}"),
            let cursor = Self.tail(of: body[..<end]).flatMap(cursor) ?? Self.head(of: body[..<end]).flatMap(cursor),
            cursor != current
        else { return nil }
        return .cursor(parameter: parameter, value: cursor)
    }

    private func cursor(in members: ArraySlice<UInt8>) -> String? {
        if let hasMore, let value = Self.value(of: hasMore, in: members), value.starts(with: "false".utf8) {
            return nil
        }
        guard let value = Self.value(of: name, in: members), value.first == UInt8(ascii: "\"") else { return nil }
        let text = value.dropFirst().prefix { (0x21..<0x7F).contains($0) && ![0x22, 0x5C].contains($0) }
        guard !text.isEmpty, text.endIndex < value.endIndex, value[text.endIndex] == UInt8(ascii: "\"") else {
            return nil
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands behind the last array of a page.
    private static func tail(of body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let end = body.suffix(reach)
        return end.lastIndex(of: UInt8(ascii: "]")).map { end[$0...] }
    }

    /// What stands in front of the first array of a page.
    private static func head(of body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let start = body.prefix(reach)
        return start.firstIndex(of: UInt8(ascii: "[")).map { start[..<$0] }
    }

    /// What follows a name and its colon.
    private static func value(of name: String, in members: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let name = Array("\"\(name)\"".utf8)
        var rest = members
        while let start = rest.firstIndex(of: UInt8(ascii: "\"")) {
            rest = rest[start...]
            if rest.starts(with: name) {
                let value = rest.dropFirst(name.count).drop(while: isSpace)
                if value.first == UInt8(ascii: ":") { return value.dropFirst().drop(while: isSpace) }
            }
            rest = rest.dropFirst()
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
