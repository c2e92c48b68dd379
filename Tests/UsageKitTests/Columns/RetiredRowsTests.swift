import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct RetiredRowsTests {
    @Test func aRetiredRowIsInNoReport() throws {
        var columns = RecordColumns()
        for amount in ["1", "2", "4"] {
            try columns.append(
                UsageRecord(provider: .tresor, charge: Money(exact: try #require(ExactDecimal(amount)), currency: .eur))
            )
        }
        columns.retire(1)
        columns.retire(1)
        var ledger = UsageLedger()
        ledger.append(columns)
        #expect(ledger.count == 2)
        #expect(try ledger.report().total.charges[.eur] == 5)
        #expect(try ledger.report().total.requests == 2)
    }

    /// Rows of several chunks, retired at random and merged: the reports are those of the rows that are left.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func reportsAreThoseOfTheRowsThatAreLeft(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var ledger = UsageLedger()
        var expected = UsageLedger()
        for _ in 0..<3 {
            let records = RandomRecords.labelled(Int.random(in: 0...6000, using: &random), using: &random)
            var part = UsageLedger()
            for record in records {
                try part.append(record)
                if Int.random(in: 0..<5, using: &random) == 0 {
                    part.retire(part.columns.count - 1)
                } else {
                    try expected.append(record)
                }
            }
            ledger.merge(part)
        }
        #expect(ledger.count == expected.count)
        #expect(try LedgerFigures.all(of: ledger) == LedgerFigures.all(of: expected))
    }
}
