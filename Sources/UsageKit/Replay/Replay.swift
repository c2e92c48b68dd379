/// The rows of a provider that were saved earlier: NDJSON with one row a line, the pages of the API one after the
/// other, one JSON array of rows, or the CSV of a provider that writes one (Venice).
///
/// Which of them a file is shows in its first line.
///
/// Rows that come twice are dropped as in a walk. The file is taken for the whole: totals that its pages mention are
/// not compared with it.
public struct Replay<Row: UsageRow>: Sendable {
    /// Whose rows they are.
    public let provider: ProviderID
    /// The member of a page that holds its rows.
    let container: String
    let identity: @Sendable (Row) -> RowIdentity
    let row: @Sendable (inout JSONReader) throws(UsageError) -> Row
    /// Reads the pages of a CSV file, where the provider writes such.
    var csvPages: (@Sendable ([UInt8]) throws(UsageError) -> [[Row]])?

    /// Reads the rows of a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - window: What to keep.
    /// - Returns: The rows in the order of the file, and a report whose pages count the pages of the file, or 1.
    /// - Throws: ``UsageError`` with the line and the byte where the file is malformed.
    public func rows(
        of bytes: [UInt8], in window: TimeWindow = .all
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
        var filter = RowFilter(window: window, identity: identity)
        var rows: [Row] = []
        for (index, page) in pages.enumerated() {
            report.pages += 1
            if index > 0, filter.isAgain(page, pages[index - 1]) {
                report.duplicates += page.count
                report.stopped = "page \(index + 1) is the page before it again"
                continue
            }
            rows += page.filter { filter.passes($0, &report) }
        }
        report.rows = rows.count
        report.isFinished = true
        return (rows, report)
    }

    /// Keeps the rows of the window, each once.
    private struct RowFilter {
        let window: TimeWindow
        let identity: @Sendable (Row) -> RowIdentity
        private var known: [String: Int] = [:]

        init(window: TimeWindow, identity: @escaping @Sendable (Row) -> RowIdentity) {
            self.window = window
            self.identity = identity
        }

        mutating func passes(_ row: Row, _ report: inout WalkReport) -> Bool {
            let identity = identity(row)
            if let id = identity.id, let hash = known.updateValue(row.hashValue, forKey: id) {
                report.duplicates += 1
                if hash != row.hashValue { report.conflicts += 1 }
                return false
            }
            guard identity.time.map(window.contains) ?? true else {
                report.outsideWindow += 1
                return false
            }
            return true
        }

        /// Whether a page of rows without ids is the one before it: rows that are all alike prove nothing.
        func isAgain(_ page: [Row], _ previous: [Row]) -> Bool {
            guard let first = page.first, page == previous, page.contains(where: { $0 != first }) else { return false }
            return page.allSatisfy { identity($0).id == nil }
        }
    }

    private func pages(_ json: inout JSONReader) throws(UsageError) -> [[Row]] {
        guard !json.isAtEnd() else { return [[]] }
        let start = json.mark
        switch json.bytes[json.position] {
        case UInt8(ascii: "["):
            let rows = try json.array(of: row)
            guard json.isAtEnd() else { throw json.malformed("something follows the array") }
            return [rows]
        case UInt8(ascii: "{"):
            let first = try json.object()
            json.rewind(to: start)
            if case .array = first[container] { return try json.documents(page) }
            return [try json.documents(row)]
        default:
            throw json.unexpected("an object or an array of rows")
        }
    }

    private func page(_ json: inout JSONReader) throws(UsageError) -> [Row] {
        var rows: [Row]?
        try json.eachMember { (name, json) throws(UsageError) in
            if name == container {
                guard rows == nil else { throw json.malformed("the field \(container) stands here twice") }
                rows = try json.array(of: row)
            } else {
                _ = try json.value()
            }
        }
        guard let rows else { throw json.error("the field \(container) is missing", .unexpectedShape, at: nil) }
        return rows
    }
}

extension JSONReader {
    /// Reads documents of one kind to the end of the bytes.
    ///
    /// Where the first one fills a line, each line is a document: one that is cut off is an error of its own line and
    /// not of the next one, into which it would otherwise run.
    fileprivate mutating func documents<Value>(
        _ read: (inout JSONReader) throws(UsageError) -> Value
    ) throws(UsageError) -> [Value] {
        var values: [Value] = []
        var isByLine = false
        while !isAtEnd() {
            let start = position
            do {
                values.append(try read(&self))
            } catch {
                let failure = error.byteOffset ?? position
                if isByLine, let cut = lineFeed(in: start..<failure) { throw malformed(Self.cutLine, at: cut) }
                throw error
            }
            if let cut = lineFeed(in: start..<position) {
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
