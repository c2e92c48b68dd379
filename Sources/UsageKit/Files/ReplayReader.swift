/// Reads the rows of saved files and pages of a provider.
struct ReplayReader<Row: DecodableRow>: Sendable {
    let provider: ProviderID
    /// The names of the members of a page.
    let format: PageFormat
    /// Reads CSV; nil if the provider offers no CSV.
    let csv: CSVFormat<Row>?
    /// Whether text that cannot be read is replaced.
    var replacesBadText = false

    func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        var bytes = bytes
        if replacesBadText {
            var repair = TextRepair(hasEscapes: true)
            bytes = repair.repair(bytes, isLast: true)
        }
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

    /// Reads all rows of a file.
    func rows(
        ofFile bytes: [UInt8], in window: TimeWindow
    ) throws(UsageError) -> (rows: [Row], report: WalkReport) {
        var feed = SavedFeed(self, into: RowCollector<Row>(judge(in: window)))
        try feed.read(bytes[...], isLast: true)
        let report = feed.receiver.judge.finish()
        return (feed.receiver.take(isLast: true), report)
    }

    /// Judges the rows of a file.
    ///
    /// - Parameters:
    ///   - window: The rows to keep.
    ///   - takesBack: Whether the rows that count are only given after the last row, so that each can be taken back.
    /// - Returns: The judge.
    func judge(in window: TimeWindow, takesBack: Bool = true) -> SavedRowJudge {
        let report = WalkReport(provider: provider, endpoint: WalkReport.replayEndpoint, window: window)
        return SavedRowJudge(format, report, takesBack: takesBack)
    }

    /// The reader for the format of a file; nil if more bytes are needed to recognize it.
    ///
    /// - Parameters:
    ///   - opening: The first bytes.
    ///   - isWhole: Whether the file has no more bytes.
    /// - Returns: The reader.
    /// - Throws: ``UsageError`` if the file has another format.
    func reader(of opening: ArraySlice<UInt8>, isWhole: Bool) throws(UsageError) -> FormatReader<Row>? {
        switch try SavedFormat.of(opening, isWhole: isWhole, format) {
        case nil: return nil
        case .lines: return .lines(LineReader(format, isFirst: true))
        case .pages: return .pages(PageReader(format))
        case .arrays: return .pages(PageReader(format, isOfArrays: true))
        case .csv:
            if let csv { return .csv(CSVRowReader(csv)) }
            var error = UsageError(
                .unexpectedShape, "expected an object or an array of rows: CSV of \(provider) is not supported")
            error.byteOffset = 0
            throw error
        }
    }
}

// MARK: - Columns

extension ReplayReader {
    /// Reads a file into columns: in chunks if possible, otherwise from its beginning to its end, and then each row is
    /// judged.
    func columns(of reader: ChunkedFileReader) throws(UsageError) -> (RecordColumns, WalkReport) {
        reader.labels.isEmpty
            ? try columns(of: reader, WithoutLabels.self) : try columns(of: reader, WithLabels.self)
    }

    @inline(__always)
    private func columns<Labels: LabelReading>(
        of reader: ChunkedFileReader, _: Labels.Type
    ) throws(UsageError) -> (RecordColumns, WalkReport) {
        guard let chunks = chunks(of: reader, Labels.self) else { return try judgedColumns(of: reader, Labels.self) }
        let whole = ChunkResult(joining: consume chunks, in: reader.window)
        var judge = PageJudge(
            report: WalkReport(provider: provider, endpoint: WalkReport.replayEndpoint, window: reader.window),
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

    /// Reads a file twice: its keys, which show the rows that count, and then those rows.
    private func judgedColumns<Labels: LabelReading>(
        of reader: ChunkedFileReader, _: Labels.Type
    ) throws(UsageError) -> (RecordColumns, WalkReport) {
        reader.progress?.restart()
        let receiver = RowKeyReceiver<Row>(judge(in: reader.window))
        var keys = try SavedFileReading(self, reader.file, into: receiver, blockSize: reader.blockSize)
        while let read = try keys.readBlock() {
            keys.receiver.judge.judgeAhead()
            reader.progress?.add(read, of: keys.count)
        }
        let report = keys.receiver.judge.finish()
        let selected = SelectedColumns<Row, Labels>(SelectedRows(keys.receiver.judge), keeping: reader.labels)
        var columns = try SavedFileReading(
            self, reader.file, into: selected, blockSize: reader.blockSize, upTo: keys.count)
        while try columns.readBlock() != nil {}
        try columns.receiver.selected.checkEnd()
        reader.progress?.finish(keys.count)
        return (columns.receiver.columns, report)
    }

    /// Reads a file in chunks, by the format that its beginning shows; nil if it must be judged row by row.
    func chunks<Labels: LabelReading>(
        of reader: ChunkedFileReader, _: Labels.Type
    ) -> [ChunkResult<Row, Labels>]? {
        guard !replacesBadText, let opening = try? reader.opening(),
            let saved = try? SavedFormat.of(opening.bytes, isWhole: opening.isWhole, format)
        else { return nil }
        let format = format
        switch saved {
        case .lines: return reader.chunks(isCut: true) { .lines(LineReader(format, isFirst: $0)) }
        case .pages:
            let isCut = (try? reader.isFirstLineClosed()) ?? false
            return reader.chunks(isCut: isCut) { _ in .pages(PageReader(format)) }
        case .arrays:
            return reader.chunks(isCut: false) { _ in .pages(PageReader(format, isOfArrays: true)) }
        case .csv:
            guard let csv, let table = try? CSVRowReader<Row>.Table(opening, csv) else { return nil }
            return reader.chunks(isCut: true) { _ in .csv(CSVRowReader(csv, table)) }
        }
    }
}
