internal import Foundation

/// Writes the lines of many records on all cores.
enum RecordLines {
    /// How many records a core writes at a time: their lines fit into memory that the allocator has at hand.
    private static let size = 128

    /// Appends lines in the order of their records.
    static func append(
        _ records: [UsageRecord], to bytes: inout [UInt8],
        onUpTo cores: Int = ProcessInfo.processInfo.activeProcessorCount,
        _ append: @Sendable (UsageRecord, inout [UInt8]) -> Void
    ) {
        guard cores > 1, records.count >= 2 * size else {
            for record in records { append(record, &bytes) }
            return
        }
        let parts = parallelMap((records.count + size - 1) / size) { part in
            let range = part * size..<min((part + 1) * size, records.count)
            var lines: [UInt8] = []
            append(records[range.lowerBound], &lines)
            // Lines are mostly of about one length.
            lines.reserveCapacity(lines.count * range.count * 9 / 8)
            for index in range.dropFirst() { append(records[index], &lines) }
            return lines
        }
        for lines in parts { bytes += lines }
    }
}
