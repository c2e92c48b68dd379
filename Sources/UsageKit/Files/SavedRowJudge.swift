/// Judges the rows of a saved file in their order, by the rules of a walk: which of them count.
///
/// Rows are known by their ordinals: the first row of the file has the ordinal 0. The rows of a page with members beside
/// them are judged when the page ends. Other rows are judged as they come, unless their page may turn out to repeat the
/// page before.
struct SavedRowJudge: Sendable {
    /// A page whose rows have not all been judged.
    private struct Page {
        let kind: PageKind
        /// The keys of the rows that have not been judged.
        var keys: [RowKey] = []
        /// The keys of the others, if rows have no ids: a later page may repeat this one.
        var judgedKeys: [RowKey] = []
        /// Whether a part of the page has been judged.
        var isJudgedInPart = false
        /// How many of its rows without ids came before, and the first of them.
        var repeated: (count: Int, first: [Place]) = (0, [])
    }

    /// The place of a row.
    private struct Place {
        let ordinal: Int
        /// The line on which the row begins; nil if the file is not read by lines.
        var line: Int?
    }

    private let window: TimeWindow
    /// Whether the rows that count are only given after the last row, so that each can be taken back.
    private let takesBack: Bool
    private var judge: PageJudge
    private var listing: SavedListing
    private var page: Page?
    private var isEmpty = true
    /// The first rows of the pages without ids.
    private var firstRows: Set<UInt64> = []
    private var repeatedRows = RepeatedRows()
    /// The fields that could not be read, and the places, of rows that have not been judged, by their ordinals.
    private var unreadable: [Int: (fields: [String], place: Place)] = [:]
    /// What was replaced in rows that have not been judged, by their ordinals.
    private var damaged: [Int: DamagedRow] = [:]
    /// Whether the place of the last row is named in the report, so that its line is needed.
    private(set) var awaitsLine = false
    /// Which of the judged rows count.
    private(set) var selection = SavedSelection()
    /// How many rows came.
    private(set) var count = 0
    /// How many of them have been judged.
    var judgedCount: Int { count - (page?.keys.count ?? 0) }

    init(_ format: PageFormat, _ report: WalkReport, takesBack: Bool) {
        self.takesBack = takesBack
        window = report.window
        judge = PageJudge(report: report, limits: WalkLimits(pages: .max, rows: .max))
        listing = SavedListing(format, in: window, givesIDs: false)
    }

    /// The report so far.
    var report: WalkReport { judge.report }

    /// Begins a page.
    mutating func beginPage(_ kind: PageKind) {
        endPlainPage()
        // What follows a file or a listing that has ended is another one, which may overlap it.
        if kind == .plain || listing.isAtEnd { repeatedRows.beginPart() }
        page = Page(kind: kind)
        isEmpty = false
    }

    /// Adds a row of the current page; rows before the first page make up a page.
    ///
    /// - Parameters:
    ///   - key: The key of the row.
    ///   - unreadableFields: The names of its fields that could not be read.
    @inline(__always)
    mutating func add(_ key: RowKey, unreadableFields: [String] = []) {
        if page == nil { beginPage(.plain) }
        if !unreadableFields.isEmpty {
            unreadable[count] = (unreadableFields, Place(ordinal: count))
            awaitsLine = true
        }
        if key.id == nil { noteRepetition(of: key) }
        page?.keys.append(key)
        count += 1
    }

    /// Records the line on which the last row begins.
    mutating func setLine(_ line: Int) {
        awaitsLine = false
        unreadable[count - 1]?.place.line = line
        guard let page, let last = page.repeated.first.last, last.ordinal == count - 1 else { return }
        self.page?.repeated.first[page.repeated.first.count - 1].line = line
    }

    /// Notes a reason why rows are missing.
    mutating func note(_ reason: WalkStop) { judge.report.add(reason) }

    /// Notes that a part of a text was replaced.
    mutating func replaceText(inLine line: Int) { judge.report.notes.add(.replacedText, at: "line \(line)") }

    /// Notes what was replaced in the last row.
    mutating func note(_ row: DamagedRow) {
        damaged[count - 1] = row
        guard row.field != nil, let last = page?.keys.indices.last else { return }
        page?.keys[last].traits.insert(.damaged)
    }

    /// Notes that text was replaced beside the rows that decides what follows.
    mutating func note(besideRows text: DamagedText) {
        judge.noteDamagedField(besideRows: "line \(text.line): \(text.shortPath)")
    }

    /// Ends a page with members beside its rows.
    mutating func endPage(_ envelope: PageEnvelope) {
        judgePage(envelope)
        page = nil
    }

    /// Judges the rows that can be judged before their page ends.
    mutating func judgeAhead() {
        guard let page, page.kind == .plain, let first = page.keys.first else { return }
        // The page may be the one that begins with the same row.
        guard page.isJudgedInPart || first.id != nil || !firstRows.contains(first.contentHash) else { return }
        judgePart()
    }

    /// Ends the file.
    ///
    /// - Returns: The report.
    @discardableResult
    mutating func finish() -> WalkReport {
        if isEmpty { beginPage(.plain) }
        if page?.kind == .envelope {
            // Its end is missing, since the reading was interrupted.
            judgePage(nil)
            page = nil
        }
        endPlainPage()
        listing.end(&judge)
        // The earlier state of such a row was given.
        if !takesBack, let reason = judge.movedRows.reason { judge.note(.revisedRows, reason) }
        judge.finish()
        return judge.report
    }
}

extension SavedRowJudge {
    private mutating func endPlainPage() {
        guard var ended = page, ended.kind == .plain else { return }
        if ended.isJudgedInPart {
            judgePart()
            ended.judgedKeys = page?.judgedKeys ?? []
            judge.endParts(of: PageSummary(info: PageInfo(next: .end), keys: ended.judgedKeys) { _ in nil })
        } else {
            judgePage(nil)
        }
        page = nil
    }

    /// Judges the whole page.
    private mutating func judgePage(_ envelope: PageEnvelope?) {
        guard let page else { return }
        noteFirstRow()
        noteIDs(page.keys)
        let (info, position) = listing.next(envelope, rows: page.keys.count, &judge)
        let (selection, outcome) = judge.accept(
            summary(info, page.keys), at: position, of: listing.listing)
        note(selection, ofLast: page.keys.count)
        if case .failure(let error) = outcome { judge.report.add(WalkStop(WalkStop.Code(error.code), error.message)) }
        if selection.count > 0 { noteRepeated() }
        self.page?.keys = []
        unreadable.removeAll()
        damaged.removeAll()
    }

    /// The words for a place; nil if the numbers of the page and of the row in the page name it.
    private func words(for place: Place) -> String? {
        if let line = place.line { return "line \(line)" }
        return page?.kind == .envelope ? nil : "row \(place.ordinal + 1)"
    }

    /// What the judge needs to know about rows, which are the last that came.
    private func summary(_ info: PageInfo, _ keys: [RowKey]) -> PageSummary {
        var summary = PageSummary(info: info, keys: keys) { _ in nil }
        let first = count - keys.count
        if !damaged.isEmpty {
            summary.note(
                DamagedPage(rows: Dictionary(uniqueKeysWithValues: damaged.map { ($0.key - first, $0.value) })))
        }
        guard !unreadable.isEmpty else { return summary }
        let rows = unreadable.mapValues { (fields: $0.fields, place: words(for: $0.place)) }
        summary.unreadableFields = { rows[first + $0]?.fields ?? [] }
        summary.place = { rows[first + $0]?.place }
        return summary
    }

    /// Judges the rows of a plain page that have come.
    private mutating func judgePart() {
        guard let part = page?.keys else { return }
        noteIDs(part)
        if page?.isJudgedInPart == false {
            noteFirstRow()
            let (info, position) = listing.next(nil, rows: part.count, &judge)
            var summary = summary(info, part)
            summary.isPart = true
            let (selection, _) = judge.accept(summary, at: position, of: listing.listing)
            note(selection, ofLast: part.count)
        } else {
            let summary = summary(PageInfo(next: .end), part)
            note(judge.acceptMore(of: summary, listing.listing), ofLast: part.count)
        }
        noteRepeated()
        page?.isJudgedInPart = true
        if part.contains(where: { $0.id == nil }) { page?.judgedKeys += part }
        page?.keys.removeAll(keepingCapacity: true)
        unreadable.removeAll()
        damaged.removeAll()
    }

    /// Remembers which of the last rows count, and which of the others they replace.
    private mutating func note(_ selected: RowSelection, ofLast number: Int) {
        let first = count - number
        var next = 0
        for run in selected.runs {
            for index in next..<run.lowerBound { selection.dropped.insert(first + index) }
            next = run.upperBound
        }
        for index in next..<number { selection.dropped.insert(first + index) }
        for number in selected.replaced { selection.replaced.insert(number) }
    }

    private mutating func noteIDs(_ keys: [RowKey]) {
        guard !listing.listing.promises.givesIDs else { return }
        listing.listing.promises.givesIDs = keys.contains { $0.id != nil }
    }

    private mutating func noteFirstRow() {
        if let first = page?.keys.first, first.id == nil { firstRows.insert(first.contentHash) }
    }
}

// MARK: - Notes

extension WalkNote.Code {
    /// A row without an id is the same, byte by byte, as one that came before, as in exports that overlap; it counts.
    public static let repeatedRow = Self(rawValue: "repeatedRow")
}

extension SavedRowJudge {
    private mutating func noteRepetition(of key: RowKey) {
        guard key.time.map(window.contains) ?? true, repeatedRows.insert(key) else { return }
        page?.repeated.count += 1
        if page.map({ $0.repeated.first.count < WalkNote.maximumPlaces }) == true {
            page?.repeated.first.append(Place(ordinal: count))
            awaitsLine = true
        }
    }

    /// Notes the repeated rows of the current page, which counts.
    private mutating func noteRepeated() {
        guard let page, page.repeated.count > 0 else { return }
        let repeated = page.repeated
        for place in repeated.first {
            let row = place.ordinal + 1 - (count - page.keys.count)
            judge.report.notes.add(.repeatedRow, at: words(for: place) ?? "page \(judge.report.pages), row \(row)")
        }
        judge.report.notes.add(.repeatedRow, at: nil, count: repeated.count - repeated.first.count)
        self.page?.repeated = (0, [])
    }
}
