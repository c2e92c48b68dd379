import Foundation
import UsageKit

/// Commands on a store, each a process of its own.
struct StoreRun {
    let store: URL

    init(_ store: URL) { self.store = store }

    /// The file with the rows.
    var log: URL { store.appendingPathComponent("rows") }

    /// How a command ended.
    struct Result {
        let status: Int32?
        let output: String
        let diagnostics: String
    }

    /// Runs a command to its end.
    func run(_ arguments: [String]) async throws -> Result {
        let process = try CommandProcess(arguments, environment: StoreServer.environment)
        let status = await process.status()
        return Result(status: status, output: process.output, diagnostics: process.diagnostics)
    }

    /// A report as json.
    struct Report {
        let status: Int32?
        let output: String
        let diagnostics: String
        /// The groups as they are on the line.
        let groups: [JSONValue]

        /// The figures by provider, of a report that groups by it.
        var figures: [String: StoreServer.Figures] {
            var figures: [String: StoreServer.Figures] = [:]
            for group in groups {
                guard let provider = group["key"]?["provider"]?.string, case .number(let requests) = group["requests"],
                    let charge = group["charges"]?[provider == "venice" ? "USD" : "credit"]?.string
                else { continue }
                figures[provider] = StoreServer.Figures(
                    requests: Int(requests.literal) ?? -1, charges: Decimal(string: charge) ?? -1)
            }
            return figures
        }
    }

    /// Prints a report of the store.
    func report(_ options: [String]) async throws -> Report {
        let result = try await run(["report", store.path, "--format", "json"] + options)
        var groups: [JSONValue] = []
        if !result.output.isEmpty, case .array(let found) = try JSONValue(json: Array(result.output.utf8))["groups"] {
            groups = found
        }
        return Report(
            status: result.status, output: result.output, diagnostics: result.diagnostics, groups: groups)
    }

    /// The rows of the store as lines, in the order of their texts.
    func rows(_ options: [String]) async throws -> [Substring] {
        try await run(["report", store.path, "--format", "ndjson"] + options).output.split(separator: "\n").sorted()
    }
}
