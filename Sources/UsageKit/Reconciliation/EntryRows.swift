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
        var prices: String?
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

    private var groups: [Treatment: [Int]] = [:]
    private var treatments: [Treatment] = []
    private let rows: [ReconciledRows.Row]
    private let terms: RowTerms
    /// The treatment of each request that several rows describe.
    private var requests: [Int: Treatment] = [:]
    /// The requests whose rows are treated in different ways.
    private var splitRequests: Set<Int> = []
    /// The rows of these requests.
    private var splitRows: [(row: Int, treatment: Treatment)]?
    private var sums: [Treatment: RowSums] = [:]
    private var charges: [ChargesName: [ExactSum?]] = [:]

    init(_ rows: [ReconciledRows.Row], _ terms: RowTerms) {
        self.rows = rows
        self.terms = terms
    }

    var isEmpty: Bool { groups.isEmpty }

    mutating func add(_ row: Int, _ treatment: Treatment) {
        guard treatment.windows != 0 else { return }
        if groups[treatment] == nil { treatments.append(treatment) }
        groups[treatment, default: []].append(row)
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

    /// The sums of the rows that count.
    mutating func sums(_ supposed: Supposition) -> RowSums {
        var total = RowSums(terms)
        for treatment in treatments where treatment.counts(supposed) { total.add(sums(of: treatment)) }
        guard !splitRequests.isEmpty else { return total }
        // What rows say of a request of which others do not count is in no sum of a group.
        var known: Set<Int> = []
        for (row, treatment) in findSplitRows() where treatment.counts(supposed) {
            guard let request = terms.request(of: row), known.insert(request).inserted else { continue }
            total.addRequest(rows[row].record)
        }
        return total
    }

    /// The sums of the charges of the rows that count, by the numbers of their currencies.
    mutating func charges(_ supposed: Supposition, _ rule: ChargeRule) -> [ExactSum?] {
        var total: [ExactSum?] = Array(repeating: nil, count: terms.currencies.count)
        for treatment in treatments where treatment.counts(supposed) {
            let name = ChargesName(treatment: treatment, rule: rule)
            let part = charges[name] ?? charges(of: groups[treatment] ?? [], rule)
            charges[name] = part
            RowSums.add(part, to: &total)
        }
        return total
    }

    /// Whether some row has a price in a list, and each row that counts and has a charge has one.
    func hasPrices(_ name: String) -> Bool {
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

    /// The rows that count if nothing is supposed, by their values of a dimension.
    func counted(by dimension: UsageDimension) -> [ByteString?: EntryRows] {
        var parts: [ByteString?: EntryRows] = [:]
        for (treatment, group) in groups where treatment.counts(Supposition()) {
            for row in group {
                let value = rows[row].text(for: dimension).map { ByteString($0) }
                parts[value, default: EntryRows(rows, terms)].add(row, Treatment(windows: Treatment.ownWindow))
            }
        }
        return parts
    }

    /// The rows that count if nothing is supposed, without those of one value of a dimension.
    func counted(without value: ByteString?, of dimension: UsageDimension) -> EntryRows {
        var rest = EntryRows(rows, terms)
        for (treatment, group) in groups where treatment.counts(Supposition()) {
            for row in group where rows[row].text(for: dimension).map({ ByteString($0) }) != value {
                rest.add(row, Treatment(windows: Treatment.ownWindow))
            }
        }
        return rest
    }

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

    private func charges(of group: [Int], _ rule: ChargeRule) -> [ExactSum?] {
        var sums: [ExactSum?] = Array(repeating: nil, count: terms.currencies.count)
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
