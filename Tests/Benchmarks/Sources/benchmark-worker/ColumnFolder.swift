import Foundation

/// A folder with one file per column: integers, or symbols with their texts.
struct ColumnFolder {
    let url: URL

    /// The integers of a column: little-endian, with the width that the file extension states.
    func integers(_ name: String, width: Int) throws -> [Int64] {
        let bytes = [UInt8](try Data(contentsOf: url.appending(path: "\(name).i\(width * 8)")))
        var values: [Int64] = []
        values.reserveCapacity(bytes.count / width)
        for start in stride(from: 0, to: bytes.count, by: width) {
            var value: UInt64 = 0
            for offset in 0..<width { value |= UInt64(bytes[start + offset]) << UInt64(offset * 8) }
            let unused = 64 - width * 8
            values.append(Int64(bitPattern: value << UInt64(unused)) >> Int64(unused))
        }
        return values
    }

    /// The texts of a column.
    func texts(_ name: String) throws -> TextSymbols {
        let texts = try String(contentsOf: url.appending(path: "\(name).txt"), encoding: .utf8)
        return TextSymbols(
            symbols: [UInt8](try Data(contentsOf: url.appending(path: "\(name).u8"))),
            texts: texts.split(separator: "\n").map(String.init))
    }
}

/// A column of texts with few distinct values: a symbol for each row.
struct TextSymbols {
    let symbols: [UInt8]
    let texts: [String]

    subscript(row: Int) -> String { texts[Int(symbols[row])] }
}
