import Foundation
import GRDB
import Synchronization
import Testing
import UsageKit
import UsageKitTesting
import WarehouseSync

/// The built command as a process, with its output in files, so that it never waits for a reader.
final class SyncProcess {
    private static var executable: URL? {
        let folders =
            [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
            + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        return folders.map { $0.appending(path: "warehouse-sync") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private let process = Process()
    private let ended = AsyncStream<Void>.makeStream()
    private let folder: URL

    /// Starts the command.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - environment: Its environment.
    ///   - onEnd: Called when it has ended.
    /// - Throws: An error if it cannot be started.
    init(
        _ arguments: [String], environment: [String: String] = [:], onEnd: @escaping @Sendable () -> Void = {}
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "warehouse-process-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = try #require(Self.executable as URL?)
        process.arguments = arguments
        process.environment = environment
        let output = try file("output")
        let diagnostics = try file("diagnostics")
        process.standardOutput = output
        process.standardError = diagnostics
        let continuation = ended.continuation
        process.terminationHandler = { _ in
            continuation.finish()
            onEnd()
        }
        try process.run()
        try output.close()
        try diagnostics.close()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var id: pid_t { process.processIdentifier }

    var isRunning: Bool { process.isRunning }

    /// What the command has written to standard output.
    var output: String { text("output") }

    /// What the command has written to standard error.
    var diagnostics: String { text("diagnostics") }

    /// Waits for the end, and returns the exit code; nil if a signal ended the process.
    func status() async -> Int32? {
        for await _ in ended.stream {}
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    private func file(_ name: String) throws -> FileHandle {
        let file = folder.appending(path: name)
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appending(path: name))) ?? Data(), as: UTF8.self)
    }
}

/// A gate before servers, which holds all requests once the database has a number of committed pages.
final class Gate: Sendable {
    private struct State {
        var requests = 0
        var limit = Int.max
        var continuation: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())
    private let database: DatabaseQueue

    /// Creates a gate.
    ///
    /// - Parameter path: The path of a database that exists.
    /// - Throws: `DatabaseError` if it cannot be opened.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(30)
        database = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// How many requests came so far.
    var requests: Int { state.withLock(\.requests) }

    /// How many pages have been committed, also those of walks that have ended.
    var committedPages: Int {
        get throws {
            try database.read { db in
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT (SELECT coalesce(sum(pages), 0) FROM positions)
                            + (SELECT coalesce(sum(pages), 0) FROM syncs)
                        """) ?? 0
            }
        }
    }

    /// Lets requests through until this many pages have been committed.
    ///
    /// - Parameter limit: The number of pages.
    /// - Returns: A stream that ends when the first request is held, or when ``end()`` is called.
    func close(at limit: Int) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        state.withLock { ($0.limit, $0.continuation) = (limit, continuation) }
        return stream
    }

    /// Lets all requests through.
    func open() {
        state.withLock { ($0.limit, $0.continuation) = (.max, nil) }
    }

    /// Ends the stream although no request is held.
    func end() {
        state.withLock { $0.continuation?.finish() }
    }

    /// Returns when a request may pass; one that is held waits until its server stops.
    func pass() async throws {
        let committed = try committedPages
        let continuation = state.withLock { state in
            state.requests += 1
            return committed >= state.limit ? state.continuation : nil
        }
        guard let continuation else { return }
        continuation.finish()
        let (stream, release) = AsyncStream.makeStream(of: Never.self)
        for await _ in stream {}
        release.finish()
        throw CancellationError()
    }
}

/// A server behind the gate.
struct GatedTransport: HTTPTransport {
    let base: any HTTPTransport
    let gate: Gate

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await gate.pass()
        return try await base.send(request)
    }
}
