import Foundation
import UsageKit

/// The file of `--checkpoint`: the rows that were read, page by page; a line with a checkpoint closes each page.
///
/// A page counts once its closing line is complete. Whatever follows the last closing line is cut off when the file is
/// opened again, so a run that is killed at any moment leaves whole pages. The lines of a page are written together.
final class Journal<Row: UsageRow & JSONRepresentable> {
    /// How the lines begin that are not rows.
    private enum LinePrefix {
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

    /// Closes a page; under the name `behind` in the file.
    private struct PageLine: Codable {
        enum CodingKeys: String, CodingKey { case checkpoint = "behind" }
        let checkpoint: WalkCheckpoint
    }

    private struct EndLine: Codable {
        let finished: WalkReport
    }

    /// When the first run began; options that default to the present keep this value in later runs.
    let startedAt: Timestamp
    /// The rows of all whole pages.
    private(set) var rows: [Row] = []
    /// The checkpoint after the last whole page, with the ids of the rows.
    private(set) var checkpoint: WalkCheckpoint?
    /// The report of the walk if it has ended.
    private(set) var finished: WalkReport?
    private let file: FileHandle

    /// Opens an existing journal or begins a new one.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - query: The query as a text; a journal of another query is refused.
    ///   - replay: Reads the rows back.
    /// - Throws: `UsageError` if the file belongs to another query, is not a journal, or cannot be read or written.
    init(path: String, query: String, replay: Replay<Row>) throws {
        let url = URL(fileURLWithPath: path)
        let bytes = FileManager.default.fileExists(atPath: path) ? [UInt8](try Self.read(url)) : []
        let contents = try Contents(bytes)
        if let header = contents.header {
            guard header.version == 1, header.query == query else {
                throw UsageError(
                    .checkpointMismatch,
                    "the checkpoint '\(path)' belongs to another query: repeat its options, or name another file")
            }
            startedAt = header.startedAt
            rows = try replay.rows(of: contents.rows).rows
            checkpoint = contents.checkpoint?.restoring(ids: rows.compactMap(\.usageRecord.id))
            finished = contents.finished
        } else {
            guard bytes.isEmpty || contents.isTornHeader else {
                throw UsageError(
                    .checkpointMismatch,
                    "the file '\(path)' is not a checkpoint, so it is left alone: name a file that does not exist yet")
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

    /// Appends a page: its rows, then the checkpoint after it, or the report if the walk has ended.
    ///
    /// The checkpoint holds no ids, because the rows in the file have them.
    func commit(_ rows: [Row], checkpoint: WalkCheckpoint?, report: WalkReport) throws {
        let lines = rows.map { $0.jsonValue.text + "\n" }.joined()
        if let checkpoint {
            try write(PageLine(checkpoint: checkpoint), after: lines)
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

    /// The contents of a file up to the last whole page.
    private struct Contents {
        var header: Header?
        var rows: [UInt8] = []
        var checkpoint: WalkCheckpoint?
        var finished: WalkReport?
        var wholeBytes = 0
        /// Whether the file ends inside its first line.
        var isTornHeader = false

        init(_ bytes: [UInt8]) throws {
            var pending: [UInt8] = []
            var start = 0
            let decoder = JSONDecoder()
            while let lineEnd = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = bytes[start..<lineEnd]
                if header == nil {
                    header = try? decoder.decode(HeaderLine.self, from: Data(line)).header
                    guard header != nil else { return }
                } else if line.starts(with: LinePrefix.page.utf8) {
                    checkpoint = try? decoder.decode(PageLine.self, from: Data(line)).checkpoint
                    guard checkpoint != nil else { return }
                } else if line.starts(with: LinePrefix.end.utf8) {
                    finished = try? decoder.decode(EndLine.self, from: Data(line)).finished
                    guard finished != nil else { return }
                } else {
                    pending += bytes[start...lineEnd]
                    start = lineEnd + 1
                    continue
                }
                rows += pending
                pending = []
                start = lineEnd + 1
                wholeBytes = start
            }
            let prefix = Array(LinePrefix.header.utf8)
            isTornHeader = header == nil && prefix.starts(with: bytes.prefix(prefix.count))
        }
    }
}
