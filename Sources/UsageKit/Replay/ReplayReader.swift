/// Reads the rows of files and pages.
struct ReplayReader<Row: ReplayableRow>: Sendable {
    let provider: ProviderID
    /// The member of a page that holds its rows.
    let container: String
    /// Reads the pages of a CSV file, where the provider writes such.
    let csvPages: (@Sendable ([UInt8]) throws(UsageError) -> [[Row]])?

    func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        do {
            return try JSONReader.read(bytes) { (json) throws(UsageError) in
                var rows: [Row] = []
                try json.page(container, into: &rows)
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
                    try SavedPages(&json, container: container)
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

    func ledger(
        of file: SavedFile, in window: TimeWindow, _ progress: ReadingProgress
    ) throws(UsageError) -> (UsageLedger, WalkReport) {
        var ledger = UsageLedger()
        let loader = LineLoader<Row>(file: file, container: container, window: window, progress: progress)
        guard let parts = loader.parts() else {
            let bytes = try file.all()
            let (rows, report) = try rows(ofFile: bytes, in: window)
            for row in rows { try ledger.append(row.usageRecord) }
            progress.finish(bytes.count)
            return (ledger, report)
        }
        var report = WalkReport(provider: provider, endpoint: "replay", window: window)
        for part in parts {
            ledger.merge(part.ledger)
            report.outsideWindow += part.outsideWindow
        }
        report.pages = 1
        report.rows = ledger.count
        report.isFinished = true
        return (ledger, report)
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
