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
            try await call.list { try history(call, as: .json) }
        },
        ProviderEndpoint("usage-history-csv", "the same rows, asked for as CSV") { call in
            try await call.list { try history(call, as: .csv) }
        },
        ProviderEndpoint("usage", "the listing that was retired on 2026-09-16") { call in
            try await call.list {
                let query = try call.options.applied(to: Venice.RetiredUsageQuery())
                return call.client.retiredUsage(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("analytics", "the server's figures by date, model and key (lookback)") { call in
            try await call.single(filters: ["lookback"], takesWindow: true) { filters in
                try await call.client.analytics(over: try analyticsPeriod(filters, call.options))
            }
        },
        ProviderEndpoint("balance", "what the account can spend") { call in
            try await call.single { _ in try await call.client.balance() }
        },
        ProviderEndpoint("rate-limits", "what the key may do") { call in
            try await call.single { _ in try await call.client.rateLimits() }
        },
        ProviderEndpoint("rate-limit-log", "the last requests that were refused because of a limit") { call in
            try await call.several { _ in try await call.client.rateLimitLog() }
        },
        ProviderEndpoint("api-keys", "the keys with what they spent; --filter id= for one (id)") { call in
            try await call.several(filters: ["id"]) { filters in
                guard let id = filters["id"] else { return try await call.client.apiKeys() }
                return [try await call.client.apiKey(id: id)]
            }
        },
        ProviderEndpoint("x402-balance", "what a wallet can spend (walletAddress)") { call in
            try await call.single(filters: ["walletAddress"]) { filters in
                try await wallet(filters["walletAddress"], call).balance()
            }
        },
        ProviderEndpoint("x402-transactions", "the movements of a wallet (walletAddress)") { call in
            try await call.list {
                let filters = try call.options.singleFilters(["walletAddress"], of: call.name)
                return try wallet(filters["walletAddress"], call).transactions(
                    in: try call.options.chosenWindow() ?? .all, pageSize: call.options.pageSize ?? 100)
            }
        },
    ]

    private static func history(
        _ call: EndpointRun<Venice.Client>, as form: Venice.ListingForm
    ) throws -> Walk<Venice.BillingEntry> {
        let query = try call.options.applied(to: Venice.HistoryQuery())
        return call.client.history(in: try call.options.window(), matching: query, as: form)
    }

    /// The client of a wallet, whose signature comes from the environment like a key.
    private static func wallet(
        _ address: String?, _ call: EndpointRun<Venice.Client>
    ) throws -> Venice.WalletClient {
        if call.options.demo {
            let configuration = call.options.configuration.answered(by: try Demo().fakes.venice)
            return try Venice.WalletClient(address: address ?? VeniceFake.testWallet, configuration: configuration) {
                VeniceFake.testSignature
            }
        }
        guard let address else {
            throw ValidationError("--endpoint \(call.name) needs --filter walletAddress=ADDRESS.")
        }
        let signature = try call.run.context.key("VENICE_SIGN_IN_WITH_X")
        return try Venice.WalletClient(address: address, configuration: call.options.configuration) { signature }
    }

    func client(in context: Context, _ configuration: ClientConfiguration) throws -> Venice.Client {
        if options.endpoint?.hasPrefix("x402-") == true {
            // These endpoints take no key; they make a client of their own.
            return try Venice.Client(account: "wallet", configuration: configuration) {
                try context.key("VENICE_API_KEY")
            }
        }
        return try Self.ledgerClient(in: context, configuration)
    }

    /// The client of the row ledger.
    static func ledgerClient(in context: Context, _ configuration: ClientConfiguration) throws -> Venice.Client {
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
