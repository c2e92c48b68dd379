import ArgumentParser
import UsageKit
import UsageKitTesting

struct AurousCommand: ProviderCommand {
    static let configuration = CommandConfiguration(
        commandName: "aurous", abstract: "Aurous: request events, credits and estimates.", discussion: endpointList)

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
        ProviderEndpoint("credits", "the movements of credits (type)") { call in
            try await call.list {
                let query = try call.options.applied(to: Aurous.CreditQuery())
                return call.client.creditLedger(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("totals", "the lifetime totals of older servers") { call in
            try await call.single { _ in try await call.client.lifetimeTotals() }
        },
        ProviderEndpoint("balance", "the credits of the team") { call in
            try await call.single { _ in try await call.client.balance() }
        },
        ProviderEndpoint("team", "the team of the key") { call in
            try await call.single { _ in try await call.client.team() }
        },
        ProviderEndpoint("pricing", "the rates of images and videos (version)") { call in
            try await call.single(filters: ["version"]) { filters in
                try await call.client.pricing(version: filters["version"])
            }
        },
        ProviderEndpoint("models", "the models of chat and embeddings with their rates") { call in
            try await call.several { _ in try await call.client.models() }
        },
        ProviderEndpoint("generation", "an image or a video with its cost (id)") { call in
            try await call.single(filters: ["id"]) { filters in
                guard let id = filters["id"] else {
                    throw ValidationError("--endpoint generation needs --filter id=…, the id of an image or a video.")
                }
                return try await call.client.generation(id: id)
            }
        },
        ProviderEndpoint("image-estimate", "what an image would cost (prompt, count, …)") { call in
            try await call.single(filters: imageMembers) { filters in
                try await call.client.imageEstimate(for: body(filters))
            }
        },
        ProviderEndpoint("video-estimate", "what a video would cost (video_lora_id, …)") { call in
            try await call.single(filters: videoMembers) { filters in
                try await call.client.videoEstimate(for: body(filters))
            }
        },
        ProviderEndpoint("embedding-estimate", "what an embedding would cost (model, input)") { call in
            try await call.single(filters: ["model", "input", "dimensions"]) { filters in
                try await call.client.embeddingEstimate(for: body(filters))
            }
        },
        ProviderEndpoint("webhook-endpoints", "the addresses for webhooks, or one of them (id)") { call in
            try await call.several(filters: ["id"]) { filters in
                guard let id = filters["id"] else { return try await call.client.webhookEndpoints() }
                return [try await call.client.webhookEndpoint(id: id)]
            }
        },
    ]

    private static let imageMembers = [
        "prompt", "negative_prompt", "count", "enhance_prompt", "width", "height", "size", "steps", "guidance_scale",
        "seed", "lora_id", "character_id",
    ]
    private static let videoMembers = [
        "video_lora_id", "prompt", "duration", "resolution", "ratio", "seed", "camera_fixed", "watermark",
        "enhance_prompt", "first_frame_url", "last_frame_url",
    ]
    /// The members that are texts, whatever their text looks like.
    private static let texts: Set<String> = [
        "prompt", "negative_prompt", "input", "model", "size", "lora_id", "character_id", "video_lora_id", "resolution",
        "ratio", "first_frame_url", "last_frame_url",
    ]

    /// The body of a request for an estimate.
    private static func body(_ filters: [String: String]) -> JSONObject {
        let members = filters.sorted { $0.key < $1.key }.map { name, value in
            let number = texts.contains(name) ? nil : try? JSONValue(json: Array(value.utf8))
            return JSONObject.Member(name, number ?? .string(value))
        }
        return JSONObject(members)
    }

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
