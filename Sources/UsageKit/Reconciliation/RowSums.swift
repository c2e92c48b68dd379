/// Sums over rows, from which any figure follows.
///
/// A request that several rows describe counts once.
struct RowSums {
    private(set) var requests = 0
    private(set) var rows = 0
    private let terms: RowTerms
    private var statuses: [Int]
    private var inputTokens: Int128?
    private var outputTokens: Int128?
    private var charges: [ExactSum?]
    private var quantities: [ExactSum?]
    /// The durations of the sums that were added, each in ascending order, and those of single requests.
    private var durations = SortedRuns()
    private var hasStatus = false
    private var stated = StatedSums()

    /// Creates sums of no rows, which have no other terms than these.
    init(_ terms: RowTerms) {
        self.terms = terms
        statuses = Array(repeating: 0, count: terms.statuses.count)
        charges = Array(repeating: nil, count: terms.currencies.count)
        quantities = Array(repeating: nil, count: terms.units.count)
    }

    /// Adds a row, without what is said of its request.
    mutating func add(_ record: UsageRecord) {
        rows += 1
        if let charge = record.charge {
            if let number = terms.currencies.firstIndex(of: charge.currency) {
                Self.add(charge.exact, to: &charges[number])
            }
        }
        for quantity in record.quantities {
            if let number = terms.units.firstIndex(of: quantity.unit) {
                Self.add(quantity.exact, to: &quantities[number])
            }
        }
    }

    /// Adds what a row says of its request.
    mutating func addRequest(_ record: UsageRecord) {
        requests += 1
        if let status = record.status {
            hasStatus = true
            if let number = terms.statuses.firstIndex(of: status) { statuses[number] += 1 }
        }
        if let tokens = record.tokens.input { inputTokens = (inputTokens ?? 0) + Int128(tokens) }
        if let tokens = record.tokens.output { outputTokens = (outputTokens ?? 0) + Int128(tokens) }
        if let duration = record.duration, record.status ?? .completed == .completed {
            durations.add(duration.attoseconds / 1_000_000_000)
        }
    }

    /// Adds the figures of an entry of a statement.
    mutating func add(_ figures: [ReconciledFigure: ExactDecimal]) {
        stated.add(figures)
    }

    /// Sorts the durations, so that sums to which these are added need not do it.
    mutating func sortDurations() {
        durations.sort()
    }

    /// Makes few runs of many, so that quantiles are found fast.
    mutating func mergeDurations() {
        durations.merge()
    }

    /// Adds the sums of other rows, none of which describes a request of these.
    mutating func add(_ other: RowSums) {
        if other.stated.entries > 0 { stated.add(other.stated) }
        requests += other.requests
        rows += other.rows
        hasStatus = hasStatus || other.hasStatus
        for number in statuses.indices { statuses[number] += other.statuses[number] }
        if let tokens = other.inputTokens { inputTokens = (inputTokens ?? 0) + tokens }
        if let tokens = other.outputTokens { outputTokens = (outputTokens ?? 0) + tokens }
        Self.add(other.charges, to: &charges)
        Self.add(other.quantities, to: &quantities)
        durations.add(other.durations)
    }

    /// A figure with the charges in some other currencies; nil if the rows do not say it.
    ///
    /// The charges of the rows by the numbers of their currencies can be given, if they are not those of the records.
    func value(
        of figure: ReconciledFigure, adding currencies: [Currency], _ definition: QuantileDefinition = .linear,
        charges others: [ExactSum?]? = nil
    ) throws(UsageError) -> ExactDecimal? {
        if stated.entries > 0 { return try stated.value(of: figure, adding: currencies) }
        return switch figure.kind {
        case .requests: ExactDecimal(requests)
        case .rows: ExactDecimal(rows)
        case .status(let status): hasStatus || rows == 0 ? ExactDecimal(count(of: status)) : nil
        case .inputTokens: tokens(inputTokens)
        case .outputTokens: tokens(outputTokens)
        case .charge(let currency): try sum([currency] + currencies, of: others ?? charges)
        case .quantity(let unit):
            try terms.units.firstIndex(of: unit).flatMap { quantities[$0] }?.value() ?? .zero
        case .latency(let quantile):
            // Attoseconds, as milliseconds.
            durations.quantile(quantile, definition).flatMap { ExactDecimal(mantissa: $0, exponent: -15) }
        }
    }

    private func tokens(_ sum: Int128?) -> ExactDecimal? {
        if let sum { return ExactDecimal(mantissa: sum, exponent: 0) }
        return rows == 0 ? .zero : nil
    }

    private func sum(_ currencies: [Currency], of charges: [ExactSum?]) throws(UsageError) -> ExactDecimal? {
        // Rows of which none has a charge do not say that nothing was charged.
        guard rows == 0 || charges.contains(where: { $0 != nil }) else { return nil }
        var sum = ExactSum()
        for currency in currencies {
            if let part = terms.currencies.firstIndex(of: currency).flatMap({ charges[$0] }) { sum.add(part) }
        }
        return try sum.value()
    }

    private func count(of status: UsageStatus) -> Int {
        terms.statuses.firstIndex(of: status).map { statuses[$0] } ?? 0
    }

    static func add(_ value: ExactDecimal, to sum: inout ExactSum?) {
        if sum == nil { sum = ExactSum(value) } else { sum?.add(value) }
    }

    /// Adds sums of the same terms.
    static func add(_ others: [ExactSum?], to sums: inout [ExactSum?]) {
        for number in sums.indices {
            guard let other = others[number] else { continue }
            if sums[number] == nil { sums[number] = other } else { sums[number]?.add(other) }
        }
    }
}
