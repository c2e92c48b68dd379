/// The text of a report as UTF-8, in parts of about 64 kB.
///
/// A part is written when it is asked for, so a report of any size takes the memory of one part. Each part ends after a
/// whole group, and the first one has everything that comes before the groups.
public struct ReportChunks: Sequence, Sendable {
    /// The number of bytes at which a part ends with the group that reaches it.
    private static let size = 1 << 16

    private let report: UsageReport
    private let head: [UInt8]
    private let separator: [UInt8]
    private let tail: [UInt8]
    private let writer: any GroupWriter

    /// - Parameters:
    ///   - report: The report.
    ///   - head: The text before the groups.
    ///   - separator: The text between two groups.
    ///   - tail: The text after the groups.
    ///   - writer: Writes a group.
    init(
        _ report: UsageReport, head: [UInt8], separator: String = "", tail: String = "", writer: any GroupWriter
    ) {
        self.report = report
        self.head = head
        self.separator = Array(separator.utf8)
        self.tail = Array(tail.utf8)
        self.writer = writer
    }

    /// The whole text.
    public var text: String {
        var bytes: [UInt8] = []
        for chunk in self { bytes.append(contentsOf: chunk) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns an iterator that begins with the first part.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// Writes the parts one after the other.
    public struct Iterator: IteratorProtocol {
        private let chunks: ReportChunks
        private var labels: GroupLabels
        private var position: Int
        /// The text before the groups, until it has been returned.
        private var head: [UInt8]
        private var isAtEnd = false

        fileprivate init(_ chunks: ReportChunks) {
            self.chunks = chunks
            labels = GroupLabels(chunks.report)
            head = chunks.head
            position = chunks.report.startIndex
        }

        /// Returns the next part, which is never empty; nil after the last one.
        public mutating func next() -> [UInt8]? {
            if isAtEnd { return nil }
            let report = chunks.report
            var bytes: [UInt8] = []
            bytes.reserveCapacity(ReportChunks.size + ReportChunks.size / 16)
            bytes.append(contentsOf: head)
            head = []
            while position < report.endIndex, bytes.count < ReportChunks.size {
                if position > report.startIndex { bytes.append(contentsOf: chunks.separator) }
                chunks.writer.write(report[position], &labels, to: &bytes)
                position += 1
            }
            if position == report.endIndex {
                isAtEnd = true
                bytes.append(contentsOf: chunks.tail)
            }
            return bytes.isEmpty ? nil : bytes
        }
    }
}

@available(*, unavailable)
extension ReportChunks.Iterator: Sendable {}

/// Writes groups of one report as bytes.
protocol GroupWriter: Sendable {
    /// Appends a group; the labels are those of its report.
    func write(_ group: UsageReport.Group, _ labels: inout GroupLabels, to bytes: inout [UInt8])
}
