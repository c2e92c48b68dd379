/// The rows that may belong to one entry, grouped by how causes treat them, so that sums of groups are added.
struct EntryRows {
    /// How causes treat a row.
    struct Treatment: Hashable {
        /// The windows that it is in: the one of the entry, and those that causes suppose, by the bits of the causes.
        var windows: UInt64 = 0
        /// The cause without which it does not count; 0 for none.
        var needed: UInt64 = 0
        /// The causes with which it does not count.
        var removed: UInt64 = 0

        /// The window of the entry.
        static let ownWindow: UInt64 = 1 << 63

        func counts(_ supposed: Supposition) -> Bool {
            windows & supposed.window != 0 && needed & ~supposed.causes == 0 && removed & supposed.causes == 0
        }
    }

    /// What is supposed of the other side.
    struct Supposition {
        /// Causes, by their bits.
        var causes: UInt64 = 0
        /// The window that holds.
        var window = Treatment.ownWindow
    }

    /// What is supposed of the charges of single rows.
    struct ChargeRule: Hashable {
        /// The price list that charges follow from.
        var prices: ByteString?
        /// How each charge is rounded.
        var rounding: Rule?

        struct Rule: Hashable {
            let places: Int
            let rounding: Rounding
        }
    }

    private struct ChargesName: Hashable {
        let treatment: Treatment
        let rule: ChargeRule
    }

    /// The sums of the rows in one window that causes treat alike.
    private struct Part {
        let treatment: Treatment
        var sums: RowSums
    }

    private var groups: [Treatment: [Int]] = [:]
    private var treatments: [Treatment] = []
    private let rows: [ReconciledRows.Row]
    private let terms: RowTerms
    /// Where each visit of a row or of a group is counted.
    private let work: SearchWork
    /// How many rows there are.
    private(set) var count = 0
    /// The treatment of each request that several rows describe.
    private var requests: [Int: Treatment] = [:]
    /// The requests whose rows are treated in different ways.
    private var splitRequests: Set<Int> = []
    /// The rows of these requests.
    private var splitRows: [(row: Int, treatment: Treatment)]?
    private var sums: [Treatment: RowSums] = [:]
    /// For each window, the sums of the rows in it that causes treat alike.
    private var parts: [UInt64: [Part]] = [:]
    /// Whether figures of a statement are in the place of some row.
    private(set) var hasFigures = false
    private var charges: [ChargesName: [ExactSum?]] = [:]

    init(_ rows: [ReconciledRows.Row], _ terms: RowTerms, _ work: SearchWork = .needed) {
        self.rows = rows
        self.terms = terms
        self.work = work
    }

    var isEmpty: Bool { groups.isEmpty }

    /// How many groups of rows are treated in different ways.
    var groupCount: Int { groups.count }

    /// How many of them are told apart of the rows in one window.
    mutating func partCount(in window: UInt64) throws -> Int { try parts(in: window).count }

    mutating func add(_ row: Int, _ treatment: Treatment) {
        guard treatment.windows != 0 else { return }
        count += 1
        if groups[treatment] == nil { treatments.append(treatment) }
        groups[treatment, default: []].append(row)
        if rows[row].figures != nil { hasFigures = true }
        guard let request = terms.request(of: row) else { return }
        if let known = requests.updateValue(treatment, forKey: request), known != treatment {
            splitRequests.insert(request)
        }
    }

    /// Whether a cause takes a row in or out.
    func hasEffect(_ bit: UInt64, isWindow: Bool) -> Bool {
        treatments.contains { treatment in
            if isWindow { return (treatment.windows & bit == 0) != (treatment.windows & Treatment.ownWindow == 0) }
            return (treatment.needed | treatment.removed) & bit != 0
        }
    }

    /// Whether two causes take the same rows in or out.
    func haveSameEffect(_ first: UInt64, _ second: UInt64) -> Bool {
        treatments.allSatisfy { treatment in
            [treatment.windows, treatment.needed, treatment.removed].allSatisfy {
                ($0 & first == 0) == ($0 & second == 0)
            }
        }
    }

    /// The sums of the rows that count.
    mutating func sums(_ supposed: Supposition) throws -> RowSums {
        var total = RowSums(terms)
        let parts = try parts(in: supposed.window)
        try work.visit(parts.count + 1)
        for part in parts where part.treatment.counts(supposed) { total.add(part.sums) }
        guard !splitRequests.isEmpty else { return total }
        // What rows say of a request of which others do not count is in no sum of a group.
        var known: Set<Int> = []
        let splitRows = findSplitRows()
        try work.visit(splitRows.count)
        for (row, treatment) in splitRows where treatment.counts(supposed) {
            guard let request = terms.request(of: row), known.insert(request).inserted else { continue }
            total.addRequest(rows[row].record)
        }
        return total
    }

    /// The sums of rows that are all treated alike; no work is counted.
    mutating func total() -> RowSums {
        var total = RowSums(terms)
        for treatment in treatments { total.add(sums(of: treatment)) }
        return total
    }

    /// How many requests and rows count; nil if that takes as long as all sums.
    mutating func counts(_ supposed: Supposition) throws -> (requests: Int, rows: Int)? {
        guard splitRequests.isEmpty, !hasFigures else { return nil }
        try work.visit()
        var total = (requests: 0, rows: 0)
        for part in try parts(in: supposed.window) where part.treatment.counts(supposed) {
            total.requests += part.sums.requests
            total.rows += part.sums.rows
        }
        return total
    }

    /// The rows in a window, of which those that are in other ones as well are not told apart.
    private mutating func parts(in window: UInt64) throws -> [Part] {
        if let known = parts[window] { return known }
        try work.visit(treatments.count)
        var found: [Part] = []
        var positions: [Treatment: Int] = [:]
        for treatment in treatments where treatment.windows & window != 0 {
            let merged = Treatment(windows: window, needed: treatment.needed, removed: treatment.removed)
            if self.sums[treatment] == nil { try work.visit(groups[treatment]?.count ?? 0) }
            let sums = sums(of: treatment)
            if let position = positions[merged] {
                found[position].sums.add(sums)
            } else {
                positions[merged] = found.count
                found.append(Part(treatment: merged, sums: sums))
            }
        }
        for index in found.indices { found[index].sums.mergeDurations() }
        parts[window] = found
        return found
    }

    /// The sums of the charges of the rows that count, by the numbers of their currencies.
    mutating func charges(_ supposed: Supposition, _ rule: ChargeRule) throws -> [ExactSum?] {
        var total: [ExactSum?] = Array(repeating: nil, count: terms.currencies.count)
        try work.visit(treatments.count)
        for treatment in treatments where treatment.counts(supposed) {
            let name = ChargesName(treatment: treatment, rule: rule)
            let part = try charges[name] ?? charges(of: groups[treatment] ?? [], rule)
            charges[name] = part
            RowSums.add(part, to: &total)
        }
        return total
    }

    /// Whether some row has a price in a list, and each row that counts and has a charge has one.
    func hasPrices(_ name: ByteString) -> Bool {
        var hasPrice = false
        for (treatment, group) in groups {
            let counts = treatment.counts(Supposition())
            for row in group {
                if rows[row].otherCharges[name] != nil {
                    hasPrice = true
                } else if counts, rows[row].record.charge != nil {
                    return false
                }
            }
        }
        return hasPrice
    }

    /// The currencies of all charges.
    var currencies: Set<Currency> {
        groups.values.reduce(into: []) { found, group in
            for row in group { found.formUnion(rows[row].currencies) }
        }
    }

    /// The rows that count if nothing is supposed, in ascending order.
    func countedRows() throws -> [Int] {
        try work.visit(count)
        return groups.filter { $0.key.counts(Supposition()) }.flatMap(\.value).sorted()
    }

    /// The rows that count if nothing is supposed, and do not if a cause is, in ascending order.
    func removedRows(_ bit: UInt64) throws -> [Int] {
        try work.visit(count)
        return groups.filter { $0.key.counts(Supposition()) && $0.key.removed & bit != 0 }.flatMap(\.value).sorted()
    }

    /// The sums of some rows that count.
    func sums(of some: [Int]) throws -> RowSums {
        var part = EntryRows(rows, terms, work)
        try work.visit(some.count)
        for row in some { part.add(row, Treatment(windows: Treatment.ownWindow)) }
        return try part.sums(Supposition())
    }

    /// The value of a dimension that a row has.
    func value(of row: Int, for dimension: UsageDimension) -> ByteString? {
        rows[row].text(for: dimension).map { ByteString($0) }
    }

    /// The time of a row; nil if it has none.
    func time(of row: Int) -> Timestamp? { rows[row].record.time }

    /// The names of some rows: the id of each, or that of its request if no other row that counts has it; nil without.
    func names(of some: [Int]) throws -> [String?] {
        let requests = Set(some.compactMap { rows[$0].record.id == nil ? request(of: $0) : nil })
        guard !requests.isEmpty else { return some.map { rows[$0].record.id } }
        var counts: [ByteString: Int] = [:]
        for row in rows.indices where rows[row].role == .counted {
            try work.visit()
            // A row whose own id reads like that of a request is another one.
            for name in Set([request(of: row), rows[row].record.id.map { ByteString($0) }].compactMap(\.self))
            where requests.contains(name) {
                counts[name, default: 0] += 1
            }
        }
        return some.map { row in
            rows[row].record.id ?? request(of: row).flatMap { counts[$0] == 1 ? $0.text : nil }
        }
    }

    private func request(of row: Int) -> ByteString? { rows[row].record.requestID.map { ByteString($0) } }

    /// Whether some request may have several rows, so that the requests of parts of the rows cannot be added.
    var hasRequests: Bool { terms.hasRequests }

    private mutating func sums(of treatment: Treatment) -> RowSums {
        if let known = sums[treatment] { return known }
        var sums = RowSums(terms)
        var known: Set<Int> = []
        let group = groups[treatment] ?? []
        // Of the rows of one request, the first says what there is to say of it.
        for row in terms.hasRequests ? group.sorted() : group {
            if let figures = rows[row].figures {
                sums.add(figures.values)
                continue
            }
            sums.add(rows[row].record)
            if let request = terms.request(of: row) {
                guard !splitRequests.contains(request), known.insert(request).inserted else { continue }
            }
            sums.addRequest(rows[row].record)
        }
        sums.sortDurations()
        self.sums[treatment] = sums
        return sums
    }

    private func charges(of group: [Int], _ rule: ChargeRule) throws -> [ExactSum?] {
        var sums: [ExactSum?] = Array(repeating: nil, count: terms.currencies.count)
        try work.visit(group.count)
        for row in group {
            let other = rule.prices.flatMap { rows[row].otherCharges[$0] }
            guard let charge = other ?? rows[row].record.charge,
                let number = terms.currencies.firstIndex(of: charge.currency)
            else { continue }
            let rounded = rule.rounding.flatMap { charge.exact.rounded(to: $0.places, $0.rounding) }
            RowSums.add(rounded ?? charge.exact, to: &sums[number])
        }
        return sums
    }

    private mutating func findSplitRows() -> [(row: Int, treatment: Treatment)] {
        if let splitRows { return splitRows }
        var found: [(row: Int, treatment: Treatment)] = []
        for (treatment, group) in groups {
            for row in group where terms.request(of: row).map(splitRequests.contains) ?? false {
                found.append((row, treatment))
            }
        }
        found.sort { $0.row < $1.row }
        splitRows = found
        return found
    }
}
