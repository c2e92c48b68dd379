import Testing

@testable import UsageKit

@Suite struct RowIdentityTests {
    @Test func rowsWithIDsAreIdentifiable() {
        let types: [Any.Type] = [
            Aurous.Event.self, Aurous.RequestEvent.self, Aurous.CreditEvent.self, Tresor.LedgerRow.self,
            ChatBotKit.UsageItem.self, Auralytik.KeyBreakdown.Key.self,
        ]
        for type in types { #expect(type is any Identifiable.Type, "\(type)") }
    }

    /// An id that some rows lack identifies no row.
    @Test func rowsThatMayHaveNoIDAreNot() {
        let types: [Any.Type] = [UsageRecord.self, Venice.BillingEntry.self, Auralytik.Detail.self]
        for type in types { #expect(!(type is any Identifiable.Type), "\(type)") }
    }
}
