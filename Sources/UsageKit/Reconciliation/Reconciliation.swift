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
    /// Sets of causes with each of which all entries that differ agree; empty if fewer than two differ.
    ///
    /// More than one are equivalent. Smaller ones come first.
    public let commonCauses: [[Cause]]
    /// Why a side may not be whole; empty if both are.
    public internal(set) var gaps: [String]

    /// What the other side says that cannot be compared with rows, each with its reason; and for how many entries not all
    /// causes were tried, because that would take too long.
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
        /// Sets of causes with each of which every figure agrees, and from which no cause can be left out.
        ///
        /// More than one are equivalent. Smaller ones come first.
        public let explanations: [[Cause]]
        /// Without an explanation: rows that are known to be treated in another way and with which less of the differences is
        /// left, or rows without which all counts agree; no figure is further away with them.
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
        /// What no cause explains: zero if a set of causes explains all; nil if the figure of the rows is missing otherwise.
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
    /// If a side is not whole, no causes are searched for: what differs may be what is missing.
    ///
    /// - Parameters:
    ///   - statement: The figures of the other side.
    ///   - rows: The rows.
    ///   - tolerance: By how much figures may differ.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits, and with
    ///   ``UsageError/Code/invalidArgument`` if a figure in the place of rows is of a span that is only partly in a window of
    ///   the statement, or if the key of an entry has not one value for each dimension; or `CancellationError` if the task is
    ///   cancelled while causes are searched for.
    /// - Complexity: O(*n* log *n*) in the number of rows, and for each entry that differs, O(*m* + *s* *g*) in the number of
    ///   rows near it, of sets of causes that have an effect on it, and of groups of rows that causes treat alike. The search
    ///   has a limit for each entry and for all, which depends on nothing but the two sides: what was not tried is named in
    ///   ``notCompared``.
    public init(
        _ statement: Statement, with rows: ReconciledRows, tolerance: Tolerance = Tolerance()
    ) throws {
        try self.init(statement, with: rows, tolerance: tolerance, SearchWork())
    }

    /// Compares the figures of a statement with those of rows, with some limits of the search for causes.
    init(
        _ statement: Statement, with rows: ReconciledRows, tolerance: Tolerance = Tolerance(), _ work: SearchWork
    ) throws {
        name = statement.name
        dimensions = statement.dimensions
        gaps = [rows.gap ?? rows.missingKeys(in: dimensions), statement.gap].compactMap(\.self)
        let plan = try ReconciliationPlan(statement, rows)
        notCompared = statement.notCompared + (rows.statement?.notCompared ?? [])
        notCompared += plan.unknownFigures.map { "\($0): no row has it" }
        let isSilent = plan.entries.isEmpty && notCompared.isEmpty
        var search = try StatementSearch(plan, tolerance, work)
        // What differs may be what is missing.
        let isWhole = gaps.isEmpty
        if isWhole { try search.run() }
        entries = search.searches.map { Entry($0, tolerance) }
        commonCauses = search.common
        let count = rows.count
        if isSilent, count > 0, statement.gap == nil {
            gaps.append("\(name) states no figure, although there are \(count) rows")
        } else {
            // What differs does so whatever else could not be judged.
            let differs = gaps.isEmpty && verdict == .differs
            let untimed = plan.omissions.untimed
            for reason in [
                plan.omissions.silence(of: name),
                untimed > 0 ? "rows that have no time, and can be in any entry: \(untimed)" : nil,
            ].compactMap(\.self) {
                if differs { notCompared.append(reason) } else { gaps.append(reason) }
            }
        }
        notCompared += statement.currenciesNotStated(of: rows).map { "charge.\($0): \(name) does not state it" }
        notCompared += plan.omissions.sentences + (isWhole ? search.omissions : [])
    }
}

extension Reconciliation {
    /// Whether all figures are equal, without a tolerance.
    var agreesExactly: Bool {
        verdict == .agrees
            && entries.allSatisfy { entry in
                entry.comparisons.allSatisfy { $0.ownValue == $0.statedValue }
            }
    }
}

extension Statement {
    /// The currencies in which rows have charges, and of which a statement of charges says nothing.
    fileprivate func currenciesNotStated(of rows: ReconciledRows) -> [Currency] {
        var stated: Set<Currency> = []
        for entry in entries {
            for figure in entry.values.keys { if case .charge(let currency) = figure.kind { stated.insert(currency) } }
        }
        if stated.isEmpty { return [] }
        stated.formUnion(includedCurrencies.values.joined())
        let counted = rows.rows.filter { $0.role == .counted && $0.figures == nil && $0.record.charge?.amount != 0 }
        return Set(counted.flatMap(\.currencies)).subtracting(stated)
            .sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
    }
}

extension ReconciledRows {
    /// Why a statement in the place of rows has not all keys that count in figures by some dimensions; nil if it has.
    fileprivate func missingKeys(in dimensions: [UsageDimension]) -> String? {
        guard let statement, !statement.namesAllKeys else { return nil }
        let added = statement.dimensions.filter { !dimensions.contains($0) }
        guard !added.isEmpty else { return nil }
        return "\(statement.name) does not name all values of \(added.map(\.rawValue).joined(separator: ", "))"
    }
}

extension Reconciliation.Entry {
    fileprivate init(_ search: CauseSearch, _ tolerance: Tolerance) {
        let (entry, outcome, isStated) = (search.entry, search.outcome, search.isStated)
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
