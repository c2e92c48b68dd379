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

    /// The places at which text was replaced in the block that is read, if that must be known of each row.
    var replaced: ReplacedPlaces { get }

    /// Receives these places.
    mutating func beginBlock(_ replaced: ReplacedPlaces)

    /// Receives what was replaced in the last row.
    mutating func note(_ row: DamagedRow)

    /// Receives a text beside the rows, or the name of a column, that decides what follows and in which text was
    /// replaced.
    mutating func note(besideRows text: DamagedText)

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

    @inline(__always)
    var replaced: ReplacedPlaces { ReplacedPlaces() }

    mutating func beginBlock(_ replaced: ReplacedPlaces) {}

    mutating func note(_ row: DamagedRow) {}

    mutating func note(besideRows text: DamagedText) {}

    mutating func note(_ reason: WalkStop) throws(UsageError) {}
}

extension RowReceiver {
    /// Reads a row, and finds what was replaced in it.
    @inline(__always)
    mutating func readRow(_ json: inout JSONReader) throws(UsageError) {
        if replaced.isEmpty { return try read(&json) }
        try readDamagedRow(&json)
    }

    @inline(never)
    private mutating func readDamagedRow(_ json: inout JSONReader) throws(UsageError) {
        let start = json.mark
        try read(&json)
        let row = try json.damagedRow(from: start, replaced) { (json) throws(UsageError) in try Row(saved: &json) }
        if let row { note(row) }
    }

    /// Finds what was replaced in a member of a page beside its rows.
    mutating func noteDamagedText(ofMemberAt start: JSONReader.Mark, _ json: inout JSONReader, _ format: PageFormat) {
        if replaced.isEmpty { return }
        let end = json.mark
        json.rewind(to: start)
        let texts = (try? json.damagedTextsOfMember(replaced)) ?? []
        json.rewind(to: end)
        for text in texts where format.isDecided(by: text) { note(besideRows: text) }
    }
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
