/// Reads the rows of files and pages.
struct ReplayReader<Row: DecodableRow>: Sendable {
    let provider: ProviderID
    /// Which members of a page say what.
    let format: PageFormat
    /// How CSV is read, where the provider writes such.
    let csv: CSVFormat<Row>?

    func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        do {
            // What the page says of itself is not looked at.
            let format = PageFormat(rows: format.rows)
            return try JSONReader.read(bytes) { (json) throws(UsageError) in
                try json.page(format) { (json) throws(UsageError) in try Row(from: &json) }?.rows ?? []
            }
        } catch {
            var error = error
            error.provider = provider
            throw error
        }
    }

    func rows(
        ofFile bytes: [UInt8], in window: TimeWindow
    ) throws(UsageError) -> (rows: [Row], report: WalkReport) {
        let pages: SavedPages<Row>
        do {
            if let csv = try self.pages(ofCSV: bytes) {
                pages = SavedPages(csv)
            } else {
                pages = try JSONReader.readSequence(bytes) { (json) throws(UsageError) in
                    try SavedPages(&json, format)
                }
            }
        } catch {
            throw error.standing(inLineOf: bytes, of: provider)
        }
        var report = WalkReport(provider: provider, endpoint: "replay", window: window)
        let rows = pages.rows(in: window, format, &report)
        return (rows, report)
    }

    /// Reads a file into columns, in chunks if that is possible.
    func columns(of blocks: ChunkedFileReader) throws(UsageError) -> (RecordColumns, WalkReport) {
        guard let parts = parts(of: blocks) else {
            let bytes = try blocks.file.all()
            let (rows, report) = try rows(ofFile: bytes, in: blocks.window)
            var columns = RecordColumns()
            for row in rows { try columns.append(row.usageRecord) }
            blocks.progress?.finish(bytes.count)
            return (columns, report)
        }
        let whole = ChunkResult(joining: consume parts, in: blocks.window)
        var judge = PageJudge(
            report: WalkReport(provider: provider, endpoint: "replay", window: blocks.window),
            limits: WalkLimits(pages: .max, rows: .max))
        // Ids matter for rows that may come twice only, and none of these does.
        var listing = SavedListing(format, in: blocks.window, givesIDs: false)
        for page in whole.pages {
            let (info, position) = listing.next(page.envelope, rows: page.rows + page.outsideWindow, &judge)
            judge.acceptDistinct(
                info, rows: page.rows, outsideWindow: page.outsideWindow, at: position, of: listing.listing)
        }
        listing.end(&judge)
        judge.finish()
        return (whole.columns, judge.report)
    }

    /// Reads a file in the way that suits what it holds; nil where it must be read in the general way.
    func parts(of blocks: ChunkedFileReader) -> [ChunkResult]? {
        guard let opening = try? blocks.opening() else { return nil }
        if CSVHeader.begins(opening.bytes) { return csv?.parts(blocks, opening) }
        if PageReader<Row>.reads(opening.bytes, container: format.rows) {
            let isCut = (try? blocks.isFirstLineClosed()) ?? false
            return blocks.parts(isCut: isCut) { [format] in PageReader<Row>(format, isFirst: $0) }
        }
        if PageReader<Row>.readsArray(opening.bytes) { return blocks.parts(isCut: false) { _ in PageReader<Row>() } }
        guard LineReader<Row>.reads(opening.bytes, container: format.rows) else { return nil }
        return blocks.parts(isCut: true) { _ in LineReader<Row>() }
    }
}

extension UsageError {
    /// The error with the line of its byte at the front of its message.
    fileprivate func standing(inLineOf bytes: [UInt8], of provider: ProviderID) -> UsageError {
        let line = 1 + bytes.prefix(byteOffset ?? 0).count { $0 == UInt8(ascii: "\n") }
        var error = UsageError(code, "line \(line): \(message)")
        error.provider = provider
        error.byteOffset = byteOffset
        error.codingPath = codingPath
        return error
    }
}
