import Foundation
import UsageKit

/// A report as one JSON object.
struct JSONReport {
    let provider: ProviderID
    let walk: WalkReport
    let report: UsageReport

    var text: String {
        let document: JSONValue = [
            "provider": .string(provider.rawValue), "walk": Self.walk(walk),
            "groups": .array(report.map(group)),
        ]
        return document.text
    }

    static func walk(_ walk: WalkReport) -> JSONValue {
        [
            "complete": .bool(walk.isComplete), "stopped": text(walk.stopped?.message),
            "stoppedCode": text(walk.stopped?.code.rawValue), "pages": number(walk.pages),
            "rows": number(walk.rows), "duplicates": number(walk.duplicates), "revised": number(walk.revised),
            "unsettled": number(walk.unsettled), "outsideWindow": number(walk.outsideWindow),
            "expected": number(walk.expected), "notes": .array(walk.notes.map(note)),
        ]
    }

    private static func note(_ note: WalkNote) -> JSONValue {
        [
            "code": .string(note.code.rawValue), "count": number(note.count),
            "first": .array(note.first.map(JSONValue.string)),
        ]
    }

    private func group(_ group: UsageReport.Group) -> JSONValue {
        let key = zip(group.dimensions, group.key).map { JSONObject.Member($0.rawValue, Self.text($1)) }
        return [
            "start": Self.text(group.start?.description), "end": Self.text(group.end?.description),
            "key": .object(JSONObject(key)),
            "requests": Self.number(group.requests), "succeeded": Self.number(group.succeeded),
            "failed": Self.number(group.failed), "cancelled": Self.number(group.cancelled),
            "inputTokens": Self.number(group.inputTokens), "outputTokens": Self.number(group.outputTokens),
            "units": amounts(group.units), "charges": amounts(group.charges),
            "latencyMS": [
                "count": Self.number(group.latency.count), "p50": milliseconds(group.latency.p50),
                "p95": milliseconds(group.latency.p95),
            ],
            "coverage": coverage(group.coverage),
        ]
    }

    private func coverage(_ coverage: Coverage) -> JSONValue {
        [
            "rows": Self.number(coverage.rows), "charges": Self.number(coverage.charges),
            "inputTokens": Self.number(coverage.inputTokens), "outputTokens": Self.number(coverage.outputTokens),
            "durations": Self.number(coverage.durations),
        ]
    }

    /// Exact decimals as strings, sorted by the UTF-8 bytes of their names.
    private func amounts(_ amounts: [some WireValue: Decimal]) -> JSONValue {
        let members = amounts.map { (name: $0.key.rawValue, text: $0.value.description) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return .object(JSONObject(members.map { JSONObject.Member($0.name, .string($0.text)) }))
    }

    private func milliseconds(_ duration: Duration?) -> JSONValue {
        guard let duration, let number = JSONNumber(duration.milliseconds.description) else { return .null }
        return .number(number)
    }

    private static func number(_ integer: Int?) -> JSONValue {
        integer.map { .number(JSONNumber($0)) } ?? .null
    }

    private static func text(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }
}

extension Duration {
    /// The exact duration in milliseconds.
    var milliseconds: Decimal {
        let (seconds, attoseconds) = components
        return Decimal(seconds) * 1000 + Decimal(sign: .plus, exponent: -15, significand: Decimal(attoseconds))
    }
}
