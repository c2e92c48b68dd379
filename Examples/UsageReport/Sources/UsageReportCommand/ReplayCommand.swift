import ArgumentParser
import Foundation
import UsageKit

struct ReplayCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Reads saved rows from a file: NDJSON, JSON pages, a JSON array, or Venice's CSV.")

    @Argument(help: "The file or pipe to read; - is standard input.")
    var file: String

    @Option(help: "The provider of the rows: aurous, venice, tresor, chatbotkit or auralytik.")
    var provider: String

    @Option(help: "A name of your own for the account whose rows they are.")
    var account: String?

    @OptionGroup var badText: BadTextOption

    @OptionGroup var options: ReportOptions

    func validate() throws {
        if account == "" { throw ValidationError("--account needs a name.") }
    }

    func run(in context: Context) async throws -> ExitStatus {
        try await context.writing(to: options.output) { try await result(in: $0) }
    }

    /// Prints the result.
    private func result(in context: Context) async throws -> ExitStatus {
        switch provider {
        case "aurous": try await run(Aurous.replay, in: context)
        case "venice": try await run(Venice.replay, in: context)
        case "tresor": try await run(Tresor.replay, in: context)
        case "chatbotkit": try await run(ChatBotKit.replay, in: context)
        case "auralytik": try await run(Auralytik.replay, in: context)
        default:
            throw ValidationError(
                "Unknown provider '\(provider)'; the providers are aurous, venice, tresor, chatbotkit, auralytik.")
        }
    }

    private func run<Row>(_ replay: Replay<Row>, in context: Context) async throws -> ExitStatus {
        let window = try options.window.savedWindow()
        let replay = badText.isReplaced ? replay.replacingBadText() : replay
        guard file == "-" || FileManager.default.isReadableFile(atPath: file) else {
            context.console.note("the file '\(file)' cannot be read")
            return .refused
        }
        return try await LedgerRun(options: options, context: context).report(
            replay, from: file, in: window, account: account)
    }
}
