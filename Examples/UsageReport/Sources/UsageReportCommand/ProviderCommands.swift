import ArgumentParser
import UsageKit

struct AurousCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "aurous", abstract: "Aurous: request events. Endpoints: events, buckets.")

    @OptionGroup var options: ProviderOptions

    func run(in context: Context) async throws -> ExitStatus {
        let client = try Aurous.Client(
            apiKey: try context.key("AUROUS_API_KEY"), configuration: options.configuration)
        let run = LedgerRun(options: options.report, context: context)
        switch options.endpoint {
        case nil:
            let query = try options.applied(to: Aurous.EventQuery())
            return try await run.report(options, Aurous.replay) {
                client.events(in: try options.window(), matching: query)
            }
        case "events":
            try options.refuseReportOptions(for: "events")
            let query = try options.applied(to: Aurous.EventQuery())
            return try await run.list(options.tuned(client.events(in: try options.window(), matching: query)))
        case "buckets":
            try options.refuseShaping(for: "buckets")
            let query = try options.applied(to: try bucketQuery())
            return try await run.list(options.tuned(client.buckets(in: try options.window(), matching: query)))
        case let name?:
            throw UnknownEndpoint(name, known: ["events", "buckets"])
        }
    }

    private func bucketQuery() throws -> Aurous.BucketQuery {
        var query = Aurous.BucketQuery()
        switch options.report.every?.bucket {
        case nil: break
        case .minute: query.width = .minute
        case .fiveMinutes: query.width = .fiveMinutes
        case .fifteenMinutes: query.width = .fifteenMinutes
        case .hour: query.width = .hour
        case .day: query.width = .day
        case .week: query.width = .sevenDays
        case let bucket?:
            guard bucket == .month else { throw ValidationError("Aurous has no buckets of '\(bucket)'.") }
            throw ValidationError("Aurous has no monthly buckets; --filter bucket_width=30d is the closest width.")
        }
        query.grouping = try options.report.dimensions(of: .aurous).map { dimension in
            switch dimension {
            case .type: .type
            case .model: .model
            case .apiKey: .apiKey
            case .user: .user
            case .status: .status
            default:
                throw ValidationError(
                    "Aurous cannot group buckets by '\(dimension.rawValue)'; use type, model, apiKey, user or status.")
            }
        }
        return query
    }
}

struct VeniceCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "venice",
        abstract: "Venice.ai: billing entries. Endpoints: usage-history, usage (retired), analytics.")

    @OptionGroup var options: ProviderOptions

    func run(in context: Context) async throws -> ExitStatus {
        let client = try Venice.Client(
            apiKey: try context.key("VENICE_API_KEY"), configuration: options.configuration)
        let run = LedgerRun(options: options.report, context: context)
        switch options.endpoint {
        case nil:
            let query = try options.applied(to: Venice.HistoryQuery())
            return try await run.report(options, Venice.replay) {
                client.history(in: try options.window(), matching: query)
            }
        case "usage-history":
            try options.refuseReportOptions(for: "usage-history")
            let query = try options.applied(to: Venice.HistoryQuery())
            return try await run.list(options.tuned(client.history(in: try options.window(), matching: query)))
        case "usage":
            try options.refuseReportOptions(for: "usage")
            let query = try options.applied(to: Venice.RetiredUsageQuery())
            return try await run.list(options.tuned(client.retiredUsage(in: try options.window(), matching: query)))
        case "analytics":
            try options.refuseListOptions(for: "analytics")
            let period = try analyticsPeriod()
            return try await run.single(of: .venice, endpoint: "analytics") {
                try await client.analytics(over: period)
            }
        case let name?:
            throw UnknownEndpoint(name, known: ["usage-history", "usage", "analytics"])
        }
    }

    private func analyticsPeriod() throws -> Venice.AnalyticsPeriod {
        var period = try options.report.window.closedWindow().map(Venice.AnalyticsPeriod.window) ?? .days(7)
        if let value = try options.onlyFilter("lookback", of: "--endpoint analytics") {
            guard value.hasSuffix("d"), let days = Int(value.dropLast()) else {
                throw ValidationError("'\(value)' is not a lookback: give a number of days, for example 30d.")
            }
            period = .days(days)
        }
        return period
    }
}

struct TresorCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "tresor", abstract: "Tresor: ledger rows. Endpoint: usage.")

    @OptionGroup var options: ProviderOptions

    func run(in context: Context) async throws -> ExitStatus {
        let client = try Tresor.Client(
            apiKey: try context.key("TRESOR_API_KEY"), configuration: options.configuration)
        let query = try options.applied(to: Tresor.Filter())
        let run = LedgerRun(options: options.report, context: context)
        switch options.endpoint {
        case nil:
            return try await run.report(options, Tresor.replay) {
                client.usage(in: try options.window(), matching: query)
            }
        case "usage":
            try options.refuseReportOptions(for: "usage")
            return try await run.list(options.tuned(client.usage(in: try options.window(), matching: query)))
        case let name?:
            throw UnknownEndpoint(name, known: ["usage"])
        }
    }
}

struct ChatBotKitCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "chatbotkit", abstract: "ChatBotKit: usage records. Endpoint: list.")

    @OptionGroup var options: ProviderOptions

    func run(in context: Context) async throws -> ExitStatus {
        let client = try ChatBotKit.Client(
            apiKey: try context.key("CHATBOTKIT_API_KEY"), configuration: options.configuration)
        let query = try options.applied(to: ChatBotKit.Filter())
        let run = LedgerRun(options: options.report, context: context)
        switch options.endpoint {
        case nil:
            return try await run.report(options, ChatBotKit.replay) {
                client.usage(in: try options.window(), matching: query)
            }
        case "list":
            try options.refuseReportOptions(for: "list")
            return try await run.list(options.tuned(client.usage(in: try options.window(), matching: query)))
        case let name?:
            throw UnknownEndpoint(name, known: ["list"])
        }
    }
}

struct AuralytikCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "auralytik",
        abstract: "Auralytik: itemised records. Endpoints: details, summary, by-key.",
        discussion: """
            Without --start and --end: the current billing period. --filter billingPeriod=YYYY-MM selects another one.
            """)

    @OptionGroup var options: ProviderOptions

    func run(in context: Context) async throws -> ExitStatus {
        let client = try client(in: context)
        let run = LedgerRun(options: options.report, context: context)
        switch options.endpoint {
        case nil:
            return try await run.report(options, Auralytik.replay) { try details(of: client) }
        case "details":
            try options.refuseReportOptions(for: "details")
            return try await run.list(options.tuned(try details(of: client)))
        case "summary":
            try options.refuseListOptions(for: "summary")
            let period = try singlePeriod(for: "summary")
            return try await run.single(of: .auralytik, endpoint: "summary") {
                try await client.summary(for: period)
            }
        case "by-key":
            try options.refuseListOptions(for: "by-key")
            let period = try singlePeriod(for: "by-key")
            return try await run.single(of: .auralytik, endpoint: "by-key", rows: { $0.keys.count }) {
                try await client.usageByKey(for: period)
            }
        case let name?:
            throw UnknownEndpoint(name, known: ["details", "summary", "by-key"])
        }
    }

    private func client(in context: Context) throws -> Auralytik.Client {
        let key = try context.key("AURALYTIK_API_KEY")
        guard let secret = context.environment["AURALYTIK_HMAC_SECRET"] else {
            return try Auralytik.Client(apiKey: key, configuration: options.configuration)
        }
        return try Auralytik.Client(apiKey: key, hmacSecret: secret, configuration: options.configuration)
    }

    private func details(of client: Auralytik.Client) throws -> Walk<Auralytik.Detail> {
        var query = Auralytik.DetailsQuery()
        if let pageSize = options.pageSize { query.pageSize = pageSize }
        let period = try period()
        if period == nil, let window = try options.report.window.window() {
            return client.details(in: window, matching: query)
        }
        return client.details(for: period, matching: query)
    }

    /// The billing period that a filter selects, if any.
    private func period() throws -> BillingPeriod? {
        let period = try options.onlyFilter("billingPeriod", of: "auralytik").map { try BillingPeriod($0) }
        if period != nil, try options.report.window.window() != nil {
            throw ValidationError("Give either --start and --end, or --filter billingPeriod, but not both.")
        }
        return period
    }

    /// The one billing period that a filter or the window selects; nil for the server's current one.
    private func singlePeriod(for endpoint: String) throws -> BillingPeriod? {
        if let period = try period() { return period }
        guard let window = try options.report.window.closedWindow(), let start = window.start, let end = window.end
        else {
            return nil
        }
        let period = BillingPeriod(containing: start)
        guard end <= period.end else {
            throw ValidationError(
                "--endpoint \(endpoint) covers one billing period, but the window touches several: narrow the window.")
        }
        return period
    }
}

/// The error for an endpoint that the provider does not have.
struct UnknownEndpoint: Error, CustomStringConvertible {
    let description: String

    init(_ name: String, known: [String]) {
        description = "Unknown endpoint '\(name)'; the endpoints are \(known.joined(separator: ", "))."
    }
}
