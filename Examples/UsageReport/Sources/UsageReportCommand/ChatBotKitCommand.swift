import ArgumentParser
import UsageKit
import UsageKitTesting

struct ChatBotKitCommand: ProviderCommand {
    static let configuration = CommandConfiguration(
        commandName: "chatbotkit", abstract: "ChatBotKit: usage records.", discussion: endpointList)

    @OptionGroup var options: ProviderOptions

    static let provider = ProviderID.chatBotKit

    static let endpoints: [ProviderEndpoint<ChatBotKit.Client>] = [
        ProviderEndpoint("list", "the rows of the ledger") { call in
            try await call.list {
                let query = try call.options.applied(to: ChatBotKit.Filter())
                return call.client.usage(in: try call.options.window(), matching: query)
            }
        }
    ]

    func client(in context: Context, _ configuration: ClientConfiguration) throws -> ChatBotKit.Client {
        try ChatBotKit.Client(apiKey: try context.key("CHATBOTKIT_API_KEY"), configuration: configuration)
    }

    func client(of fakes: DemoFakes, _ configuration: ClientConfiguration) throws -> ChatBotKit.Client {
        try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey, configuration: configuration.answered(by: fakes.chatBotKit))
    }

    func report(_ client: ChatBotKit.Client, _ run: LedgerRun) async throws -> ExitStatus {
        let query = try options.applied(to: ChatBotKit.Filter())
        return try await run.report(options, ChatBotKit.replay) {
            client.usage(in: try options.window(), matching: query)
        }
    }
}
