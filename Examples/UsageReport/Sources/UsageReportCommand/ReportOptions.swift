public import ArgumentParser
import Foundation
public import UsageKit

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, ndjson, focus, parquet, openmetrics
}

extension TimeBucket: @retroactive ExpressibleByArgument {}

/// The value of `--every`: a unit of time, or `none` for one group over all time.
enum Every: ExpressibleByArgument {
    case none
    case bucket(TimeBucket)

    init?(argument: String) {
        if argument == "none" {
            self = .none
        } else if let bucket = TimeBucket(rawValue: argument) {
            self = .bucket(bucket)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { TimeBucket.allCases.map(\.rawValue) + ["none"] }

    var bucket: TimeBucket? {
        if case .bucket(let bucket) = self { bucket } else { nil }
    }
}

extension Weekday: @retroactive ExpressibleByArgument {
    /// Reads a weekday by its English name.
    public init?(argument: String) {
        guard let day = Self.allCases.first(where: { "\($0)" == argument.lowercased() }) else { return nil }
        self = day
    }

    /// The names of the weekdays.
    public static var allValueStrings: [String] { allCases.map { "\($0)" } }
}

struct ReportOptions: ParsableArguments {
    @OptionGroup var window: WindowOptions

    @Option(help: "The unit of time that the report is cut into.")
    var every: Every?

    @Option(help: "Dimensions and labels to group by, separated by commas.")
    var by: String?

    @Option(help: "Labels of rows to print with each record, separated by commas; with csv, ndjson, parquet and focus.")
    var labels: String?

    @Option(name: .customLong("week-start"), help: "The first day of a week.")
    var weekStart: Weekday?

    @Flag(help: "Print buckets without rows, too.")
    var fill = false

    @Option(help: "How to print the result: table, json, csv, ndjson, focus, parquet or openmetrics.")
    var format: OutputFormat?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        let format = format ?? .table
        let isReport = every?.bucket != nil || by != nil
        if isReport, [.focus, .parquet].contains(format) {
            throw ValidationError("--format \(format) has one row a record: leave out --every and --by.")
        }
        try output.check(format, isReport: isReport)
    }

    /// Whether each record is printed, and not a report of them.
    var printsRecords: Bool {
        switch format ?? .table {
        case .table, .json, .openmetrics: false
        case .csv, .ndjson, .focus, .parquet: every?.bucket == nil && by == nil
        }
    }

    /// The dimensions to group the rows of a provider by.
    func dimensions(of provider: ProviderID) throws -> [UsageDimension] {
        try provider.dimensions(in: by, or: UsageDimension.all, kind: "dimension")
    }

    /// The labels of the records of a provider's rows.
    ///
    /// - Parameters:
    ///   - provider: The provider.
    ///   - account: The name of the account; nil if it has none.
    /// - Returns: The labels to print, or those that the groups need.
    /// - Throws: `ValidationError` for an unknown name, and for labels if no records are printed.
    func rowLabels(of provider: ProviderID, account: String?) throws -> RowLabels {
        let names = try provider.dimensions(in: labels, or: [.account], kind: "label")
        guard labels == nil || printsRecords else {
            throw ValidationError(
                "--labels needs records: add --format csv, ndjson, parquet or focus without --by and --every, "
                    + "or name labels in --by.")
        }
        return RowLabels(
            printsRecords ? names : try dimensions(of: provider), and: columnLabels, account: account)
    }

    /// The labels that columns of the format are made of, besides those that are asked for.
    var columnLabels: [UsageDimension] { format == .focus ? [.region, .upstream] : [] }

    /// The query for a window, which only decides which empty buckets are filled: the walk has cut the rows already.
    func query(window: TimeWindow, of provider: ProviderID) throws -> ReportQuery {
        var query = try query(window: window, grouping: try dimensions(of: provider))
        // All metrics of one provider have its name as a label, those of the walk included.
        if format == .openmetrics { query.dimensions.removeAll { $0 == .provider } }
        return query
    }

    /// The query for a window and dimensions.
    func query(window: TimeWindow, grouping dimensions: [UsageDimension]) throws -> ReportQuery {
        let bucket = every?.bucket
        if format == .openmetrics, bucket != nil {
            throw ValidationError(
                "--format openmetrics has no buckets of time: leave out --every, or give --every none.")
        }
        if fill, bucket == nil { throw ValidationError("--fill needs buckets: add --every with a unit of time.") }
        if weekStart != nil, bucket != .week { throw ValidationError("--week-start needs --every week.") }
        if format == .openmetrics {
            return ReportQuery(
                window: window, by: Self.metricDimensions(dimensions), in: try self.window.timeZone(),
                top: ReportQuery.Top(Self.metricKeys, by: .requests))
        }
        return ReportQuery(
            window: window, every: bucket, by: dimensions, in: try self.window.timeZone(),
            weekStart: weekStart ?? .monday, fillsEmptyBuckets: fill)
    }

    /// The number of keys with metrics of their own; the others share theirs, so that the number of metrics is bounded.
    private static let metricKeys = 200

    /// The dimensions with the provider, whose figures do not add up with those of another one.
    private static func metricDimensions(_ dimensions: [UsageDimension]) -> [UsageDimension] {
        dimensions.contains(.provider) ? dimensions : [.provider] + dimensions
    }
}
