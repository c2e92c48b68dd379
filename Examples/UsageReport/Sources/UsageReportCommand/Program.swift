import ArgumentParser
import UsageKit

/// The command line: parses the arguments, runs the command, and turns its result into an exit code.
public enum Program {
    /// Runs one invocation and returns its exit code.
    public static func run(arguments: [String], environment: [String: String], console: Console) async -> Int32 {
        do {
            var parsed = try RootCommand.parseAsRoot(arguments)
            guard let command = parsed as? any ReportingCommand else {
                // The parser's own commands, such as help, throw their output.
                try parsed.run()
                return ExitStatus.complete.rawValue
            }
            return try await command.run(in: Context(environment: environment, console: console)).rawValue
        } catch let error as UsageError {
            console.note(error.description)
            return ExitStatus(refusal: error).rawValue
        } catch is CancellationError {
            console.note("interrupted")
            return ExitStatus.refused.rawValue
        } catch  where RootCommand.exitCode(for: error) == .success {
            console.output(RootCommand.fullMessage(for: error) + "\n")
            return ExitStatus.complete.rawValue
        } catch {
            let message = RootCommand.message(for: error)
            console.note(message.split(whereSeparator: \.isNewline).joined(separator: " "))
            return ExitStatus.badUsage.rawValue
        }
    }
}

/// The exit codes and their meaning.
enum ExitStatus: Int32 {
    case complete = 0
    /// Nothing was read.
    case refused = 1
    case badUsage = 2
    /// The walk ended early; what was read is printed.
    case incomplete = 3

    /// The status for an error that came before the first page.
    init(refusal error: UsageError) {
        self = [.invalidArgument, .invalidBaseURL, .checkpointMismatch].contains(error.code) ? .badUsage : .refused
    }
}

/// What a command gets from its process.
struct Context: Sendable {
    let environment: [String: String]
    let console: Console

    /// The key of a provider, from the environment only.
    func key(_ name: String) throws(UsageError) -> String {
        guard let key = environment[name] else {
            throw UsageError(.invalidCredential, "the environment variable \(name) is not set: it must hold the key")
        }
        return key
    }
}

/// A command that returns how it ended.
protocol ReportingCommand: ParsableCommand {
    func run(in context: Context) async throws -> ExitStatus
}
