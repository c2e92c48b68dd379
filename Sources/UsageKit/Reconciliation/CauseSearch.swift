/// Searches for the causes that make the figures of one entry agree.
struct CauseSearch {
    /// What was found.
    struct Outcome {
        /// The figures if nothing is supposed.
        var own: [ReconciledFigure: ExactDecimal] = [:]
        /// The smallest sets of causes with each of which every figure agrees.
        var closing: [[Cause]] = []
        /// If there is none: the causes with which most figures agree, and what is left of the others.
        var closest: (causes: [Cause], own: [ReconciledFigure: ExactDecimal])?
    }

    private var rows: EntryRows
    private let causes: [Cause]
    private let entry: Statement.Entry
    private let tolerance: Tolerance

    /// How many causes are supposed together, at most; three only if two do not suffice.
    private static let mostCauses = 3
    /// How many sets of three are tried.
    private static let mostTriples = 4000

    init(_ rows: EntryRows, _ causes: [Cause], _ entry: Statement.Entry, _ tolerance: Tolerance) {
        self.rows = rows
        self.causes = causes
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
            if size == 3, !closing.isEmpty || tried.count * effective.count > 3 * Self.mostTriples { break }
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
        case .currency, .quantile: return true
        default: return rows.hasEffect(1 << UInt64(index), isWindow: cause.isWindow)
        }
    }

    private func differing(_ figures: [ReconciledFigure: ExactDecimal]) -> Set<ReconciledFigure> {
        Set(entry.values.keys.filter { !tolerance.agrees($0, figures[$0], entry.values[$0]) })
    }

    /// The stated figures as they are if some causes are supposed.
    private mutating func figures(_ set: [Int]) throws(UsageError) -> [ReconciledFigure: ExactDecimal] {
        var supposed = EntryRows.Supposition()
        var currencies: [Currency] = []
        var definition = QuantileDefinition.linear
        var roundsTotal: ((ExactDecimal) -> ExactDecimal)?
        for index in set {
            switch causes[index].kind {
            case .currency(let currency): currencies.append(currency)
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
            guard let value = try sums.value(of: figure, adding: currencies, definition) else { continue }
            figures[figure] = figure.isCount ? value : roundsTotal?(value) ?? value
        }
        return figures
    }
}

extension Cause {
    /// Whether it says which window holds.
    var isWindow: Bool {
        switch kind {
        case .shifted, .endIncluded, .outside: true
        default: false
        }
    }
}
