import Foundation

/// Where a command writes: results to one stream, everything else to the other.
public struct Console: Sendable {
    let output: @Sendable (String) -> Void
    let diagnostics: @Sendable (String) -> Void
    /// Whether the diagnostics go to a terminal, where progress can be shown.
    let isInteractive: Bool

    /// Creates a console.
    public init(
        output: @escaping @Sendable (String) -> Void, diagnostics: @escaping @Sendable (String) -> Void,
        isInteractive: Bool = false
    ) {
        self.output = output
        self.diagnostics = diagnostics
        self.isInteractive = isInteractive
    }

    /// Standard output and standard error.
    public static var standard: Console {
        Console(
            output: { FileHandle.standardOutput.write(Data($0.utf8)) },
            diagnostics: { FileHandle.standardError.write(Data($0.utf8)) },
            isInteractive: isatty(STDERR_FILENO) == 1)
    }

    /// Writes a line of diagnostics.
    func note(_ line: String) {
        diagnostics("usage-report: \(line)\n")
    }
}
