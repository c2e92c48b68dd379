import Foundation
import UsageKit

/// P11: many records into a file, one after the other.
///
/// `P11 <format> <python> <script>` writes the file; the script prints what another program reads of it. Making the
/// records is not timed, nor is it for the peer, which has them as a data frame.
struct ExportSuite: Suite {
    private let folder: URL

    init(_ folder: URL) {
        self.folder = folder
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let parts = row.split(separator: " ").map(String.init)
        guard parts.count == 4, parts[0] == "P11" else {
            throw WorkerFailure("unknown row '\(row)': the suite has P11 <format> <python> <script>")
        }
        let file = folder.appending(path: "ours.\(parts[1])")
        var writer = try Self.writer(parts[1])
        let rows = try ExportRows(folder)
        return {
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            var seconds = 0.0
            var size = 0
            func timed(_ body: () throws -> Void) rethrows {
                let start = ContinuousClock.now
                try body()
                seconds += (ContinuousClock.now - start) / .seconds(1)
            }
            func write(_ bytes: [UInt8]) throws {
                size += bytes.count
                try handle.write(contentsOf: bytes)
            }
            while case let records = try rows.next(), !records.isEmpty {
                try timed { try writer.append(records, write) }
            }
            try timed {
                try writer.finish(write)
                try handle.close()
            }
            let figures = ["seconds": seconds, "peak": MemoryUse.peak, "file": Double(size)]
            return Outcome(figures: figures) { Self.answers(parts, file) }
        }
    }

    private static func writer(_ format: String) throws -> any ExportWriter {
        switch format {
        case "parquet": ParquetExportWriter(writer: try ParquetExport().writer())
        default: throw WorkerFailure("unknown format '\(format)': use parquet")
        }
    }

    private static func answers(_ parts: [String], _ file: URL) -> [String] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: parts[2])
        process.arguments = ["-B", parts[3], parts[1], file.path]
        process.standardOutput = pipe
        do { try process.run() } catch { return ["no answers: \(error)"] }
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }
}

/// Writes records in one format, and passes the bytes on.
protocol ExportWriter {
    mutating func append(_ records: [UsageRecord], _ write: ([UInt8]) throws -> Void) throws
    mutating func finish(_ write: ([UInt8]) throws -> Void) throws
}

struct ParquetExportWriter: ExportWriter {
    var writer: ParquetWriter

    mutating func append(_ records: [UsageRecord], _ write: ([UInt8]) throws -> Void) throws {
        try writer.append(contentsOf: records)
        while let piece = writer.nextPiece() { try write(piece) }
    }

    mutating func finish(_ write: ([UInt8]) throws -> Void) throws {
        writer.finish()
        while let piece = writer.nextPiece() { try write(piece) }
    }
}
