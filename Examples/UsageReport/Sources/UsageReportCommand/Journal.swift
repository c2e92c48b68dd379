import Foundation
import UsageKit

/// The file of `--checkpoint`: the rows that were read and the position after them, page by page.
///
/// A page counts once the mark that closes it is complete. Whatever follows the last mark is cut off when the file is
/// opened again, so a run that is killed at any moment leaves whole pages. The lines of a page are written together. The
/// file stays locked as long as the journal lives.
final class Journal<Row: UsageRow & JSONRepresentable> {
    /// When the first run began; options that default to the present keep this value in later runs.
    let startedAt: Timestamp
    /// The rows of all whole pages, until they are taken.
    private var rows: [Row] = []
    private let path: String
    private let file: LockedFile
    private var text: JournalText
    private var checksum: Checksum
    private var committedBytes: Int
    /// What the walk reads, with the account as the file knows it.
    private var source: WalkSource?

    /// Opens an existing journal, or an empty file as a new one.
    ///
    /// - Throws: `JournalRefusal` if the file is in use, is not a journal, is damaged, or cannot be opened.
    init(path: String) throws(JournalRefusal) {
        self.path = path
        do {
            file = try LockedFile(path: path)
        } catch {
            throw JournalRefusal(path, error)
        }
        guard let bytes = try? file.contents() else {
            throw JournalRefusal(status: .refused, "the checkpoint '\(path)' cannot be read")
        }
        do {
            text = try JournalText(bytes)
        } catch {
            throw JournalRefusal(path, error)
        }
        startedAt = text.header?.startedAt ?? .now()
        checksum = text.checksum
        committedBytes = text.wholeBytes
    }

    /// The report of the walk if it has ended.
    var finished: WalkReport? { text.last?.end?.report }

    /// The report after the whole pages; nil if there are no pages.
    var report: WalkReport? { text.report }

    /// Whether the account was known by its key only, and has a label now.
    private(set) var isLabelled = false

    /// Returns the walk that continues after the whole pages, and makes the file ready for the pages that follow.
    ///
    /// - Parameters:
    ///   - walk: The walk as the options describe it.
    ///   - replay: Reads the rows back.
    /// - Returns: The walk, which begins at its first page if the file has no pages.
    /// - Throws: `JournalRefusal` if the file belongs to another walk, or if its rows are not those that it counts.
    func resume(_ walk: Walk<Row>, _ replay: Replay<Row>) throws -> Walk<Row> {
        let own = try walk.source
        source = text.source ?? own
        if let known = text.source {
            do {
                try walk.requireSource(known)
            } catch {
                throw JournalRefusal(path, error)
            }
            if case .label = own.account {
                if case .key = known.account { isLabelled = true }
                source = own
            }
        }
        rows = try read(replay)
        text.forgetRows()
        do {
            try file.restrictToOwner()
            try file.cut(to: text.wholeBytes)
        } catch {
            throw JournalRefusal(status: .badUsage, "the checkpoint '\(path)' cannot be written: \(error.reason)")
        }
        return text.last?.checkpoint.map { walk.resumed(from: $0, after: rows) } ?? walk
    }

    /// Reads the rows, each in its last state.
    private func read(_ replay: Replay<Row>) throws(JournalRefusal) -> [Row] {
        guard !text.rowLines.isEmpty, let report else { return [] }
        let rows: [Row]
        do {
            rows = try replay.rows(of: text.rows + [UInt8(ascii: "]")]).rows
        } catch {
            let index = text.rows.prefix(error.byteOffset ?? 0).count { $0 == UInt8(ascii: "\n") }
            let line = text.rowLines[min(index, text.rowLines.count - 1)]
            throw JournalRefusal(path, .damaged(line: line, "it is not a row: \(error.message)"))
        }
        guard rows.count == report.rows else {
            throw JournalRefusal(
                status: .refused,
                "the checkpoint '\(path)' is damaged: it counts \(report.rows) rows and has \(rows.count) different ones"
            )
        }
        return rows
    }

    /// The refusal of a file whose checkpoint the walk found damaged; nil for any other error.
    func refusal(for error: (any Error)?) -> JournalRefusal? {
        guard let error = error as? UsageError, error.code == .checkpointDamaged else { return nil }
        return JournalRefusal(status: .refused, "the checkpoint '\(path)' is damaged: \(error.message)")
    }

    /// Returns the rows of all whole pages, once.
    func takeRows() -> [Row] {
        defer { rows = [] }
        return rows
    }

    /// Appends a page: its rows, then the checkpoint after it, or the report if the walk has ended.
    ///
    /// The checkpoint holds no ids, because the rows in the file have them.
    ///
    /// - Throws: `JournalWriteFailure`; the file then ends with the page before.
    func commit(_ rows: [Row], checkpoint: WalkCheckpoint?, report: WalkReport) throws {
        guard let source else { throw JournalWriteFailure(path: path, reason: "it belongs to no walk yet") }
        var sum = checksum
        var bytes: [UInt8] = []
        if committedBytes == 0 {
            let header = JournalText.Header(version: JournalText.version, startedAt: startedAt, source: source)
            bytes += try JournalText.line(header, &sum)
        }
        let end = checkpoint == nil ? JournalText.End(report: report, source: source) : nil
        let mark = JournalText.Mark(rows: rows.count, checkpoint: checkpoint, end: end)
        bytes += try JournalText.lines(rows.map(\.jsonValue), mark, &sum)
        do {
            try file.append(bytes)
        } catch {
            // If this fails, too, the next run cuts off what was written.
            try? file.cut(to: committedBytes)
            throw JournalWriteFailure(path: path, reason: error.reason)
        }
        checksum = sum
        committedBytes += bytes.count
    }
}

/// A file of `--checkpoint` that cannot be used.
struct JournalRefusal: Error {
    let status: ExitStatus
    let message: String

    init(status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    fileprivate init(_ path: String, _ refusal: LockedFile.Refusal) {
        let message =
            switch refusal {
            case .isLocked:
                "the checkpoint '\(path)' is used by another process: wait for its end, or name another file"
            case .isNoFile: "'\(path)' is not a file: name a file that exists as a checkpoint or does not exist yet"
            case .system(let failure): "the checkpoint '\(path)' cannot be opened: \(failure.reason)"
            }
        self.init(status: .badUsage, message)
    }

    fileprivate init(_ path: String, _ refusal: JournalText.Refusal) {
        switch refusal {
        case .foreign:
            self.init(
                status: .badUsage,
                "the file '\(path)' is not a checkpoint, so it is left alone: name a file that does not exist yet")
        case .version(let version):
            self.init(
                status: .badUsage,
                "the checkpoint '\(path)' has version \(version) of its format, and only version "
                    + "\(JournalText.version) can be read: name another file")
        case .damaged(let line, let reason):
            self.init(status: .refused, "the checkpoint '\(path)' is damaged in line \(line): \(reason)")
        }
    }

    fileprivate init(_ path: String, _ mismatch: UsageError) {
        guard mismatch.code == .accountMismatch else {
            self.init(
                status: .badUsage,
                "the checkpoint '\(path)' belongs to another query: repeat its options, or name another file "
                    + "(\(mismatch.message))")
            return
        }
        self.init(
            status: .badUsage,
            "the checkpoint '\(path)' belongs to another account: give --account LABEL if the account is the same and "
                + "its key was rotated, or name another file (\(mismatch.message))")
    }
}

/// A page that could not be written to the file of `--checkpoint`.
struct JournalWriteFailure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "the checkpoint '\(path)' cannot be written: \(reason)" }
}
