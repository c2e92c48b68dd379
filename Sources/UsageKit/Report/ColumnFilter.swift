internal import Foundation

/// The window and the filter of a query, made ready for the columns of one ledger.
struct ColumnFilter: Sendable {
    /// Which rows of a chunk pass.
    enum Verdict: Sendable {
        case all
        case none
        case some([Bool])
    }

    private indirect enum Condition: Sendable {
        case always
        /// The column's value is known and lies in a range; nil is the empty one.
        case integer(PackedColumn, ClosedRange<Int64>?)
        /// Whether each code passes.
        case code(PackedColumn, [Bool])
        /// The least and greatest integer that pass for each slot.
        case charge([ClosedRange<Int64>?], NumberCondition)
        case unit([ClosedRange<Int64>?], NumberCondition)
        case not(Condition)
        case all([Condition])
        case any([Condition])
    }

    private let columns: RecordColumns
    private let condition: Condition

    /// Makes the conditions ready.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a number that is none.
    init(_ columns: RecordColumns, window: TimeWindow, filter: UsageFilter?) throws(UsageError) {
        self.columns = columns
        var conditions: [Condition] = []
        if window.start != nil || window.end != nil {
            conditions.append(.integer(columns.times, Self.nanoseconds(of: window)))
        }
        if let filter { conditions.append(try Self.condition(filter, columns)) }
        condition = conditions.count == 1 ? conditions[0] : conditions.isEmpty ? .always : .all(conditions)
    }

    func verdict(chunk index: Int) -> Verdict {
        verdict(condition, index, columns.rows(ofChunk: index).count)
    }

    // MARK: - Conditions

    private static func nanoseconds(of window: TimeWindow) -> ClosedRange<Int64>? {
        func nanoseconds(_ time: Timestamp) -> Int128 {
            Int128(time.seconds) * 1_000_000_000 + Int128(time.nanoseconds)
        }
        let first = Swift.max(window.start.map(nanoseconds) ?? .min, Int128(PackedColumn.missing) + 1)
        let last = Swift.min(window.end.map { nanoseconds($0) - 1 } ?? .max, Int128(Int64.max))
        return first <= last ? Int64(first)...Int64(last) : nil
    }

    private static func condition(
        _ filter: UsageFilter, _ columns: RecordColumns
    ) throws(UsageError) -> Condition {
        switch filter {
        case .isOne(let dimension, let values):
            let wanted = Set(values.map { $0.map(ByteString.init) })
            let (codes, texts) = columns.dimension(dimension)
            return .code(codes, texts.map { wanted.contains($0.map(ByteString.init)) })
        case .compares(let field, let comparison, let decimal):
            return condition(field, NumberCondition(comparison, try ExactDecimal(filterBound: decimal)), columns)
        case .not(let filter):
            return .not(try condition(filter, columns))
        case .all(let filters):
            return .all(try filters.map { (filter) throws(UsageError) in try condition(filter, columns) })
        case .any(let filters):
            return .any(try filters.map { (filter) throws(UsageError) in try condition(filter, columns) })
        }
    }

    private static func condition(
        _ field: UsageField, _ number: NumberCondition, _ columns: RecordColumns
    ) -> Condition {
        switch field {
        case .inputTokens: .integer(columns.inputTokens, number.integers(atExponent: 0))
        case .outputTokens: .integer(columns.outputTokens, number.integers(atExponent: 0))
        case .duration: .integer(columns.durations, number.integers(atExponent: -9))
        case .charge(let currency): .charge(ranges(number, columns.charges, currency.rawValue), number)
        case .unit(let unit): .unit(ranges(number, columns.quantities, unit.rawValue), number)
        }
    }

    /// For each slot the integers that pass: all for wide ones, which are looked at one by one.
    private static func ranges(
        _ number: NumberCondition, _ column: ExactColumn, _ label: String
    ) -> [ClosedRange<Int64>?] {
        let label = ByteString(label)
        return zip(column.slots, column.slotTexts).map { slot, text in
            guard text.map(ByteString.init) == label else { return nil }
            return slot.exponent.map(number.integers(atExponent:)) ?? 0...Int64.max
        }
    }

    // MARK: - Verdicts

    private func verdict(_ condition: Condition, _ index: Int, _ count: Int) -> Verdict {
        switch condition {
        case .always: return .all
        case .integer(let column, let wanted):
            guard let wanted else { return .none }
            let chunk = column.chunk(index)
            guard let range = chunk.range, range.overlaps(wanted) else { return .none }
            if !chunk.hasMissing, wanted.contains(range.lowerBound), wanted.contains(range.upperBound) { return .all }
            return .some(Self.mask(chunk) { wanted.contains($0) })
        case .code(let column, let passes):
            let chunk = column.chunk(index)
            if let code = chunk.common { return passes[Int(code)] ? .all : .none }
            return .some(Self.mask(chunk) { passes[Int($0)] })
        case .charge(let ranges, let number):
            let slots = columns.charges.slotIndices.chunk(index)
            let mantissas = columns.charges.mantissas.chunk(index)
            return .some(
                (0..<count).map { passes(columns.charges, Int(slots[$0]), mantissas[$0], ranges, number) })
        case .unit(let ranges, let number):
            var mask = [Bool](repeating: false, count: count)
            let start = columns.rows(ofChunk: index).lowerBound
            for place in columns.quantities(ofChunk: index) {
                let column = columns.quantities
                if passes(column, Int(column.slotIndices[place]), column.mantissas[place], ranges, number) {
                    mask[Int(columns.quantityRows[place]) - start] = true
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

    /// The conjunction, whose neutral verdict is `true`, or the disjunction of conditions.
    private func combine(_ conditions: [Condition], _ index: Int, _ count: Int, neutral: Bool) -> Verdict {
        var result: [Bool]?
        for condition in conditions {
            switch verdict(condition, index, count) {
            case .all: if !neutral { return .all }
            case .none: if neutral { return .none }
            case .some(let mask):
                guard let so = result else {
                    result = mask
                    continue
                }
                result = zip(so, mask).map { neutral ? $0 && $1 : $0 || $1 }
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

extension ExactDecimal {
    /// The number of a filter.
    init(filterBound decimal: Decimal) throws(UsageError) {
        guard !decimal.isNaN else {
            throw UsageError(.invalidArgument, "a filter cannot compare with what is no number")
        }
        try self.init(decimal)
    }
}
