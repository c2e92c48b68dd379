/// What was replaced in the text of a page.
struct DamagedPage: Sendable {
    /// Finds what was replaced in the bytes of a page.
    typealias Finder = @Sendable ([UInt8], [TextRepair.Replacement]) throws(UsageError) -> DamagedPage

    /// How many parts of its text were replaced; 0 for a saved page, whose lines are noted.
    var count = 0
    /// The first texts beside its rows, one of which may be its cursor.
    var besideRows: [DamagedText] = []
    /// The first text beside its rows that decides what follows the page.
    var field: String?
    /// Whether the cursor of the next page is one of them, or the id of the last row and damaged, too.
    var hidesCursor = false
    /// Its rows with such texts, by their indices.
    var rows: [Int: DamagedRow] = [:]

    init(rows: [Int: DamagedRow] = [:]) {
        self.rows = rows
    }

    /// Creates a page of which it is not known in which texts parts were replaced, so that any of them may decide what
    /// counts.
    init(withoutPlaces count: Int) {
        self.count = count
        field = "a text"
    }

    /// Finds what was replaced in a page.
    ///
    /// - Throws: ``UsageError`` if the bytes are not such a page.
    init<Row: ListedRow>(
        of body: [UInt8], _ replacements: [TextRepair.Replacement], _ format: PageFormat, _: Row.Type
    ) throws(UsageError) {
        let places = ReplacedPlaces(replacements)
        self = try JSONReader.read(body) { (json) throws(UsageError) in
            var page = DamagedPage()
            try page.read(&json, places, format, Row.self)
            return page
        }
        count = replacements.count
    }

    private mutating func read<Row: ListedRow>(
        _ json: inout JSONReader, _ places: ReplacedPlaces, _ format: PageFormat, _: Row.Type
    ) throws(UsageError) {
        var isFirst = true
        try json.enterObject()
        while try json.hasNextMember(isFirst: isFirst) {
            isFirst = false
            let start = json.mark
            guard ByteString(try json.text(of: try json.memberName())) == ByteString(format.rows) else {
                json.rewind(to: start)
                let texts = try json.damagedTextsOfMember(places)
                field = field ?? texts.first(where: format.isDecided)?.shortPath
                if besideRows.count < DamagedText.maximumCount { besideRows += texts }
                continue
            }
            var index = 0
            var elements = try json.elements()
            while try json.next(&elements) {
                let start = json.mark
                try json.skipValue()
                rows[index] = try json.damagedRow(from: start, places) { (json) throws(UsageError) in
                    try Row(from: &json)
                }
                // The lines of a page that was not saved say nothing.
                rows[index]?.line = nil
                index += 1
            }
        }
    }
}

extension JSONReader {
    /// Finds what was replaced in a row that ends at the position; nil if that is nothing.
    mutating func damagedRow<Row: ListedRow>(
        from start: Mark, _ places: ReplacedPlaces, _ read: (inout JSONReader) throws(UsageError) -> Row
    ) throws(UsageError) -> DamagedRow? {
        guard !places.inside(start.position..<position).isEmpty else { return nil }
        let end = mark
        rewind(to: start)
        let texts = try damagedTexts(places)
        rewind(to: start)
        let row = try read(&self)
        rewind(to: end)
        return row.damage(texts)
    }
}

extension PageFormat {
    /// Whether a text beside the rows decides what follows a page; the name of a member may be one that does.
    func isDecided(by text: DamagedText) -> Bool {
        if text.isName || saysWhatFollows(text.path) { return true }
        let names = text.path.split(separator: ".").map(String.init)
        guard let group = names.first, groups.contains(group), let name = names.last else { return false }
        return saysWhatFollows(name)
    }
}
