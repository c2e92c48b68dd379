/// Reads the rows of saved files and pages of a provider.
struct ReplayReader<Row: DecodableRow>: Sendable {
    let provider: ProviderID
    /// The names of the members of a page.
    let format: PageFormat
    /// Reads CSV; nil if the provider offers no CSV.
    let csv: CSVFormat<Row>?

    func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        do {
            // Only the rows are read; the members beside them are ignored.
            let format = PageFormat(rows: format.rows)
            return try JSONReader.read(bytes) { (json) throws(UsageError) in
                try json.page(format).rows
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
        do throws(UsageError) {
            if let foreign = ForeignFormat(bytes) { throw foreign.error }
            if let csv = try self.pages(ofCSV: bytes) {
                pages = SavedPages(csv)
            } else {
                pages = try JSONReader.readSequence(bytes) { (json) throws(UsageError) in
                    try SavedPages(&json, format)
                }
            }
        } catch {
            throw error.withLine(in: bytes, of: provider)
        }
        var report = WalkReport(provider: provider, endpoint: "replay", window: window)
        let rows = pages.rows(in: window, format, &report)
        return (rows, report)
    }

    /// Reads a file into columns: in chunks if possible, otherwise row by row, as a whole.
    func columns(of reader: ChunkedFileReader) throws(UsageError) -> (RecordColumns, WalkReport) {
        guard let chunks = chunks(of: reader) else {
            let bytes = try reader.file.all()
            let (rows, report) = try rows(ofFile: bytes, in: reader.window)
            var columns = RecordColumns()
            for row in rows { try columns.append(row.usageRecord) }
            reader.progress?.finish(bytes.count)
            return (columns, report)
        }
        let whole = ChunkResult(joining: consume chunks, in: reader.window)
        var judge = PageJudge(
            report: WalkReport(provider: provider, endpoint: "replay", window: reader.window),
            limits: WalkLimits(pages: .max, rows: .max))
        var listing = SavedListing(format, in: reader.window, givesIDs: whole.hasIDs)
        for page in whole.pages {
            let (info, position) = listing.next(page.envelope, rows: page.rows + page.outsideWindow, &judge)
            judge.acceptDistinct(
                info, rows: page.rows, unsettled: page.unsettled, outsideWindow: page.outsideWindow, at: position,
                of: listing.listing)
        }
        listing.end(&judge)
        judge.finish()
        return (whole.columns, judge.report)
    }

    /// Reads a file in chunks, by the format that its beginning shows; nil if it must be read row by row, as a whole.
    func chunks(of reader: ChunkedFileReader) -> [ChunkResult]? {
        guard let opening = try? reader.opening() else { return nil }
        if CSVHeader.begins(opening.bytes) { return csv?.chunks(reader, opening) }
        if PageReader<Row>.reads(opening.bytes, container: format.rows) {
            let isCut = (try? reader.isFirstLineClosed()) ?? false
            return reader.chunks(isCut: isCut) { [format] in PageReader<Row>(format, isFirst: $0) }
        }
        if PageReader<Row>.readsArray(opening.bytes) { return reader.chunks(isCut: false) { _ in PageReader<Row>() } }
        guard LineReader<Row>.reads(opening.bytes, container: format.rows) else { return nil }
        return reader.chunks(isCut: true) { _ in LineReader<Row>() }
    }
}

extension UsageError {
    /// The error with its line number at the beginning of the message.
    fileprivate func withLine(in bytes: [UInt8], of provider: ProviderID) -> UsageError {
        let line = 1 + bytes.prefix(byteOffset ?? 0).count { $0 == UInt8(ascii: "\n") }
        var error = self
        error.message = "line \(line): \(message)"
        error.provider = provider
        return error
    }
}
