public import ArgumentParser
import Foundation
public import UsageKit

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, ndjson
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

    @Option(help: "Dimensions to group by, separated by commas.")
    var by: String?

    @Option(name: .customLong("week-start"), help: "The first day of a week.")
    var weekStart: Weekday?

    @Flag(help: "Print buckets without rows, too.")
    var fill = false

    @Option(help: "How to print the result: table, json, csv or ndjson.")
    var format: OutputFormat?

    /// Whether each record is printed, and not a report of them.
    var printsRecords: Bool {
        switch format ?? .table {
        case .table, .json: false
        case .csv, .ndjson: every?.bucket == nil && by == nil
        }
    }

    func dimensions() throws -> [UsageDimension] {
        try (by ?? "").split(separator: ",").map { name in
            let dimension = UsageDimension(rawValue: String(name))
            guard UsageDimension.all.contains(dimension) else {
                let known = UsageDimension.all.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("Unknown dimension '\(name)'; the dimensions are \(known).")
            }
            return dimension
        }
    }

    /// The query for a window, which only decides which empty buckets are filled: the walk has cut the rows already.
    func query(window: TimeWindow) throws -> ReportQuery {
        let bucket = every?.bucket
        if fill, bucket == nil { throw ValidationError("--fill needs buckets: add --every with a unit of time.") }
        if weekStart != nil, bucket != .week { throw ValidationError("--week-start needs --every week.") }
        let dimensions = try dimensions()
        guard Set(dimensions).count == dimensions.count else {
            throw ValidationError("A dimension is named twice in --by; name each one once.")
        }
        return ReportQuery(
            window: window, every: bucket, by: dimensions, in: try self.window.timeZone(),
            weekStart: weekStart ?? .monday, fillsEmptyBuckets: fill)
    }
}
