import ArgumentParser
import UsageKit

/// The command line: parses the arguments, runs the command, and turns its result into an exit code.
public enum Program {
    /// The exit code of a command that was interrupted and could not print what it had read.
    public static var interrupted: Int32 { ExitStatus.incomplete.rawValue }

    /// Runs one invocation and returns its exit code.
    public static func run(arguments: [String], environment: [String: String], console: Console) async -> Int32 {
        do {
            return try await status(of: arguments, environment, console).rawValue
        } catch let failure as OutputFailure {
            if let path = failure.path {
                console.note("'\(path)' cannot be written: \(failure.reason)")
            } else {
                console.note("standard output cannot be written: \(failure.reason); the result there is not whole")
            }
            return ExitStatus.unwritable.rawValue
        } catch let refusal as JournalRefusal {
            console.note("\(refusal.message)")
            return refusal.status.rawValue
        } catch let error as UsageError {
            console.note("\(error)")
            return ExitStatus(refusal: error).rawValue
        } catch is CancellationError {
            console.note("incomplete: \(Interruption.reason)")
            return ExitStatus.incomplete.rawValue
        } catch {
            let message = RootCommand.message(for: error)
            console.note("\(message.split(whereSeparator: \.isNewline).joined(separator: " "))")
            return ExitStatus.badUsage.rawValue
        }
    }

    private static func status(
        of arguments: [String], _ environment: [String: String], _ console: Console
    ) async throws -> ExitStatus {
        do {
            var parsed = try RootCommand.parseAsRoot(arguments)
            guard let command = parsed as? any ReportingCommand else {
                // The parser's own commands, such as help, throw their output.
                try parsed.run()
                return .complete
            }
            try RepeatedOptions.check(arguments, of: type(of: command))
            return try await command.run(in: Context(environment: environment, console: console))
        } catch  where RootCommand.exitCode(for: error) == .success {
            // Help has lines, and its texts are this program's own.
            let lines = RootCommand.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
            try console.write(lines.map { "\($0)\n" }.joined())
            return .complete
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
    /// Standard output or the file of `--output` could not be written.
    case unwritable = 4
    /// Figures that `reconcile` compared differ, or a condition of `guard` does not hold.
    case unmet = 5

    /// The status for an error that came before the first page.
    init(refusal error: UsageError) {
        let usage: [UsageError.Code] = [
            .invalidArgument, .invalidBaseURL, .checkpointMismatch, .accountMismatch, .storeInUse, .outputInUse,
            .missingExchangeRate,
        ]
        self = usage.contains(error.code) ? .badUsage : error.code == .outputNotWritten ? .unwritable : .refused
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
