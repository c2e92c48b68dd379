import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Random ledgers on servers with random behaviour, compared with figures computed from the rows on the wire.
@Suite struct WalkPropertyTests {
    private struct Scene {
        let rows: [JSONValue]
        let pageSize: Int
        let behavior: FakeBehavior
        let inserted: Int

        init(_ ledger: RowLedger, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            rows = Self.withUnicodeForms(
                ledger.rows(seed: seed, count: Int.random(in: 0...300, using: &random)), ledger)
            pageSize = Int.random(in: Swift.max(10, ledger.pageSizes.lowerBound)...60, using: &random)
            var behavior = FakeBehavior()
            if Bool.random(using: &random) { behavior.pageLimit = Int.random(in: 4...40, using: &random) }
            if ledger == .aurous || ledger == .venice {
                behavior.emptyPages = Set((0..<4).map { _ in Int.random(in: 1...12, using: &random) })
            }
            for _ in 0..<3 {
                let status = [500, 502, 503, 429].randomElement(using: &random) ?? 500
                let fault = TransportResponse(status: status, body: "{}")
                behavior.faults[3 * Int.random(in: 1...8, using: &random)] = .response(fault)
            }
            // Rows that are written during the walk. If offsets count from the newest row and ids identify a repeated
            // row, they are newer than all others, so that they push the others down.
            var inserted = 0
            if ledger.countsFromTheTop, ledger.hasIDs, let model = rows.first {
                for page in [2, 4] where Bool.random(using: &random) {
                    let count = Int.random(in: 1...3, using: &random)
                    behavior.changes[page] = [.insert((0..<count).map { Self.late(model, "\(page)-\($0)", ledger) })]
                    inserted += count
                }
            }
            self.inserted = inserted
            self.behavior = behavior
        }

        /// The rows with texts that differ in their Unicode form only: "é" as one scalar or as "e" and an accent.
        ///
        /// Every third row has such a model and, if the ledger is counted, such an id.
        private static func withUnicodeForms(_ rows: [JSONValue], _ ledger: RowLedger) -> [JSONValue] {
            rows.enumerated().map { index, row in
                guard index % 3 == 0 else { return row }
                let form = index % 2 == 0 ? "\u{E9}" : "e\u{301}"
                var row = row
                if row["model"]?.string != nil { row = row.replacing("model", by: .string("mod\(form)l")) }
                if ledger.hasTotal, row["id"]?.string != nil {
                    row = row.replacing("id", by: .string("id-\(index / 6)-\(form)"))
                }
                return row
            }
        }

        private static func late(_ row: JSONValue, _ id: String, _ ledger: RowLedger) -> JSONValue {
            row.replacing("id", by: .string("late-\(id)"))
                .replacing("created_at", by: "2026-05-24T23:59:59Z")
                .replacing("timestamp", by: "2026-05-24T23:59:59.999Z")
        }
    }

    @Test(arguments: RowLedger.allCases, PropertySeeds.some(4))
    func agreesWithTheRowsOnTheWire(ledger: RowLedger, seed: UInt64) async throws {
        let scene = Scene(ledger, seed: seed)
        let outcome = try await ledger.walk(.test(ledger.fake(scene.rows, scene.behavior)), pageSize: scene.pageSize)
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete)
        // A row that was written during the walk may be delivered or not; all others are delivered once.
        let found = outcome.rows.filter { $0["id"]?.string?.hasPrefix("late-") != true }
        #expect(Self.sortedBytes(found) == Self.sortedBytes(scene.rows))
        #expect(outcome.report.duplicates <= scene.inserted * 2)
        #expect(outcome.report.revised == 0)

        var counted = UsageLedger()
        try counted.append(contentsOf: outcome.records)
        let total = try counted.report(ReportQuery()).total
        let charges = Dictionary(
            uniqueKeysWithValues: total.charges.map { ($0.key.rawValue, $0.value) })
        #expect(charges == ledger.charges(outcome.rows))
        for (unit, sum) in ledger.units(outcome.rows) { #expect(total.units[UsageUnit(rawValue: unit)] == sum) }
        #expect(total.latency.p95.map(milliseconds) == ledger.p95(outcome.rows))
    }

    /// The rows as bytes, because texts that differ in their Unicode form only are equal as strings.
    private static func sortedBytes(_ rows: [JSONValue]) -> [ByteString] {
        rows.map { ByteString($0.canonical) }.sorted()
    }

    private func milliseconds(_ duration: Duration) -> Decimal {
        let (seconds, attoseconds) = duration.components
        return Decimal(seconds) * 1000 + Decimal(attoseconds) / 1_000_000_000_000_000
    }
}
