import Foundation
import Testing

@testable import UsageKit

struct WireValueTests {
    /// `é` in one scalar (NFC) and in two (NFD): one text to Swift, two names to a provider.
    @Test func spellingsOfDifferentBytesAreDifferentCurrencies() {
        let composed = Currency(rawValue: "\u{E9}")
        let decomposed = Currency(rawValue: "e\u{301}")

        #expect(composed.rawValue == decomposed.rawValue)
        #expect((composed == decomposed) == false)
        #expect(composed != decomposed)
        #expect([composed: 1, decomposed: 2].count == 2)
        #expect([composed: 1, decomposed: 2][decomposed] == 2)
    }

    @Test func everyWireTypeComparesBytes() {
        expectBytes(Currency.self)
        expectBytes(UsageUnit.self)
        expectBytes(UsageStatus.self)
        expectBytes(ProviderID.self)
        expectBytes(Aurous.EventType.self)
        expectBytes(Aurous.CreditEventType.self)
        expectBytes(Aurous.BucketWidth.self)
        expectBytes(Aurous.BucketDimension.self)
        expectBytes(ChatBotKit.UsageType.self)
        expectBytes(Tresor.Modality.self)
        expectBytes(Tresor.BillingUnit.self)
    }

    @Test func valuesInsideOfOthersCompareBytes() throws {
        let composed = try Money(1, Currency(rawValue: "\u{E9}"))
        let decomposed = try Money(1, Currency(rawValue: "e\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        let error = try #require(throws: UsageError.self) { try composed.adding(decomposed) }
        #expect(error.code == .currencyMismatch)
        #expect(try Quantity(1, unit: "\u{E9}") != Quantity(1, unit: "e\u{301}"))
        #expect(UsageField.unit("\u{E9}") != .unit("e\u{301}"))
        #expect(Set([UsageField.charge(composed.currency), .charge(decomposed.currency)]).count == 2)
    }

    /// As generic code sees it, and as concrete code does: different overloads of `==` could be chosen.
    private func expectBytes<Value: WireValue>(_ type: Value.Type, sourceLocation: SourceLocation = #_sourceLocation) {
        let composed = Value(rawValue: "\u{E9}")
        let decomposed = Value(rawValue: "e\u{301}")
        #expect(!equal(composed, decomposed), "\(type)", sourceLocation: sourceLocation)
        #expect(equal(composed, Value(rawValue: "\u{E9}")), "\(type)", sourceLocation: sourceLocation)
        #expect(composed != decomposed, "\(type)", sourceLocation: sourceLocation)
        #expect(Set([composed, decomposed]).count == 2, "\(type)", sourceLocation: sourceLocation)
        #expect([composed: 1, decomposed: 2][composed] == 1, "\(type)", sourceLocation: sourceLocation)
        #expect(composed.hashValue == Value(rawValue: "\u{E9}").hashValue, "\(type)", sourceLocation: sourceLocation)
    }

    private func equal<Value: Equatable>(_ left: Value, _ right: Value) -> Bool { left == right }
}
