import Allocator
import Foundation
import UsageKit

/// P8: what a ledger of records with all common fields takes of the memory.
struct FootprintSuite: Suite {
    private let rows: MemoryRows

    init(_ folder: URL) throws {
        rows = try MemoryRows(ColumnFolder(url: folder), allFields: true)
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let rows = rows
        return {
            let allocatedBefore = Self.allocatedBytes
            let residentBefore = Self.residentBytes
            let ledger = try rows.ledger()
            let count = Double(ledger.count)
            let resident = (Self.residentBytes - residentBefore) / count
            let allocated = Self.allocatedBytes.flatMap { after in allocatedBefore.map { (after - $0) / count } }
            return Outcome(figures: ["bytes": allocated ?? resident, "resident": resident]) {
                (try? ledger.report().total).map { [GroupAnswer($0, .usd, median: false).line] } ?? []
            }
        }
    }

    /// What was asked of the allocator and not given back, used or not; nil where it does not tell.
    private static var allocatedBytes: Double? {
        #if canImport(Glibc)
            let use = mallinfo2()
            return Double(use.uordblks + use.hblkhd)
        #else
            return nil
        #endif
    }

    /// What the process holds of the memory; pages that were never touched are not in it.
    private static var residentBytes: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? 0) * 1024
    }
}
