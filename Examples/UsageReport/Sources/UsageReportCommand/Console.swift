import Foundation
import UsageKit

/// Where a command writes: results to one stream, everything else to the other.
///
/// Whatever people read is a `TerminalText`. Only results for programs are written as exact texts.
public struct Console: Sendable {
    private let output: @Sendable ([UInt8]) throws -> Void
    private let diagnostics: @Sendable (String) -> Void
    /// Where results go in the place of standard output.
    private let file: OutputFile?
    /// Whether the diagnostics go to a terminal, where progress can be shown.
    private let isInteractive: Bool

    /// Creates a console.
    ///
    /// - Parameters:
    ///   - output: Writes a part of the result; an error ends the command.
    ///   - diagnostics: Writes a part of anything else; it has no way to fail.
    ///   - isInteractive: Whether the diagnostics go to a terminal.
    public init(
        output: @escaping @Sendable (String) throws -> Void, diagnostics: @escaping @Sendable (String) -> Void,
        isInteractive: Bool = false
    ) {
        self.init(
            bytes: { try output(String(decoding: $0, as: UTF8.self)) }, diagnostics: diagnostics,
            isInteractive: isInteractive)
    }

    private init(
        bytes output: @escaping @Sendable ([UInt8]) throws -> Void,
        diagnostics: @escaping @Sendable (String) -> Void, isInteractive: Bool, file: OutputFile? = nil
    ) {
        self.file = file
        self.output = output
        self.diagnostics = diagnostics
        self.isInteractive = isInteractive
    }

    /// The console with a file in the place of standard output.
    func writing(to file: OutputFile) -> Console {
        Console(bytes: { try file.write($0) }, diagnostics: diagnostics, isInteractive: isInteractive, file: file)
    }

    /// The file with the result so far, which can be written again; nil for a stream.
    var writtenFile: URL? { file?.partial }

    /// Takes back the result so far; a stream that has no way back has nothing that could be.
    func restart() throws { try file?.restart() }

    /// Standard output and standard error.
    public static var standard: Console {
        let output = DescriptorWriter(descriptor: STDOUT_FILENO)
        let diagnostics = DescriptorWriter(descriptor: STDERR_FILENO)
        return Console(
            bytes: { try output.write(exact: $0) },
            // A failing standard error has nowhere to be reported, and the result does not depend on it.
            diagnostics: { try? diagnostics.write($0) },
            isInteractive: isatty(STDERR_FILENO) == 1)
    }

    /// Writes a part of a result in a format for programs, with the exact texts of the server.
    ///
    /// - Throws: `OutputFailure` if standard output, or what `--output` names, cannot be written.
    func write(exact text: String) throws {
        try output(Array(text.utf8))
    }

    /// Writes a part of a result as its bytes.
    ///
    /// - Throws: `OutputFailure` if standard output, or what `--output` names, cannot be written.
    func write(exact bytes: [UInt8]) throws {
        try output(bytes)
    }

    /// Writes a report in a format for programs, part by part.
    ///
    /// - Throws: `OutputFailure` if standard output, or what `--output` names, cannot be written.
    func write(exact chunks: ReportChunks) throws {
        for chunk in chunks { try output(chunk) }
    }

    /// Writes a part of a result for people.
    ///
    /// - Throws: `OutputFailure` if standard output, or what `--output` names, cannot be written.
    func write(_ text: TerminalText) throws {
        try output(Array(text.description.utf8))
    }

    /// Writes a line of diagnostics.
    func note(_ line: TerminalText) {
        diagnostics("usage-report: \(line.description)\n")
    }

    /// Overwrites the line of progress if the diagnostics go to a terminal.
    func show(progress line: TerminalText) {
        if isInteractive { diagnostics("\r\u{1B}[K\(line.description)") }
    }
}
