/// The numeric fields of a ledger, one value per row.
struct NumberColumns: Sendable {
    private(set) var times = PackedColumn(findsUnit: true)
    private(set) var inputTokens = PackedColumn()
    private(set) var outputTokens = PackedColumn()
    private(set) var durations = PackedColumn(findsUnit: true)
    private(set) var charges = ExactColumn()

    init() {}

    @inline(__always)
    mutating func append(_ numbers: RecordNumbers, _ charge: Money?) {
        times.append(numbers.time ?? PackedColumn.missing)
        inputTokens.append(numbers.inputTokens ?? PackedColumn.missing)
        outputTokens.append(numbers.outputTokens ?? PackedColumn.missing)
        durations.append(numbers.duration ?? PackedColumn.missing)
        if let charge {
            charges.append(charge.exact, label: charge.currency.rawValue)
        } else {
            charges.appendMissing()
        }
    }

    mutating func append(contentsOf other: NumberColumns) {
        times.append(contentsOf: other.times)
        inputTokens.append(contentsOf: other.inputTokens)
        outputTokens.append(contentsOf: other.outputTokens)
        durations.append(contentsOf: other.durations)
        charges.append(contentsOf: other.charges)
    }
}
