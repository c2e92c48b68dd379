// What follows if parts of texts could not be read and were replaced: what such a text decides is not certain.

/// Texts that decide what counts, and in which a part was replaced.
struct DamagedTexts: Hashable, Sendable, Codable {
    /// How many there are, and the place of the first one.
    struct Findings: Hashable, Sendable, Codable {
        var count = 0
        private(set) var first = ""

        mutating func add(_ place: String) {
            if count == 0 { first = place }
            count += 1
        }
    }

    /// Delivered rows with such a text.
    var rows = Findings()
    /// Rows that came again under such an id, and may be other ones.
    var ids = Findings()
    /// Pages and tables with such a text beside their rows.
    var pages = Findings()

    /// Whether a walk can have counted so far.
    var isPossible: Bool { [rows, ids, pages].allSatisfy { $0.count.isPossibleCount } }
}

extension PageJudge {
    /// Notes what was replaced in a page.
    mutating func note(_ page: DamagedPage) {
        if page.count > 0 { breaches.add(.replacedText, count: page.count) }
        if let field = page.field { noteDamagedField(besideRows: "page \(report.pages): \(field)") }
    }

    /// Notes that a text that decides what follows was replaced.
    mutating func noteDamagedField(besideRows place: String) {
        state.damaged = state.damaged ?? DamagedTexts()
        state.damaged?.pages.add(place)
    }

    /// Notes that a text that decides how a delivered row counts was replaced.
    mutating func noteDamagedField(of page: PageSummary, _ index: Int) {
        guard let field = page.damagedRow(index)?.field else { return }
        let place = damagedPlace(of: index, on: page)
        state.damaged = state.damaged ?? DamagedTexts()
        state.damaged?.rows.add("\(place): \(field)")
    }

    private func damagedPlace(of index: Int, on page: PageSummary) -> String {
        page.damagedRow(index)?.line.map { "line \($0)" } ?? place(of: index, on: page)
    }

    /// Notes a row that comes again under an id in which other text was replaced, so that it may be another row.
    ///
    /// - Parameters:
    ///   - key: The key of the row.
    ///   - page: The page of the row.
    ///   - index: The index of the row.
    ///   - isExpected: Whether the row was asked for again.
    ///   - isKnown: Whether an earlier run has judged the row.
    ///   - listing: The listing of the page.
    mutating func checkDamagedID(
        of key: RowKey, _ page: PageSummary, _ index: Int, isExpected: Bool, isKnown: Bool, _ listing: Listing
    ) {
        guard let id = key.id else { return }
        let (original, known) = (page.damagedRow(index)?.id, damagedIDs[id])
        if known == nil, let original { damagedIDs[id] = (original, damagedPlace(of: index, on: page)) }
        guard original != known?.original, !isKnown else { return }
        let isDelivered = delivered.contains(id)
        // Two rows outside the window do not count anyway.
        guard isDelivered || outside.contains(id) && key.time.map(listing.window.contains) ?? true else { return }
        // What was replaced in the ids of an earlier run is not known, and its rows may be listed again.
        if known == nil, earlier.pages > 0, isExpected || expectsKnownRows(listing) { return }
        let place = original == nil ? known?.place : damagedPlace(of: index, on: page)
        state.damaged = state.damaged ?? DamagedTexts()
        state.damaged?.ids.add(place ?? "")
    }

    /// Adds the reasons why the walk or the file is not complete.
    mutating func noteDamagedTexts() {
        noteTwins()
        guard let damaged = state.damaged else { return }
        let (rows, ids, pages) = (damaged.rows, damaged.ids, damaged.pages)
        if rows.count > 0 {
            note(.replacedText, "text was replaced that decides how \(rows.count) rows count (first: \(rows.first))")
        }
        if ids.count > 0 {
            note(
                .replacedText,
                "\(ids.count) rows came again under an id in which text was replaced (first: \(ids.first)); they may "
                    + "be other rows")
        }
        if pages.count > 0 {
            note(
                .replacedText,
                "text was replaced beside the rows that may decide what follows, \(pages.count) times (first: "
                    + "\(pages.first))")
        }
    }

    /// Notes rows that are equal but for an id in which text was replaced, so that they may be one row.
    private mutating func noteTwins() {
        guard !damagedIDs.isEmpty else { return }
        let twins = delivered.twins(of: Set(damagedIDs.keys))
        guard let first = twins.first else { return }
        note(
            .replacedText,
            "\(twins.count) rows have an id in which text was replaced and are otherwise equal to another row (first: "
                + "\(String(first.text.unicodeScalars.prefix(64)))); they may count twice")
    }
}
