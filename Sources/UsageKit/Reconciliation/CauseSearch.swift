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

        /// Adds causes that close the difference, each alone.
        mutating func close(with causes: [Cause]) {
            for cause in causes where !closing.contains([cause]) { closing.append([cause]) }
            if !closing.isEmpty { closest = nil }
        }
    }

    /// A set of causes that does not close the difference.
    private struct Attempt {
        let causes: [Int]
        /// The figures that differ with it, by their numbers.
        let differing: [Int]
    }

    private var rows: EntryRows
    private let causes: [Cause]
    private let tolerance: Tolerance
    /// Currencies whose charges count in those of others, as the statement says.
    private let included: [Currency: [Currency]]
    /// The stated figures with their values; a figure is known by its number in this list.
    private let stated: [(figure: ReconciledFigure, value: ExactDecimal)]

    /// How many causes are supposed together, at most; three only if two do not suffice.
    private static let mostCauses = 3
    /// How many sets of three are tried.
    private static let mostTriples = 4000

    init(_ plan: ReconciliationPlan, _ entry: Statement.Entry, _ tolerance: Tolerance) {
        rows = plan.rows(of: entry)
        included = plan.includedCurrencies
        causes = plan.causes
        self.tolerance = tolerance
        stated = entry.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func run() throws(UsageError) -> Outcome {
        var outcome = Outcome()
        let own = try figures([])
        outcome.own = named(own)
        let differing = self.differing(own)
        if differing.isEmpty { return outcome }
        let effective = causes.indices.filter { isEffective($0) }
        var best = (differing: differing.count, left: Int.max)
        var closing: [Set<Int>] = []
        var tried = [Attempt(causes: [], differing: differing)]
        for size in 1...Self.mostCauses {
            var effective = effective
            if size == 3 {
                if !closing.isEmpty { break }
                // What is known of rows comes before what could have been done with all of them.
                if tried.count * effective.count > 3 * Self.mostTriples {
                    effective = effective.filter { causes[$0].isOfKnownRows }
                    tried = tried.filter { $0.causes.allSatisfy(effective.contains) }
                }
            }
            var next: [Attempt] = []
            for base in tried {
                // Causes that take rows in or out come first, so what is left of counts no later cause closes.
                let hasCounts = size > 1 && base.differing.contains { stated[$0].figure.isCount }
                for cause in effective where cause > base.causes.last ?? -1 && isPossible(base.causes, with: cause) {
                    if hasCounts, !causes[cause].changesCounts { continue }
                    let set = base.causes + [cause]
                    // What closes the difference alone needs no other cause.
                    if !closing.isEmpty, closing.contains(where: { $0.isSubset(of: set) }) { continue }
                    let figures = try figures(set)
                    let left = self.differing(figures)
                    if left.isEmpty {
                        closing.append(Set(set))
                        outcome.closing.append(set.map { causes[$0] })
                        continue
                    }
                    // Figures that agreed must go on agreeing.
                    if left.count < differing.count, left.allSatisfy(differing.contains) {
                        let candidate = (left.count, part(left, of: own, leftBy: figures))
                        if candidate < best {
                            best = candidate
                            outcome.closest = (set.map { causes[$0] }, named(figures))
                        }
                    }
                    next.append(Attempt(causes: set, differing: left))
                }
            }
            tried = next
        }
        if !outcome.closing.isEmpty { outcome.closest = nil }
        return outcome
    }

    private func named(_ figures: [ExactDecimal?]) -> [ReconciledFigure: ExactDecimal] {
        var named: [ReconciledFigure: ExactDecimal] = [:]
        for (figure, value) in zip(stated, figures) { named[figure.figure] = value }
        return named
    }

    /// Which part of the differences is left, in parts per million of each.
    private func part(_ figures: [Int], of own: [ExactDecimal?], leftBy computed: [ExactDecimal?]) -> Int {
        figures.reduce(0) { sum, figure in
            let value = stated[figure].value
            guard let before = own[figure]?.distance(to: value), let after = computed[figure]?.distance(to: value),
                let part = after.partsPerMillion(of: before)
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
            return stated.allSatisfy { $0.figure.isCount || $0.value.places <= places }
        case .currency, .omittedCurrency, .quantile: return true
        case .prices(let name): return rows.hasPrices(name)
        default: return rows.hasEffect(1 << UInt64(index), isWindow: cause.isWindow)
        }
    }

    private func differing(_ figures: [ExactDecimal?]) -> [Int] {
        stated.indices.filter { !tolerance.agrees(stated[$0].figure, figures[$0], stated[$0].value) }
    }

    /// The stated figures as they are if some causes are supposed.
    private mutating func figures(_ set: [Int]) throws(UsageError) -> [ExactDecimal?] {
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
        var figures: [ExactDecimal?] = []
        figures.reserveCapacity(stated.count)
        for (figure, _) in stated {
            var added: [Currency] = []
            if !currencies.isEmpty, case .charge(let currency) = figure.kind { added = currencies[currency] ?? [] }
            let value = try sums.value(of: figure, adding: added, definition)
            figures.append(figure.isCount ? value : value.map { roundsTotal?($0) ?? $0 })
        }
        return figures
    }
}

extension Cause {
    /// Whether it takes rows in or out.
    fileprivate var changesCounts: Bool {
        switch kind {
        case .currency, .omittedCurrency, .prices, .rounded, .quantile: false
        default: true
        }
    }

    /// Whether it is about rows of which it is known that the other side may treat them in another way.
    fileprivate var isOfKnownRows: Bool {
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
