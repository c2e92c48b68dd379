import Foundation

/// Where a command writes: results to one stream, everything else to the other.
public struct Console: Sendable {
    /// Writes a part of the result; throws `OutputFailure` if that is not possible.
    let output: @Sendable (String) throws -> Void
    let diagnostics: @Sendable (String) -> Void
    /// Whether the diagnostics go to a terminal, where progress can be shown.
    let isInteractive: Bool

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
        self.output = output
        self.diagnostics = diagnostics
        self.isInteractive = isInteractive
    }

    /// Standard output and standard error.
    public static var standard: Console {
        let output = DescriptorWriter(descriptor: STDOUT_FILENO)
        let diagnostics = DescriptorWriter(descriptor: STDERR_FILENO)
        return Console(
            output: { try output.write($0) },
            // A failing standard error has nowhere to be reported, and the result does not depend on it.
            diagnostics: { try? diagnostics.write($0) },
            isInteractive: isatty(STDERR_FILENO) == 1)
    }

    /// Writes a line of diagnostics.
    func note(_ line: String) {
        diagnostics("usage-report: \(line)\n")
    }
}
