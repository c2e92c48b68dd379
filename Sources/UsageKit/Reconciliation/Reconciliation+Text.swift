extension Reconciliation: CustomStringConvertible {
    /// How many entries are printed.
    private static let mostEntries = 20

    /// The report for people: what came out, the causes of all entries that differ, then each of these with its figures and
    /// causes.
    ///
    /// Long lists and long values are cut, and say how much is left out. Control characters in values are replaced.
    public var description: String {
        var lines: [String] = []
        let differing = entries.filter { !$0.agrees }
        switch verdict {
        case .agrees where entries.isEmpty: lines.append("agrees with \(value: name): nothing on either side")
        case .agrees:
            let figures = notCompared.isEmpty ? "every figure" : "every figure that can be compared"
            lines.append("agrees with \(value: name): \(Self.counted(entries.count)), \(figures)")
        case .differs: lines.append("differs from \(value: name): \(differing.count) of \(Self.counted(entries.count))")
        case .unjudged where gaps.isEmpty:
            lines.append("cannot be compared with \(value: name): no figure of it can be")
        case .unjudged: lines.append("cannot be compared with \(value: name): a side is not whole")
        }
        lines += summary(of: differing)
        lines += gaps.map { "  not whole: \(sentence: $0)" } + notCompared.map { "  not compared: \(sentence: $0)" }
        lines += tolerated
        if !gaps.isEmpty, !differing.isEmpty {
            lines.append("  no causes are named: what differs may be what is missing")
        }
        for entry in differing.prefix(Self.mostEntries) {
            lines += entry.lines(by: dimensions, areCausesNamed: gaps.isEmpty && commonCauses.isEmpty)
        }
        if differing.count > Self.mostEntries {
            lines.append("\(differing.count - Self.mostEntries) more entries differ")
        }
        for concentration in concentrations where isTelling(concentration, of: differing) {
            lines.append(concentration.line + (isPartlyExplained(concentration.figure) ? ", explained or not" : ""))
        }
        return lines.joined(separator: "\n")
    }

    /// The figures that agree within the tolerance only, each with its largest difference.
    private var tolerated: [String] {
        var found: [ReconciledFigure: (count: Int, most: ExactDecimal)] = [:]
        for comparison in entries.flatMap(\.comparisons) where comparison.agrees {
            guard let difference = comparison.exactDifference, difference != .zero else { continue }
            let size = difference.isNegative ? difference.negated : difference
            let known = found[comparison.figure] ?? (0, .zero)
            found[comparison.figure] = (known.count + 1, known.most < size ? size : known.most)
        }
        return found.sorted { $0.key < $1.key }.map { figure, found in
            "  within the tolerance: \(value: figure) of \(Self.counted(found.count)), by up to \(found.most)"
        }
    }

    /// Whether a concentration says more than the lines of the entries.
    ///
    /// The value of a single entry is in its lines, and the only value of all says nothing. Of equal parts, no one is the
    /// largest.
    private func isTelling(_ concentration: Concentration, of differing: [Entry]) -> Bool {
        guard concentration.partsPerMillion > 500_000,
            let position = dimensions.firstIndex(of: concentration.dimension),
            Set(entries.map { $0.key[position].map { ByteString($0) } }).count > 1
        else { return false }
        return differing.count { entry in
            entry.comparisons.contains { $0.figure == concentration.figure && !$0.agrees }
        } > 1
    }

    /// Whether a cause explains some of what differs in a figure, so that the rest may be of another value.
    private func isPartlyExplained(_ figure: ReconciledFigure) -> Bool {
        entries.contains { entry in
            entry.comparisons.contains { comparison in
                comparison.figure == figure && !comparison.agrees
                    && comparison.left != comparison.exactDifference ?? comparison.ownValue
            }
        }
    }

    /// The causes of all entries that differ.
    private func summary(of differing: [Entry]) -> [String] {
        guard let first = commonCauses.first else { return [] }
        let sentence = "  all \(differing.count) entries differ because "
        if commonCauses.count == 1 { return [sentence + Cause.sentence(first)] }
        return [sentence + "of one of these, which come to the same:"] + Cause.list(commonCauses)
    }

    private static func counted(_ entries: Int) -> String { entries == 1 ? "1 entry" : "\(entries) entries" }
}

extension Reconciliation.Entry {
    fileprivate func lines(by dimensions: [UsageDimension], areCausesNamed: Bool) -> [String] {
        let names = zip(dimensions, key).map { "\(value: $0) \(value: $1 ?? "(none)")" }
        var lines = [([window.description] + names).joined(separator: ", ") + remark]
        for comparison in comparisons where !comparison.agrees { lines.append("  " + comparison.line) }
        guard areCausesNamed else { return lines }
        switch explanations.count {
        case 0:
            if !closest.isEmpty { lines.append("  partly because " + Cause.sentence(closest)) }
            for comparison in comparisons where !comparison.agrees && comparison.left != .zero {
                let left = comparison.left.map { " \($0)" } ?? ""
                lines.append("  unexplained: \(value: comparison.figure)\(left)")
            }
        case 1: lines.append("  because " + Cause.sentence(explanations[0]))
        default:
            lines.append("  because of one of these, which come to the same:")
            lines += Cause.list(explanations)
        }
        return lines
    }

    /// What there is to say first: that the other side does not have the entry, or by how many requests it differs.
    private var remark: String {
        if !isStated { return ": not stated at all" }
        guard let count = comparisons.first(where: { !$0.agrees && $0.figure.isNumberOfUses }) else { return "" }
        if comparisons.allSatisfy({ $0.statedValue == .zero }) { return ": no usage there" }
        guard explanations.isEmpty, let difference = count.exactDifference else { return "" }
        let size = difference.isNegative ? difference.negated : difference
        let noun = size == ExactDecimal(1) ? String("\(count.figure)".dropLast()) : "\(count.figure)"
        return ": \(size) \(noun) \(difference.isNegative ? "more" : "fewer") there"
    }
}

extension Cause {
    /// How many equivalent sets are printed.
    private static let mostSets = 5

    fileprivate static func sentence(_ causes: [Cause]) -> String {
        causes.map(\.description).joined(separator: ", and ")
    }

    /// Lines of equivalent sets, the first ones.
    fileprivate static func list(_ sets: [[Cause]]) -> [String] {
        let lines = sets.prefix(mostSets).map { "  - " + sentence($0) }
        return sets.count > mostSets ? lines + ["  - or \(sets.count - mostSets) others"] : Array(lines)
    }
}

extension Reconciliation.Comparison {
    fileprivate var line: String {
        let own = ownValue?.description ?? "unknown"
        let stated = statedValue?.description ?? "nothing"
        let difference = exactDifference.map { " (\($0.isNegative ? "" : "+")\($0))" } ?? ""
        return "\(value: figure): \(own) here, \(stated) there\(difference)"
    }
}

extension Concentration {
    fileprivate var line: String {
        let tenths = partsPerMillion / 1000
        let name = "\(value: dimension) \(value: value ?? "(none)")"
        return "\(tenths / 10).\(tenths % 10) % of what differs in \(value: figure) is of \(name)"
    }
}
