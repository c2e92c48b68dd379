import ArgumentParser

struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage-report",
        abstract: "Walks the usage ledgers of five AI providers and prints exact sums and p95 latency.",
        discussion: """
            Without arguments: a demonstration on five embedded fakes. Keys come from the environment: AUROUS_API_KEY, \
            VENICE_API_KEY, TRESOR_API_KEY, CHATBOTKIT_API_KEY, AURALYTIK_API_KEY (with AURALYTIK_HMAC_SECRET: signed \
            requests). Exit codes: 0 complete, 1 refused before anything was read, 2 bad usage, 3 incomplete.
            """,
        subcommands: [
            DemoCommand.self, AurousCommand.self, VeniceCommand.self, TresorCommand.self, ChatBotKitCommand.self,
            AuralytikCommand.self, ReplayCommand.self,
        ],
        defaultSubcommand: DemoCommand.self)
}
