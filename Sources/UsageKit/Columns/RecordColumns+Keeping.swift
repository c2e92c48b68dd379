extension RecordColumns {
    /// The rows that are kept, without texts that no row has any more.
    ///
    /// All of them count. The ids of requests that several rows describe are forgotten.
    ///
    /// - Parameters:
    ///   - isKept: Whether a row is kept, for each row.
    ///   - replacement: The text that a text of a dimension becomes; nil for none.
    /// - Returns: The columns.
    func keeping(
        _ isKept: [Bool], replacing replacement: (UsageDimension, String) -> String? = { $1 }
    ) -> RecordColumns {
        var kept = RecordColumns(keeping: labels.names)
        for (index, dimension) in (TextColumns.dimensions + labels.names).enumerated() {
            func keep(_ column: TextColumn) -> TextColumn {
                column.keeping(isKept) { replacement(dimension, $0) }
            }
            if index < TextColumns.count {
                kept.texts.withColumn(index) { $0 = keep(texts.all[index]) }
            } else {
                kept.labels.withColumn(index - TextColumns.count) {
                    $0 = keep(labels.columns[index - TextColumns.count])
                }
            }
        }
        kept.numbers = numbers.keeping(isKept)
        // Numbered from 1 again, so that they do not grow with each time.
        var requestNumber: [Int64: Int64] = [0: 0]
        kept.requests = requests.keeping(isKept) { number in
            if let known = requestNumber[number] { return known }
            let next = Int64(requestNumber.count)
            requestNumber[number] = next
            return next
        }
        kept.requestNumbers.passOver(UInt32(clamping: requestNumber.count - 1))
        kept.hasRepeats = hasRepeats
        kept.count = isKept.count { $0 }
        var numbers = [Int](repeating: 0, count: isKept.count)
        var next = 0
        for row in isKept.indices where isKept[row] {
            numbers[row] = next
            next += 1
        }
        var isQuantityKept: [Bool] = []
        quantityRows.forEach { isQuantityKept.append(isKept[Int($0)]) }
        kept.quantities = quantities.keeping(isQuantityKept)
        kept.quantityRows = quantityRows.keeping(isQuantityKept) { Int64(numbers[Int($0)]) }
        var position = 0
        for chunk in 0..<kept.chunkCount {
            let first = Int64(chunk * PackedChunk.capacity)
            while position < kept.quantityRows.count, kept.quantityRows[position] < first { position += 1 }
            kept.quantityStarts.append(position)
        }
        return kept
    }
}
