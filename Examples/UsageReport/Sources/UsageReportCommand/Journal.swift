import Foundation
import UsageKit

/// The file behind `--checkpoint`: the rows that were read, page by page, each page closed by the place behind it.
///
/// A page counts once its closing line is written whole; what stands behind the last one is cut off when the file is
/// opened again, so a run that is killed at any moment leaves whole pages. The lines of a page go to the disk together.
final class Journal<Row: UsageRow & JSONRepresentable> {
    private enum Mark {
        static var header: String { "{\"usage-report\":" }
        static var page: String { "{\"behind\":" }
        static var end: String { "{\"finished\":" }
    }

    private struct Header: Codable {
        let version: Int
        let startedAt: Timestamp
        let query: String
    }

    private struct HeaderLine: Codable {
        enum CodingKeys: String, CodingKey { case header = "usage-report" }
        let header: Header
    }

    private struct PageProducer: Codable {
        let behind: WalkCheckpoint
    }

    private struct EndLine: Codable {
        let finished: WalkReport
    }

    /// When the first run began: what defaults to the present keeps meaning that.
    let startedAt: Timestamp
    /// The rows of all whole pages.
    private(set) var rows: [Row] = []
    /// The place behind the last whole page, with the ids of the rows.
    private(set) var checkpoint: WalkCheckpoint?
    /// The report of a walk that is over.
    private(set) var finished: WalkReport?
    private let file: FileHandle

    /// Opens a journal or begins one.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - query: What is asked, as a text; a journal of another query is refused.
    ///   - replay: Reads the rows back.
    /// - Throws: `UsageError` where the file is of another query, is no journal, or cannot be read or written.
    init(path: String, query: String, replay: Replay<Row>) throws {
        let url = URL(fileURLWithPath: path)
        let bytes = FileManager.default.fileExists(atPath: path) ? [UInt8](try Self.read(url)) : []
        let contents = try Contents(bytes)
        if let header = contents.header {
            guard header.version == 1, header.query == query else {
                throw UsageError(.checkpointMismatch, "the checkpoint '\(path)' belongs to another query")
            }
            startedAt = header.startedAt
            rows = try replay.rows(of: contents.rows).rows
            checkpoint = contents.checkpoint?.restoring(ids: rows.compactMap(\.usageRecord.id))
            finished = contents.finished
        } else {
            guard bytes.isEmpty || contents.isTornHeader else {
                throw UsageError(.checkpointMismatch, "the file '\(path)' is no checkpoint")
            }
            startedAt = .now()
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        do {
            file = try FileHandle(forUpdating: url)
        } catch {
            throw UsageError(.invalidArgument, "the file '\(path)' cannot be written")
        }
        try file.truncate(atOffset: UInt64(contents.wholeBytes))
        try file.seekToEnd()
        if contents.header == nil {
            try write(HeaderLine(header: Header(version: 1, startedAt: startedAt, query: query)), after: "")
        }
    }

    /// Adds a page: its rows and the place behind it, without ids since the rows are here, or the end of the walk.
    func commit(_ rows: [Row], behind checkpoint: WalkCheckpoint?, report: WalkReport) throws {
        let lines = rows.map { $0.jsonValue.text + "\n" }.joined()
        if let checkpoint {
            try write(PageProducer(behind: checkpoint), after: lines)
        } else {
            try write(EndLine(finished: report), after: lines)
        }
        self.rows += rows
    }

    private func write(_ line: some Encodable, after lines: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try file.write(contentsOf: Data(lines.utf8) + (try encoder.encode(line)) + Data("\n".utf8))
        try file.synchronize()
    }

    private static func read(_ url: URL) throws -> Data {
        do {
            return try Data(contentsOf: url)
        } catch {
            throw UsageError(.invalidArgument, "the file '\(url.path)' cannot be read")
        }
    }

    /// What stands in a file, up to the last whole page.
    private struct Contents {
        var header: Header?
        var rows: [UInt8] = []
        var checkpoint: WalkCheckpoint?
        var finished: WalkReport?
        var wholeBytes = 0
        /// Whether the file holds less than its first line.
        var isTornHeader = false

        init(_ bytes: [UInt8]) throws {
            var pending: [UInt8] = []
            var start = 0
            let decoder = JSONDecoder()
            while let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = bytes[start..<feed]
                if header == nil {
                    header = try? decoder.decode(HeaderLine.self, from: Data(line)).header
                    guard header != nil else { return }
                } else if line.starts(with: Mark.page.utf8) {
                    checkpoint = try? decoder.decode(PageProducer.self, from: Data(line)).behind
                    guard checkpoint != nil else { return }
                } else if line.starts(with: Mark.end.utf8) {
                    finished = try? decoder.decode(EndLine.self, from: Data(line)).finished
                    guard finished != nil else { return }
                } else {
                    pending += bytes[start...feed]
                    start = feed + 1
                    continue
                }
                rows += pending
                pending = []
                start = feed + 1
                wholeBytes = start
            }
            isTornHeader = header == nil && Array(Mark.header.utf8).starts(with: bytes.prefix(Mark.header.utf8.count))
        }
    }
}
