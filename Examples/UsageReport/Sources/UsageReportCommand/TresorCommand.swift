import ArgumentParser
import UsageKit
import UsageKitTesting

struct TresorCommand: ProviderCommand {
    static let configuration = CommandConfiguration(
        commandName: "tresor", abstract: "Tresor: ledger rows.", discussion: endpointList)

    @OptionGroup var options: ProviderOptions

    static let provider = ProviderID.tresor

    static let endpoints: [ProviderEndpoint<Tresor.Client>] = [
        ProviderEndpoint("usage", "the rows of the ledger") { call in
            try await call.list {
                let query = try call.options.applied(to: Tresor.Filter())
                return call.client.usage(in: try call.options.window(), matching: query)
            }
        },
        ProviderEndpoint("receipt", "the signed receipt of a request, not verified (id)") { call in
            try await call.single(filters: ["id"]) { filters in
                guard let id = filters["id"] else {
                    throw ValidationError("--endpoint receipt needs --filter id=…, the receipt_id of a row.")
                }
                return try await call.client.receipt(id: id)
            }
        },
        ProviderEndpoint("models", "the models with their prices (region, provider, type)") { call in
            try await call.several(filters: ["region", "provider", "type"]) { filters in
                try await call.client.models(
                    region: filters["region"], upstream: filters["provider"],
                    type: filters["type"].map(Tresor.Modality.init))
            }
        },
        ProviderEndpoint("keys", "the public keys of receipts") { call in
            try await call.single(rows: { $0.keys.count }) { _ in try await call.client.receiptKeys() }
        },
    ]

    func client(in context: Context, _ configuration: ClientConfiguration) throws -> Tresor.Client {
        try Tresor.Client(apiKey: try context.key("TRESOR_API_KEY"), configuration: configuration)
    }

    func client(of fakes: DemoFakes, _ configuration: ClientConfiguration) throws -> Tresor.Client {
        try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration.answered(by: fakes.tresor))
    }

    func report(_ client: Tresor.Client, _ run: LedgerRun) async throws -> ExitStatus {
        let query = try options.applied(to: Tresor.Filter())
        return try await run.report(options, Tresor.replay) {
            client.usage(in: try options.window(), matching: query)
        }
    }
}
