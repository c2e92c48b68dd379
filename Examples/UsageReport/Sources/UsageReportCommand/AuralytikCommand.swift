import ArgumentParser
import UsageKit
import UsageKitTesting

struct AuralytikCommand: ProviderCommand {
    static let configuration = CommandConfiguration(
        commandName: "auralytik", abstract: "Auralytik: itemised records.",
        discussion: """
            Without --start and --end: the current billing period. --filter billingPeriod=YYYY-MM selects another one.

            \(endpointList)
            """)

    @OptionGroup var options: ProviderOptions

    static let provider = ProviderID.auralytik

    static let endpoints: [ProviderEndpoint<Auralytik.Client>] = [
        ProviderEndpoint("details", "the rows of the ledger (billingPeriod)") { call in
            try await call.list { try details(of: call.client, call.options) }
        },
        ProviderEndpoint("summary", "the meters of a billing period (billingPeriod)") { call in
            try await call.single(filters: ["billingPeriod"], takesWindow: true) { filters in
                try await call.client.summary(for: try singlePeriod(filters, call))
            }
        },
        ProviderEndpoint("by-key", "the calls of each key (billingPeriod)") { call in
            try await call.single(filters: ["billingPeriod"], takesWindow: true, rows: { $0.keys.count }) { filters in
                try await call.client.usageByKey(for: try singlePeriod(filters, call))
            }
        },
        ProviderEndpoint("health", "whether the API is up") { call in
            try await call.single { _ in try await call.client.health() }
        },
        ProviderEndpoint("webhooks", "the webhooks of the account") { call in
            try await call.several { _ in try await call.client.webhooks() }
        },
        ProviderEndpoint("deliveries", "the deliveries of a webhook (id)") { call in
            try await call.several(filters: ["id"]) { filters in
                try await call.client.webhookDeliveries(id: try id(filters, of: "a webhook", call))
            }
        },
        ProviderEndpoint("export", "the state of an export (id)") { call in
            try await call.single(filters: ["id"]) { filters in
                try await call.client.export(id: try id(filters, of: "an export", call))
            }
        },
    ]

    private static func id(
        _ filters: [String: String], of owner: String, _ call: EndpointRun<Auralytik.Client>
    ) throws -> String {
        guard let id = filters["id"] else {
            throw ValidationError("--endpoint \(call.name) needs --filter id=…, the id of \(owner).")
        }
        return id
    }

    func client(in context: Context, _ configuration: ClientConfiguration) throws -> Auralytik.Client {
        let key = try context.key("AURALYTIK_API_KEY")
        guard let secret = context.environment["AURALYTIK_HMAC_SECRET"] else {
            return try Auralytik.Client(apiKey: key, configuration: configuration)
        }
        return try Auralytik.Client(apiKey: key, hmacSecret: secret, configuration: configuration)
    }

    func client(of fakes: DemoFakes, _ configuration: ClientConfiguration) throws -> Auralytik.Client {
        try Auralytik.Client(
            apiKey: AuralytikFake.testKey, configuration: configuration.answered(by: fakes.auralytik))
    }

    func report(_ client: Auralytik.Client, _ run: LedgerRun) async throws -> ExitStatus {
        try await run.report(options, Auralytik.replay) { try Self.details(of: client, options) }
    }

    private static func details(
        of client: Auralytik.Client, _ options: ProviderOptions
    ) throws -> Walk<Auralytik.Detail> {
        var query = Auralytik.DetailsQuery()
        if let pageSize = options.pageSize { query.pageSize = pageSize }
        let period = try period(options.singleFilters(["billingPeriod"], of: "auralytik"), options)
        if period == nil, let window = try options.chosenWindow() {
            return client.details(in: window, matching: query)
        }
        return client.details(for: period, matching: query)
    }

    /// The billing period that a filter selects, if any.
    private static func period(_ filters: [String: String], _ options: ProviderOptions) throws -> BillingPeriod? {
        let period = try filters["billingPeriod"].map { try BillingPeriod($0) }
        if period != nil, try options.report.window.window() != nil {
            throw ValidationError("Give either --start and --end, or --filter billingPeriod, but not both.")
        }
        return period
    }

    /// The one billing period that a filter or the window selects; nil for the server's current one.
    private static func singlePeriod(
        _ filters: [String: String], _ call: EndpointRun<Auralytik.Client>
    ) throws -> BillingPeriod? {
        if let period = try period(filters, call.options) { return period }
        guard let window = try call.options.report.window.closedWindow(), let start = window.start,
            let end = window.end
        else { return nil }
        let period = BillingPeriod(containing: start)
        guard end <= period.end else {
            throw ValidationError(
                "--endpoint \(call.name) covers one billing period, but the window touches several: narrow the window.")
        }
        return period
    }
}
