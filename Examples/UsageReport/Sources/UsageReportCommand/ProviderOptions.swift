import ArgumentParser
import UsageKit

struct ProviderOptions: ParsableArguments {
    @Option(name: .customLong("base-url"), help: "The server to use instead: https, or http on loopback.")
    var baseURL: String?

    @Option(help: "An endpoint other than the row ledger, printed as JSON with the provider's field names.")
    var endpoint: String?

    @Option(name: .customLong("filter"), help: "A filter as name=value, with the provider's name; may be repeated.")
    var filters: [String] = []

    @Option(name: .customLong("page-size"), help: "Rows per page.")
    var pageSize: Int?

    @Option(help: "How many parts the window is cut into; the parts are walked at the same time.")
    var shards: Int?

    @Option(help: "How many pages are fetched ahead; at the same time if the listing counts its pages or rows.")
    var prefetch: Int?

    @Option(help: "A file for rows and position: a run that was stopped resumes from it.")
    var checkpoint: String?

    @Option(help: "A name of your own for the account, which stays the same if the key is rotated.")
    var account: String?

    @Option(name: .customLong("max-pages"), help: "The number of pages after which the run ends incomplete.")
    var maxPages: Int?

    @Option(name: .customLong("max-rows"), help: "The number of rows after which the run ends incomplete.")
    var maxRows: Int?

    @Option(name: .customLong("max-time"), help: "The number of seconds after which the run ends incomplete.")
    var maxTime: Int?

    @OptionGroup var badText: BadTextOption

    @OptionGroup var report: ReportOptions

    var configuration: ClientConfiguration {
        // Each shard has as many requests in flight as it fetches pages ahead, and at least one.
        let requests = min(max(shards ?? 1, 1), 64) * min(max(prefetch ?? 1, 1), 64)
        var configuration = ClientConfiguration(baseURL: baseURL, account: account)
        if requests > 6 {
            configuration.transport = URLSessionTransport(maximumConnections: min(requests, 64))
        }
        return configuration
    }

    func validate() throws {
        for (name, value) in [("max-pages", maxPages), ("max-rows", maxRows), ("max-time", maxTime)] {
            guard value ?? 1 >= 1 else { throw ValidationError("--\(name) must be 1 or more.") }
        }
        if account == "" { throw ValidationError("--account needs a name.") }
    }

    /// The window that was asked for, or the last seven days.
    func window() throws -> TimeWindow {
        try report.window.window() ?? .last(hours: 7 * 24)
    }

    /// Returns a walk with the limits, the shards and the prefetching of the command line.
    func tuned<Row>(_ walk: Walk<Row>) -> Walk<Row> {
        var options = walk.options
        if let maxPages { options.limits.pages = maxPages }
        if let maxRows { options.limits.rows = maxRows }
        if let maxTime { options.limits.time = .seconds(maxTime) }
        if let shards { options.shards = shards }
        if let prefetch { options.prefetch = prefetch }
        options.replacesBadText = badText.isReplaced
        return walk.with(options)
    }

    func filterPairs() throws -> [(name: String, value: String)] {
        try filters.map { filter in
            guard let equals = filter.firstIndex(of: "="), equals > filter.startIndex else {
                throw ValidationError("'\(filter)' is not a filter: give it as name=value.")
            }
            return (String(filter[..<equals]), String(filter[filter.index(after: equals)...]))
        }
    }

    /// The value of the only filter of an endpoint; nil if it was not given.
    func onlyFilter(_ name: String, of endpoint: String) throws -> String? {
        let pairs = try filterPairs()
        if let other = pairs.first(where: { $0.name != name }) {
            throw ValidationError("Unknown filter '\(other.name)' for \(endpoint); the only filter is \(name).")
        }
        guard pairs.count < 2 else { throw ValidationError("The filter \(name) takes one value; give it once.") }
        return pairs.first?.value
    }

    /// Returns a query with the filters and the page size of the command line.
    func applied<Query: WireFilterable>(to query: Query) throws -> Query {
        var query = query
        try query.setFilters(try filterPairs())
        if let pageSize { query.pageSize = pageSize }
        return query
    }

    /// Refuses options that have no meaning for an endpoint without rows.
    func refuseListOptions(for endpoint: String) throws {
        if shards != nil || prefetch != nil {
            throw ValidationError("--shards and --prefetch cannot be used with --endpoint \(endpoint).")
        }
        if pageSize != nil { throw ValidationError("--page-size cannot be used with --endpoint \(endpoint).") }
        if badText.isReplaced {
            throw ValidationError("--replace-bad-text cannot be used with --endpoint \(endpoint).")
        }
        if maxPages != nil || maxRows != nil || maxTime != nil {
            throw ValidationError(
                "--max-pages, --max-rows and --max-time cannot be used with --endpoint \(endpoint).")
        }
        try refuseReportOptions(for: endpoint)
    }

    /// Refuses options that have no meaning for an endpoint whose rows are printed unchanged.
    func refuseReportOptions(for endpoint: String) throws {
        if report.every != nil || report.by != nil {
            throw ValidationError("--every and --by cannot be used with --endpoint \(endpoint).")
        }
        try refuseShaping(for: endpoint)
    }

    func refuseShaping(for endpoint: String) throws {
        if report.labels != nil { throw ValidationError("--labels cannot be used with --endpoint \(endpoint).") }
        if checkpoint != nil { throw ValidationError("--checkpoint cannot be used with --endpoint \(endpoint).") }
        if report.fill || report.weekStart != nil {
            throw ValidationError("--fill and --week-start cannot be used with --endpoint \(endpoint).")
        }
        if let format = report.format, format != .json {
            throw ValidationError("--endpoint \(endpoint) is printed as json only; leave out --format \(format).")
        }
    }
}
