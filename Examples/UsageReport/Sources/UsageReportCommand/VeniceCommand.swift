import ArgumentParser
import UsageKit
import UsageKitTesting

struct VeniceCommand: ProviderCommand {
    static let configuration = CommandConfiguration(
        commandName: "venice", abstract: "Venice.ai: billing entries.", discussion: endpointList)

    @OptionGroup var options: ProviderOptions

    static let provider = ProviderID.venice

    static let endpoints: [ProviderEndpoint<Venice.Client>] = [
        ProviderEndpoint("usage-history", "the rows of the ledger") { call in
            try await call.list {
                let query = try call.options.applied(to: Venice.HistoryQuery())
                return call.client.history(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("usage", "the listing that was retired on 2026-09-16") { call in
            try await call.list {
                let query = try call.options.applied(to: Venice.RetiredUsageQuery())
                return call.client.retiredUsage(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("analytics", "the server's own figures by date, model and key (lookback)") { call in
            try await call.single(filters: ["lookback"], takesWindow: true) { filters in
                try await call.client.analytics(over: try analyticsPeriod(filters, call.options))
            }
        },
    ]

    func client(in context: Context, _ configuration: ClientConfiguration) throws -> Venice.Client {
        try Venice.Client(apiKey: try context.key("VENICE_API_KEY"), configuration: configuration)
    }

    func client(of fakes: DemoFakes, _ configuration: ClientConfiguration) throws -> Venice.Client {
        try Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration.answered(by: fakes.venice))
    }

    func report(_ client: Venice.Client, _ run: LedgerRun) async throws -> ExitStatus {
        let query = try options.applied(to: Venice.HistoryQuery())
        return try await run.report(options, Venice.replay) {
            client.history(in: try options.window(), matching: query)
        }
    }

    private static func analyticsPeriod(
        _ filters: [String: String], _ options: ProviderOptions
    ) throws -> Venice.AnalyticsPeriod {
        let window = try options.report.window.closedWindow()
        guard let value = filters["lookback"] else { return window.map(Venice.AnalyticsPeriod.window) ?? .days(7) }
        guard window == nil else {
            throw ValidationError("Give either --start and --end, or --filter lookback, but not both.")
        }
        guard value.hasSuffix("d"), let days = Int(value.dropLast()) else {
            throw ValidationError("'\(value)' is not a lookback: give a number of days, for example 30d.")
        }
        return .days(days)
    }
}
