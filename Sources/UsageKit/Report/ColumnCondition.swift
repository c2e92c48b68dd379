/// A compiled filter that is bound to the columns of one ledger.
///
/// Texts have become the symbols that a column has for them, and numbers have become ranges of the integers that a
/// column stores, so rows are tested without looking at a text or a decimal number.
indirect enum ColumnCondition: Sendable {
    /// The column's value is known and lies in a range; nil is the empty range.
    case integer(PackedColumn, ClosedRange<Int64>?)
    /// Whether each symbol of the column passes.
    case symbol(PackedColumn, [Bool])
    /// The range of integers that pass, for each slot of the charges.
    case charge([ClosedRange<Int64>?], NumberCondition)
    /// The range of integers that pass, for each slot of the quantities.
    case unit([ClosedRange<Int64>?], NumberCondition)
    case not(ColumnCondition)
    case all([ColumnCondition])
    case any([ColumnCondition])

    /// Binds a filter to the columns of a ledger.
    init(_ filter: CompiledFilter, _ columns: RecordColumns) {
        switch filter {
        case .isOne(let dimension, let values):
            let (symbols, texts) = columns.dimension(dimension)
            self = .symbol(symbols, texts.map { values.contains($0.map(ByteString.init)) })
        case .compares(let field, let condition): self.init(field, condition, columns)
        case .not(let part): self = .not(ColumnCondition(part, columns))
        case .all(let parts): self = .all(parts.map { ColumnCondition($0, columns) })
        case .any(let parts): self = .any(parts.map { ColumnCondition($0, columns) })
        }
    }

    private init(_ field: CompiledFilter.Field, _ condition: NumberCondition, _ columns: RecordColumns) {
        self =
            switch field {
            case .inputTokens: .integer(columns.inputTokens, condition.integers(atExponent: 0))
            case .outputTokens: .integer(columns.outputTokens, condition.integers(atExponent: 0))
            case .duration: .integer(columns.durations, condition.integers(atExponent: -9))
            case .charge(let currency): .charge(Self.ranges(condition, columns.charges, currency), condition)
            case .unit(let unit): .unit(Self.ranges(condition, columns.quantities, unit), condition)
            }
    }

    /// Selects the rows of a window.
    init(_ window: TimeWindow, _ columns: RecordColumns) {
        self = .integer(columns.times, Self.nanoseconds(of: window))
    }

    /// The integers that pass for each slot: all of them for a wide slot, whose amounts are tested one by one.
    private static func ranges(
        _ condition: NumberCondition, _ column: ExactColumn, _ label: ByteString
    ) -> [ClosedRange<Int64>?] {
        zip(column.slots, column.slotTexts).map { slot, text in
            guard text.map(ByteString.init) == label else { return nil }
            return slot.exponent.map(condition.integers(atExponent:)) ?? 0...Int64.max
        }
    }

    private static func nanoseconds(of window: TimeWindow) -> ClosedRange<Int64>? {
        func nanoseconds(_ time: Timestamp) -> Int128 {
            Int128(time.seconds) * 1_000_000_000 + Int128(time.nanoseconds)
        }
        let first = Swift.max(window.start.map(nanoseconds) ?? .min, Int128(PackedColumn.missing) + 1)
        let last = Swift.min(window.end.map { nanoseconds($0) - 1 } ?? .max, Int128(Int64.max))
        return first <= last ? Int64(first)...Int64(last) : nil
    }
}
