/// The numeric fields of a ledger, one value per row.
struct NumberColumns: Sendable {
    private(set) var times = PackedColumn(findsUnit: true)
    private(set) var inputTokens = PackedColumn()
    private(set) var outputTokens = PackedColumn()
    private(set) var durations = PackedColumn(findsUnit: true)
    private(set) var charges = ExactColumn()

    init() {}

    @inline(__always)
    mutating func append<Form: ColumnText>(
        _ fields: RecordNumbers, _ charge: RecordCharge<Form>?, in bytes: borrowing BorrowedBytes
    ) {
        times.append(fields.time ?? PackedColumn.missing)
        inputTokens.append(fields.inputTokens ?? PackedColumn.missing)
        outputTokens.append(fields.outputTokens ?? PackedColumn.missing)
        durations.append(fields.duration ?? PackedColumn.missing)
        if let charge {
            charges.append(charge.amount, label: charge.currency, of: Form.self, in: bytes)
        } else {
            charges.appendMissing()
        }
    }

    /// Appends values that are packed.
    mutating func append(
        times: PackedChunk, inputTokens: PackedChunk, outputTokens: PackedChunk, durations: PackedChunk
    ) {
        self.times.append(times)
        self.inputTokens.append(inputTokens)
        self.outputTokens.append(outputTokens)
        self.durations.append(durations)
    }

    /// The rows that are kept.
    func keeping(_ isKept: [Bool]) -> NumberColumns {
        var kept = NumberColumns()
        kept.times = times.keeping(isKept)
        kept.inputTokens = inputTokens.keeping(isKept)
        kept.outputTokens = outputTokens.keeping(isKept)
        kept.durations = durations.keeping(isKept)
        kept.charges = charges.keeping(isKept)
        return kept
    }

    /// Changes the column of charges.
    mutating func withCharges<Value>(_ body: (inout ExactColumn) -> Value) -> Value { body(&charges) }

    mutating func append(contentsOf other: NumberColumns) {
        times.append(contentsOf: other.times)
        inputTokens.append(contentsOf: other.inputTokens)
        outputTokens.append(contentsOf: other.outputTokens)
        durations.append(contentsOf: other.durations)
        charges.append(contentsOf: other.charges)
    }
}
