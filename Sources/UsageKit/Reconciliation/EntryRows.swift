/// The rows that may belong to one entry of a statement, in groups of rows that causes treat alike.
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
        var rounding: ((ExactDecimal) -> ExactDecimal)?
        /// The price list that charges follow from.
        var prices: String?
    }

    private var groups: [Treatment: [Int]] = [:]
    private var treatments: [Treatment] = []
    private let rows: [ReconciledRows.Row]
    private let terms: RowTerms
    /// The treatment of each request that several rows describe.
    private var requests: [RequestName: Treatment] = [:]
    /// Whether such rows of one request are treated in different ways.
    private var splitsRequests = false
    private var sums: [Treatment: RowSums] = [:]

    init(_ rows: [ReconciledRows.Row], _ terms: RowTerms) {
        self.rows = rows
        self.terms = terms
    }

    var isEmpty: Bool { groups.isEmpty }

    mutating func add(_ row: Int, _ treatment: Treatment) {
        guard treatment.windows != 0 else { return }
        if groups[treatment] == nil { treatments.append(treatment) }
        groups[treatment, default: []].append(row)
        guard rows[row].record.repeatsRequest, let name = RequestName(rows[row].record) else { return }
        if let known = requests.updateValue(treatment, forKey: name), known != treatment { splitsRequests = true }
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
        let included = treatments.filter { $0.counts(supposed) }
        if splitsRequests || supposed.rounding != nil || supposed.prices != nil {
            var known: Set<RequestName> = []
            for row in included.flatMap({ groups[$0] ?? [] }).sorted() {
                add(row, to: &total, &known, supposed)
            }
            return total
        }
        for treatment in included {
            let part = sums[treatment] ?? sum(groups[treatment] ?? [])
            sums[treatment] = part
            total.add(part)
        }
        return total
    }

    /// Whether some row has a price in a list.
    func hasPrices(_ name: String) -> Bool {
        treatments.contains { groups[$0]?.contains { rows[$0].otherCharges[name] != nil } ?? false }
    }

    private func sum(_ rows: [Int]) -> RowSums {
        var sums = RowSums(terms)
        var known: Set<RequestName> = []
        for row in rows { add(row, to: &sums, &known, Supposition()) }
        return sums
    }

    private func add(
        _ row: Int, to sums: inout RowSums, _ known: inout Set<RequestName>, _ supposed: Supposition
    ) {
        if let figures = rows[row].figures { return sums.add(figures.values) }
        var record = rows[row].record
        if let prices = supposed.prices { record.charge = rows[row].otherCharges[prices] ?? record.charge }
        var isNew = true
        if record.repeatsRequest, let name = RequestName(record) { isNew = known.insert(name).inserted }
        sums.add(record, isNewRequest: isNew, rounding: supposed.rounding ?? { $0 })
    }
}

/// What tells a request from others.
private struct RequestName: Hashable {
    private let provider: ProviderID
    private let account: ByteString?
    private let id: ByteString

    /// The name of the request of a record; nil if it has none.
    init?(_ record: UsageRecord) {
        guard let id = record.requestID else { return nil }
        provider = record.provider
        account = record.labels[.account].map { ByteString($0) }
        self.id = ByteString(id)
    }
}
