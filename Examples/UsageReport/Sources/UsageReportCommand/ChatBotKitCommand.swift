import ArgumentParser
import Foundation
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
            try call.options.refuseListOptions(for: call.name, takesWindow: false, takesTime: true)
            return try await call.run.stream(
                try stream(call), isLimited: call.options.maxTime != nil, drift: call.options.drift)
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
        ProviderEndpoint("reports", "the reports that the platform offers (order)") { call in
            try await call.list {
                var query = ChatBotKit.Filter()
                for (name, value) in try call.options.singleFilters(["order"], of: call.name) {
                    try query.setFilter(name, to: value)
                }
                return call.client.platformReports(
                    in: try call.options.report.window.window() ?? .all, order: query.order,
                    pageSize: call.options.pageSize ?? 100)
            }
        },
        ProviderEndpoint("platform-report", "a report of the platform (reportId, periodDays)") { call in
            try await call.single(filters: ["reportId", "periodDays"]) { filters in
                try await call.client.generatePlatformReport(
                    id: try needed("reportId", filters, call), inputs: try inputs(filters))
            }
        },
        ProviderEndpoint("platform-reports", "several (reportId=ID,ID, periodDays)") { call in
            try call.options.refuseListOptions(for: call.name, takesWindow: false)
            let filters = try call.options.singleFilters(["reportId", "periodDays"], of: call.name)
            let ids = try needed("reportId", filters, call).split(separator: ",").map { id in
                id.trimmingCharacters(in: .whitespaces)
            }
            let inputs = try inputs(filters)
            return try await call.run.single(
                of: call.name, by: call.provider, drift: call.options.drift, format: call.options.report.format,
                rows: \.made.count, stopped: \.stopped, shape: { $0.add(contentsOf: $1.made) }
            ) {
                PlatformReports(
                    reports: try await call.client.generatePlatformReports(
                        inputs: Dictionary(ids.map { ($0, inputs) }, uniquingKeysWith: { first, _ in first })))
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

    /// The inputs of a report.
    private static func inputs(_ filters: [String: String]) throws -> JSONObject {
        guard let text = filters["periodDays"] else { return [:] }
        guard let days = Int(text), days >= 1 else {
            throw ValidationError("The filter periodDays needs a number above zero.")
        }
        return ["periodDays": .number(JSONNumber(days))]
    }

    private static func stream(_ call: EndpointRun<ChatBotKit.Client>) throws -> ChatBotKit.UsageStream {
        var query = ChatBotKit.Filter()
        var maximum: Int?
        for (name, value) in try call.options.singleFilters(
            ["type", "botId", "conversationId", "take"], of: call.name)
        {
            if name == "take" {
                guard let number = Int(value) else { throw ValidationError("The filter take needs a number.") }
                maximum = number
            } else {
                try query.setFilter(name, to: value)
            }
        }
        return try call.client.usageStream(
            matching: query, maximumCount: maximum, within: call.options.maxTime.map { .seconds($0) })
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

/// Several reports, each with its figures or its error.
private struct PlatformReports: JSONRepresentable {
    let reports: [String: Result<ChatBotKit.Report, UsageError>]

    /// The reports that the service made.
    var made: [ChatBotKit.Report] { reports.values.compactMap { try? $0.get() } }

    /// Why they are not whole; nil if the service made all of them.
    var stopped: WalkStop? {
        let failures = reports.count - made.count
        guard failures > 0 else { return nil }
        return WalkStop(.failed, "\(failures) of \(reports.count) reports could not be made")
    }

    var jsonValue: JSONValue {
        .object(
            JSONObject(
                reports.sorted { $0.key < $1.key }.map { id, result in
                    switch result {
                    case .success(let report): JSONObject.Member(id, report.jsonValue)
                    case .failure(let error): JSONObject.Member(id, ["error": .string(error.message)])
                    }
                }))
    }
}
