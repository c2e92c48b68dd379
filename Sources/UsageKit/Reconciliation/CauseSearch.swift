/// Searches for the causes that make the figures of one entry agree.
struct CauseSearch {
    /// A set of causes that does not close the difference.
    private struct Attempt {
        let causes: [Int]
        /// The figures that differ with it, by their numbers.
        let differing: [Int]
    }

    /// Which rows are known.
    private enum Reach {
        /// Those in the window.
        case own
        /// Those that may belong to the entry if its window is that of its statement.
        case near
        /// Those near the window as well, so that it can be shifted.
        case shifted
    }

    private var rows: EntryRows
    private var reach = Reach.own
    private let work: SearchWork
    /// Whether values or rows were not all tried, because that takes too long.
    private(set) var isCut = false
    private let plan: ReconciliationPlan
    let entry: Statement.Entry
    /// Whether the other side has the entry.
    let isStated: Bool
    private let causes: [Cause]
    private let compared: StatedFigures
    private var own: [ExactDecimal?] = []
    /// The figures that differ, by their numbers.
    private(set) var differing: [Int] = []
    /// What was found.
    private(set) var outcome = Outcome()

    /// How many sets of three are tried.
    private static let mostTriples = 4000

    private var stated: [(figure: ReconciledFigure, value: ExactDecimal)] { compared.stated }

    init(
        _ plan: ReconciliationPlan, _ entry: Statement.Entry, isStated: Bool = true, _ tolerance: Tolerance,
        _ work: SearchWork = SearchWork()
    ) {
        self.plan = plan
        self.entry = entry
        self.isStated = isStated
        self.work = work
        rows = plan.ownRows(of: entry)
        causes = plan.causes
        compared = StatedFigures(
            stated: entry.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, tolerance: tolerance,
            includedCurrencies: plan.includedCurrencies)
    }

    /// Whether the other side says that there was no usage, or says nothing.
    var isAbsent: Bool {
        !isStated || stated.allSatisfy { $0.value == .zero } && stated.contains { $0.figure.isNumberOfUses }
    }

    /// Computes the figures if nothing is supposed.
    mutating func compare() throws {
        own = try figures([])
        outcome.own = named(own)
        differing = compared.differing(own)
    }

    /// Visits that are enough for an ordinary search.
    var limit: Int { work.limits.entry + work.limits.perRow * rows.count }

    /// Searches for causes of the entry by itself, so not for a shifted window: for sets of one and of two.
    mutating func run() throws {
        if own.isEmpty { try compare() }
        if differing.isEmpty { return }
        try loadNearRows()
        var values = try ValueSearch(rows, by: isAbsent ? [] : plan.valueDimensions, compared, own: own, work)
        defer {
            outcome.removeChance()
            if values.isCut { isCut = true }
        }
        try search(upTo: 2) { search, size in
            if size == 1 { try search.add(try values.single()) }
            if size == 2, search.outcome.closing.isEmpty { try search.add(try values.pairs()) }
        }
    }

    /// Searches for sets of three, if nothing else closes the difference.
    mutating func runTriples() throws {
        guard outcome.closing.isEmpty, !differing.isEmpty else { return }
        defer { outcome.removeChance() }
        // The smaller sets are computed again: to keep them for all entries takes too much memory.
        try search(upTo: 3) { _, _ in }
    }

    /// Searches for sets of the causes of the plan, and calls a closure after those of each size.
    private mutating func search(upTo most: Int, _ afterSize: (inout Self, Int) throws -> Void) throws {
        try loadNearRows()
        let effective = effectiveCauses()
        var best = (differing: differing.count, left: part(differing, leftBy: own))
        var closing: [Set<Int>] = []
        var tried = [Attempt(causes: [], differing: differing)]
        for size in 1...most {
            var effective = effective
            if isAbsent, size > 1 {
                effective = effective.filter { causes[$0].isOfKnownRows }
                tried = tried.filter { $0.causes.allSatisfy(effective.contains) }
            }
            if size == 3 {
                if !outcome.closing.isEmpty { break }
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
                    if let open = try openCount(set) {
                        next.append(Attempt(causes: set, differing: [open]))
                        continue
                    }
                    let figures = try figures(set)
                    let left = compared.differing(figures)
                    if left.isEmpty {
                        closing.append(Set(set))
                        outcome.close(with: set.map { causes[$0] })
                        continue
                    }
                    if outcome.closing.isEmpty, isNearer(set, left, figures) {
                        let candidate = (left.count, part(left, leftBy: figures))
                        if candidate < best {
                            best = candidate
                            outcome.closest = (set.map { causes[$0] }, named(figures))
                        }
                    }
                    next.append(Attempt(causes: set, differing: left))
                }
            }
            tried = next
            try afterSize(&self, size)
        }
    }

    /// Adds a set of causes that closes the difference.
    mutating func close(with causes: [Cause]) {
        outcome.close(with: causes)
    }

    /// Searches for single rows that explain the entry; beside a shifted window, for the newest ones.
    mutating func matchRows() throws {
        guard !isAbsent, outcome.closing.allSatisfy({ $0.contains { $0.kind.isShift } }) else { return }
        try loadNearRows()
        var match = try RowMatch(rows, compared, own: own, differing: differing, work)
        let found = try match.run(isNewest: plan.isNewest(entry))
        if match.isCut { isCut = true }
        guard outcome.closing.isEmpty || found.first?.kind.isNewest == true else { return }
        for cause in found.reversed() { outcome.close(with: [cause], isFirst: true) }
    }

    /// Adds values, unless their rows are those that a plainer cause leaves out.
    private mutating func add(_ found: [ValueSearch.Found]) throws {
        var known: Set<[Int]> = []
        for set in outcome.closing where set.count == 1 {
            if let number = causes.firstIndex(of: set[0]), set[0].changesCounts, !set[0].isWindow {
                known.insert(try rows.removedRows(1 << UInt64(number)))
            }
        }
        for (set, rows) in found where !outcome.closing.contains(where: { Set($0) == Set(set) }) {
            if known.insert(rows).inserted { outcome.close(with: set) }
        }
    }

    /// A number of requests or rows that differs if some causes are supposed, if that is found without all sums.
    ///
    /// Causes that are known of rows are computed in full, because they are named for what they explain as well.
    private mutating func openCount(_ set: [Int]) throws -> Int? {
        if set.allSatisfy({ causes[$0].isOfKnownRows }) { return nil }
        var supposed = EntryRows.Supposition()
        for index in set { suppose(causes[index], index, &supposed) }
        guard let counts = try rows.counts(supposed) else { return nil }
        return stated.indices.first { number in
            let (figure, value) = stated[number]
            let count: Int? =
                switch figure.kind {
                case .requests: counts.requests
                case .rows: counts.rows
                default: nil
                }
            return count.map { !compared.tolerance.agrees(figure, ExactDecimal($0), value) } ?? false
        }
    }

    /// Whether causes that do not suffice may be named for what they explain.
    ///
    /// Figures that agreed must go on agreeing, and the others must not differ by more. Many causes come to that by chance:
    /// so only rows are named that are known to be treated in another way, and rows with which all counts agree.
    private func isNearer(_ set: [Int], _ left: [Int], _ figures: [ExactDecimal?]) -> Bool {
        guard left.allSatisfy(differing.contains) else { return false }
        guard left.allSatisfy({ isNoFurther(own[$0], figures[$0], from: stated[$0].value) }) else { return false }
        if set.allSatisfy({ causes[$0].isOfKnownRows }) { return true }
        return left.count < differing.count && set.allSatisfy { causes[$0].changesCounts && !causes[$0].isWindow }
            && !left.contains { stated[$0].figure.isCount }
    }

    /// Whether a figure did not move away from the stated one, nor to the other side of it.
    private func isNoFurther(_ before: ExactDecimal?, _ after: ExactDecimal?, from value: ExactDecimal) -> Bool {
        guard let before, let after else { return before == nil && after == nil }
        guard let first = before.distance(to: value), let second = after.distance(to: value) else { return false }
        return second <= first && (after < value) == (before < value)
    }

    // MARK: Shifted windows

    /// Sets of a shifted window and up to one other cause with which the figures agree.
    mutating func shiftedSets() throws -> [[Int]] {
        guard plan.canShift(entry), !isAbsent else { return [] }
        try loadShiftedRows()
        let effective = effectiveCauses(shifted: true)
        let others = effective.filter { !causes[$0].isWindow }
        var found: [[Int]] = []
        for shift in effective where causes[shift].kind.isShift {
            if try closes([shift]) {
                found.append([shift])
                continue
            }
            for other in others {
                let set = [shift, other].sorted()
                if try closes(set) { found.append(set) }
            }
        }
        return found
    }

    /// Whether a shifted window takes a row of the entry in or out.
    mutating func isShifted(by cause: Int) throws -> Bool {
        guard plan.canShift(entry) else { return false }
        try loadShiftedRows()
        return rows.hasEffect(1 << UInt64(cause), isWindow: true)
    }

    /// Whether all figures agree if some causes are supposed.
    mutating func closes(_ set: [Int]) throws -> Bool {
        try loadNearRows()
        if try openCount(set) != nil { return false }
        return compared.differing(try figures(set)).isEmpty
    }

    /// Adds causes that close the difference, as several entries together show, unless one of them does so alone.
    mutating func close(withSet set: [Int]) throws {
        if set.count > 1 {
            for cause in set where try closes([cause]) { return }
        }
        outcome.close(with: set.map { causes[$0] })
    }

    private mutating func loadNearRows() throws {
        guard reach == .own else { return }
        rows = try plan.rows(of: entry, work)
        reach = .near
    }

    private mutating func loadShiftedRows() throws {
        guard reach != .shifted else { return }
        rows = try plan.rows(of: entry, shifted: true, work)
        reach = .shifted
    }

    private func named(_ figures: [ExactDecimal?]) -> [ReconciledFigure: ExactDecimal] {
        var named: [ReconciledFigure: ExactDecimal] = [:]
        for (figure, value) in zip(stated, figures) { named[figure.figure] = value }
        return named
    }

    /// Which part of the differences is left, in parts per million of each.
    private func part(_ figures: [Int], leftBy computed: [ExactDecimal?]) -> Int {
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
    func effectiveCauses(shifted: Bool = false) -> [Int] {
        let currencies = rows.currencies
        let hasLatency = stated.contains { !$0.figure.isSum }
        let effective = causes.indices.filter { index in
            let cause = causes[index]
            switch cause.kind {
            case .shifted where !shifted: return false
            // Of an entry that is not there, nothing follows about requests that ended so.
            case .status(let status) where isAbsent && (!isStated || status == .completed): return false
            case .value where isAbsent: return false
            case .rounded(let places, _, _): return stated.contains { isRounded($0.figure, $0.value, to: places) }
            case .currency(let currency, let other), .omittedCurrency(let currency, let other):
                return currencies.contains(currency) && stated.contains { $0.figure == .charge(other) }
            case .quantile: return hasLatency
            case .prices(let name): return rows.hasPrices(name)
            default: return rows.hasEffect(1 << UInt64(index), isWindow: cause.isWindow)
            }
        }
        return effective.filter { !hasSynonym($0, in: effective) }
    }

    /// Whether another cause is a plainer name for the same rows.
    private func hasSynonym(_ index: Int, in effective: [Int]) -> Bool {
        let plainer: Cause
        switch causes[index].kind {
        case .status(let status) where !status.isSettled: plainer = .unsettledRows
        case .outside: plainer = .endIncluded
        default: return false
        }
        guard let other = effective.first(where: { causes[$0] == plainer }) else { return false }
        return rows.haveSameEffect(1 << UInt64(index), 1 << UInt64(other))
    }

    /// Whether a figure may be rounded to some places: charges are, unless they have more places.
    private func isRounded(_ figure: ReconciledFigure, _ value: ExactDecimal, to places: Int) -> Bool {
        if case .charge = figure.kind { value.places <= places } else { false }
    }

    private func suppose(_ cause: Cause, _ index: Int, _ supposed: inout EntryRows.Supposition) {
        guard cause.changesCounts else { return }
        let bit: UInt64 = 1 << UInt64(index)
        if cause.isWindow { supposed.window = bit } else { supposed.causes |= bit }
    }

    /// The stated figures as they are if some causes are supposed.
    private mutating func figures(_ set: [Int]) throws -> [ExactDecimal?] {
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
            default: suppose(causes[index], index, &supposed)
            }
        }
        let sums = try rows.sums(supposed)
        let priced = try rule.prices.map { try rows.charges(supposed, EntryRows.ChargeRule(prices: $0)) }
        let rounded = try rule.rounding.map { _ in try rows.charges(supposed, rule) }
        var figures: [ExactDecimal?] = []
        figures.reserveCapacity(stated.count)
        for (figure, value) in stated {
            let applies = (rule.rounding ?? total).map { isRounded(figure, value, to: $0.places) } ?? false
            let own = try sums.value(
                of: figure, adding: StatedFigures.added(to: figure, currencies), definition,
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
