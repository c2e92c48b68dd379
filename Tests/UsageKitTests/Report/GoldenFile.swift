import Foundation

@testable import UsageKit

/// Rows and the figures that other programs computed from them; `Tests/Golden/run` writes both files.
struct GoldenFile {
    let records: [UsageRecord]
    /// In parts per billion.
    let quantiles: [Int]
    let reports: [Report]

    init() throws {
        let folder = Bundle.module.bundleURL.appending(path: "Fixtures/Golden")
        let rows = try Data(contentsOf: folder.appending(path: "rows.ndjson")).split(separator: UInt8(ascii: "\n"))
        records = try rows.map { try JSONDecoder().decode(Row.self, from: $0).record }
        let figures = try JSONDecoder()
            .decode(Figures.self, from: Data(contentsOf: folder.appending(path: "figures.json")))
        (quantiles, reports) = (figures.quantiles, figures.reports)
    }

    private struct Figures: Decodable {
        let quantiles: [Int]
        let reports: [Report]
    }

    struct Report: Decodable {
        let query: Query
        let groups: [Group]
        let total: Group
    }

    /// The figures of a group; the file has no member for a figure that is nil or empty.
    struct Group: Decodable, Equatable {
        /// Seconds since 1970.
        var start: Int64?
        var end: Int64?
        var key: [String?]?
        var requests: Int
        /// Completed, failed, cancelled.
        var ended: [Int]?
        var statuses: [String: Int]?
        /// Count, sum, least, greatest.
        var input: [String]?
        var output: [String]?
        /// Rows, charges, input tokens, output tokens, durations.
        var coverage: [Int]
        /// The number of different values of each dimension.
        var distinct: [Int]
        /// Count, sum, least, greatest.
        var charges: [String: [String]]?
        var units: [String: [String]]?
        /// The means of the charges and the units, to 38 digits.
        var means: [String: String]?
        /// Count, sum in nanoseconds, mean and quantiles in attoseconds.
        var durations: [String]?
    }

    /// Those of the rows in the files; the account of a row is the caller's.
    static let dimensions = UsageDimension.all.filter { $0 != .account }

    struct Query: Decodable {
        let every: String?
        let by: [String]?
        let timeZone: String?
        let weekStart: String?
        let start: String?
        let end: String?
        let quantiles: String?
        let filter: Filter?

        func usageQuery() throws -> ReportQuery {
            let window = try TimeWindow(from: start.map { try Timestamp($0) }, to: end.map { try Timestamp($0) })
            let distinct = GoldenFile.dimensions.map(UsageMeasure.distinct)
            return ReportQuery(
                window: window, where: try filter?.usageFilter(), every: try every.map { try .named($0) },
                by: try (by ?? []).map { try .named($0) }, in: try timeZone.map { try Self.zone($0) } ?? .gmt,
                weekStart: try weekStart.map { try .named($0) } ?? .monday,
                measures: Set.standard.union(distinct).union([.extremes]),
                quantileMethod: try quantiles.map { try .named($0) } ?? .linear)
        }

        private static func zone(_ name: String) throws -> TimeZone {
            guard let zone = TimeZone(identifier: name) else { throw GoldenFileError(name) }
            return zone
        }
    }

    /// One of the members.
    struct Filter: Decodable {
        let isOne: Choice?
        let compares: [String]?
        let not: [Filter]?
        let all: [Filter]?
        let any: [Filter]?

        struct Choice: Decodable {
            let dimension: String
            let values: [String?]
        }

        func usageFilter() throws -> UsageFilter {
            if let isOne { return .isOne(try .named(isOne.dimension), isOne.values) }
            if let compares, compares.count == 3, let value = Decimal(string: compares[2]) {
                return .compares(try Self.field(compares[0]), try .named(compares[1]), value)
            }
            if let all { return .all(try all.map { try $0.usageFilter() }) }
            if let any { return .any(try any.map { try $0.usageFilter() }) }
            guard let not = not?.first else { throw GoldenFileError("filter") }
            return .not(try not.usageFilter())
        }

        private static func field(_ text: String) throws -> UsageField {
            let parts = text.split(separator: ":").map(String.init)
            switch parts[0] {
            case "inputTokens": return .inputTokens
            case "outputTokens": return .outputTokens
            case "duration": return .duration
            case "charge": return .charge(Currency(rawValue: parts[1]))
            case "unit": return .unit(UsageUnit(rawValue: parts[1]))
            default: throw GoldenFileError(text)
            }
        }
    }

    private struct Row: Decodable {
        let time: String?
        let provider: String
        let model, apiKey, user, type, status, sku, bot, conversation: String?
        let request: String?
        let repeats: Bool?
        let input, output: Int?
        let duration: Int64?
        let currency, charge: String?
        let units: [String: String]?

        var record: UsageRecord {
            get throws {
                var record = UsageRecord(provider: ProviderID(rawValue: provider), requestID: request)
                record.repeatsRequest = repeats ?? false
                record.time = try time.map { try Timestamp($0) }
                (record.model, record.apiKey, record.user, record.type) = (model, apiKey, user, type)
                record.status = status.map(UsageStatus.init)
                (record.sku, record.bot, record.conversation) = (sku, bot, conversation)
                record.tokens = TokenCounts(input: input, output: output)
                record.duration = duration.map { .nanoseconds($0) }
                if let charge, let currency {
                    record.charge = Money(exact: try Self.amount(charge), currency: Currency(rawValue: currency))
                }
                record.quantities = try (units ?? [:]).map {
                    Quantity(exact: try Self.amount($1), unit: UsageUnit(rawValue: $0))
                }
                return record
            }
        }

        private static func amount(_ text: String) throws -> ExactDecimal {
            guard let amount = ExactDecimal(text) else { throw GoldenFileError(text) }
            return amount
        }
    }
}

/// A word in the files that the test does not know.
struct GoldenFileError: Error {
    let word: String

    init(_ word: String) {
        self.word = word
    }
}

extension RawRepresentable<String> {
    fileprivate static func named(_ name: String) throws -> Self {
        guard let value = Self(rawValue: name) else { throw GoldenFileError(name) }
        return value
    }
}
