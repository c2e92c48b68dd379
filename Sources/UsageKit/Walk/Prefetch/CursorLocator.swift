/// Where the pages of a listing show their cursor: in members before or after the array of rows, or in the header.
struct CursorLocator: Sendable {
    /// The member that holds the cursor.
    let name: String
    /// The member that says whether more rows follow; nil if pages have none.
    var hasMore: String?
    /// The query parameter that takes the cursor of the first page; nil if only the rows of that page tell it.
    var parameter: String?
    /// Whether ``name`` is that of a field of the header.
    var isHeader = false

    /// How many bytes at the start and at the end of a page are searched.
    private static var searchedBytes: Int { 2048 }

    /// The position of the next page, read without looking at the rows; nil if the page does not show it.
    func next(in response: TransportResponse, at position: PagePosition) -> PagePosition? {
        guard isHeader else { return next(in: response.body, at: position) }
        guard let parameter, let cursor = response.headers[name].flatMap({ $0.isEmpty ? nil : Cursor($0) }) else {
            return nil
        }
        let next = PagePosition.cursor(parameter: parameter, value: cursor)
        return next == position ? nil : next
    }

    /// The position of the next page, read without looking at the rows.
    ///
    /// The result is a guess, because nothing else of the page is looked at.
    ///
    /// - Parameters:
    ///   - body: The page.
    ///   - position: The position of the page.
    /// - Returns: The position; nil if the page seems to be truncated or the last one, or if no cursor is found.
    func next(in body: [UInt8], at position: PagePosition) -> PagePosition? {
        var parameter = parameter
        var current: Cursor?
        if case .cursor(let name, let value) = position { (parameter, current) = (name, value) }
        guard let parameter, let end = body.lastIndex(where: { !Self.isSpace($0) }),
            body[end] == UInt8(ascii: "}"),
            let cursor = Self.tail(of: body[..<end]).flatMap(cursor) ?? Self.head(of: body[..<end]).flatMap(cursor),
            cursor != current
        else { return nil }
        return .cursor(parameter: parameter, value: cursor)
    }

    private func cursor(in members: ArraySlice<UInt8>) -> Cursor? {
        if let hasMore, let value = Self.value(of: hasMore, in: members), value.starts(with: "false".utf8) {
            return nil
        }
        guard let value = Self.value(of: name, in: members), value.first == UInt8(ascii: "\"") else { return nil }
        let text = value.dropFirst().prefix { (0x21..<0x7F).contains($0) && ![0x22, 0x5C].contains($0) }
        guard !text.isEmpty, text.endIndex < value.endIndex, value[text.endIndex] == UInt8(ascii: "\"") else {
            return nil
        }
        return Cursor(String(decoding: text, as: UTF8.self))
    }

    /// The members after the last array of a page.
    private static func tail(of body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let end = body.suffix(searchedBytes)
        return end.lastIndex(of: UInt8(ascii: "]")).map { end[$0...] }
    }

    /// The members before the first array of a page.
    private static func head(of body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let start = body.prefix(searchedBytes)
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
