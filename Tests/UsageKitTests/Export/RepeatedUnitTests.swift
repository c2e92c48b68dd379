import Foundation
import Testing

@testable import UsageKit

/// Records with several quantities of one unit: no export writes a name twice, and all agree with the ledger.
@Suite struct RepeatedUnitTests {
    private func record(_ quantities: [(String, String)]) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous,
            quantities: try quantities.map { unit, value in
                Quantity(exact: try #require(ExactDecimal(value)), unit: UsageUnit(rawValue: unit))
            })
    }

    @Test func quantitiesOfOneUnitAreAddedUp() throws {
        let record = try record([("image", "1"), ("image", "0.5")])
        #expect(record.units.text == #"{"image":"1.5"}"#)
        #expect(CSVExport().line(for: record).contains(#","{""image"":""1.5""}","#))
        #expect(NDJSONExport().line(for: record).contains(#""units":{"image":"1.5"}"#))
    }

    @Test func aSumIsExactHoweverManyDigitsItHas() throws {
        let small = "0." + String(repeating: "0", count: 39) + "1"
        let units = try record([("n", "-1e20"), ("m", "7"), ("n", "-" + small)]).units.text
        #expect(units == #"{"n":"-100000000000000000000\#(small.dropFirst())","m":"7"}"#)
        let large = "99999999999999999999999999999999999999"
        #expect(
            try record([("n", large), ("n", large)]).units.text == #"{"n":"199999999999999999999999999999999999998"}"#)
    }

    /// "é" as one scalar, and as an "e" with a combining accent.
    @Test func unitsThatDifferInTheirBytesStayApart() throws {
        let record = try record([("\u{E9}", "1"), ("e\u{301}", "2"), ("\u{E9}", "4")])
        let members: [JSONObject.Member] = [.init("\u{E9}", "5"), .init("e\u{301}", "2")]
        #expect(record.units == .object(JSONObject(members)))
    }

    @Test func exportsAgreeWithTheLedger() throws {
        var generator = SeededGenerator(seed: 61)
        for _ in 0..<300 {
            let count = Int.random(in: 0...6, using: &generator)
            let record = try record(
                (0..<count).map { _ in
                    let digits = String(Int.random(in: -999...999, using: &generator))
                    return (["a", "b", "c"].randomElement(using: &generator) ?? "a", digits + "e-2")
                })
            guard case .object(let object) = record.units else {
                Issue.record("the units are not an object")
                continue
            }
            #expect(Set(object.members.map(\.name)).count == object.members.count)
            var ledger = UsageLedger()
            try ledger.append(record)
            let sums = try ledger.report().total.units
            #expect(sums.count == object.members.count)
            for (unit, sum) in sums {
                #expect(object[unit.rawValue]?.string.flatMap { Decimal(string: $0) } == sum)
            }
            let line = NDJSONExport().line(for: record)
            #expect(try JSONValue(json: Array(line.utf8))["units"] == record.units)
        }
    }
}
