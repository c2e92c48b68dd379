@testable import UsageKit

/// Random columns of Parquet files.
enum RandomCells {
    static func column(
        _ count: Int, of element: Parquet.SchemaElement, using random: inout SeededGenerator
    ) -> [ParquetCell?] {
        let pool = (0..<([1, 2, 20, 1000].randomElement(using: &random) ?? 1)).map { _ in
            cell(of: element.physicalType, using: &random)
        }
        let isSorted = Int.random(in: 0..<4, using: &random) == 0
        var cells = (0..<count).map { _ in pool.randomElement(using: &random) }
        if isSorted { cells.sort { left, right in right.map { left?.precedes($0) ?? false } ?? false } }
        if isSorted, Bool.random(using: &random) { cells.reverse() }
        guard element.repetition == .optional else { return cells }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return cells
        case 1: return cells.map { _ in nil }
        case 2:
            // Runs that end anywhere.
            var isNull = false
            return cells.map { cell in
                if Int.random(in: 0..<9, using: &random) == 0 { isNull.toggle() }
                return isNull ? nil : cell
            }
        case 3: return cells.enumerated().map { $0.offset % 2 == 0 ? nil : $0.element }
        default: return cells.map { Int.random(in: 0..<10, using: &random) == 0 ? $0 : nil }
        }
    }

    private static func cell(of type: Parquet.PhysicalType, using random: inout SeededGenerator) -> ParquetCell {
        switch type {
        case .int64:
            return .integer(
                [.min, -1, 0, 1, .max, .random(in: -1000...1000, using: &random)].randomElement(using: &random) ?? 0)
        case .fixedLengthByteArray:
            let values: [Int128] = [
                -ExactDecimal.largestMantissa, -1, 0, 1, ExactDecimal.largestMantissa, Int128(Int64.min) - 1,
                .random(in: -1_000_000...1_000_000, using: &random),
            ]
            return .decimal(values.randomElement(using: &random) ?? 0)
        case .byteArray:
            // The bounds of texts with more than 64 bytes are shortened at a scalar.
            let pieces = ["", "a", "\u{0}", "é", "日", "😀", "\u{7F}", "\u{7FF}", "\u{D7FF}", "\u{FFFF}", "\u{10FFFF}"]
            let piece = pieces.randomElement(using: &random) ?? ""
            let length = [0, 1, 2, 15, 16, 31, 32, 63, 64, 65, 200].randomElement(using: &random) ?? 1
            let tail = (0..<Int.random(in: 0...2, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }
            return .text(Array((String(repeating: piece, count: length) + tail.joined()).utf8))
        }
    }
}
