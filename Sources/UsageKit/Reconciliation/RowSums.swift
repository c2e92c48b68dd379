/// Sums over rows, from which any figure but a quantile follows.
///
/// A request that several rows describe counts once. The sums of such rows cannot be added, so they are taken together.
struct RowSums {
    private(set) var requests = 0
    private(set) var rows = 0
    private var statuses: [UsageStatus: Int] = [:]
    private var inputTokens: Int128?
    private var outputTokens: Int128?
    private var charges: [Currency: ExactSum] = [:]
    private var quantities: [UsageUnit: ExactSum] = [:]
    private(set) var durations: [Int128] = []
    private var hasStatus = false
    private var stated = StatedSums()

    /// Adds a row; `isNewRequest` is false if another row of its request was added.
    mutating func add(_ record: UsageRecord, isNewRequest: Bool, rounding: (ExactDecimal) -> ExactDecimal) {
        rows += 1
        if let charge = record.charge {
            charges[charge.currency, default: ExactSum()].add(rounding(charge.exact))
        }
        for quantity in record.quantities {
            quantities[quantity.unit, default: ExactSum()].add(quantity.exact)
        }
        guard isNewRequest else { return }
        requests += 1
        if let status = record.status {
            hasStatus = true
            statuses[status, default: 0] += 1
        }
        if let tokens = record.tokens.input { inputTokens = (inputTokens ?? 0) + Int128(tokens) }
        if let tokens = record.tokens.output { outputTokens = (outputTokens ?? 0) + Int128(tokens) }
        if let duration = record.duration, record.status ?? .completed == .completed {
            durations.append(duration.attoseconds / 1_000_000_000)
        }
    }

    /// Adds the figures of an entry of a statement.
    mutating func add(_ figures: [ReconciledFigure: ExactDecimal]) {
        stated.add(figures)
    }

    /// Adds the sums of other rows, none of which describes a request of these.
    mutating func add(_ other: RowSums) {
        stated.add(other.stated)
        requests += other.requests
        rows += other.rows
        hasStatus = hasStatus || other.hasStatus
        statuses.merge(other.statuses, uniquingKeysWith: +)
        if let tokens = other.inputTokens { inputTokens = (inputTokens ?? 0) + tokens }
        if let tokens = other.outputTokens { outputTokens = (outputTokens ?? 0) + tokens }
        for (currency, sum) in other.charges { charges[currency, default: ExactSum()].add(sum) }
        for (unit, sum) in other.quantities { quantities[unit, default: ExactSum()].add(sum) }
        durations += other.durations
    }

    /// A figure; nil if the rows do not say it.
    func value(
        of figure: ReconciledFigure, adding currencies: [Currency], _ definition: QuantileDefinition
    ) throws(UsageError) -> ExactDecimal? {
        if stated.entries > 0 { return try stated.value(of: figure, adding: currencies) }
        return switch figure.kind {
        case .requests: ExactDecimal(requests)
        case .rows: ExactDecimal(rows)
        case .status(let status): hasStatus || rows == 0 ? ExactDecimal(statuses[status] ?? 0) : nil
        case .inputTokens: tokens(inputTokens)
        case .outputTokens: tokens(outputTokens)
        case .charge(let currency): try sum([currency] + currencies)
        case .quantity(let unit): try quantities[unit]?.value() ?? .zero
        case .latency(let quantile):
            // Attoseconds, as milliseconds.
            definition.value(durations.sorted(), at: quantile).flatMap { ExactDecimal(mantissa: $0, exponent: -15) }
        }
    }

    private func tokens(_ sum: Int128?) -> ExactDecimal? {
        if let sum { return ExactDecimal(mantissa: sum, exponent: 0) }
        return rows == 0 ? .zero : nil
    }

    private func sum(_ currencies: [Currency]) throws(UsageError) -> ExactDecimal {
        var sum = ExactSum()
        for currency in currencies { if let part = charges[currency] { sum.add(part) } }
        return try sum.value()
    }
}
