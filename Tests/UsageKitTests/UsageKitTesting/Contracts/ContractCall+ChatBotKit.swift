import UsageKit
import UsageKitTesting

extension ContractCall {
    static let chatBotKit: [String: ContractCall] = [
        "chatbotkit list": chatBotKitCall { try await rows($0.usage(in: window)) },
        "chatbotkit export": chatBotKitCall { try await rows($0.export(in: window)) },
        "chatbotkit event-log": chatBotKitCall { try await rows($0.events(in: window)) },
        "chatbotkit event-log-export": chatBotKitCall { try await rows($0.eventExport(in: window)) },
        "chatbotkit fetch": chatBotKitCall { try await $0.usageTotals().jsonValue },
        "chatbotkit series": chatBotKitCall { try await $0.series().jsonValue },
        "chatbotkit bot": chatBotKitCall { try await $0.botTotals(id: "bot_6").jsonValue },
        "chatbotkit conversation": chatBotKitCall { try await $0.conversationTotals(id: "conv_31").jsonValue },
        "chatbotkit reports": chatBotKitCall { try await rows($0.platformReports()) },
        "chatbotkit platform-report": chatBotKitCall { try await $0.generatePlatformReport(id: "report_1").jsonValue },
        "chatbotkit report": chatBotKitCall { try await $0.report(id: "report_1").jsonValue },
    ]

    private static func chatBotKitCall(
        _ call: @escaping @Sendable (ChatBotKit.Client) async throws -> JSONValue
    ) -> ContractCall {
        ContractCall { configuration in
            var configuration = configuration
            // The listings end on an empty page, after which the last rows are asked for again.
            configuration.transport = PagesThenEmpty(configuration.transport)
            // The records of the samples are of the last 90 days.
            configuration.environment = HTTPEnvironment(
                clock: ManualClock(), now: { Timestamp(seconds: 1_772_700_000) }, random: { 0.5 })
            return try await call(ChatBotKit.Client(apiKey: ChatBotKitFake.testKey, configuration: configuration))
        }
    }
}
