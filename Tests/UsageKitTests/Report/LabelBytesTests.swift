import Foundation
import Testing

@testable import UsageKit

/// Swift treats `é` in one scalar and in two scalars as equal texts; a ledger has to keep their amounts apart.
@Suite struct LabelBytesTests {
    private static let oneScalar = Currency(rawValue: "é")
    private static let twoScalars = Currency(rawValue: "e\u{301}")

    /// Charges of 1 and 2 in `é` in one scalar and of 5 in two scalars; quantities of 10 and 30 in the two units.
    private static func total() throws -> UsageReport.Group {
        var ledger = UsageLedger()
        try ledger.append(contentsOf: [
            UsageRecord(
                provider: .aurous, quantities: [Quantity(exact: ExactDecimal(10), unit: "é")],
                charge: Money(exact: ExactDecimal(1), currency: oneScalar)),
            UsageRecord(
                provider: .aurous, quantities: [Quantity(exact: ExactDecimal(30), unit: "e\u{301}")],
                charge: Money(exact: ExactDecimal(5), currency: twoScalars)),
            UsageRecord(provider: .aurous, charge: Money(exact: ExactDecimal(2), currency: oneScalar)),
        ])
        return try ledger.report(ReportQuery(measures: Set<UsageMeasure>.standard.union([.extremes]))).total
    }

    /// The values of a dictionary by the bytes of their keys' texts.
    private static func byBytes<Key, Value>(_ values: [Key: Value]) -> [[UInt8]: Value] {
        Dictionary(values.map { (Array("\($0.key)".utf8), $0.value) }) { first, _ in first }
    }

    @Test func currenciesOfDifferentBytesHaveTheirOwnSums() throws {
        let total = try Self.total()
        let expected: [[UInt8]: Decimal] = [Array("é".utf8): 3, Array("e\u{301}".utf8): 5]
        #expect(total.charges.count == 2)
        #expect(Self.byBytes(total.charges) == expected)
        #expect(Self.byBytes(total.exactCharges).mapValues(\.decimal) == expected)
        #expect(total.charge(in: Self.oneScalar) == 3)
        #expect(total.charge(in: Self.twoScalars) == 5)
        #expect(total.charges[Self.oneScalar] == 3)
        #expect(total.charges[Self.twoScalars] == 5)
        #expect(total.value(of: .sum(.charge(Self.oneScalar))) == 3)
        #expect(total.value(of: .sum(.charge(Self.twoScalars))) == 5)
    }

    @Test func unitsOfDifferentBytesHaveTheirOwnSums() throws {
        let total = try Self.total()
        let expected: [[UInt8]: Decimal] = [Array("é".utf8): 10, Array("e\u{301}".utf8): 30]
        #expect(total.units.count == 2)
        #expect(Self.byBytes(total.units) == expected)
        #expect(Self.byBytes(total.exactUnits).mapValues(\.decimal) == expected)
        #expect(total.units["é"] == 10)
        #expect(total.units["e\u{301}"] == 30)
        #expect(total.value(of: .sum(.unit("é"))) == 10)
        #expect(total.value(of: .sum(.unit("e\u{301}"))) == 30)
    }

    @Test func statisticsCoverOnlyTheLabelOfTheSameBytes() throws {
        let total = try Self.total()
        let charges = try #require(total.statistics(of: .charge(Self.oneScalar)))
        #expect((charges.count, charges.sum) == (2, 3))
        #expect((charges.minimum, charges.maximum) == (1, 2))
        #expect(total.statistics(of: .charge(Self.twoScalars))?.count == 1)
        #expect(total.statistics(of: .charge(Self.twoScalars))?.maximum == 5)
        #expect(total.statistics(of: .unit("é"))?.sum == 10)
        #expect(total.statistics(of: .unit("e\u{301}"))?.sum == 30)
    }

    @Test func theCurrencyDimensionHasAGroupForEachSpelling() throws {
        var ledger = UsageLedger()
        for currency in [Self.oneScalar, Self.twoScalars, Self.oneScalar] {
            let charge = Money(exact: ExactDecimal(1), currency: currency)
            try ledger.append(UsageRecord(provider: .aurous, charge: charge))
        }
        let report = try ledger.report(by: [.currency])
        #expect(report.map { $0.key[0].map { Array($0.utf8) } } == [Array("e\u{301}".utf8), Array("é".utf8)])
        #expect(report.map(\.requests) == [1, 2])
    }
}
