import Foundation
import UsageKit

/// P11: records from memory as a file of CSV or NDJSON.
///
/// The time is that of writing: records are made in chunks, which is not counted, as the peer has them in its columns.
struct LineExportSuite: Suite {
    private let folder: URL
    private let rows: MemoryRows
    /// 16 bytes for each row.
    private let ids: [UInt8]

    private static let chunk = 4096

    init(_ folder: URL) throws {
        self.folder = folder
        rows = try MemoryRows(ColumnFolder(url: folder), allFields: true)
        ids = [UInt8](try Data(contentsOf: folder.appending(path: "id.bin")))
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let (csv, ndjson) = (CSVExport(), NDJSONExport())
        switch row {
        case "P11-csv": return { try write(row, Array(csv.header.utf8)) { csv.append(contentsOf: $0, to: &$1) } }
        case "P11-ndjson": return { try write(row, []) { ndjson.append(contentsOf: $0, to: &$1) } }
        default: throw WorkerFailure("unknown row '\(row)': the suite has P11-csv and P11-ndjson")
        }
    }

    private func write(
        _ row: String, _ header: [UInt8], _ append: ([UsageRecord], inout [UInt8]) -> Void
    ) throws -> Outcome {
        let url = folder.appending(path: "\(row)-ours")
        try Data().write(to: url)
        let file = try FileHandle(forWritingTo: url)
        var (bytes, chunk, time) = (header, [UsageRecord](), Duration.zero)
        func writeChunk() throws {
            let start = ContinuousClock.now
            append(chunk, &bytes)
            try file.write(contentsOf: bytes)
            bytes.removeAll(keepingCapacity: true)
            time += ContinuousClock.now - start
            chunk.removeAll(keepingCapacity: true)
        }
        var position = 0
        try rows.forEach { record in
            var record = record
            record.id = id(position)
            position += 1
            chunk.append(record)
            if chunk.count == Self.chunk { try writeChunk() }
        }
        try writeChunk()
        try file.close()
        return Outcome(figures: ["seconds": time / .seconds(1)]) { (try? lines(of: url)) ?? ["no answers"] }
    }

    private func id(_ row: Int) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = ids[16 * row..<16 * row + 16]
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The figures of the file by day, model and key.
    private func lines(of url: URL) throws -> [String] {
        var reader = try RecordReader(of: url, repeatingRequests: [])
        var ledger = UsageLedger()
        while let record = try reader.next() { try ledger.append(record) }
        return try ledger.report(every: .day, by: [.model, .apiKey]).map { GroupAnswer($0, .usd).line }
    }
}
