import Foundation
import UsageKit

/// A log of requests that `--against` names.
struct RequestLogFile {
    private let log: RequestLog

    /// The largest log that is read; its notes take some twenty times as much memory.
    private static let mostBytes = 256 * 1024 * 1024

    /// Reads a log.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - requests: How the provider's requests are named.
    ///   - provider: The provider, whose rows alone are read of an export.
    /// - Throws: `UsageError` for a file that cannot be read or is in no form of a log.
    init<Client>(
        _ path: String, of requests: ReconciledRequests<Client>, _ provider: ProviderID
    ) throws(UsageError) {
        guard path != "-" else {
            throw UsageError(
                .unreadableFile, "--against does not read standard input: save the log to a file, and name it")
        }
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        // A pipe could keep the command waiting. A shell's link to one exists, and leads to no path.
        if FileManager.default.fileExists(atPath: path), !Self.isRegular(file) {
            throw UsageError(
                .unreadableFile, "'\(path)' is not a regular file: save the log to a file, and name it")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.size] as? Int ?? 0
        guard size <= Self.mostBytes else {
            throw UsageError(
                .unreadableFile,
                "'\(path)' has \(size) bytes, but a log is read as a whole, of at most \(Self.mostBytes): split it by time"
            )
        }
        guard let data = try? Data(contentsOf: file) else {
            throw UsageError(.unreadableFile, "the file '\(path)' cannot be read")
        }
        do {
            log = try Self.read([UInt8](data), requests, provider)
        } catch  where error.code == .invalidArgument {
            // It is the log that lacks something, and no option.
            throw UsageError(.unexpectedShape, error.message)
        }
    }

    private static func isRegular(_ file: URL) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// Reads a log by its column `requestID`, or an export in which another column names the request.
    private static func read<Client>(
        _ bytes: [UInt8], _ requests: ReconciledRequests<Client>, _ provider: ProviderID
    ) throws(UsageError) -> RequestLog {
        func log(named key: RequestKey) throws(UsageError) -> RequestLog {
            try RequestLog(
                reading: bytes, named: key, currency: requests.currency, areParts: requests.areParts, of: provider)
        }
        if requests.key == .requestID { return try log(named: .requestID) }
        let own: RequestLog
        do {
            own = try log(named: .requestID)
        } catch {
            guard error.code == .unexpectedShape, let export = try? log(named: requests.key) else { throw error }
            return export
        }
        // The rows of an export have a column of this name that says nothing.
        guard own.requests.isEmpty, own.unnamed > 0 else {
            // In an export, rows can have an id of the request beside their own, by which they are joined.
            let isJoinedByRow = requests.key == .rowID && own.isExport
            return isJoinedByRow ? (try? log(named: .rowID)) ?? own : own
        }
        do {
            return try log(named: requests.key)
        } catch {
            guard error.code == .unexpectedShape, let option = requests.exportOption else { throw error }
            throw UsageError(.unexpectedShape, "\(error.message): make the export with \(option)")
        }
    }

    /// The log and the rows as a pair.
    func pair<Client>(of requests: ReconciledRequests<Client>) -> ReconciledPair<Client> {
        let whole = log
        return ReconciledPair(
            "requests", "",
            unjudged: { try RequestComparison([UsageRecord](), with: [], gap: $0) },
            compare: { run in
                let read = try await requests.records(run)
                run.note(span: read.report.window)
                let known = Set(read.records.compactMap { requests.id($0).map { Array($0.utf8) } })
                var log = whole
                // A log can be of a longer time than the walk. A note at the edge can have a row inside.
                log.requests.removeAll { note in
                    guard let time = note.time, !read.report.window.contains(time) else { return false }
                    return !known.contains(Array(note.requestID.utf8))
                }
                let left = whole.requests.count - log.requests.count
                if left > 0 {
                    let notes = left == 1 ? "1 note" : "\(left) notes"
                    run.ledger.console.note("left out: \(notes) of a time outside the window")
                }
                return try RequestComparison(
                    read.records, with: log, joinedBy: requests.key, gap: read.report.missingRows)
            })
    }
}
