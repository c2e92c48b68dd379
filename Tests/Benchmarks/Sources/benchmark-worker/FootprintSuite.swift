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
