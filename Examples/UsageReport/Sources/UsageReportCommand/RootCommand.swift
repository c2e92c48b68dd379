import ArgumentParser

struct RootCommand: ParsableCommand {
    /// The version of UsageKit with which this command was released.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "usage-report",
        abstract: "Reads the usage ledgers of five AI providers and prints exact sums and p95 latency.",
        discussion: """
            Without arguments, runs a demonstration on five embedded fakes. Keys are read from the environment only: \
            AUROUS_API_KEY, VENICE_API_KEY, TRESOR_API_KEY, CHATBOTKIT_API_KEY, AURALYTIK_API_KEY (requests are signed \
            if AURALYTIK_HMAC_SECRET is set). Exit codes: 0 complete, 1 refused before anything was read, 2 bad usage, \
            3 incomplete, also after SIGINT, SIGTERM and SIGHUP, 4 standard output or the file of --output cannot be written, 5 figures differ \
            (reconcile) or a condition does not hold (guard).
            """,
        version: version,
        subcommands: [
            DemoCommand.self, AurousCommand.self, VeniceCommand.self, TresorCommand.self, ChatBotKitCommand.self,
            AuralytikCommand.self, ReplayCommand.self, SyncCommand.self, StoreReportCommand.self, StoreCommand.self,
            ReconcileCommand.self, GuardCommand.self,
        ],
        defaultSubcommand: DemoCommand.self)
}
