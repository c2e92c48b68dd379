import Foundation
import UsageKit

/// A report as a table for people; a cell with several amounts takes one line for each.
struct TableReport {
    /// The rows; each has cells, and each cell has lines.
    private let rows: [[[TerminalText]]]
    /// How many columns, from the left, hold texts; the others hold numbers and are aligned to the right.
    private let textColumns: Int

    init(_ report: UsageReport) {
        let hasBuckets = report.query.bucket != nil
        let dimensions = report.query.dimensions.map { TerminalText(replacingIn: $0.rawValue) }
        let labels: [TerminalText] = (hasBuckets ? ["start"] : []) + dimensions
        let figures: [TerminalText] = [
            "requests", "ok", "failed", "in tokens", "out tokens", "p50 ms", "p95 ms", "charges", "units",
        ]
        var rows = [(labels + figures).map { [$0] }]
        for group in report { rows.append(Self.row(group, label: Self.label(group, hasBuckets: hasBuckets))) }
        if report.count != 1 {
            rows.append(Self.row(report.total, label: labels.indices.map { $0 == 0 ? "total" : "" }))
        }
        self.rows = rows
        textColumns = labels.count
    }

    /// The lines, without a line break after the last one.
    var text: TerminalText {
        let widths = rows[0].indices.map { column in rows.flatMap { $0[column] }.map(\.count).max() ?? 0 }
        let rule = TerminalText(
            replacingIn: String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1)))
        let blocks = rows.map { lines(of: $0, widths: widths) }
        return (blocks[0] + [rule] + blocks.dropFirst().joined()).joined(separator: "\n")
    }

    /// One line on what the walk did.
    static func footer(_ walk: WalkReport) -> TerminalText {
        let state = walk.isComplete ? "complete" : "INCOMPLETE"
        var text: TerminalText = "\(state): \(WalkSummary(walk: walk).counts)"
        if let stopped = walk.stopped { text += "; \(stopped)" }
        return text
    }

    private func lines(of row: [[TerminalText]], widths: [Int]) -> [TerminalText] {
        (0..<(row.map(\.count).max() ?? 0)).map { line in
            row.indices.map { column in
                let cell = line < row[column].count ? row[column][line] : ""
                return cell.padded(to: widths[column], atEnd: column < textColumns)
            }.joined(separator: "  ")
        }
    }

    private static func label(_ group: UsageReport.Group, hasBuckets: Bool) -> [TerminalText] {
        (hasBuckets ? [group.start.map { "\($0)" } ?? "(no time)"] : [])
            + group.key.map { $0.map { TerminalText(replacingIn: $0) } ?? "(none)" }
    }

    private static func row(_ group: UsageReport.Group, label: [TerminalText]) -> [[TerminalText]] {
        let figures: [TerminalText] = [
            "\(group.requests)", figure(group.succeeded), figure(group.failed), figure(group.inputTokens),
            figure(group.outputTokens), figure(group.latency.p50?.milliseconds),
            figure(group.latency.p95?.milliseconds),
        ]
        return (label + figures).map { [$0] } + [
            amounts(group.charges), amounts(group.units),
        ]
    }

    private static func figure(_ value: (some CustomStringConvertible)?) -> TerminalText {
        value.map { "\($0)" } ?? "-"
    }

    /// A line for each amount, in the order of the UTF-8 bytes of their labels.
    private static func amounts(_ amounts: [some WireValue: Decimal]) -> [TerminalText] {
        let sorted = amounts.sorted { $0.key.rawValue.utf8.lexicographicallyPrecedes($1.key.rawValue.utf8) }
        return sorted.isEmpty ? ["-"] : sorted.map { "\($0.value) \($0.key)" }
    }
}

extension Duration {
    /// The exact duration in milliseconds.
    fileprivate var milliseconds: Decimal {
        let (seconds, attoseconds) = components
        return Decimal(seconds) * 1000 + Decimal(sign: .plus, exponent: -15, significand: Decimal(attoseconds))
    }
}
