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
    }

    private var groups: [Treatment: [Int]] = [:]
    private var treatments: [Treatment] = []
    private let records: [UsageRecord]
    private var hasRepeats = false
    private var sums: [Treatment: RowSums] = [:]

    init(_ records: [UsageRecord]) {
        self.records = records
    }

    var isEmpty: Bool { groups.isEmpty }

    mutating func add(_ row: Int, _ treatment: Treatment) {
        guard treatment.windows != 0 else { return }
        if groups[treatment] == nil { treatments.append(treatment) }
        groups[treatment, default: []].append(row)
        hasRepeats = hasRepeats || records[row].repeatsRequest
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
        var total = RowSums()
        let included = treatments.filter { $0.counts(supposed) }
        if hasRepeats || supposed.rounding != nil {
            var known: Set<RequestName> = []
            for row in included.flatMap({ groups[$0] ?? [] }).sorted() {
                add(row, to: &total, &known, supposed.rounding ?? { $0 })
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

    /// The rows that count in only one of two suppositions.
    func rows(between first: Supposition, and second: Supposition) -> [Int] {
        treatments.filter { $0.counts(first) != $0.counts(second) }.flatMap { groups[$0] ?? [] }
    }

    private func sum(_ rows: [Int]) -> RowSums {
        var sums = RowSums()
        var known: Set<RequestName> = []
        for row in rows { add(row, to: &sums, &known, { $0 }) }
        return sums
    }

    private func add(
        _ row: Int, to sums: inout RowSums, _ known: inout Set<RequestName>, _ rounding: (ExactDecimal) -> ExactDecimal
    ) {
        let record = records[row]
        var isNew = true
        if record.repeatsRequest, let name = RequestName(record) { isNew = known.insert(name).inserted }
        sums.add(record, isNewRequest: isNew, rounding: rounding)
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
