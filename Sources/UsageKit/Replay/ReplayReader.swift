/// Reads the rows of files and pages.
struct ReplayReader<Row: ReplayableRow>: Sendable {
    let provider: ProviderID
    /// The member of a page that holds its rows.
    let container: String
    /// Reads the pages of a CSV file, where the provider writes such.
    let csvPages: (@Sendable ([UInt8]) throws(UsageError) -> [[Row]])?

    func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        do {
            return try JSONReader.read(bytes) { (json) throws(UsageError) in try page(&json) }
        } catch {
            var error = error
            error.provider = provider
            throw error
        }
    }

    func rows(
        ofFile bytes: [UInt8], in window: TimeWindow
    ) throws(UsageError) -> (rows: [Row], report: WalkReport) {
        let pages: [[Row]]
        do {
            if let csv = try self.pages(ofCSV: bytes) {
                pages = csv
            } else {
                pages = try JSONReader.readSequence(bytes) { (json) throws(UsageError) in try self.pages(&json) }
            }
        } catch {
            throw error.standing(inLineOf: bytes, of: provider)
        }
        var report = WalkReport(provider: provider, endpoint: "replay", window: window)
        let rows = ReplayFilter(pages: pages, window: window).rows(&report)
        report.rows = rows.count
        report.isFinished = true
        return (rows, report)
    }

    private func pages(_ json: inout JSONReader) throws(UsageError) -> [[Row]] {
        guard !json.isAtEnd() else { return [[]] }
        let start = json.mark
        switch json.bytes[json.position] {
        case UInt8(ascii: "["):
            let rows = try json.rows { (json) throws(UsageError) in try Row(from: &json) }
            guard json.isAtEnd() else { throw json.malformed("something follows the array") }
            return [rows]
        case UInt8(ascii: "{"):
            let first = try json.object()
            json.rewind(to: start)
            if case .array = first[container] {
                return try json.documents { (json) throws(UsageError) in try page(&json) }
            }
            return [try json.documents { (json) throws(UsageError) in try Row(from: &json) }]
        default:
            throw json.unexpected("an object or an array of rows")
        }
    }

    @inline(__always)
    private func page(_ json: inout JSONReader) throws(UsageError) -> [Row] {
        var rows: [Row]?
        try json.eachMember { (name, json) throws(UsageError) in
            if name == container {
                guard rows == nil else { throw json.malformed("the field \(container) stands here twice") }
                rows = try json.rows { (json) throws(UsageError) in try Row(from: &json) }
            } else {
                _ = try json.value()
            }
        }
        guard let rows else { throw json.error("the field \(container) is missing", .unexpectedShape, at: nil) }
        return rows
    }
}

/// Keeps the rows of a window, each once.
private struct ReplayFilter<Row: ReplayableRow> {
    let pages: [[Row]]
    let window: TimeWindow
    /// Where the row with an id stood first.
    private var known: [String: (page: Int, row: Int)] = [:]

    init(pages: [[Row]], window: TimeWindow) {
        self.pages = pages
        self.window = window
        known.reserveCapacity(pages.reduce(0) { $0 + $1.count })
    }

    consuming func rows(_ report: inout WalkReport) -> [Row] {
        var rows: [Row] = []
        for (index, page) in pages.enumerated() {
            report.pages += 1
            if index > 0, isAgain(page, pages[index - 1]) {
                report.duplicates += page.count
                report.stopped = "page \(index + 1) is the page before it again"
                continue
            }
            let dropped = page.indices.filter { !passes((index, $0), &report) }
            if dropped.isEmpty, rows.isEmpty {
                rows = page
            } else {
                var next = dropped.makeIterator()
                var skipped = next.next()
                for row in page.indices {
                    if row == skipped { skipped = next.next() } else { rows.append(page[row]) }
                }
            }
        }
        return rows
    }

    private mutating func passes(_ place: (page: Int, row: Int), _ report: inout WalkReport) -> Bool {
        let row = pages[place.page][place.row]
        let identity = row.identity
        if let id = identity.id {
            if let first = known[id] {
                report.duplicates += 1
                if pages[first.page][first.row] != row { report.conflicts += 1 }
                return false
            }
            known[id] = place
        }
        guard identity.time.map(window.contains) ?? true else {
            report.outsideWindow += 1
            return false
        }
        return true
    }

    /// Whether a page of rows without ids is the one before it: rows that are all alike prove nothing.
    private func isAgain(_ page: [Row], _ previous: [Row]) -> Bool {
        guard let first = page.first, page == previous, page.contains(where: { $0 != first }) else { return false }
        return page.allSatisfy { $0.identity.id == nil }
    }
}

extension JSONReader {
    /// Reads documents of one kind to the end of the bytes.
    ///
    /// Where the first one fills a line, each line is a document: one that is cut off is an error of its own line and
    /// not of the next one, into which it would otherwise run.
    @inline(__always)
    fileprivate mutating func documents<Value>(
        _ read: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> [Value] {
        var values: [Value] = []
        var isByLine = false
        let first = position
        while !isAtEnd() {
            let start = position
            makeRoom(in: &values, since: first)
            do {
                values.append(try read(&self))
            } catch {
                let failure = error.byteOffset ?? position
                if isByLine, let cut = lineFeed(in: start..<failure) { throw malformed(Self.cutLine, at: cut) }
                throw error
            }
            if lastLineFeed > start, let cut = lineFeed(in: start..<position) {
                if isByLine { throw malformed(Self.cutLine, at: cut) }
            } else if values.count == 1 {
                isByLine = true
            }
        }
        return values
    }

    private static let cutLine = "the line ends inside a row"

    private func lineFeed(in range: Range<Int>) -> Int? {
        bytes.withSpan(range) { span in span.indices.first { span[$0] == UInt8(ascii: "\n") } }
            .map { range.lowerBound + $0 }
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
