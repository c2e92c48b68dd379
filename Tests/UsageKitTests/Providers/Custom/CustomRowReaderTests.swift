import Foundation
import Testing

@testable import UsageKit

@Suite struct CustomRowReaderTests {
    private func reader(_ fields: JSONObject) -> CustomProvider.RowReader { CustomProvider.RowReader(fields) }

    private static func number(_ literal: String) throws -> JSONValue { .number(try #require(JSONNumber(literal))) }

    @Test func readsEachKindOfValue() throws {
        var reader = reader([
            "text": "a", "flag": true, "count": 12, "written": "13",
            "big": try Self.number("1234567890.12345678901234567890"),
            "ms": try Self.number("1500.5"), "s": try Self.number("1.25"), "at": "2026-05-20T00:00:00.5Z",
            "epoch": try Self.number("1779235200500"), "unix": try Self.number("1779235200.5"),
            "in": ["side": ["n": 7]],
        ])
        #expect(reader.text("text") == "a")
        #expect(reader.flag("flag") == true)
        #expect(reader.count("count") == 12)
        #expect(reader.count("written") == 13)
        #expect(reader.decimal("big") == Decimal(string: "1234567890.1234567890123456789"))
        #expect(reader.quantity("count", unit: UsageUnit(rawValue: "page"))?.description == "12 page")
        #expect(reader.durationInMilliseconds("ms") == .microseconds(1_500_500))
        #expect(reader.durationInSeconds("s") == .milliseconds(1250))
        let instant = Timestamp.at("2026-05-20T00:00:00.5Z")
        #expect(reader.instant("at") == instant)
        #expect(reader.instantInMilliseconds("epoch") == instant)
        #expect(reader.instantInSeconds("unix") == instant)
        #expect(reader.count("in", "side", "n") == 7)
        #expect(reader.value("in", "side") == ["n": 7])
        #expect(reader.unreadable.isEmpty)
        #expect(reader.failure == nil)
    }

    @Test func whatIsMissingOrNullIsUnknownAndNotNoted() {
        var reader = reader(["a": nil])
        #expect(reader.text("a") == nil)
        #expect(reader.count("b") == nil)
        #expect(reader.decimal("a", "b") == nil)
        #expect(reader.value("a") == JSONValue.null)
        #expect(reader.value("b") == nil)
        #expect(reader.charge("b", in: .usd, isOptional: true) == nil)
        #expect(reader.unreadable.isEmpty)
        #expect(!reader.isChargeUnreadable)
    }

    @Test func whatCannotBeReadIsNotedOnce() throws {
        var reader = reader([
            "t": 1, "f": "true", "c": -1, "d": "much", "s": -1, "at": "0001-01-01T00:00:00Z", "e": 1_779_235_200,
            "u": try Self.number("1779235200500"), "in": 3, "own": "x",
        ])
        #expect(reader.text("t") == nil)
        #expect(reader.text("t") == nil)
        #expect(reader.flag("f") == nil)
        #expect(reader.count("c") == nil)
        #expect(reader.decimal("d") == nil)
        #expect(reader.durationInSeconds("s") == nil)
        #expect(reader.instant("at") == nil)
        #expect(reader.instantInMilliseconds("e") == nil)
        #expect(reader.instantInSeconds("u") == nil)
        #expect(reader.count("in", "side", "n") == nil)
        reader.noteUnreadable("own")
        #expect(reader.unreadable == ["t", "f", "c", "d", "s", "at", "e", "u", "in", "own"])
        #expect(!reader.isChargeUnreadable)
        reader.noteUnreadable("own", isCharge: true)
        #expect(reader.isChargeUnreadable)
    }

    @Test(arguments: [[:], ["cost": nil], ["cost": "a"], ["cost": ["x": 1]]] as [JSONObject])
    func aChargeIsNeverMissingSilently(fields: JSONObject) {
        var reader = reader(fields)
        #expect(reader.charge("cost", in: .usd) == nil)
        #expect(reader.isChargeUnreadable)
        #expect(reader.unreadable == ["cost"])
    }

    @Test func aChargeKeepsItsDigitsAndItsCurrency() throws {
        var reader = reader([
            "cost": ["amount": "0.10", "unit": "EUR"], "loss": try Self.number("-3.3000000000000003"), "odd": 5,
        ])
        #expect(reader.charge("cost", "amount", currencyIn: "cost", "unit")?.description == "0.1 EUR")
        #expect(reader.charge("loss", in: .credits)?.negated.description == "3.3000000000000003 credit")
        #expect(!reader.isChargeUnreadable)
        #expect(reader.charge("odd", currencyIn: "nowhere") == nil)
        #expect(reader.isChargeUnreadable)
    }

    @Test func anIDIsATextOrTheDigitsOfANumber() throws {
        var reader = reader(["a": "x", "b": try Self.number("12345678901234567890"), "c": "", "d": true])
        #expect(try reader.id("a") == "x")
        #expect(try reader.id("b") == "12345678901234567890")
        for name in ["c", "d", "e"] {
            #expect(throws: UsageError.self) { try reader.id(name) }
        }
    }

    @Test func aRepeatedMemberIsAFailureOfTheRow() {
        var reader = reader(JSONObject([.init("n", 1), .init("n", 2)]))
        _ = reader.count("n")
        #expect(reader.failure?.code == .malformedJSON)
    }

    @Test func rowsAreEqualByTheBytesOfTheirFields() throws {
        let one = try CustomCall(["id": "a", "cost": 1, "model": "\u{E9}"])
        let other = try CustomCall(["id": "a", "cost": 1, "model": "e\u{301}"])
        #expect(one != other)
        #expect(one == (try CustomCall(one.jsonValue)))
        #expect(Set([one, other]).count == 2)
    }
}
