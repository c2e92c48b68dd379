extension ChatBotKit {
    /// The records of a list as the service streams them: one request, whose body is read while it arrives
    /// (`GET /usage/list` with `Accept: application/jsonl`).
    ///
    /// The service walks the list itself and sends a record a line. It has no mark of its end, and cannot be continued:
    /// after an error, begin again, or use ``Client/usage(in:matching:)``, which resumes and checks what it can. Records
    /// are not de-duplicated. What the service writes into the stream as an error is thrown after the records before it.
    ///
    /// Nothing is sent before the first record is asked for. Leaving the loop, or cancelling the task, ends the request.
    public struct UsageStream: AsyncSequence, Sendable {
        let filter: RowFilter
        let maximumCount: Int?
        let open: @Sendable () async throws -> HTTPStream

        /// Sends the request when the first record is asked for.
        public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

        /// A stream under way.
        public struct Iterator: AsyncIteratorProtocol {
            private let stream: UsageStream
            /// The body; the request ends when the iterator is gone, and this with it.
            private var source: HTTPStream?
            private var lines = StreamLines()
            private var rows: [UsageItem].Iterator = [].makeIterator()
            /// What is known of the records so far: one page, without an expected number.
            ///
            /// It is complete once the stream has ended, unless the amount of a record could not be read.
            public private(set) var report: WalkReport
            private var unreadableCharges = 0
            /// An error that came after rows, which are delivered first.
            private var failure: (any Error)?
            private var hasEnded = false

            fileprivate init(stream: UsageStream) {
                self.stream = stream
                report = WalkReport(provider: .chatBotKit, endpoint: "list-stream", window: .all)
            }

            /// The next record; nil at the end of the stream.
            ///
            /// - Throws: ``UsageError`` or `CancellationError`; then the stream is over.
            public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> UsageItem? {
                while true {
                    if let maximum = stream.maximumCount, report.rows >= maximum {
                        end()
                        return nil
                    }
                    if let row = rows.next() {
                        guard stream.filter.conditions.allSatisfy({ row.matches($0) != false }) else { continue }
                        note(row)
                        return row
                    }
                    if let failure {
                        self.failure = nil
                        end(by: failure)
                        throw failure
                    }
                    guard !hasEnded else {
                        end()
                        return nil
                    }
                    do {
                        try await receive()
                    } catch {
                        end(by: error)
                        throw error
                    }
                }
            }

            private mutating func note(_ row: UsageItem) {
                report.rows += 1
                for name in row.unreadableFields {
                    report.notes.add(.unreadableField, at: "record \(report.rows): \(name)")
                }
                if row.traits.contains(.chargeUnreadable) { unreadableCharges += 1 }
            }

            private mutating func receive() async throws {
                let source: HTTPStream
                if let known = self.source {
                    source = known
                } else {
                    source = try await stream.open()
                    self.source = source
                    report.pages = 1
                }
                let bytes = try await source.next()
                if let bytes, !bytes.allSatisfy(StreamLines.isBlank) { source.noteProgress() }
                let (rows, failure) = lines.read(bytes ?? [], isLast: bytes == nil)
                self.rows = rows.makeIterator()
                self.failure = failure
                if bytes == nil { hasEnded = true }
            }

            private mutating func end(by error: (any Error)? = nil) {
                if !report.isFinished {
                    report.isFinished = true
                    if unreadableCharges > 0 {
                        report.add(.unreadableCharges(unreadableCharges))
                    }
                    if let error { report.add(WalkStop(error)) }
                }
                hasEnded = true
                rows = [].makeIterator()
                source = nil
            }
        }
    }
}

@available(*, unavailable)
extension ChatBotKit.UsageStream.Iterator: Sendable {}

/// Cuts a stream into lines, and reads the records in them.
struct StreamLines {
    private var rest: [UInt8] = []
    /// The number of lines before the rest.
    private var count = 0
    /// A longer line is no record: a server that never ends a line must not fill the memory.
    private static let maximumLineLength = 1 << 22

    /// Whether a byte is white space, which says nothing.
    static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    /// Reads the lines that bytes complete.
    ///
    /// - Returns: The records, and why reading ends; nil if it can go on.
    mutating func read(_ bytes: [UInt8], isLast: Bool) -> (rows: [ChatBotKit.UsageItem], failure: UsageError?) {
        rest += bytes
        var rows: [ChatBotKit.UsageItem] = []
        var start = 0
        do throws(UsageError) {
            while let feed = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                try read(rest[start..<feed], into: &rows)
                start = feed + 1
            }
            if isLast { try read(rest[start...], into: &rows) }
        } catch {
            return (rows, error)
        }
        rest.removeFirst(start)
        guard rest.count <= Self.maximumLineLength else {
            return (
                rows, UsageError(.responseTooLarge, "line \(count + 1) is longer than \(Self.maximumLineLength) bytes")
            )
        }
        return (rows, nil)
    }

    private mutating func read(
        _ line: ArraySlice<UInt8>, into rows: inout [ChatBotKit.UsageItem]
    ) throws(UsageError) {
        count += 1
        guard !line.allSatisfy(Self.isBlank) else { return }
        do throws(UsageError) {
            if let row = try Self.row(Array(line)) { rows.append(row) }
        } catch {
            var located = error
            if UsageError.Code.undecodable.contains(error.code) {
                located = error.withMessage("line \(count): \(error.message)")
            }
            located.provider = .chatBotKit
            throw located
        }
    }

    /// The record in a line; nil for a line without one.
    private static func row(_ line: [UInt8]) throws(UsageError) -> ChatBotKit.UsageItem? {
        if let refusal = ChatBotKit.UsagePage.refusal(in: line) { throw refusal }
        let format = ChatBotKit.UsagePage.format
        return try JSONReader.read(line) { (json) throws(UsageError) in
            let start = json.mark
            switch try format.stream.flatMap({ (stream) throws(UsageError) in try json.streamLine(stream, format) }) {
            case .row(let content):
                let end = json.mark
                json.rewind(to: content)
                let row = try ChatBotKit.UsageItem(from: &json)
                json.rewind(to: end)
                return row
            case .nothing: return nil
            case .error(let error): throw error
            case .end(let reason): throw UsageError(.serverFailure, reason)
            case nil:
                json.rewind(to: start)
                throw json.error("expected a line of a stream", .unexpectedShape, at: start.position)
            }
        }
    }
}

extension ChatBotKit.Client {
    /// Returns the records of the list as the service streams them (`GET /usage/list` as JSON lines).
    ///
    /// - Parameters:
    ///   - query: Which records, in which order. Each record is held to the filters; the size of a page has no meaning.
    ///   - maximumCount: How many records are wanted at most; nil for all. The service may send up to 99 more, which are
    ///     dropped.
    ///   - limit: How long the stream may take, its opening included; nil for no limit. A server that shows that it is there, but
    ///     sends no record, would never end it.
    /// - Returns: The stream. Its transport must be an ``HTTPStreamingTransport``.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a filter or a number that makes no sense.
    public func usageStream(
        matching query: ChatBotKit.Filter = ChatBotKit.Filter(), maximumCount: Int? = nil, within limit: Duration? = nil
    ) throws(UsageError) -> ChatBotKit.UsageStream {
        if let maximumCount, maximumCount < 1 {
            throw UsageError(.invalidArgument, "the number of records must be 1 or more")
        }
        if let limit, limit <= .zero { throw UsageError(.invalidArgument, "the limit of time must be above zero") }
        var (parameters, filter) = try query.parameters()
        parameters.removeAll { $0.name == "take" }
        parameters.append("take", maximumCount.map { String($0) })
        let sent = parameters
        return ChatBotKit.UsageStream(filter: filter, maximumCount: maximumCount) { [http] in
            try await http.stream("/usage/list", query: sent, accept: "application/jsonl", within: limit)
        }
    }
}
