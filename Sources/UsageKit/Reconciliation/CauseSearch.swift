/// Searches for the causes that make the figures of one entry agree.
struct CauseSearch {
    /// What was found.
    struct Outcome {
        /// The figures if nothing is supposed.
        var own: [ReconciledFigure: ExactDecimal] = [:]
        /// The smallest sets of causes with each of which every figure agrees.
        var closing: [[Cause]] = []
        /// Without such a set: the causes with which most figures agree, and what is left of the others.
        var closest: (causes: [Cause], own: [ReconciledFigure: ExactDecimal])?
    }

    private var rows: EntryRows
    private let causes: [Cause]
    private let entry: Statement.Entry
    private let tolerance: Tolerance
    /// Currencies whose charges count in those of others, as the statement says.
    private let included: [Currency: [Currency]]

    /// How many causes are supposed together, at most; three only if two do not suffice.
    private static let mostCauses = 3
    /// How many sets of three are tried.
    private static let mostTriples = 4000

    init(_ plan: ReconciliationPlan, _ entry: Statement.Entry, _ tolerance: Tolerance) {
        rows = plan.rows(of: entry)
        included = plan.includedCurrencies
        causes = plan.causes
        self.entry = entry
        self.tolerance = tolerance
    }

    mutating func run() throws(UsageError) -> Outcome {
        var outcome = Outcome()
        outcome.own = try figures([])
        let differing = self.differing(outcome.own)
        if differing.isEmpty { return outcome }
        let effective = causes.indices.filter { isEffective($0) }
        var best = (differing: differing.count, left: Int.max)
        var closing: [Set<Int>] = []
        var tried: [[Int]] = [[]]
        for size in 1...Self.mostCauses {
            var effective = effective
            if size == 3 {
                if !closing.isEmpty { break }
                // What is known of rows comes before what could have been done with all of them.
                if tried.count * effective.count > 3 * Self.mostTriples {
                    effective = effective.filter { causes[$0].isOfKnownRows }
                    tried = tried.filter { $0.allSatisfy(effective.contains) }
                }
            }
            var next: [[Int]] = []
            for base in tried {
                for cause in effective where cause > base.last ?? -1 && isPossible(base, with: cause) {
                    let set = base + [cause]
                    // What closes the difference alone needs no other cause.
                    if closing.contains(where: { $0.isSubset(of: set) }) { continue }
                    let figures = try figures(set)
                    let left = self.differing(figures)
                    if left.isEmpty {
                        closing.append(Set(set))
                        outcome.closing.append(set.map { causes[$0] })
                        continue
                    }
                    // Figures that agreed must go on agreeing.
                    if left.isSubset(of: differing), left.count < differing.count {
                        let candidate = (left.count, part(left, of: outcome.own, leftBy: figures))
                        if candidate < best {
                            best = candidate
                            outcome.closest = (set.map { causes[$0] }, figures)
                        }
                    }
                    next.append(set)
                }
            }
            tried = next
        }
        if !outcome.closing.isEmpty { outcome.closest = nil }
        return outcome
    }

    /// Which part of the differences is left, in parts per million of each.
    private func part(
        _ figures: Set<ReconciledFigure>, of own: [ReconciledFigure: ExactDecimal],
        leftBy computed: [ReconciledFigure: ExactDecimal]
    ) -> Int {
        figures.reduce(0) { sum, figure in
            guard let stated = entry.values[figure], let before = own[figure]?.distance(to: stated),
                let after = computed[figure]?.distance(to: stated), let part = after.partsPerMillion(of: before)
            else { return sum + 1_000_000 }
            return sum + min(part, 1_000_000_000)
        }
    }

    private func isPossible(_ set: [Int], with cause: Int) -> Bool {
        guard let family = causes[cause].family else { return true }
        return set.allSatisfy { causes[$0].family != family }
    }

    private func isEffective(_ index: Int) -> Bool {
        let cause = causes[index]
        switch cause.kind {
        case .rounded(let places, _, _):
            // Figures that have more places were not rounded to these.
            return entry.values.allSatisfy { $0.key.isCount || $0.value.places <= places }
        case .currency, .omittedCurrency, .quantile: return true
        case .prices(let name): return rows.hasPrices(name)
        default: return rows.hasEffect(1 << UInt64(index), isWindow: cause.isWindow)
        }
    }

    private func differing(_ figures: [ReconciledFigure: ExactDecimal]) -> Set<ReconciledFigure> {
        Set(entry.values.keys.filter { !tolerance.agrees($0, figures[$0], entry.values[$0]) })
    }

    /// The stated figures as they are if some causes are supposed.
    private mutating func figures(_ set: [Int]) throws(UsageError) -> [ReconciledFigure: ExactDecimal] {
        var supposed = EntryRows.Supposition()
        var currencies = included
        var definition = QuantileDefinition.linear
        var roundsTotal: ((ExactDecimal) -> ExactDecimal)?
        for index in set {
            switch causes[index].kind {
            case .currency(let currency, let other): currencies[other, default: []].append(currency)
            case .omittedCurrency(let currency, let other): currencies[other]?.removeAll { $0 == currency }
            case .prices(let name): supposed.prices = name
            case .quantile(let other): definition = other
            case .rounded(let places, let eachRow, let rounding):
                let rounded: (ExactDecimal) -> ExactDecimal = { $0.rounded(to: places, rounding) ?? $0 }
                if eachRow { supposed.rounding = rounded } else { roundsTotal = rounded }
            default:
                let bit: UInt64 = 1 << UInt64(index)
                if causes[index].isWindow { supposed.window = bit } else { supposed.causes |= bit }
            }
        }
        let sums = rows.sums(supposed)
        var figures: [ReconciledFigure: ExactDecimal] = [:]
        for figure in entry.values.keys {
            var added: [Currency] = []
            if case .charge(let currency) = figure.kind { added = currencies[currency] ?? [] }
            guard let value = try sums.value(of: figure, adding: added, definition) else { continue }
            figures[figure] = figure.isCount ? value : roundsTotal?(value) ?? value
        }
        return figures
    }
}

extension Cause {
    /// Whether it is about rows of which it is known that the other side may treat them in another way.
    var isOfKnownRows: Bool {
        switch kind {
        case .late, .outside, .repeated, .superseded, .removed, .unsettled, .filtered: true
        default: false
        }
    }

    /// Whether it says which window holds.
    var isWindow: Bool {
        switch kind {
        case .shifted, .endIncluded, .outside: true
        default: false
        }
    }
}
