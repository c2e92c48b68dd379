import Synchronization

/// A column of any type while it is outside of its writer.
enum ParquetAnyColumn: Sendable {
    case texts(ParquetColumn<ParquetTexts>)
    case integers(ParquetColumn<ParquetIntegers>)
    case decimals(ParquetColumn<ParquetDecimals>)

    /// Appends values to a column of texts.
    ///
    /// - Returns: The bytes in memory that the column has grown by.
    mutating func appendTexts(_ body: (inout ParquetColumn<ParquetTexts>) -> Int) -> Int {
        guard case .texts(var column) = self else { return 0 }
        // While it is changed here, nobody else holds it.
        self = .texts(ParquetColumn(isOptional: true, limits: Parquet.Limits()))
        defer { self = .texts(column) }
        return body(&column)
    }

    /// Appends values to a column of integers.
    mutating func appendIntegers(_ body: (inout ParquetColumn<ParquetIntegers>) -> Int) -> Int {
        guard case .integers(var column) = self else { return 0 }
        self = .integers(ParquetColumn(isOptional: true, limits: Parquet.Limits()))
        defer { self = .integers(column) }
        return body(&column)
    }

    /// Appends values to a column of decimals.
    mutating func appendDecimals(_ body: (inout ParquetColumn<ParquetDecimals>) -> Int) -> Int {
        guard case .decimals(var column) = self else { return 0 }
        self = .decimals(ParquetColumn(isOptional: true, limits: Parquet.Limits()))
        defer { self = .decimals(column) }
        return body(&column)
    }
}

extension ParquetFileWriter {
    /// A column that a thread works on.
    private final class Box: Sendable {
        let column: Mutex<ParquetAnyColumn>

        init(_ column: ParquetAnyColumn) {
            self.column = Mutex(column)
        }
    }

    /// How many rows can be appended column by column, so that the row group ends after the same row as if they were
    /// appended one by one.
    ///
    /// - Parameters:
    ///   - count: The number of rows.
    ///   - textBytes: The bytes of the texts of these rows, for each column of texts.
    /// - Returns: The number of rows, which fit into the row group; 0 if it may be full before their end.
    func rowsByColumn(_ count: Int, textBytes: [Int]) -> Int {
        let count = min(count, limits.groupRows - rowCount)
        var growth = 0
        for index in texts.indices {
            growth += texts[index].greatestGrowth(count: count, bytes: textBytes[index] + 4 * count)
        }
        for column in integers { growth += column.greatestGrowth(count: count, bytes: 8 * count) }
        for column in decimals { growth += column.greatestGrowth(count: count, bytes: 16 * count) }
        return byteCount + growth < limits.groupBytes ? count : 0
    }

    /// Appends rows column by column, on all cores.
    ///
    /// - Parameters:
    ///   - count: The number of rows; see ``rowsByColumn(_:textBytes:)``.
    ///   - append: Appends the values of all rows to the column of a number, and returns what that has grown by.
    mutating func appendRows(_ count: Int, _ append: @Sendable (Int, inout ParquetAnyColumn) -> Int) {
        beginRow()
        let boxes = places.map { place in
            switch place {
            case .texts(let index): Box(.texts(texts[index]))
            case .integers(let index): Box(.integers(integers[index]))
            case .decimals(let index): Box(.decimals(decimals[index]))
            }
        }
        // From here on the boxes alone hold the values.
        texts.removeAll(keepingCapacity: true)
        integers.removeAll(keepingCapacity: true)
        decimals.removeAll(keepingCapacity: true)
        let growth = parallelMap(boxes.count) { number in boxes[number].column.withLock { append(number, &$0) } }
        for box in boxes {
            switch box.column.withLock({ $0 }) {
            case .texts(let column): texts.append(column)
            case .integers(let column): integers.append(column)
            case .decimals(let column): decimals.append(column)
            }
        }
        endRows(count, growth: growth.reduce(0, +))
    }
}
