/// Some rows of columns as packed values, at most as many as a chunk has.
///
/// The values stand for texts and amounts by the dictionaries of the columns (``ColumnDictionaries``).
struct ColumnBlock: Sendable {
    /// The number of rows.
    let count: Int
    /// The symbols of the texts: of each dimension, then of each label.
    var texts: [PackedChunk]
    var times: PackedChunk
    var inputTokens: PackedChunk
    var outputTokens: PackedChunk
    var durations: PackedChunk
    /// The slots of the charges, and their mantissas.
    var charges: Amounts
    /// The numbers of requests that several rows may describe.
    var requests: PackedChunk
    var quantities: [Quantities]

    /// Amounts by slots.
    struct Amounts: Sendable {
        var slots: PackedChunk
        var mantissas: PackedChunk
    }

    /// Some quantities, at most as many as a chunk has rows.
    struct Quantities: Sendable {
        /// The row of each, counted from the first one of the block, in ascending order.
        var rows: PackedChunk
        var amounts: Amounts
    }

    /// All values but those of the quantities.
    var chunks: [PackedChunk] {
        texts + [times, inputTokens, outputTokens, durations, charges.slots, charges.mantissas, requests]
    }
}

extension ColumnBlock {
    /// Rows of which nothing is known.
    init(unknown count: Int, texts: Int) {
        let zero = PackedChunk(count: count, range: 0...0, hasMissing: false, base: 0, unit: 1, storage: .constant)
        let missing = PackedChunk(
            count: count, range: nil, hasMissing: true, base: PackedChunk.missing, unit: 1, storage: .constant)
        self.init(
            count: count, texts: Array(repeating: zero, count: texts), times: missing, inputTokens: missing,
            outputTokens: missing, durations: missing, charges: Amounts(slots: zero, mantissas: zero), requests: zero,
            quantities: [])
    }
}

extension RecordColumns {
    /// Returns some rows, at most as many as a chunk has.
    func block(of rows: Range<Int>) -> ColumnBlock {
        let columns = texts.all + labels.columns
        return ColumnBlock(
            count: rows.count, texts: columns.map { $0.symbols.packed(rows) }, times: times.packed(rows),
            inputTokens: inputTokens.packed(rows), outputTokens: outputTokens.packed(rows),
            durations: durations.packed(rows),
            charges: ColumnBlock.Amounts(
                slots: charges.slotIndices.packed(rows), mantissas: charges.mantissas.packed(rows)),
            requests: requests.packed(rows), quantities: quantities(of: rows))
    }

    private func quantities(of rows: Range<Int>) -> [ColumnBlock.Quantities] {
        let positions = firstQuantity(from: rows.lowerBound)..<firstQuantity(from: rows.upperBound)
        return stride(from: positions.lowerBound, to: positions.upperBound, by: PackedChunk.capacity).map { start in
            let part = start..<Swift.min(start + PackedChunk.capacity, positions.upperBound)
            return ColumnBlock.Quantities(
                rows: PackedChunk(part.map { quantityRows[$0] - Int64(rows.lowerBound) }, findsUnit: false),
                amounts: ColumnBlock.Amounts(
                    slots: quantities.slotIndices.packed(part), mantissas: quantities.mantissas.packed(part)))
        }
    }

    /// The index of the first quantity of a row or of the rows after it.
    func firstQuantity(from row: Int) -> Int {
        let chunk = row / PackedChunk.capacity
        guard chunk < quantityStarts.count else { return quantities.count }
        var (low, high) = (quantityStarts[chunk], quantities(ofChunk: chunk).upperBound)
        while low < high {
            let middle = (low + high) / 2
            if quantityRows[middle] < Int64(row) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Appends rows whose values stand for what the dictionaries of these columns have.
    mutating func append(_ block: ColumnBlock) {
        for (index, symbols) in block.texts.enumerated() {
            if index < TextColumns.count {
                texts.withColumn(index) { $0.append(symbols: symbols) }
            } else {
                labels.withColumn(index - TextColumns.count) { $0.append(symbols: symbols) }
            }
        }
        numbers.append(
            times: block.times, inputTokens: block.inputTokens, outputTokens: block.outputTokens,
            durations: block.durations)
        numbers.withCharges { $0.append(slots: block.charges.slots, mantissas: block.charges.mantissas) }
        requests.append(block.requests)
        if let range = block.requests.range, range.upperBound > 0 {
            requestNumbers.passOver(UInt32(clamping: range.upperBound))
            hasRepeats = true
        }
        appendQuantities(block)
        count += block.count
    }

    private mutating func appendQuantities(_ block: ColumnBlock) {
        var index = quantities.count
        func begin(_ chunks: Int) {
            while quantityStarts.count < chunks { quantityStarts.append(index) }
        }
        for part in block.quantities {
            quantities.append(slots: part.amounts.slots, mantissas: part.amounts.mantissas)
            part.rows.forEach { _, row in
                let row = count + Int(row)
                begin(row / PackedChunk.capacity + 1)
                quantityRows.append(Int64(row))
                index += 1
            }
        }
        begin((count + block.count - 1) / PackedChunk.capacity + 1)
    }
}
