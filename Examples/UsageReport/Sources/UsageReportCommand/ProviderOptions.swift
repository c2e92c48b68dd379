import ArgumentParser
import UsageKit

struct ProviderOptions: ParsableArguments {
    @Option(name: .customLong("base-url"), help: "Another server: https, or http on loopback.")
    var baseURL: String?

    @Option(help: "Another endpoint than the row ledger; it is printed under the names of the wire.")
    var endpoint: String?

    @Option(name: .customLong("filter"), help: "A filter by its name on the wire, name=value; may be repeated.")
    var filters: [String] = []

    @Option(name: .customLong("page-size"), help: "Rows a page.")
    var pageSize: Int?

    @Option(help: "Into how many parts the window is cut, to be walked at the same time.")
    var shards: Int?

    @Option(help: "How many pages are fetched ahead, at the same time where the listing counts its pages or rows.")
    var prefetch: Int?

    @Option(help: "A file that keeps rows and place, so that a run that was stopped goes on where it was.")
    var checkpoint: String?

    @OptionGroup var report: ReportOptions

    var configuration: ClientConfiguration {
        // Each shard keeps as many requests under way as it fetches pages ahead, and one at least.
        let requests = min(max(shards ?? 1, 1), 64) * min(max(prefetch ?? 1, 1), 64)
        guard requests > 6 else { return ClientConfiguration(baseURL: baseURL) }
        return ClientConfiguration(
            baseURL: baseURL, transport: URLSessionTransport(maximumConnections: min(requests, 64)))
    }

    /// The window that was asked for, or the last seven days.
    func window(now: Timestamp = .now()) throws -> TimeWindow {
        try report.window.window(now: now) ?? .last(days: 7, before: now)
    }

    /// Returns a walk as the command line tunes it.
    func tuned<Row>(_ walk: Walk<Row>) -> Walk<Row> {
        var walk = walk
        if let shards { walk = walk.sharded(into: shards) }
        if let prefetch { walk = walk.prefetching(prefetch) }
        return walk
    }

    /// What decides which rows come, as a text: a checkpoint of another query is refused.
    func queryText(of provider: ProviderID) -> String {
        let options = [
            "provider=\(provider)", "start=\(report.window.start ?? "")", "end=\(report.window.end ?? "")",
            "page-size=\(pageSize.map(String.init) ?? "")", "shards=\(shards.map(String.init) ?? "")",
            "time-zone=\(report.window.timeZoneID)",
        ]
        return (options + filters.sorted().map { "filter=\($0)" }).joined(separator: "\n")
    }

    func filterPairs() throws -> [(name: String, value: String)] {
        try filters.map { filter in
            guard let equals = filter.firstIndex(of: "="), equals > filter.startIndex else {
                throw ValidationError("'\(filter)' is not of the form name=value.")
            }
            return (String(filter[..<equals]), String(filter[filter.index(after: equals)...]))
        }
    }

    /// Returns a query with the filters and the page size of the command line.
    func applied<Query: WireFilterable>(to query: Query) throws -> Query {
        var query = query
        for (name, value) in try filterPairs() { try query.set(name, to: value) }
        if let pageSize { query.pageSize = pageSize }
        return query
    }

    /// Refuses what an endpoint without rows has no use for.
    func refuseListOptions(for endpoint: String) throws {
        if shards != nil || prefetch != nil {
            throw ValidationError("--shards and --prefetch have no meaning for --endpoint \(endpoint).")
        }
        if pageSize != nil { throw ValidationError("--page-size has no meaning for --endpoint \(endpoint).") }
        try refuseReportOptions(for: endpoint)
    }

    /// Refuses what an endpoint that is printed as it came has no use for.
    func refuseReportOptions(for endpoint: String) throws {
        if report.every != nil || report.by != nil {
            throw ValidationError("--every and --by have no meaning for --endpoint \(endpoint).")
        }
        try refuseShaping(for: endpoint)
    }

    func refuseShaping(for endpoint: String) throws {
        if checkpoint != nil { throw ValidationError("--checkpoint has no meaning for --endpoint \(endpoint).") }
        if report.fill || report.weekStart != nil {
            throw ValidationError("--fill and --week-start have no meaning for --endpoint \(endpoint).")
        }
        if let format = report.format, format != .json {
            throw ValidationError("--endpoint \(endpoint) is printed as json.")
        }
    }
}
