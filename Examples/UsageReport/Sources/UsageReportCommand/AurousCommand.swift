import ArgumentParser
import UsageKit
import UsageKitTesting

struct AurousCommand: ProviderCommand {
    static let configuration = CommandConfiguration(
        commandName: "aurous", abstract: "Aurous: request events.", discussion: endpointList)

    @OptionGroup var options: ProviderOptions

    static let provider = ProviderID.aurous

    static let endpoints: [ProviderEndpoint<Aurous.Client>] = [
        ProviderEndpoint("events", "the rows of the ledger") { call in
            try await call.list {
                let query = try call.options.applied(to: Aurous.EventQuery())
                return call.client.events(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("buckets", "the server's own aggregates; --every and --by shape them") { call in
            try call.options.refuseShaping(for: "buckets")
            return try await call.listShaped {
                let query = try call.options.applied(to: try bucketQuery(call.options))
                return call.client.buckets(in: try call.options.window(), matching: query)
            }
        },
    ]

    func client(in context: Context, _ configuration: ClientConfiguration) throws -> Aurous.Client {
        try Aurous.Client(apiKey: try context.key("AUROUS_API_KEY"), configuration: configuration)
    }

    func client(of fakes: DemoFakes, _ configuration: ClientConfiguration) throws -> Aurous.Client {
        try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration.answered(by: fakes.aurous))
    }

    func report(_ client: Aurous.Client, _ run: LedgerRun) async throws -> ExitStatus {
        let query = try options.applied(to: Aurous.EventQuery())
        return try await run.report(options, Aurous.replay) {
            client.events(in: try options.window(), matching: query)
        }
    }

    private static func bucketQuery(_ options: ProviderOptions) throws -> Aurous.BucketQuery {
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
