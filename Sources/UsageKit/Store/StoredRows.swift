/// Some rows of a store, at most as many as a chunk has, as one entry of its log.
struct StoredRows: Sendable {
    let firstRow: Int
    /// The source of the rows from an offset on.
    let runs: [(offset: Int, source: Int)]
    let block: ColumnBlock
    let ids: IDChunk
    /// Whether a row has no id of its request, that of the row, or another one.
    let requestForms: PackedChunk
    let requestIDs: IDChunk

    var count: Int { block.count }

    init(
        firstRow: Int, runs: [(offset: Int, source: Int)], block: ColumnBlock, ids: IDChunk, requestForms: PackedChunk,
        requestIDs: IDChunk
    ) {
        self.firstRow = firstRow
        self.runs = runs
        self.block = block
        self.ids = ids
        self.requestForms = requestForms
        self.requestIDs = requestIDs
    }

    var frame: StoreFrame {
        var writer = EntryWriter()
        writer.write(UInt64(firstRow))
        writer.write(count: count)
        writer.write(count: runs.count)
        for run in runs {
            writer.write(count: run.offset)
            writer.write(count: run.source)
        }
        writer.write(count: block.texts.count)
        for chunk in block.chunks { chunk.write(to: &writer) }
        requestForms.write(to: &writer)
        ids.write(to: &writer)
        requestIDs.write(to: &writer)
        writer.write(count: block.quantities.count)
        for part in block.quantities {
            writer.write(count: part.rows.count)
            part.rows.write(to: &writer)
            part.amounts.slots.write(to: &writer)
            part.amounts.mantissas.write(to: &writer)
        }
        return StoreFrame(kind: .rows, payload: writer.bytes)
    }

    /// Reads an entry.
    ///
    /// - Parameters:
    ///   - payload: Its bytes.
    ///   - texts: How many columns of texts the rows have.
    /// - Throws: `Malformed` if it is not one that was written.
    init(_ payload: [UInt8], texts: Int) throws(EntryReader.Malformed) {
        var reader = EntryReader(payload[...])
        guard let firstRow = Int(exactly: try reader.number(UInt64.self)), firstRow < 1 << 40 else {
            throw EntryReader.Malformed()
        }
        let count = try reader.count(upTo: PackedChunk.capacity)
        var runs: [(offset: Int, source: Int)] = []
        for _ in 0..<(try reader.count(upTo: count)) {
            runs.append((try reader.count(upTo: count - 1), try reader.count(upTo: 1 << 30)))
        }
        guard runs.first?.offset == 0, zip(runs, runs.dropFirst()).allSatisfy({ $0.offset < $1.offset }),
            try reader.count() == texts
        else { throw EntryReader.Malformed() }
        var chunks: [PackedChunk] = []
        for _ in 0..<texts + 7 { chunks.append(try PackedChunk(count, from: &reader)) }
        let requestForms = try PackedChunk(count, from: &reader)
        let ids = try IDChunk(count, from: &reader)
        let requestIDs = try IDChunk(count, from: &reader)
        var quantities: [ColumnBlock.Quantities] = []
        for _ in 0..<(try reader.count(upTo: payload.count)) {
            let count = try reader.count(upTo: PackedChunk.capacity)
            quantities.append(
                ColumnBlock.Quantities(
                    rows: try PackedChunk(count, from: &reader),
                    amounts: ColumnBlock.Amounts(
                        slots: try PackedChunk(count, from: &reader), mantissas: try PackedChunk(count, from: &reader)))
            )
        }
        guard reader.isAtEnd, requestForms.isWithin(0..<4), !requestForms.hasMissing else {
            throw EntryReader.Malformed()
        }
        let block = ColumnBlock(
            count: count, texts: Array(chunks[..<texts]), times: chunks[texts], inputTokens: chunks[texts + 1],
            outputTokens: chunks[texts + 2], durations: chunks[texts + 3],
            charges: ColumnBlock.Amounts(slots: chunks[texts + 4], mantissas: chunks[texts + 5]),
            requests: chunks[texts + 6], quantities: quantities)
        self.init(
            firstRow: firstRow, runs: runs, block: block, ids: ids, requestForms: requestForms, requestIDs: requestIDs)
    }
}

extension ColumnBlock {
    /// Whether all values stand for something that the columns have, and none of them for something that was lost.
    func fits(_ columns: RecordColumns) -> Bool {
        let tables = (columns.texts.all + columns.labels.columns).map(\.table)
        guard zip(texts, tables).allSatisfy({ $0.hasSymbols(of: $1) }), requests.isWithin(0..<Int64(UInt32.max)),
            charges.fits(columns.charges)
        else { return false }
        var last: Int64 = 0
        for part in quantities {
            guard part.amounts.fits(columns.quantities), part.rows.isWithin(0..<Int64(count)), !part.rows.hasMissing
            else {
                return false
            }
            var isAscending = true
            part.rows.forEach { _, row in
                if row < last { isAscending = false }
                last = row
            }
            guard isAscending else { return false }
        }
        return true
    }
}

extension ColumnBlock.Amounts {
    fileprivate func fits(_ column: ExactColumn) -> Bool {
        guard slots.isBelow(column.slots.count) else { return false }
        if !column.isDamaged, !column.hasWides { return !mantissas.hasMissing }
        let texts = column.slotTexts
        return (0..<slots.count).allSatisfy { row in
            let slot = Int(slots[row])
            // Slot 0 is that of a missing amount; others without a label are lost.
            guard slot == 0 || texts[slot] != nil, mantissas[row] != PackedChunk.missing else { return false }
            return column.slots[slot].exponent != nil || column.wides.indices.contains(Int(mantissas[row]))
        }
    }
}

extension PackedChunk {
    /// Whether no value is missing or negative, and all are below a bound.
    fileprivate func isBelow(_ bound: Int) -> Bool {
        !hasMissing && range.map { $0.lowerBound >= 0 && $0.upperBound < Int64(bound) } ?? false
    }

    /// Whether all values are symbols of texts that are there; symbol 0 is the missing text.
    fileprivate func hasSymbols(of table: InternTable) -> Bool {
        guard isBelow(table.count) else { return false }
        return !table.isDamaged || (0..<count).allSatisfy { self[$0] == 0 || table.texts[Int(self[$0])] != nil }
    }
}
