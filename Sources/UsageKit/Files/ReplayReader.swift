/// Reads the rows of files and pages.
struct ReplayReader<Row: DecodableRow>: Sendable {
    let provider: ProviderID
    /// Which members of a page say what.
    let format: PageFormat
    /// How CSV is read, where the provider writes such.
    let csv: CSVFormat<Row>?

    func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        do {
            return try JSONReader.read(bytes) { (json) throws(UsageError) in
                var rows: [Row] = []
                try json.page(format.rows, into: &rows)
                return rows
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
                    try SavedPages(&json, container: format.rows)
                }
            }
        } catch {
            throw error.standing(inLineOf: bytes, of: provider)
        }
        var report = WalkReport(provider: provider, endpoint: "replay", window: window)
        let rows = ReplayFilter(window: window).rows(of: pages, &report)
        report.rows = rows.count
        report.isFinished = true
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
        var report = WalkReport(provider: provider, endpoint: "replay", window: blocks.window)
        let whole = ChunkResult(joining: consume parts, in: blocks.window)
        report.outsideWindow = whole.outsideWindow
        // Rows without pages are one.
        report.pages = max(whole.pages.count, 1)
        report.rows = whole.columns.count
        report.isFinished = true
        return (whole.columns, report)
    }

    /// Reads a file in the way that suits what it holds; nil where it must be read in the general way.
    func parts(of blocks: ChunkedFileReader) -> [ChunkResult]? {
        guard let opening = try? blocks.opening() else { return nil }
        if CSVHeader.begins(opening.bytes) { return csv?.parts(blocks, opening) }
        if PageReader<Row>.reads(opening.bytes, container: format.rows) {
            let isCut = (try? blocks.isFirstLineClosed()) ?? false
            return blocks.parts(isCut: isCut) { [container = format.rows] in PageReader<Row>(container: format.rows, isFirst: $0) }
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
