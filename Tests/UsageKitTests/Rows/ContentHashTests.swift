import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows are told apart by what they say, in whichever form their texts are.
@Suite struct ContentHashTests {
    /// Two rows that differ in their region only are the same row with other content.
    @Test func changesWithAFieldAndNotWithTheID() throws {
        func hash(_ id: String, _ region: String) throws -> UInt64 {
            let row = #"""
                {"id":"\#(id)","model":"m","modality":"chat","region":"\#(region)","cost_eur":1,
                "created_at":"2026-06-01T00:00:00Z"}
                """#
            return try hashes(Tresor.LedgerRow.self, Array(row.utf8)).row
        }
        #expect(try hash("1", "eu") == hash("2", "eu"))
        #expect(try hash("1", "eu") != hash("1", "us"))
    }

    /// The hashes of a row, read as a row and with its texts borrowed.
    private func hashes<Row: DeclaredRow>(_: Row.Type, _ bytes: [UInt8]) throws -> (row: UInt64, borrowed: UInt64) {
        let row = try JSONReader.read(bytes) { (json) throws(UsageError) in try Row(from: &json) }
        let borrowed = try JSONReader.read(bytes) { (json) throws(UsageError) in try Row.BorrowedFields(from: &json) }
        return (row.contentHash, try #require(borrowed).contentHash)
    }

    private func hashes(_ provider: RowLedger, _ row: JSONValue) throws -> (row: UInt64, borrowed: UInt64) {
        let bytes = Array(row.text.utf8)
        return switch provider {
        case .aurous: try hashes(Aurous.RequestEvent.self, bytes)
        case .aurousCredits: try hashes(Aurous.CreditEvent.self, bytes)
        case .venice, .veniceRetired: try hashes(Venice.BillingEntry.self, bytes)
        case .chatBotKit: try hashes(ChatBotKit.UsageItem.self, bytes)
        default: try hashes(Tresor.LedgerRow.self, bytes)
        }
    }

    @Test(arguments: [RowLedger.aurous, .aurousCredits, .venice, .tresor, .chatBotKit])
    func isTheSameInBothFormsAndInAnyOrder(provider: RowLedger) throws {
        for row in provider.rows(seed: 11, count: 300) + provider.rows(seed: 12, count: 20).map({ $0.adding("x", 1) }) {
            let (hash, borrowed) = try hashes(provider, row)
            #expect(hash == borrowed)
            #expect(try hashes(provider, row.reversed) == (hash, borrowed))
        }
    }

    @Test(arguments: [RowLedger.aurous, .aurousCredits, .venice, .tresor, .chatBotKit])
    func everyFieldButTheIDCounts(provider: RowLedger) throws {
        for row in provider.rows(seed: 13, count: 40) {
            let (hash, _) = try hashes(provider, row)
            #expect(try hashes(provider, row.adding("x", 1)).row != hash)
            for member in row.members {
                let values: [JSONValue] =
                    switch member.value {
                    case .string(let text):
                        (try? Timestamp(text)) != nil
                            ? ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000000001Z"] : [.string(text + "x")]
                    case .number: [JSONValue(77_777), nil]
                    case .bool(let flag): [.bool(!flag), nil]
                    default: []
                    }
                for value in values {
                    guard let changed = try? hashes(provider, row.replacing(member.name, by: value)) else { continue }
                    #expect((changed.row == hash) == (member.name == "id"), "\(member.name)")
                    #expect(changed.row == changed.borrowed)
                }
            }
        }
    }

    @Test func whatIsMissingIsNotWhatIsEmpty() throws {
        let row = RowLedger.aurous.rows(seed: 14, count: 1)[0]
        let missing = try hashes(.aurous, row.replacing("model", by: nil))
        let empty = try hashes(.aurous, row.replacing("model", by: ""))
        #expect(missing.row != empty.row)
    }
}
