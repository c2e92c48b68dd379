/// Searches for the causes of what differs in a statement: of each entry by itself, and of several together.
struct StatementSearch {
    /// The entries with what was found, in the order of the plan.
    private(set) var searches: [CauseSearch]
    /// Sets of causes with each of which all entries that differ agree; empty unless there are several.
    private(set) var common: [[Cause]] = []
    private let plan: ReconciliationPlan
    private let work: SearchWork
    /// The entries whose causes were all tried.
    private var searched: Set<Int> = []
    /// Whether no set that may explain all entries was left out.
    private var isCommonSearched = true

    /// Of how many unexplained entries all sets with a shifted window are tried.
    private static let mostShifted = 4
    /// How many sets are tried with all entries.
    private static let mostCommon = 64

    init(_ plan: ReconciliationPlan, _ tolerance: Tolerance, _ work: SearchWork = SearchWork()) throws {
        self.plan = plan
        self.work = work
        searches =
            plan.entries.map { CauseSearch(plan, $0, tolerance, work) }
            + plan.entriesOfOtherRows.map { CauseSearch(plan, $0, isStated: false, tolerance, work) }
        for index in searches.indices { try searches[index].compare() }
    }

    /// Searches for causes.
    ///
    /// Each step has a limit of its own, so that a step that takes too long leaves the others as they are.
    ///
    /// - Throws: `UsageError`, or `CancellationError`: what was found by then would look as if all had been tried.
    mutating func run() throws {
        let differing = searches.indices.filter { !searches[$0].differing.isEmpty }
        try findSets(differing)
        let shiftable = differing.filter { plan.canShift(searches[$0].entry) && !searches[$0].isAbsent }
        if try !isDone({ search in try search.findShifts(shiftable) }) { searched.subtract(shiftable) }
        if !plan.areOfSameSource { try matchRows(differing) }
        if differing.count > 1 { isCommonSearched = try isDone { search in try search.findCommon(differing) } }
    }

    /// What was not searched for, in sentences; empty if all was.
    var omissions: [String] {
        let open = searches.indices.count { index in
            !searches[index].differing.isEmpty && searches[index].outcome.closing.isEmpty && !searched.contains(index)
        }
        var sentences: [String] = []
        if open > 0 {
            let entries = open == 1 ? "1 entry" : "\(open) entries"
            sentences.append("causes of \(entries): not all were tried, because that would take too long")
        }
        if !isCommonSearched {
            sentences.append("causes of all entries together: not all were tried, because that would take too long")
        }
        return sentences
    }

    /// Does a step of the search; false if it reached its limit.
    private mutating func isDone(_ step: (inout Self) throws -> Void) throws -> Bool {
        let limit = work.limits.step + work.limits.perRow * plan.rowCount
        return try work.isDone(within: limit) { try step(&self) }
    }

    /// Does a step for one entry; false if it reached its limit, or if some of its causes were left out.
    private mutating func isDone(_ index: Int, _ step: (inout CauseSearch) throws -> Void) throws -> Bool {
        let isDone = try work.isDone(within: searches[index].limit) { try step(&searches[index]) }
        return isDone && !searches[index].isCut
    }

    // MARK: Single entries

    /// Searches for sets of one and two for all entries, and only then for larger ones: those of one entry can take as long
    /// as the small ones of many.
    private mutating func findSets(_ differing: [Int]) throws {
        var done: Set<Int> = []
        _ = try isDone { search in
            for index in differing where try search.isDone(index, { try $0.run() }) { done.insert(index) }
        }
        for index in differing where !searches[index].isStated && !plan.areReadings {
            for cause in plan.unlistedValues(of: searches[index].entry) { searches[index].close(with: [cause]) }
        }
        _ = try isDone { search in
            for index in differing where done.contains(index) {
                if try search.isDone(index, { try $0.runTriples() }) { search.searched.insert(index) }
            }
        }
    }

    private mutating func matchRows(_ differing: [Int]) throws {
        var left = Set(differing)
        _ = try isDone { search in
            for index in differing where try search.isDone(index, { try $0.matchRows() }) { left.remove(index) }
        }
        searched.subtract(left)
    }

    // MARK: Shifted windows

    private mutating func findShifts(_ candidates: [Int]) throws {
        let shifts = plan.causes.indices.filter { plan.causes[$0].kind.isShift }
        guard !shifts.isEmpty, !candidates.isEmpty else { return }
        var sets = candidates.count > 1 ? shifts.map { [$0] } : []
        let unexplained = candidates.filter { !searches[$0].outcome.closing.contains(where: \.isPlain) }
        for index in unexplained.prefix(Self.mostShifted) {
            for set in try searches[index].shiftedSets() where !sets.contains(set) { sets.append(set) }
        }
        for set in sets {
            let closed = try entries(closedBy: set)
            // What is known of the rows of one entry explains it better than a window.
            guard closed.count > 1 || closed.contains(where: unexplained.contains) else { continue }
            for index in closed { try searches[index].close(withSet: set) }
        }
    }

    /// The entries that agree with a shifted window; empty if another entry shows that it is not shifted, and if there are
    /// too few of them to be more than chance.
    private mutating func entries(closedBy set: [Int]) throws -> [Int] {
        guard let shift = set.first(where: { plan.causes[$0].kind.isShift }) else { return [] }
        var closed: [Int] = []
        var others = 0
        for index in searches.indices where try searches[index].isShifted(by: shift) {
            if try searches[index].closes(set) {
                if !searches[index].differing.isEmpty { closed.append(index) }
            } else if searches[index].differing.isEmpty {
                return []
            } else {
                others += 1
                if others > 8, closed.isEmpty { return [] }
            }
        }
        return others == 0 || closed.count > 1 && closed.count >= others ? closed : []
    }

    // MARK: All entries

    private mutating func findCommon(_ differing: [Int]) throws {
        var counts: [Set<Cause>: Int] = [:]
        var candidates: [[Cause]] = []
        for set in differing.flatMap({ searches[$0].outcome.closing }) {
            if counts[Set(set)] == nil { candidates.append(set) }
            counts[Set(set), default: 0] += 1
        }
        let order = candidates.indices.sorted { left, right in
            let (first, second) = (counts[Set(candidates[left])] ?? 0, counts[Set(candidates[right])] ?? 0)
            return first == second ? left < right : first > second
        }
        var found: [[Cause]] = []
        for set in order.prefix(Self.mostCommon).map({ candidates[$0] }) where try close(set, differing) {
            found.append(set)
        }
        // What explains all entries needs no other cause.
        common = found.filter { set in !found.contains { Set($0).isStrictSubset(of: set) } }
        common.sort { $0.count < $1.count }
        // Entries that were not searched to the end.
        for index in differing where searches[index].outcome.closing.isEmpty {
            for set in common { searches[index].close(with: set) }
        }
    }

    /// Whether all entries that differ agree with a set of causes.
    private mutating func close(_ set: [Cause], _ differing: [Int]) throws -> Bool {
        let numbers = set.compactMap { plan.causes.firstIndex(of: $0) }.sorted()
        for index in differing where !searches[index].outcome.closing.contains(where: { Set($0) == Set(set) }) {
            guard numbers.count == set.count, !searches[index].isAbsent, try searches[index].closes(numbers) else {
                return false
            }
        }
        return true
    }
}

extension [Cause] {
    /// Whether it is a single cause, or says of each row that is treated in another way what it is.
    fileprivate var isPlain: Bool {
        count == 1
            || allSatisfy { cause in
                switch cause.kind {
                case .status, .value: true
                default: cause.isOfKnownRows
                }
            }
    }
}
