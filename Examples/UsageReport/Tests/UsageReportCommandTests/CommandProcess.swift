import Foundation
import Synchronization
import Testing
import UsageKit
import UsageKitTesting

/// The built command as a process, with its output in files, so that it never waits for a reader.
final class CommandProcess {
    /// The executable, which is built next to the tests.
    static var executable: URL? {
        let folders =
            [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
            + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        return folders.map { $0.appendingPathComponent("usage-report") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private let process = Process()
    private let ended = AsyncStream<Void>.makeStream()
    private let folder: URL

    /// Starts the command.
    ///
    /// The redirection is what a shell does with the streams before it becomes the command, such as `>&-`. Without a
    /// handle, standard output goes to a file. The preparation is a shell command that comes before, the launcher a
    /// program that starts the command.
    init(
        _ arguments: [String], environment: [String: String] = [:],
        preparation: String = ":", launcher: String = "", redirection: String = "",
        standardInput: Pipe? = nil, standardOutput: FileHandle? = nil
    ) throws {
        let executable = try #require(Self.executable as URL?)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", "\(preparation); exec \(launcher) \"$0\" \"$@\" \(redirection)", executable.path] + arguments
        process.environment = environment
        if let standardInput { process.standardInput = standardInput }
        let output = try file("output")
        let diagnostics = try file("diagnostics")
        process.standardOutput = standardOutput ?? output
        process.standardError = diagnostics
        let continuation = ended.continuation
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        // The process has them now. Foundation keeps a process that has ended, and with it would keep these open: after
        // some five hundred processes, it writes past the end of its own tables of descriptors.
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

    /// The lines on standard error.
    var diagnosticLines: [Substring] { diagnostics.split(separator: "\n") }

    /// Waits for the end, and returns the exit code; nil if a signal ended the process.
    func status() async -> Int32? {
        for await _ in ended.stream {}
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    private func file(_ name: String) throws -> FileHandle {
        let file = folder.appendingPathComponent(name)
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data(), as: UTF8.self)
    }
}

/// A server that stops answering after a number of requests, until it is released.
final class SilentAfter: HTTPTransport {
    private let server: any HTTPTransport
    private let left: Mutex<Int>
    private let silence = AsyncStream<Void>.makeStream()
    private let release = AsyncStream<Void>.makeStream()

    init(_ server: any HTTPTransport, after count: Int) {
        self.server = server
        left = Mutex(count)
    }

    /// Returns when the first request gets no answer.
    func waitForSilence() async {
        for await _ in silence.stream {}
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let answers = left.withLock { left in
            left -= 1
            return left >= 0
        }
        if answers { return try await server.send(request) }
        silence.continuation.finish()
        // Stopping the server cancels this task.
        for await _ in release.stream {}
        try Task.checkCancellation()
        return try await server.send(request)
    }

    /// Lets the requests without an answer go on.
    func answer() {
        release.continuation.finish()
    }
}
