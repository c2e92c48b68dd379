import Foundation
import UsageKit

/// A report as flat lines, one for each group: CSV with a header, or NDJSON.
///
/// Currencies and units have a column each; a group that does not have one leaves it empty, or null.
struct GroupLines {
    private let report: UsageReport
    private let currencies: [Currency]
    private let units: [UsageUnit]

    init(_ report: UsageReport) {
        self.report = report
        currencies = Self.labels(report.map(\.charges))
        units = Self.labels(report.map(\.units))
    }

    /// The lines with their line breaks.
    func text(_ format: OutputFormat) -> String {
        guard format == .csv else { return report.map { JSONValue.object(members(of: $0)).text + "\n" }.joined() }
        let export = CSVExport()
        let header = export.line(of: names.map(CSVExport.Cell.text))
        return header + report.map { export.line(of: cells(of: $0)) }.joined()
    }

    private var names: [String] {
        ["start", "end"] + report.query.dimensions.map(\.rawValue) + [
            "requests", "succeeded", "failed", "cancelled", "inputTokens", "outputTokens", "latencyCount", "p50MS",
            "p95MS",
        ] + currencies.map { "charge.\($0)" } + units.map { "units.\($0)" }
    }

    /// A figure as a number, nil if it is unknown.
    private func numbers(of group: UsageReport.Group) -> [String?] {
        let latency = group.latency
        return [
            group.requests, group.succeeded, group.failed, group.cancelled, group.inputTokens, group.outputTokens,
            latency.count,
        ].map { $0?.description } + [latency.p50, latency.p95].map { $0?.milliseconds.description }
    }

    private func texts(of group: UsageReport.Group) -> [String?] {
        [group.start?.description, group.end?.description] + group.key
    }

    private func amounts(of group: UsageReport.Group) -> [String?] {
        let (charges, quantities) = (group.charges, group.units)
        return currencies.map { charges[$0]?.description } + units.map { quantities[$0]?.description }
    }

    private func cells(of group: UsageReport.Group) -> [CSVExport.Cell] {
        texts(of: group).map(CSVExport.Cell.text) + (numbers(of: group) + amounts(of: group)).map(CSVExport.Cell.number)
    }

    private func members(of group: UsageReport.Group) -> JSONObject {
        func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
        func number(_ literal: String?) -> JSONValue { literal.flatMap(JSONNumber.init).map(JSONValue.number) ?? .null }
        let values = texts(of: group).map(text) + numbers(of: group).map(number) + amounts(of: group).map(text)
        return JSONObject(zip(names, values).map { JSONObject.Member($0, $1) })
    }

    /// The labels that occur, sorted by their UTF-8 bytes.
    private static func labels<Label: WireValue>(_ amounts: [[Label: Decimal]]) -> [Label] {
        Set(amounts.flatMap(\.keys)).sorted { $0.rawValue.utf8.lexicographicallyPrecedes($1.rawValue.utf8) }
    }
}
