public import Foundation

/// Two sides of the same usage, figure by figure, with the causes of each difference as far as they can be computed.
///
/// A cause is named only if the figures, computed again with it, agree.
public struct Reconciliation: Hashable, Sendable {
    /// What came out.
    public enum Verdict: String, Hashable, Sendable, Codable {
        /// Every figure agrees.
        case agrees
        /// Some figure differs, explained or not.
        case differs
        /// A side is not whole, or nothing of it can be compared, so that nothing follows from what it has.
        case unjudged
    }

    /// The name of the other side.
    public let name: String
    /// How the figures are split.
    public let dimensions: [UsageDimension]
    /// The figures, entry by entry in the order of the statement, then those that only the rows have.
    public let entries: [Entry]
    /// Why a side may not be whole; empty if both are.
    public internal(set) var gaps: [String]

    /// What the other side says that cannot be compared with rows, each with its reason.
    public internal(set) var notCompared: [String]

    /// What came out.
    public var verdict: Verdict {
        if !gaps.isEmpty || entries.isEmpty && !notCompared.isEmpty { return .unjudged }
        return entries.allSatisfy(\.agrees) ? .agrees : .differs
    }

    /// The figures of one span of time and one key.
    public struct Entry: Hashable, Sendable {
        /// The span of time.
        public let window: TimeWindow
        /// The value of each dimension; nil for rows without one.
        public let key: [String?]
        /// Whether the other side has an entry for them.
        public let isStated: Bool
        /// The figures.
        public let comparisons: [Comparison]
        /// The smallest sets of causes with each of which every figure agrees; more than one are equivalent.
        public let explanations: [[Cause]]
        /// Without an explanation: causes with which more figures agree.
        public let closest: [Cause]

        /// Whether every figure agrees.
        public var agrees: Bool { comparisons.allSatisfy(\.agrees) }
    }

    /// One figure of both sides.
    public struct Comparison: Hashable, Sendable {
        /// The figure.
        public let figure: ReconciledFigure
        let ownValue: ExactDecimal?
        let statedValue: ExactDecimal?
        /// What no cause explains: nothing if there is an explanation, otherwise what ``Entry/closest`` leaves.
        let left: ExactDecimal?
        /// Whether both agree, within the tolerance.
        public let agrees: Bool

        /// The figure of the rows; nil if they do not say it.
        public var own: Decimal? { ownValue?.decimal }
        /// The figure of the other side; nil if it does not state it.
        public var stated: Decimal? { statedValue?.decimal }
        /// The figure of the rows less the stated one; nil if one is missing.
        public var difference: Decimal? { exactDifference?.decimal }
        /// What no cause explains; nil if a figure is missing.
        public var unexplained: Decimal? { left?.decimal }

        var exactDifference: ExactDecimal? {
            guard let ownValue, let statedValue else { return nil }
            return try? ownValue.adding(statedValue.negated)
        }
    }
}

extension Reconciliation {
    /// Compares the figures of a statement with those of rows.
    ///
    /// - Parameters:
    ///   - statement: The figures of the other side.
    ///   - rows: The rows.
    ///   - tolerance: By how much figures may differ.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits, and with
    ///   ``UsageError/Code/invalidArgument`` if a figure in the place of rows is of a span that is only partly in a window of
    ///   the statement.
    /// - Complexity: O(*n* log *n*) in the number of rows, and for each entry that differs, O(*s*) in the number of sets of
    ///   causes that have an effect on it.
    public init(
        _ statement: Statement, with rows: ReconciledRows, tolerance: Tolerance = Tolerance()
    ) throws(UsageError) {
        name = statement.name
        dimensions = statement.dimensions
        gaps = [rows.gap, statement.gap].compactMap(\.self)
        var statement = statement
        let unknown = statement.removeFigures(unknownIn: rows)
        notCompared = statement.notCompared + unknown.map { "\($0): no row has it" }
        let plan = try ReconciliationPlan(statement, rows)
        let count = rows.count
        if count > 0, plan.entries.allSatisfy(\.values.isEmpty), notCompared.isEmpty, statement.gap == nil {
            gaps.append("\(name) states no figure, although there are \(count) rows")
        } else if plan.rowsBeyond > 0 {
            notCompared.append("rows of a time of which \(name) says nothing: \(plan.rowsBeyond)")
        }
        var entries: [Entry] = []
        for entry in plan.entries where !entry.values.isEmpty {
            var search = CauseSearch(plan, entry, tolerance)
            entries.append(Entry(entry, isStated: true, try search.run(), tolerance))
        }
        for entry in plan.entriesOfOtherRows {
            var search = CauseSearch(plan, entry, tolerance)
            var outcome = try search.run()
            outcome.close(with: plan.unlistedValues(of: entry))
            entries.append(Entry(entry, isStated: false, outcome, tolerance))
        }
        self.entries = entries
    }
}

extension Statement {
    /// No longer states the optional figures that no row has.
    ///
    /// - Returns: Those figures.
    fileprivate mutating func removeFigures(unknownIn rows: ReconciledRows) -> [ReconciledFigure] {
        let stated = Set(entries.flatMap { $0.values.keys })
        let unknown = stated.intersection(optionalFigures)
            .filter { figure in !rows.rows.contains { $0.says(figure) } }.sorted()
        for index in entries.indices { for figure in unknown { entries[index].values[figure] = nil } }
        return unknown
    }
}

extension ReconciledRows.Row {
    /// Whether a figure follows from the row.
    fileprivate func says(_ figure: ReconciledFigure) -> Bool {
        if let figures { return figures.values[figure] != nil }
        return switch figure.kind {
        case .requests, .rows: true
        case .status: record.status != nil
        case .inputTokens: record.tokens.input != nil
        case .outputTokens: record.tokens.output != nil
        case .charge(let currency): record.charge?.currency == currency
        case .quantity(let unit): record.quantities.contains { $0.unit == unit }
        case .latency: record.duration != nil
        }
    }
}

extension Reconciliation.Entry {
    fileprivate init(
        _ entry: Statement.Entry, isStated: Bool, _ outcome: CauseSearch.Outcome, _ tolerance: Tolerance
    ) {
        self.isStated = isStated
        window = entry.window
        key = entry.key
        explanations = outcome.closing
        closest = outcome.closest?.causes ?? []
        comparisons = entry.figures.map { figure in
            let (own, stated) = (outcome.own[figure], entry.values[figure])
            let nearest = outcome.closest?.own ?? outcome.own
            let left = nearest[figure].flatMap { nearest in stated.flatMap { try? nearest.adding($0.negated) } }
            return Reconciliation.Comparison(
                figure: figure, ownValue: own, statedValue: isStated ? stated : nil,
                left: outcome.closing.isEmpty ? left : .zero,
                agrees: tolerance.agrees(figure, own, stated))
        }
    }
}
