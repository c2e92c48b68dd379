extension Reconciliation: CustomStringConvertible {
    /// The report for people: what came out, then each entry that differs with its figures and causes.
    public var description: String {
        var lines: [String] = []
        let differing = entries.filter { !$0.agrees }
        switch verdict {
        case .agrees:
            let figures = notCompared.isEmpty ? "every figure" : "every figure that can be compared"
            lines.append("agrees with \(name): \(Self.counted(entries.count)), \(figures)")
        case .differs: lines.append("differs from \(name): \(differing.count) of \(Self.counted(entries.count))")
        case .unjudged where gaps.isEmpty: lines.append("cannot be compared with \(name): no figure of it can be")
        case .unjudged: lines.append("cannot be compared with \(name): a side is not whole")
        }
        lines += gaps.map { "  not whole: \($0)" } + notCompared.map { "  not compared: \($0)" }
        for entry in differing { lines += entry.lines(by: dimensions) }
        lines += concentrations.filter { $0.partsPerMillion < 1_000_000 || entries.count > 1 }.map(\.line)
        return lines.joined(separator: "\n")
    }

    private static func counted(_ entries: Int) -> String { entries == 1 ? "1 entry" : "\(entries) entries" }
}

extension Reconciliation.Entry {
    fileprivate func lines(by dimensions: [UsageDimension]) -> [String] {
        let names = zip(dimensions, key).map { "\($0) \($1 ?? "(none)")" }
        var lines = [([window.description] + names).joined(separator: ", ") + (isStated ? "" : ": not stated at all")]
        for comparison in comparisons where !comparison.agrees { lines.append("  " + comparison.line) }
        switch explanations.count {
        case 0:
            if !closest.isEmpty { lines.append("  partly because " + Self.sentence(closest)) }
            for comparison in comparisons where !comparison.agrees && comparison.left != .zero {
                let left = comparison.left.map { " \($0)" } ?? ""
                lines.append("  unexplained: \(comparison.figure)\(left)")
            }
        case 1: lines.append("  because " + Self.sentence(explanations[0]))
        default:
            lines.append("  because of one of these, which come to the same:")
            lines += explanations.map { "  - " + Self.sentence($0) }
        }
        return lines
    }

    private static func sentence(_ causes: [Cause]) -> String {
        causes.map(\.description).joined(separator: ", and ")
    }
}

extension Reconciliation.Comparison {
    fileprivate var line: String {
        let own = ownValue?.description ?? "unknown"
        let stated = statedValue?.description ?? "nothing"
        let difference = exactDifference.map { " (\($0.isNegative ? "" : "+")\($0))" } ?? ""
        return "\(figure): \(own) here, \(stated) there\(difference)"
    }
}

extension Concentration {
    fileprivate var line: String {
        let tenths = partsPerMillion / 1000
        return "\(tenths / 10).\(tenths % 10) % of what differs in \(figure) is of \(dimension) \(value ?? "(none)")"
    }
}
