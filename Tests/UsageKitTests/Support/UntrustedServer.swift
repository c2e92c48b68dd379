import Foundation
import Testing

/// A TLS server with a self-signed certificate: the server of the `openssl` command.
final class UntrustedServer {
    /// The path of the command; nil if it is not installed.
    static let command = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    let baseURL: String
    private let server: Process
    private let folder: URL

    /// Creates a certificate for `localhost` and starts the server with it.
    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "usage-kit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let maker = try Self.run(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "key.pem", "-out"]
                + ["cert.pem", "-days", "1"], in: folder)
        while maker.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        try #require(maker.terminationStatus == 0)
        server = try Self.run(
            ["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-www"], in: folder)
        baseURL = "https://localhost:\(try await Self.port(of: server, in: folder))"
    }

    deinit {
        server.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func run(_ arguments: [String], in folder: URL) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try #require(command))
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let output = folder.appending(path: "output")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Waits for the line with the address of the server, such as `ACCEPT 127.0.0.1:43665`.
    private static func port(of server: Process, in folder: URL) async throws -> Int {
        while server.isRunning {
            let output = try String(contentsOf: folder.appending(path: "output"), encoding: .utf8)
            let line = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .first { $0.hasPrefix("ACCEPT") }
            if let port = line?.split(separator: ":").last.flatMap({ Int($0) }) { return port }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CocoaError(.executableLoad)
    }
}
