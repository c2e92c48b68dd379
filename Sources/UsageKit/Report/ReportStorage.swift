/// The figures of a report, from which each group takes its own.
final class ReportStorage: Sendable {
    /// A label of exact sums: what its text stands for, and its slots.
    struct Label: Sendable {
        let text: String
        let slots: [(index: Int, exponent: Int?)]
        private let isPlain: Bool

        init(text: String, slots: [(index: Int, exponent: Int?)]) {
            self.text = text
            self.slots = slots
            isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        }

        /// Whether the label's bytes are those of a text.
        func isSpelled(_ other: String) -> Bool {
            // Whatever Swift takes for equal to an ASCII text without being it is longer.
            if isPlain { return text == other && text.utf8.count == other.utf8.count }
            return ByteString(text) == ByteString(other)
        }
    }

    let query: ReportQuery
    let dimensions: [UsageDimension]
    let hasTokens: Bool
    let map: CellMap
    let cells: GroupAccumulators
    let currencies: [Label]
    let units: [Label]
    /// The statuses by code; nil for the unknown one.
    let statuses: [UsageStatus?]
    /// The cells that hold rows, in their order.
    let occupied: [Int]
    private let distinct: [UsageDimension: [Int]]
    /// The texts of each key, where there are few of them and many groups have them; otherwise empty.
    private let keyTexts: [[String?]]
    private let runs: LatencyRuns

    private static let fewKeys = 1 << 12

    /// Takes over what was computed.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` where a sum cannot be held.
    init(
        _ cells: GroupAccumulators, _ map: CellMap, _ columns: RecordColumns, query: ReportQuery,
        dimensions: [UsageDimension], parts: Int
    ) throws(UsageError) {
        self.query = query
        self.dimensions = dimensions
        hasTokens = query.measures.contains(.tokens)
        self.map = map
        self.cells = cells
        currencies = Self.labels(columns.charges)
        units = Self.labels(columns.quantities)
        statuses = columns.dimension(.status).texts.map { $0.map(UsageStatus.init(rawValue:)) }
        distinct = cells.distinct.mapValues { $0.counts(cells: map.count) }
        let occupied = cells.rows.indices.filter { cells.rows[$0] > 0 }
        self.occupied = occupied
        let isShared = map.keyCount <= Self.fewKeys && occupied.count >= map.keyCount && !dimensions.isEmpty
        keyTexts = isShared ? (0..<map.keyCount).map { map.texts(ofKey: $0) } : []
        runs = LatencyRuns(
            cells.latencies.runs, of: cells.latencies.batches, cells: map.count, parts: parts)
        try check()
    }

    /// The text of each dimension of a key.
    func texts(ofKey key: Int) -> [String?] {
        if !keyTexts.isEmpty { return keyTexts[key] }
        return dimensions.isEmpty ? [] : map.texts(ofKey: key)
    }

    func latency(ofCell cell: Int?) -> LatencyDistribution {
        let scale = cells.latencies.scale
        return LatencyDistribution(
            cell.map { runs[$0] } ?? CellDurations([], of: []), origin: scale.origin, unit: scale.unit,
            method: query.quantileMethod)
    }

    func distinct(_ dimension: UsageDimension, ofCell cell: Int?) -> Int? {
        distinct[dimension].map { counts in cell.map { counts[$0] } ?? 0 }
    }

    // MARK: - Exact sums

    /// The labels in the order of their bytes, so that what is made of them does not depend on the order of the rows.
    private static func labels(_ column: ExactColumn) -> [Label] {
        let texts = column.slotTexts
        var slots: [UInt32: [(Int, Int?)]] = [:]
        for (index, slot) in column.slots.enumerated() { slots[slot.label, default: []].append((index, slot.exponent)) }
        return slots.values.compactMap { slots in
            texts[slots[0].0].map { Label(text: $0, slots: slots.map { (index: $0.0, exponent: $0.1) }) }
        }
        .sorted { InternTable.precedes($0.text, $1.text) }
    }

    /// The sum of a label in a cell, and how many amounts it has; nil where it has none.
    func sum(
        _ label: Label, in tally: DecimalSums, ofCell cell: Int
    ) throws(UsageError) -> (sum: ExactDecimal, count: Int)? {
        var count = 0
        var single: ExactDecimal?
        var several: ExactSum?
        for (index, exponent) in label.slots {
            guard let exponent else {
                guard let wide = tally.wide(cell: cell, slot: index) else { continue }
                count += wide.count
                var sum = several ?? ExactSum()
                if let single { sum.add(single) }
                (single, several) = (nil, sum)
                several?.add(wide.sum)
                continue
            }
            let sum = tally.sum(cell: cell, slot: index)
            if sum.count == 0 { continue }
            count += sum.count
            if single == nil, several == nil, let value = ExactDecimal(mantissa: sum.mantissa, exponent: exponent) {
                single = value
            } else {
                var total = several ?? ExactSum()
                if let single { total.add(single) }
                total.add(mantissa: sum.mantissa, exponent: exponent)
                (single, several) = (nil, total)
            }
        }
        if count == 0 { return nil }
        if let single { return (single, count) }
        guard let several else { return nil }
        return (try several.value(), count)
    }

    /// The least and the greatest amount of a label in a cell.
    func extremes(_ label: Label, in tally: DecimalSums, ofCell cell: Int) -> (ExactDecimal, ExactDecimal)? {
        var result: (ExactDecimal, ExactDecimal)?
        func offer(_ least: ExactDecimal, _ greatest: ExactDecimal) {
            result = result.map { (Swift.min($0.0, least), Swift.max($0.1, greatest)) } ?? (least, greatest)
        }
        for (index, exponent) in label.slots {
            if let exponent {
                let sum = tally.sum(cell: cell, slot: index)
                if sum.count > 0, let least = ExactDecimal(mantissa: Int128(sum.least), exponent: exponent),
                    let greatest = ExactDecimal(mantissa: Int128(sum.greatest), exponent: exponent)
                {
                    offer(least, greatest)
                }
            } else if let wide = tally.wide(cell: cell, slot: index) {
                offer(wide.least, wide.greatest)
            }
        }
        return result
    }

    /// Whether every sum can be held; what groups compute of them later cannot fail then.
    private func check() throws(UsageError) {
        for cell in cells.rows.indices where cells.rows[cell] > 0 {
            for total in [cells.inputTokens.totals[cell], cells.outputTokens.totals[cell]]
            where Int(exactly: total) == nil {
                throw UsageError(.inexactNumber, "a sum of tokens is beyond the integers of this machine")
            }
            for label in currencies where !isPlain(label, cells.charges, cell) {
                _ = try sum(label, in: cells.charges, ofCell: cell)
            }
            for label in units where !isPlain(label, cells.units, cell) {
                _ = try sum(label, in: cells.units, ofCell: cell)
            }
        }
    }

    /// Whether the sum of a label plainly has less than 38 digits.
    private func isPlain(_ label: Label, _ tally: DecimalSums, _ cell: Int) -> Bool {
        guard label.slots.count == 1, label.slots[0].exponent != nil else { return false }
        return tally.sum(cell: cell, slot: label.slots[0].index).mantissa.magnitude
            <= ExactDecimal.largestMantissa.magnitude
    }
}
