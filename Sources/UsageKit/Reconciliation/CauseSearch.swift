/// Searches for the causes that make the figures of one entry agree.
struct CauseSearch {
    /// What was found.
    struct Outcome {
        /// The figures if nothing is supposed.
        var own: [ReconciledFigure: ExactDecimal] = [:]
        /// Sets of causes with each of which every figure agrees, and from which no cause can be left out; smaller ones first.
        var closing: [[Cause]] = []
        /// Without such a set: the causes with which most figures agree, and what is left of the others.
        var closest: (causes: [Cause], own: [ReconciledFigure: ExactDecimal])?

        /// Adds causes that close the difference, each alone.
        mutating func close(with causes: [Cause]) {
            let added = causes.filter { !closing.contains([$0]) }
            // What closes it alone needs no other cause.
            closing.removeAll { set in set.contains(where: added.contains) }
            let larger = closing.firstIndex { $0.count > 1 } ?? closing.endIndex
            closing.insert(contentsOf: added.map { [$0] }, at: larger)
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
    private let plan: ReconciliationPlan
    private let entry: Statement.Entry
    private let causes: [Cause]
    private let tolerance: Tolerance
    /// The stated figures with their values; a figure is known by its number in this list.
    private let stated: [(figure: ReconciledFigure, value: ExactDecimal)]

    /// How many causes are supposed together, at most; three only if two do not suffice.
    private static let mostCauses = 3
    /// How many sets of three are tried.
    private static let mostTriples = 4000
    /// How many values of a dimension with many are left out one by one.
    private static let mostValues = 20

    init(_ plan: ReconciliationPlan, _ entry: Statement.Entry, _ tolerance: Tolerance) {
        self.plan = plan
        self.entry = entry
        rows = plan.ownRows(of: entry)
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
        rows = plan.rows(of: entry)
        let effective = effectiveCauses()
        var best = (differing: differing.count, left: part(differing, of: own, leftBy: own))
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
                    // Figures that agreed must go on agreeing. That less is left of the same ones, many causes come to by
                    // chance, so then only rows are named that are known to be treated in another way.
                    let isKnown = left.count < differing.count || set.allSatisfy { causes[$0].isOfKnownRows }
                    if isKnown, left.allSatisfy(differing.contains) {
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
        if outcome.closing.isEmpty { outcome.closing = try crowdedValues(own, differing) }
        if !outcome.closing.isEmpty { outcome.closest = nil }
        return outcome
    }

    /// Values of dimensions with many values, each of which closes the difference if its rows do not count.
    private mutating func crowdedValues(
        _ own: [ExactDecimal?], _ differing: [Int]
    ) throws(UsageError) -> [[Cause]] {
        var found: [[Cause]] = []
        for dimension in plan.crowdedDimensions {
            var candidates: [ByteString?] = []
            for (value, var part) in rows.counted(by: dimension) {
                let sums = part.sums(EntryRows.Supposition())
                var closes = true
                for number in differing where stated[number].figure.isSum && closes {
                    let figure = stated[number].figure
                    let less = try sums.value(of: figure, adding: added(to: figure, plan.includedCurrencies))
                    let rest = own[number].flatMap { own in less.flatMap { try? own.adding($0.negated) } }
                    closes = tolerance.agrees(figure, rest, stated[number].value)
                }
                if closes { candidates.append(value) }
            }
            candidates.sort { left, right in right.map { right in left.map { $0 < right } ?? true } ?? false }
            for value in candidates.prefix(Self.mostValues) {
                var rest = rows.counted(without: value, of: dimension)
                let sums = rest.sums(EntryRows.Supposition())
                var figures: [ExactDecimal?] = []
                for (figure, _) in stated {
                    figures.append(try sums.value(of: figure, adding: added(to: figure, plan.includedCurrencies)))
                }
                if self.differing(figures).isEmpty { found.append([.excludedValue(value?.text, of: dimension)]) }
            }
        }
        return found
    }

    private func added(to figure: ReconciledFigure, _ currencies: [Currency: [Currency]]) -> [Currency] {
        guard !currencies.isEmpty, case .charge(let currency) = figure.kind else { return [] }
        return currencies[currency] ?? []
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

    /// The causes that can change a figure of the entry.
    func effectiveCauses() -> [Int] {
        let currencies = rows.currencies
        let hasLatency = stated.contains { !$0.figure.isSum }
        return causes.indices.filter { index in
            let cause = causes[index]
            switch cause.kind {
            case .rounded(let places, _, _): return stated.contains { isRounded($0.figure, $0.value, to: places) }
            case .currency(let currency, let other), .omittedCurrency(let currency, let other):
                return currencies.contains(currency) && stated.contains { $0.figure == .charge(other) }
            case .quantile: return hasLatency
            case .prices(let name): return rows.hasPrices(name)
            default: return rows.hasEffect(1 << UInt64(index), isWindow: cause.isWindow)
            }
        }
    }

    /// Whether a figure may be rounded to some places: charges are, unless they have more places.
    private func isRounded(_ figure: ReconciledFigure, _ value: ExactDecimal, to places: Int) -> Bool {
        if case .charge = figure.kind { value.places <= places } else { false }
    }

    private func differing(_ figures: [ExactDecimal?]) -> [Int] {
        stated.indices.filter { !tolerance.agrees(stated[$0].figure, figures[$0], stated[$0].value) }
    }

    /// The stated figures as they are if some causes are supposed.
    private mutating func figures(_ set: [Int]) throws(UsageError) -> [ExactDecimal?] {
        var supposed = EntryRows.Supposition()
        var currencies = plan.includedCurrencies
        var definition = QuantileDefinition.linear
        var rule = EntryRows.ChargeRule()
        var total: EntryRows.ChargeRule.Rule?
        for index in set {
            switch causes[index].kind {
            case .currency(let currency, let other): currencies[other, default: []].append(currency)
            case .omittedCurrency(let currency, let other): currencies[other]?.removeAll { $0 == currency }
            case .prices(let name): rule.prices = name
            case .quantile(let other): definition = other
            case .rounded(let places, let eachRow, let rounding):
                let rounded = EntryRows.ChargeRule.Rule(places: places, rounding: rounding)
                if eachRow { rule.rounding = rounded } else { total = rounded }
            default:
                let bit: UInt64 = 1 << UInt64(index)
                if causes[index].isWindow { supposed.window = bit } else { supposed.causes |= bit }
            }
        }
        let sums = rows.sums(supposed)
        let priced = rule.prices.map { rows.charges(supposed, EntryRows.ChargeRule(prices: $0)) }
        let rounded = rule.rounding.map { _ in rows.charges(supposed, rule) }
        var figures: [ExactDecimal?] = []
        figures.reserveCapacity(stated.count)
        for (figure, value) in stated {
            let applies = (rule.rounding ?? total).map { isRounded(figure, value, to: $0.places) } ?? false
            let own = try sums.value(
                of: figure, adding: added(to: figure, currencies), definition,
                charges: applies ? rounded ?? priced : priced)
            if applies, let total {
                figures.append(own.map { $0.rounded(to: total.places, total.rounding) ?? $0 })
            } else {
                figures.append(own)
            }
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
