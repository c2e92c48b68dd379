import Foundation
import Testing

@testable import UsageKit

@Suite struct CompiledFilterTests {
    @Test func holdsForSomeRecordsOnly() throws {
        let filter = UsageFilter.all([.isOne(.model, ["a", "b"]), .compares(.inputTokens, .atLeast, 100)])
        let compiled = try CompiledFilter(filter)
        #expect(compiled.holds(for: UsageRecord(provider: .aurous, model: "a", tokens: TokenCounts(input: 100))))
        #expect(!compiled.holds(for: UsageRecord(provider: .aurous, model: "a", tokens: TokenCounts(input: 99))))
        #expect(!compiled.holds(for: UsageRecord(provider: .aurous, model: "c", tokens: TokenCounts(input: 100))))
        #expect(!compiled.holds(for: UsageRecord(provider: .aurous, model: "a")))
    }

    private static let record = UsageRecord(
        provider: ProviderID(rawValue: "p"), time: Timestamp(seconds: 0), type: "chat", model: "é", apiKey: "k",
        status: .completed, sku: "", tokens: TokenCounts(input: 10, output: nil),
        quantities: [
            Quantity(exact: ExactDecimal(3), unit: "u"), Quantity(exact: ExactDecimal(7), unit: "u"),
            Quantity(exact: ExactDecimal(1), unit: "v"),
        ],
        charge: Money(exact: ExactDecimal("0.1") ?? .zero, currency: .usd),
        duration: Duration(attoseconds: 1_500_000_000_999_999_999))

    private static func decimal(_ text: String) -> Decimal { Decimal(string: text) ?? .nan }

    @Test(
        arguments: [
            (.isOne(.provider, ["p"]), true), (.isOne(.model, ["é"]), true), (.isOne(.model, ["e\u{301}"]), false),
            (.isOne(.model, ["x", "é"]), true), (.isOne(.model, []), false), (.isOne(.model, [nil]), false),
            (.isOne(.user, [nil]), true), (.isOne(.user, ["", nil]), true), (.isOne(.sku, [nil]), false),
            (.isOne(.sku, [""]), true), (.isOne(.user, [""]), false), (.isOne(.type, ["chat"]), true),
            (.isOne(.apiKey, ["k"]), true), (.isOne(.status, ["completed"]), true),
            (.isOne(.status, ["failed"]), false),
            (.isOne(.currency, ["USD"]), true), (.isOne(.currency, ["usd", nil]), false), (.isOne(.bot, [nil]), true),
            (.isOne(.conversation, ["c"]), false),
            (.compares(.inputTokens, .equal, 10), true), (.compares(.inputTokens, .equal, decimal("10.000")), true),
            (.compares(.inputTokens, .above, decimal("9.999999999999999999999999999999999999")), true),
            (.compares(.inputTokens, .above, 10), false), (.compares(.inputTokens, .atLeast, 10), true),
            (.compares(.inputTokens, .below, 10), false), (.compares(.inputTokens, .atMost, 10), true),
            (.compares(.inputTokens, .below, decimal("1e127")), true),
            (.compares(.inputTokens, .below, decimal("-1e127")), false),
            (.compares(.outputTokens, .atLeast, 0), false), (.not(.compares(.outputTokens, .atLeast, 0)), true),
            (.compares(.duration, .equal, decimal("1.5")), true), (.compares(.duration, .above, decimal("1.5")), false),
            (.compares(.duration, .below, decimal("1.500000001")), true),
            (.compares(.charge(.usd), .equal, decimal("0.1")), true),
            (.compares(.charge(.usd), .above, decimal("0.09999999999999999999999999999999999999")), true),
            (.compares(.charge(.eur), .atMost, 1), false), (.not(.compares(.charge(.eur), .atMost, 1)), true),
            (.compares(.unit("u"), .above, 5), true), (.compares(.unit("u"), .below, 5), true),
            (.compares(.unit("u"), .equal, 5), false), (.compares(.unit("w"), .atMost, 5), false),
            (.all([]), true), (.any([]), false), (.not(.all([])), false),
            (.all([.isOne(.type, ["chat"]), .isOne(.user, ["x"])]), false),
            (.any([.isOne(.type, ["chat"]), .isOne(.user, ["x"])]), true),
            (.all([.isOne(.type, ["chat"]), .not(.isOne(.user, ["x"]))]), true),
        ] as [(UsageFilter, Bool)])
    func holdsAsDocumented(filter: UsageFilter, expected: Bool) throws {
        #expect(try filter.holds(for: Self.record) == expected)
        #expect(try UsageFilter.not(filter).holds(for: Self.record) == !expected)
        #expect(try UsageFilter.all([filter, filter]).holds(for: Self.record) == expected)
        #expect(try UsageFilter.any([filter, filter]).holds(for: Self.record) == expected)
    }

    @Test func comparesLabelsByTheirBytes() throws {
        let record = UsageRecord(
            provider: ProviderID(rawValue: "p"), quantities: [Quantity(exact: ExactDecimal(1), unit: "é")],
            charge: Money(exact: ExactDecimal(1), currency: Currency(rawValue: "é")))
        for (label, expected) in [("é", true), ("e\u{301}", false)] {
            #expect(
                try UsageFilter.compares(.unit(UsageUnit(rawValue: label)), .equal, 1).holds(for: record) == expected)
            let currency = Currency(rawValue: label)
            #expect(try UsageFilter.compares(.charge(currency), .equal, 1).holds(for: record) == expected)
        }
    }

    @Test func namesWhatItRefuses() throws {
        let deep = (0..<128).reduce(UsageFilter.all([])) { filter, _ in .not(filter) }
        for (filter, code, message) in [
            (deep, .invalidArgument, "a filter's conditions are nested more than 128 deep")
        ] as [(UsageFilter, UsageError.Code, String)] {
            let error = #expect(throws: UsageError.self) { try CompiledFilter(filter) }
            #expect(error?.code == code)
            #expect(error?.message == message)
        }
    }

    @Test func aLabelThatARecordDoesNotHaveIsMissing() throws {
        #expect(try UsageFilter.isOne(.region, [nil]).holds(for: Self.record))
        #expect(try !UsageFilter.isOne(.region, ["eu"]).holds(for: Self.record))
        var record = Self.record
        record.labels = [.region: "eu", .account: "a"]
        #expect(try UsageFilter.isOne(.region, ["eu"]).holds(for: record))
        #expect(try UsageFilter.account(in: ["a"]).holds(for: record))
        #expect(try UsageFilter.not(.isOne(.upstream, ["eu", "a"])).holds(for: record))
    }

    @Test func conditionsOnNumbersHaveTheirUnit() throws {
        let conditions: [(UsageFilter, Bool)] = [
            (.inputTokens(.equal, 10), true), (.outputTokens(.atMost, 1), false),
            (.duration(.equal, .milliseconds(1500)), true), (.duration(.above, .milliseconds(1500)), false),
            (.charge(.equal, try Money(Self.decimal("0.1"), .usd)), true), (.charge(.equal, try Money(1, .eur)), false),
            (.quantity(.above, try Quantity(5, unit: "u")), true),
            (.quantity(.atMost, try Quantity(5, unit: "w")), false),
        ]
        for (filter, expected) in conditions { #expect(try filter.holds(for: Self.record) == expected, "\(filter)") }
    }

    /// `.seconds(1.1)` is not exactly 1.1 s.
    @Test(arguments: 1..<200) func durationsAreComparedInNanoseconds(tenths: Int) throws {
        let record = UsageRecord(provider: .aurous, duration: .milliseconds(100 * tenths))
        for comparison in [UsageFilter.Comparison.equal, .atLeast, .atMost] {
            #expect(try UsageFilter.duration(comparison, .seconds(Double(tenths) / 10)).holds(for: record))
        }
    }

    @Test func conditionsOnTextsAreNamedAfterTheirDimension() throws {
        let conditions: [(UsageFilter, UsageFilter)] = [
            (.provider(in: [.aurous]), .isOne(.provider, ["aurous"])),
            (.model(in: ["m", nil]), .isOne(.model, ["m", nil])),
            (.apiKey(in: ["k"]), .isOne(.apiKey, ["k"])), (.user(in: [nil]), .isOne(.user, [nil])),
            (.type(in: ["chat"]), .isOne(.type, ["chat"])),
            (.status(in: [.failed, nil]), .isOne(.status, ["failed", nil])),
            (.currency(in: [.usd, nil]), .isOne(.currency, ["USD", nil])), (.sku(in: ["s"]), .isOne(.sku, ["s"])),
            (.bot(in: ["b"]), .isOne(.bot, ["b"])), (.conversation(in: ["c"]), .isOne(.conversation, ["c"])),
            (.account(in: ["a"]), .isOne(.account, ["a"])),
        ]
        for (filter, expected) in conditions { #expect(filter == expected) }
        #expect(conditions.count == UsageDimension.all.count)
    }

    @Test func acceptsNumbersOf38Digits() throws {
        let number = Self.decimal("99999999999999999999999999999999999999")
        #expect(try UsageFilter.compares(.inputTokens, .below, number).holds(for: Self.record))
    }

    @Test func acceptsADepthOf128AndRefuses129() throws {
        let deep = (1..<128).reduce(UsageFilter.all([])) { filter, _ in .not(filter) }
        #expect(try deep.holds(for: Self.record) == false)
        for deeper in [UsageFilter.not(deep), .all([deep]), .any([.all([]), deep])] {
            let error = #expect(throws: UsageError.self) { try deeper.holds(for: Self.record) }
            #expect(error?.code == .invalidArgument)
        }
        #expect(try JSONDecoder().decode(UsageFilter.self, from: JSONEncoder().encode(deep)) == deep)
    }
}
