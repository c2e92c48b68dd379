import Foundation

@testable import UsageKit

/// A report as text, written by way of `JSONValue` and `Decimal`: a slow and simple reference for the exports.
struct NaiveReportText {
    let report: UsageReport
    private let currencies: [Currency]
    private let units: [UsageUnit]

    init(report: UsageReport) {
        self.report = report
        currencies = Self.labels(report.flatMap(\.charges.keys))
        units = Self.labels(report.flatMap(\.units.keys))
    }

    /// The object that ``JSONExport`` writes.
    var json: String {
        let document: JSONValue = [
            "complete": .bool(report.isComplete), "walks": .array(report.walks.map(\.jsonValue)),
            "total": group(report.total), "groups": .array(report.map(group)),
        ]
        return document.text
    }

    private func group(_ group: UsageReport.Group) -> JSONValue {
        var object: JSONObject = ["start": JSONValue(group.start), "end": JSONValue(group.end)]
        object.append(
            "key", .object(JSONObject(zip(group.dimensions, group.key).map { .init($0.rawValue, JSONValue($1)) })))
        if report.query.top != nil { object.append("other", .bool(group.isOther)) }
        let figures: JSONObject = [
            "requests": JSONValue(group.requests), "succeeded": JSONValue(group.succeeded),
            "failed": JSONValue(group.failed), "cancelled": JSONValue(group.cancelled),
            "inputTokens": JSONValue(group.inputTokens), "outputTokens": JSONValue(group.outputTokens),
            "units": amounts(group.units), "charges": amounts(group.charges),
            "latencyMS": [
                "count": JSONValue(group.latency.count), "p50": number(milliseconds(group.latency.p50)),
                "p95": number(milliseconds(group.latency.p95)),
            ],
            "coverage": [
                "rows": JSONValue(group.coverage.rows), "charges": JSONValue(group.coverage.charges),
                "inputTokens": JSONValue(group.coverage.inputTokens),
                "outputTokens": JSONValue(group.coverage.outputTokens),
                "durations": JSONValue(group.coverage.durations),
            ],
        ]
        for member in figures.members { object.append(member.name, member.value) }
        return .object(object)
    }

    private func amounts(_ amounts: [some WireValue: Decimal]) -> JSONValue {
        let members = amounts.map { (name: $0.key.rawValue, text: $0.value.description) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return .object(JSONObject(members.map { .init($0.name, .string($0.text)) }))
    }

    private func number(_ literal: String?) -> JSONValue {
        literal.flatMap(JSONNumber.init).map(JSONValue.number) ?? .null
    }

    private func milliseconds(_ duration: Duration?) -> String? {
        duration.map { duration in
            let (seconds, attoseconds) = duration.components
            let rest = Decimal(sign: .plus, exponent: -15, significand: Decimal(attoseconds))
            return (Decimal(seconds) * 1000 + rest).description
        }
    }
}

// MARK: - Flat lines

extension NaiveReportText {
    func csv(_ export: CSVExport) -> String {
        let lines = report.map { group in
            export.line(of: texts(of: group).map { .text($0) } + figures(of: group).map { .number($0) })
        }
        return export.line(of: names.map { .text($0) }) + lines.joined()
    }

    var ndjson: String {
        let names = names
        return report.map { group in
            let other = report.query.top == nil ? 0 : 1
            let texts = texts(of: group).enumerated().map { index, text in
                index < 2 + group.dimensions.count ? JSONValue(text) : JSONValue.bool(text == "true")
            }
            let figures = figures(of: group).enumerated().map { index, figure in
                index < 9 ? number(figure) : JSONValue(figure)
            }
            precondition(texts.count == 2 + group.dimensions.count + other)
            return JSONValue.object(JSONObject(zip(names, texts + figures).map { .init($0, $1) })).text + "\n"
        }.joined()
    }

    private static func labels<Label: WireValue>(_ labels: [Label]) -> [Label] {
        Set(labels).sorted { $0.rawValue.utf8.lexicographicallyPrecedes($1.rawValue.utf8) }
    }

    private var names: [String] {
        ["start", "end"] + report.query.dimensions.map(\.rawValue) + (report.query.top == nil ? [] : ["other"]) + [
            "requests", "succeeded", "failed", "cancelled", "inputTokens", "outputTokens", "latencyCount", "p50MS",
            "p95MS",
        ] + currencies.map { "charge.\($0)" } + units.map { "units.\($0)" }
    }

    private func texts(of group: UsageReport.Group) -> [String?] {
        [group.start?.description, group.end?.description] + group.key
            + (report.query.top == nil ? [] : [group.isOther ? "true" : "false"])
    }

    private func figures(of group: UsageReport.Group) -> [String?] {
        let counts = [
            group.requests, group.succeeded, group.failed, group.cancelled, group.inputTokens, group.outputTokens,
            group.latency.count,
        ]
        return counts.map { $0?.description } + [group.latency.p50, group.latency.p95].map(milliseconds)
            + currencies.map { group.charges[$0]?.description } + units.map { group.units[$0]?.description }
    }
}
