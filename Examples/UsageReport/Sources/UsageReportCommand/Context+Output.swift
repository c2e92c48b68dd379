import UsageKit

extension Context {
    /// Runs a command with its result in the file of `--output`, if that was given.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - run: Runs the command; what it writes as a result goes to the file.
    /// - Returns: How the command ended.
    /// - Throws: The error of the command, and `OutputFailure` if the file cannot be written.
    func writing(
        to options: OutputOptions, run: (Context) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        guard let path = options.output, options.partition == nil else { return try await run(self) }
        let file = try OutputFile(path: path)
        do {
            let status = try await run(Context(environment: environment, console: console.writing(to: file)))
            switch status {
            case .complete, .incomplete: try end(file, isComplete: status == .complete)
            case .refused, .badUsage, .unwritable, .unmet: file.discard()
            }
            return status
        } catch let error as CancellationError {
            try end(file, isComplete: false)
            throw error
        } catch {
            file.discard()
            throw error
        }
    }

    private func end(_ file: OutputFile, isComplete: Bool) throws {
        guard let partial = try file.end(isComplete: isComplete) else { return }
        console.note("what was read is in '\(partial)'")
    }
}
