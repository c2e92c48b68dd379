import ArgumentParser
import UsageKit
import UsageKitTesting

/// The command of a provider: its row ledger as a report, or one of its endpoints as it is on the wire.
protocol ProviderCommand: ReportingCommand {
    associatedtype Client: Sendable

    static var provider: ProviderID { get }

    /// The endpoints that `--endpoint` takes, the row ledger first.
    static var endpoints: [ProviderEndpoint<Client>] { get }

    var options: ProviderOptions { get }

    /// The client of the provider.
    func client(in context: Context, _ configuration: ClientConfiguration) throws -> Client

    /// The client of the embedded fake.
    func client(of fakes: DemoFakes, _ configuration: ClientConfiguration) throws -> Client

    /// Prints the report of the row ledger.
    func report(_ client: Client, _ run: LedgerRun) async throws -> ExitStatus
}

extension ProviderCommand {
    func run(in context: Context) async throws -> ExitStatus {
        try await context.writing(to: options.report.output) { try await result(in: $0) }
    }

    /// Prints the result.
    private func result(in context: Context) async throws -> ExitStatus {
        var endpoint: ProviderEndpoint<Client>?
        if let name = options.endpoint {
            endpoint = Self.endpoints.first { $0.name == name }
            guard endpoint != nil else { throw UnknownEndpoint(name, known: Self.endpoints.map(\.name)) }
        }
        let client =
            options.demo
            ? try client(of: try Demo().fakes, options.configuration) : try client(in: context, options.configuration)
        let run = LedgerRun(options: options.report, context: context)
        guard let endpoint else { return try await report(client, run) }
        return try await endpoint.run(
            EndpointRun(client: client, provider: Self.provider, name: endpoint.name, options: options, run: run))
    }

    /// What `--help` says of the endpoints.
    static var endpointList: String {
        let width = endpoints.map(\.name.count).max() ?? 0
        let lines = endpoints.map { endpoint in
            "  \(endpoint.name)\(String(repeating: " ", count: width - endpoint.name.count))  \(endpoint.summary)"
        }
        return "ENDPOINTS:\n" + lines.joined(separator: "\n")
    }
}

/// An endpoint of a provider.
struct ProviderEndpoint<Client: Sendable>: Sendable {
    /// The name that `--endpoint` takes.
    let name: String
    /// What it is, and the filters that it takes, in one line.
    let summary: String
    /// Asks for it and prints it.
    let run: @Sendable (EndpointRun<Client>) async throws -> ExitStatus

    init(_ name: String, _ summary: String, run: @escaping @Sendable (EndpointRun<Client>) async throws -> ExitStatus) {
        self.name = name
        self.summary = summary
        self.run = run
    }
}

/// A call of an endpoint by the command line.
struct EndpointRun<Client: Sendable>: Sendable {
    let client: Client
    let provider: ProviderID
    let name: String
    let options: ProviderOptions
    let run: LedgerRun

    /// Walks a listing and prints its rows as they are on the wire.
    func list<Row: ShapedModel>(_ walk: () throws -> Walk<Row>) async throws -> ExitStatus {
        try options.refuseReportOptions(for: name)
        return try await listShaped(walk)
    }

    /// The same for a listing that the options for reports shape.
    func listShaped<Row: ShapedModel>(_ walk: () throws -> Walk<Row>) async throws -> ExitStatus {
        try options.refuseFormat(for: name)
        let walk = options.tuned(try walk())
        if options.drift { return try await run.drift(of: walk) }
        if options.report.format == .ndjson { return try await run.streamWire(walk) }
        return try await run.list(walk)
    }

    /// Fetches a model that comes in one response, and prints it.
    ///
    /// - Parameters:
    ///   - names: The filters that the endpoint takes, each with one value.
    ///   - takesWindow: Whether `--start` and `--end` have a meaning.
    ///   - rows: How many rows the model has.
    ///   - fetch: Makes the request; it gets the filters that were given.
    /// - Returns: How the request ended.
    /// - Throws: An error of the options or of the request.
    func single<Model: ShapedModel>(
        filters names: [String] = [], takesWindow: Bool = false, rows: (Model) -> Int = { _ in 1 },
        fetch: (_ filters: [String: String]) async throws -> Model
    ) async throws -> ExitStatus {
        try options.refuseListOptions(for: name, takesWindow: takesWindow)
        let filters = try options.singleFilters(names, of: name)
        return try await run.single(
            of: name, by: provider, drift: options.drift, format: options.report.format, rows: rows,
            shape: { $0.add($1) }
        ) {
            try await fetch(filters)
        }
    }

    /// Fetches several models that come in one response, and prints them.
    func several<Model: ShapedModel>(
        filters names: [String] = [], takesWindow: Bool = false,
        fetch: (_ filters: [String: String]) async throws -> [Model]
    ) async throws -> ExitStatus {
        try options.refuseListOptions(for: name, takesWindow: takesWindow)
        let filters = try options.singleFilters(names, of: name)
        return try await run.single(
            of: name, by: provider, drift: options.drift, format: options.report.format, rows: \.models.count,
            lines: { $0.models.map(\.jsonValue) },
            shape: { $0.add(contentsOf: $1.models) }
        ) {
            ModelList(models: try await fetch(filters))
        }
    }
}

/// Models that come in one response.
struct ModelList<Model: ShapedModel>: JSONRepresentable {
    let models: [Model]

    var jsonValue: JSONValue { .array(models.map(\.jsonValue)) }
}

/// The error for an endpoint that the provider does not have.
struct UnknownEndpoint: Error, CustomStringConvertible {
    let description: String

    init(_ name: String, known: [String]) {
        description = "Unknown endpoint '\(name)'; the endpoints are \(known.joined(separator: ", "))."
    }
}

/// The embedded fakes of a demonstration.
struct Demo {
    let fakes: DemoFakes

    /// The week in which their rows are.
    static var window: TimeWindow {
        get throws {
            try TimeWindow(from: try Timestamp("2026-05-18T00:00:00Z"), to: try Timestamp("2026-05-25T00:00:00Z"))
        }
    }

    /// The present of the fakes, which is still in that week.
    static var present: Timestamp {
        get throws {
            guard let end = try window.end else { return .now() }
            return end - .milliseconds(1)
        }
    }

    init() throws {
        fakes = LedgerGenerator(seed: 2026).fakes(in: try Self.window)
    }
}

extension ClientConfiguration {
    /// The configuration with a fake as the server.
    func answered(by fake: any HTTPTransport) -> ClientConfiguration {
        var configuration = self
        configuration.transport = fake
        return configuration
    }
}
