/// Receives what the reader of a file finds: pages and rows, in the order of the file.
protocol RowReceiver {
    associatedtype Row: DecodableRow

    /// Begins a page, and ends a page without members beside its rows.
    ///
    /// - Parameter kind: How its rows come.
    mutating func beginPage(_ kind: PageKind)

    /// Ends a page of the API, and receives its members beside the rows.
    mutating func endPage(_ envelope: PageEnvelope)

    /// Reads a row.
    ///
    /// If it throws, either decoding the row from its beginning throws, too, or the receiver refuses the row.
    mutating func read(_ json: inout JSONReader) throws(UsageError)

    /// Whether the line is needed on which the last row begins, if the file is read by lines.
    var awaitsLine: Bool { get }

    /// Receives that line, which is counted from 1.
    mutating func setLine(_ line: Int)

    /// Receives a reason why rows are missing, or throws if it must be judged.
    mutating func note(_ reason: WalkStop) throws(UsageError)

    /// Receives the line of a text of which a part was replaced, counted from 1.
    mutating func replaceText(inLine line: Int)

    /// Receives a row that was decoded, or throws and changes nothing.
    mutating func receive(_ row: Row) throws(UsageError)
}

/// How the rows of a saved page come.
enum PageKind: Sendable {
    /// In a page as the API sends it, whose members beside the rows may follow them.
    case envelope
    /// In an array, or below the header of a table: nothing more will be said of the page.
    case plain
}

extension RowReceiver {
    var awaitsLine: Bool { false }

    mutating func setLine(_ line: Int) {}

    mutating func replaceText(inLine line: Int) {}

    mutating func note(_ reason: WalkStop) throws(UsageError) {}
}

extension RowReceiver where Self: FieldsReceiver {
    /// Reads the fields of a row, and falls back to full decoding if that is not possible.
    @inline(__always)
    mutating func read(_ json: inout JSONReader) throws(UsageError) {
        let mark = json.mark
        do {
            if try Row.readFields(from: &json, into: &self) { return }
        } catch {
            // Any error means: fall back to full decoding, which throws the proper error.
        }
        json.rewind(to: mark)
        try receive(try Row(saved: &json))
    }
}
