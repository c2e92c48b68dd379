/// Evaluates the window and the filter of a query on the columns of one ledger, chunk by chunk.
struct ColumnFilter: Sendable {
    /// Which rows of a chunk pass.
    enum Verdict: Equatable, Sendable {
        case all
        case none
        case some([Bool])
    }

    private let columns: RecordColumns
    /// Nil if every row passes.
    private let condition: ColumnCondition?

    init(_ columns: RecordColumns, window: TimeWindow, filter: CompiledFilter?) {
        self.columns = columns
        var conditions: [ColumnCondition] = []
        if window != .all { conditions.append(ColumnCondition(window, columns)) }
        if let filter { conditions.append(ColumnCondition(filter, columns)) }
        condition = conditions.count > 1 ? .all(conditions) : conditions.first
    }

    func verdict(chunk index: Int) -> Verdict {
        let count = columns.rows(ofChunk: index).count
        let passing = condition.map { verdict($0, index, count) } ?? .all
        let retired = columns.retiredRows(ofChunk: index)
        return retired.isEmpty ? passing : passing.removing(retired, of: count)
    }

    private func verdict(_ condition: ColumnCondition, _ index: Int, _ count: Int) -> Verdict {
        switch condition {
        case .integer(let column, let wanted):
            guard let wanted else { return .none }
            let chunk = column.chunk(index)
            guard let range = chunk.range, range.overlaps(wanted) else { return .none }
            if !chunk.hasMissing, wanted.contains(range.lowerBound), wanted.contains(range.upperBound) { return .all }
            return .some(Self.mask(chunk) { wanted.contains($0) })
        case .symbol(let column, let passes):
            let chunk = column.chunk(index)
            if let symbol = chunk.common { return passes[Int(symbol)] ? .all : .none }
            return .some(Self.mask(chunk) { passes[Int($0)] })
        case .charge(let ranges, let number):
            let slots = columns.charges.slotIndices.chunk(index)
            let mantissas = columns.charges.mantissas.chunk(index)
            return .some(
                (0..<count).map { passes(columns.charges, Int(slots[$0]), mantissas[$0], ranges, number) })
        case .unit(let ranges, let number):
            var mask = [Bool](repeating: false, count: count)
            let start = columns.rows(ofChunk: index).lowerBound
            for position in columns.quantities(ofChunk: index) {
                let column = columns.quantities
                if passes(column, Int(column.slotIndices[position]), column.mantissas[position], ranges, number) {
                    mask[Int(columns.quantityRows[position]) - start] = true
                }
            }
            return .some(mask)
        case .not(let condition):
            switch verdict(condition, index, count) {
            case .all: return .none
            case .none: return .all
            case .some(let mask): return .some(mask.map { !$0 })
            }
        case .all(let conditions):
            return combine(conditions, index, count, neutral: true)
        case .any(let conditions):
            return combine(conditions, index, count, neutral: false)
        }
    }

    private func passes(
        _ column: ExactColumn, _ slot: Int, _ mantissa: Int64, _ ranges: [ClosedRange<Int64>?],
        _ number: NumberCondition
    ) -> Bool {
        guard let range = ranges[slot], range.contains(mantissa) else { return false }
        return column.slots[slot].exponent != nil || number.holds(for: column.wides[Int(mantissa)])
    }

    /// The conjunction of conditions, whose neutral verdict is `true`, or their disjunction.
    private func combine(_ conditions: [ColumnCondition], _ index: Int, _ count: Int, neutral: Bool) -> Verdict {
        var result: [Bool]?
        for condition in conditions {
            switch verdict(condition, index, count) {
            case .all: if !neutral { return .all }
            case .none: if neutral { return .none }
            case .some(let mask):
                guard let combined = result else {
                    result = mask
                    continue
                }
                result = zip(combined, mask).map { neutral ? $0 && $1 : $0 || $1 }
            }
        }
        return result.map(Verdict.some) ?? (neutral ? .all : .none)
    }

    private static func mask(_ chunk: PackedChunk, _ passes: (Int64) -> Bool) -> [Bool] {
        var values = [Int64](repeating: 0, count: PackedChunk.capacity)
        chunk.unpack(into: &values)
        return (0..<chunk.count).map { values[$0] != PackedChunk.missing && passes(values[$0]) }
    }
}

extension ColumnFilter.Verdict {
    /// The verdict without some rows of the chunk.
    fileprivate func removing(_ rows: [Int], of count: Int) -> Self {
        var mask: [Bool]
        switch self {
        case .none: return .none
        case .all: mask = Array(repeating: true, count: count)
        case .some(let passing): mask = passing
        }
        for row in rows { mask[row] = false }
        return mask.contains(true) ? .some(mask) : .none
    }
}
