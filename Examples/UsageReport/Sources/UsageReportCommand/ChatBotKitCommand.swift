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
        },
        ProviderEndpoint("list-stream", "the records as streamed (type, botId, conversationId, take)") {
            call in
            try await call.several(filters: ["type", "botId", "conversationId", "take"]) { filters in
                try await streamed(filters, call.client)
            }
        },
        ProviderEndpoint("export", "the records of the last 90 days") { call in
            try await call.list {
                let query = try call.options.applied(to: ChatBotKit.Filter())
                return call.client.export(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("fetch", "what the account used in the present billing period") { call in
            try await call.single { _ in try await call.client.usageTotals() }
        },
        ProviderEndpoint("series", "what was used on each of the last 90 days") { call in
            try await call.single { _ in try await call.client.series() }
        },
        ProviderEndpoint("bot", "what a bot used (botId)") { call in
            try await call.single(filters: ["botId"], takesWindow: true) { filters in
                try await call.client.botTotals(
                    id: try needed("botId", filters, call), in: try call.options.report.window.closedWindow())
            }
        },
        ProviderEndpoint("conversation", "what a conversation used (conversationId)") { call in
            try await call.single(filters: ["conversationId"], takesWindow: true) { filters in
                try await call.client.conversationTotals(
                    id: try needed("conversationId", filters, call), in: try call.options.report.window.closedWindow())
            }
        },
        ProviderEndpoint("report", "a report (reportId, periodDays)") { call in
            try await call.single(filters: ["reportId", "periodDays"]) { filters in
                guard let days = Int(filters["periodDays"] ?? "30") else {
                    throw ValidationError("The filter periodDays needs a number.")
                }
                return try await call.client.report(id: try needed("reportId", filters, call), days: days)
            }
        },
        ProviderEndpoint("event-log", "the event log") { call in
            try await call.list {
                let query = try call.options.applied(to: ChatBotKit.Filter())
                return call.client.events(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("event-log-export", "the export of the event log") { call in
            try await call.list {
                let query = try call.options.applied(to: ChatBotKit.Filter())
                return call.client.eventExport(in: try call.options.window(), matching: query)
            }
        },
    ]

    /// The value of a filter without which an endpoint has no address.
    private static func needed(
        _ name: String, _ filters: [String: String], _ call: EndpointRun<ChatBotKit.Client>
    ) throws -> String {
        guard let value = filters[name] else {
            throw ValidationError("--endpoint \(call.name) needs --filter \(name)=ID.")
        }
        return value
    }

    private static func streamed(
        _ filters: [String: String], _ client: ChatBotKit.Client
    ) async throws -> [ChatBotKit.UsageItem] {
        var query = ChatBotKit.Filter()
        var maximum: Int?
        for (name, value) in filters {
            if name == "take" {
                guard let number = Int(value) else { throw ValidationError("The filter take needs a number.") }
                maximum = number
            } else {
                try query.setFilter(name, to: value)
            }
        }
        var items: [ChatBotKit.UsageItem] = []
        for try await item in try client.usageStream(matching: query, maximumCount: maximum) { items.append(item) }
        return items
    }

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
