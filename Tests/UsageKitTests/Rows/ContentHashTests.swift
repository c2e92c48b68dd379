import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows are told apart by what they say, in whichever form their texts are.
@Suite struct ContentHashTests {
    /// The hashes of a row, read as a row and in its place.
    private func hashes(_ provider: RowLedger, _ row: JSONValue) throws -> (row: UInt64, placed: UInt64) {
        let bytes = Array(row.text.utf8)
        if provider == .aurous {
            let event = try JSONReader.read(bytes) { (json) throws(UsageError) in
                try Aurous.RequestEvent(from: &json)
            }
            let placed = try JSONReader.read(bytes) { (json) throws(UsageError) in
                try Aurous.RequestFields<BorrowedText>(from: &json).contentHash
            }
            return (event.fields.contentHash, placed)
        }
        let ledgerRow = try JSONReader.read(bytes) { (json) throws(UsageError) in try Tresor.LedgerRow(from: &json) }
        let placed = try JSONReader.read(bytes) { (json) throws(UsageError) in
            try Tresor.LedgerFields<BorrowedText>(from: &json).contentHash
        }
        return (ledgerRow.fields.contentHash, placed)
    }

    @Test(arguments: [RowLedger.aurous, .tresor])
    func isTheSameInBothFormsAndInAnyOrder(provider: RowLedger) throws {
        for row in provider.rows(seed: 11, count: 300) + provider.rows(seed: 12, count: 20).map({ $0.adding("x", 1) }) {
            let (hash, placed) = try hashes(provider, row)
            #expect(hash == placed)
            #expect(try hashes(provider, row.reversed) == (hash, placed))
        }
    }

    @Test(arguments: [RowLedger.aurous, .tresor])
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
                    #expect(changed.row == changed.placed)
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
