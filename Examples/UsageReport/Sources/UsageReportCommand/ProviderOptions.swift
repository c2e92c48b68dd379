import ArgumentParser
import UsageKit

struct ProviderOptions: ParsableArguments {
    @Option(name: .customLong("base-url"), help: "The server to use instead: https, or http on loopback.")
    var baseURL: String?

    @Flag(help: "Ask the embedded fake of the provider, whose rows are of the week from 2026-05-18; needs no key.")
    var demo = false

    @Option(
        help: "The endpoint to print with the provider's field names, as json, or a row a line as ndjson; see below.")
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

    @Flag(help: "Print how the rows differ from what the provider documents, as json or table.")
    var drift = false

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
        if demo, baseURL != nil { throw ValidationError("--demo has no address: leave out --base-url.") }
        if account == "" { throw ValidationError("--account needs a name.") }
    }

    /// The window that was asked for, or the last seven days, those of the fake in a demonstration.
    func window() throws -> TimeWindow {
        try chosenWindow() ?? defaultWindow()
    }

    /// The last seven days; for a data set from the start of the first day or month, so that the next run has all of it.
    private func defaultWindow() throws -> TimeWindow {
        let week = TimeWindow.last(hours: 7 * 24)
        guard let unit = report.output.partition, let start = week.start else { return week }
        let day = CalendarDay(containing: start).description
        let first = unit == .day ? day : day.dropLast(2) + "01"
        return try TimeWindow(from: try Timestamp("\(first)T00:00:00Z"), to: nil)
    }

    /// The window that was asked for, or that of a demonstration; nil without both.
    func chosenWindow() throws -> TimeWindow? {
        try report.window.window() ?? (demo ? try Demo.window : nil)
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

    /// The values of the filters of an endpoint that take one value each.
    func singleFilters(_ names: [String], of endpoint: String) throws -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in try filterPairs() {
            guard names.contains(name) else {
                let known = names.isEmpty ? "it has no filters" : "the filters are \(names.joined(separator: ", "))"
                throw ValidationError("Unknown filter '\(name)' for \(endpoint); \(known).")
            }
            guard values[name] == nil else {
                throw ValidationError("The filter \(name) takes one value; give it once.")
            }
            guard !value.isEmpty else { throw ValidationError("The filter \(name) needs a value.") }
            values[name] = value
        }
        return values
    }

    /// Returns a query with the filters and the page size of the command line.
    func applied<Query: WireFilterable>(to query: Query) throws -> Query {
        var query = query
        try query.setFilters(try filterPairs())
        if let pageSize { query.pageSize = pageSize }
        return query
    }

    /// Refuses options that have no meaning for an endpoint without rows.
    func refuseListOptions(for endpoint: String, takesWindow: Bool, takesTime: Bool = false) throws {
        if !takesWindow, report.window.start != nil || report.window.end != nil {
            throw ValidationError("--start and --end cannot be used with --endpoint \(endpoint).")
        }
        if shards != nil || prefetch != nil {
            throw ValidationError("--shards and --prefetch cannot be used with --endpoint \(endpoint).")
        }
        if pageSize != nil { throw ValidationError("--page-size cannot be used with --endpoint \(endpoint).") }
        if badText.isReplaced {
            throw ValidationError("--replace-bad-text cannot be used with --endpoint \(endpoint).")
        }
        if maxPages != nil || maxRows != nil || maxTime != nil && !takesTime {
            let names = takesTime ? "--max-pages and --max-rows" : "--max-pages, --max-rows and --max-time"
            throw ValidationError("\(names) cannot be used with --endpoint \(endpoint).")
        }
        try refuseReportOptions(for: endpoint)
        try refuseFormat(for: endpoint)
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
    }

    /// Refuses formats that an endpoint is not printed in.
    func refuseFormat(for endpoint: String) throws {
        if report.output.partition != nil {
            throw ValidationError("--partition cannot be used with --endpoint \(endpoint).")
        }
        switch report.format {
        case nil, .json: return
        case .ndjson where !drift: return
        case .table where drift: return
        case let format?:
            let known = drift ? "json or table" : "json or ndjson"
            throw ValidationError("--endpoint \(endpoint) is printed as \(known); leave out --format \(format).")
        }
    }
}
