import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// A field that is missing, or an empty text, is as unknown as one that cannot be read; the row and its charge stay.
@Suite struct MissingFieldTests {
    @Test func aRequestWithoutAnInstantCounts() throws {
        let rows = [
            #"{"id":"1","type":"chat","created_at":"2026-05-20T00:00:00Z","credits_charged":1}"#,
            #"{"id":"2","type":"chat","model":"m","credits_charged":2}"#,
        ]
        for text in [rows.joined(separator: "\n"), "[\(rows.joined(separator: ","))]"] {
            let (saved, report, ledger) = try RowLedger.aurous.replayed(Array(text.utf8))
            #expect(try saved.map(\.time) == [Timestamp("2026-05-20T00:00:00Z"), nil])
            #expect(try ledger.report().total.charges == [.credits: 3])
            #expect(report.isComplete)
            #expect(report.notes.map(\.code) == [.unreadableField])
            #expect(report.notes[0].first.first?.hasSuffix(": created_at") == true)
        }
    }

    @Test func aWalkKeepsTheRowToo() async throws {
        let page = #"{"data":[{"id":"2","type":"chat","model":"m","credits_charged":2}],"has_more":false}"#
        let client = try Aurous.Client(
            apiKey: AurousFake.testKey, configuration: .test(ScriptedTransport([.json(page)])))
        var ledger = UsageLedger()
        try await ledger.ingest(client.events(in: RowLedger.week))
        #expect(try ledger.report().total.charges == [.credits: 2])
        #expect(ledger.isComplete)
    }

    // MARK: Currencies

    private static func entry(_ currency: String) -> String {
        #"{"timestamp":"2026-06-02T09:00:00Z","sku":"m-image-unit","units":1,"amount":-2\#(currency)}"#
    }

    private static let header = "timestamp,sku,units,pricePerUnitUsd,amount,currency\n"

    /// JSON and CSV follow one rule.
    @Test(arguments: [
        entry(""), entry(#","currency":"""#), entry(#","currency":null"#), entry(#","currency": """#),
        header + "2026-06-02T09:00:00Z,m-image-unit,1,1,-2,\n",
        header + "2026-06-02T09:00:00Z,m-image-unit,1,1,-2,\"\"\n",
    ])
    func anAmountWithoutACurrencyIsNoCharge(text: String) throws {
        for text in text.hasPrefix("{") ? [text, "[\(text)]", #"{"data":[\#(text)],"nextCursor":null}"#] : [text] {
            let (rows, report, ledger) = try RowLedger.venice.replayed(Array(text.utf8))
            #expect(rows.map(\.charge) == [nil])
            #expect(try ledger.report().total.charges.isEmpty)
            #expect(report.stopped?.message == "the amount of 1 rows cannot be read, so the sums lack it")
            #expect(report.notes.map { $0.first.first?.hasSuffix(": currency") } == [true])
        }
    }

    @Test func aMovementOfCreditsWithAnEmptyCurrencyIsNoCharge() throws {
        let row = #"{"id":"uev_1","type":"charge","amount":2,"created_at":"2026-06-02T09:00:00Z","currency":""}"#
        let (rows, report, _) = try RowLedger.aurousCredits.replayed(Array(row.utf8))
        #expect(rows.map(\.charge) == [nil])
        #expect(!report.isComplete)
        let plain = try RowLedger.aurousCredits.replayed(Array(row.replacing(#","currency":"""#, with: "").utf8))
        #expect(plain.rows.first?.charge?.amount == 2)
        #expect(plain.report.isComplete)
    }

    // MARK: Other documents

    @Test(arguments: RowLedger.allCases)
    func aDocumentWithoutAMemberOfTheRowIsNone(_ provider: RowLedger) throws {
        for (text, found) in [
            (#"{"foo":1,"bar":2}"#, "found an object with the members foo, bar"), ("{}", "found an empty object"),
        ] {
            let name = provider == .chatBotKit ? "items" : "data"
            for text in [text, "[\(text)]", "{\"\(name)\":[\(text)]}"] {
                let error = try #require(throws: UsageError.self) { try provider.replayed(Array(text.utf8)) }
                #expect(error.message.contains(found), "\(error)")
                #expect(error.message.lowercased().contains(provider.provider), "\(error)")
            }
        }
    }

    /// Also if rows of several providers have members of the same name.
    @Test(arguments: RowLedger.allCases, RowLedger.allCases)
    func rowsOfOtherProvidersAreRefused(_ provider: RowLedger, _ other: RowLedger) throws {
        guard provider.provider != other.provider else { return }
        for row in other.rows(seed: 8, count: 20) {
            #expect(throws: UsageError.self, "\(row.text)") { try provider.replayed(Array(row.text.utf8)) }
        }
    }
}

extension RowLedger {
    fileprivate var provider: String {
        switch self {
        case .aurous, .aurousCredits: "aurous"
        case .venice, .veniceRetired: "venice"
        case .tresor: "tresor"
        case .chatBotKit: "chatbotkit"
        case .auralytik, .auralytikSigned: "auralytik"
        }
    }
}
