import Allocator
import Foundation
import UsageKit

/// P8 and P9: the memory of a ledger per row, and of a sketch per group.
struct FootprintSuite: Suite {
    private let rows: MemoryRows

    init(_ folder: URL) throws {
        rows = try MemoryRows(ColumnFolder(url: folder), allFields: true)
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let rows = rows
        return row == "P9" ? { try Self.sketch(of: rows) } : { try Self.ledger(of: rows) }
    }

    private static func ledger(of rows: MemoryRows) throws -> Outcome {
        let before = MemoryUse.now()
        var ledger = UsageLedger()
        try rows.forEach { try ledger.append($0) }
        let figures = MemoryUse.now().figures(since: before, count: ledger.count)
        return Outcome(figures: figures) { [ledger] in
            (try? ledger.report().total).map { [GroupAnswer($0, .usd, median: false).line] } ?? []
        }
    }

    private static func sketch(of rows: MemoryRows) throws -> Outcome {
        let before = MemoryUse.now()
        var sketch = try UsageSketch(ReportQuery(every: .day, by: [.model]))
        try rows.forEach { try sketch.add($0) }
        let figures = MemoryUse.now().figures(since: before, count: sketch.count)
        let own = Double(sketch.approximateBytes) / Double(sketch.count)
        return Outcome(figures: figures.merging(["by its own count": own]) { own, _ in own }) { [sketch] in
            ["groups\t\(sketch.count)"]
        }
    }
}

/// The memory of the process at one moment, in bytes.
private struct MemoryUse {
    /// The bytes that were allocated and not freed, used or not; nil if the allocator does not tell.
    let allocated: Double?
    /// The resident memory, which excludes pages that were never touched.
    let resident: Double

    static func now() -> MemoryUse {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return MemoryUse(allocated: allocatedBytes, resident: (Double(line.filter(\.isNumber)) ?? 0) * 1024)
    }

    private static var allocatedBytes: Double? {
        #if canImport(Glibc)
            let use = mallinfo2()
            return Double(use.uordblks + use.hblkhd)
        #else
            return nil
        #endif
    }

    func figures(since before: MemoryUse, count: Int) -> [String: Double] {
        let resident = (resident - before.resident) / Double(count)
        guard let allocated, let earlier = before.allocated else { return ["bytes": resident] }
        return ["bytes": (allocated - earlier) / Double(count), "resident": resident]
    }
}
