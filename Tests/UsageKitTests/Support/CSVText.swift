@testable import UsageKit

/// Reads and writes CSV for tests.
enum CSVText {
    /// The cells of each record of a text, which is read in blocks of `size` bytes.
    static func cells(_ text: String, blocks size: Int = .max) throws(UsageError) -> [[String?]] {
        try cells(Array(text.utf8), blocks: size)
    }

    static func cells(_ bytes: [UInt8], blocks size: Int = .max) throws(UsageError) -> [[String?]] {
        var rows: [[String?]] = []
        let take = { (record: CSVRecord) throws(UsageError) in rows.append((0..<record.count).map { record.text($0) }) }
        var reader = CSVReader()
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, size == .max ? .max : start + size)
            try reader.read(bytes[start..<end], take)
            start = end
        }
        try reader.end(take)
        return rows
    }

    static func failure(_ text: String, blocks size: Int = .max) -> UsageError? {
        failure(Array(text.utf8), blocks: size)
    }

    static func failure(_ bytes: [UInt8], blocks size: Int = .max) -> UsageError? {
        do {
            _ = try cells(bytes, blocks: size)
            return nil
        } catch {
            return error
        }
    }

    /// A quoted cell, with its own quotes doubled.
    static func quoted(_ cell: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { text.append(scalar) }
            text.append(scalar)
        }
        return "\"" + String(text) + "\""
    }
}
