import Testing
import UsageKitTesting

@testable import UsageKit

/// The labels of rows are what the members of the JSON say.
@Suite struct RowLabelTests {
    @Test func aRowOfTresorHasItsRegionAndItsFailover() throws {
        let row = try Tresor.LedgerRow(
            TresorFake.row(
                at: .at("2026-05-20T00:00:00Z"), region: "eu", keyName: nil, with: ["failover": true]))
        #expect(row.label(.region) == "eu")
        #expect(row.label(.upstream) == "example")
        #expect(row.label(.failover) == "true")
        #expect(row.label(.keyName) == nil)
        #expect(row.label(.model) == nil)
        let record = row.usageRecord(keeping: [.failover, .keyName])
        #expect(record.labels == [.failover: "true"])
        #expect(row.usageRecord.labels.isEmpty)
    }

    /// The labels of the rows of a file.
    private static func texts(
        _ file: [UInt8], _ ledger: RowLedger, _ labels: [UsageDimension]
    ) throws -> [[UsageDimension: String]] {
        func texts<Row: UsageRow>(_ replay: Replay<Row>) throws -> [[UsageDimension: String]] {
            try replay.rows(of: file).rows.map { row in
                let record = row.usageRecord(keeping: labels)
                for label in labels { #expect(record.labels[label] == row.label(label)) }
                return record.labels
            }
        }
        return switch ledger {
        case .aurous, .aurousCredits: try texts(Aurous.replay)
        case .venice, .veniceRetired: try texts(Venice.replay)
        case .tresor: try texts(Tresor.replay)
        case .chatBotKit: try texts(ChatBotKit.replay)
        case .auralytik, .auralytikSigned: try texts(Auralytik.replay)
        }
    }

    @Test(arguments: RowLedger.allCases, PropertySeeds.some(3))
    func rowsHaveWhatTheirMembersSay(ledger: RowLedger, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = RowLabelTable.varied(ledger.rows(seed: seed, count: 200), ledger, &random)
        let texts = try Self.texts(Array(rows.map(\.text).joined(separator: "\n").utf8), ledger, RowLabelTable.labels)
        let expected = rows.map { RowLabelTable.texts(of: $0, ledger) }
        #expect(texts.map(Self.bytes) == expected.map(Self.bytes))
        for (label, _) in RowLabelTable.paths(of: ledger) {
            #expect(expected.contains { $0[label] != nil }, "\(label)")
        }
    }

    private static func bytes(_ texts: [UsageDimension: String]) -> [UsageDimension: [UInt8]] {
        texts.mapValues { Array($0.utf8) }
    }

    /// Each label that a provider lists is in the table, and each in the table is listed.
    @Test func everyListedLabelIsTested() {
        for (listed, ledgers) in [
            (Aurous.labels, [.aurous, .aurousCredits]), (Venice.labels, [.venice]), (Tresor.labels, [.tresor]),
            (ChatBotKit.labels, [.chatBotKit]), (Auralytik.labels, [.auralytik]),
        ] as [([UsageDimension], [RowLedger])] {
            let tested = ledgers.flatMap(RowLabelTable.paths).map(\.label).filter { label in
                label == .reason || !label.rawValue.contains(".")
            }
            #expect(Set(listed) == Set(tested))
            #expect(listed.allSatisfy { $0.common == nil })
        }
        let known = [Aurous.labels, Venice.labels, Tresor.labels, ChatBotKit.labels, Auralytik.labels].flatMap(\.self)
        #expect(UsageDimension.Label.allCases.allSatisfy { known.contains(UsageDimension($0)) })
    }

    /// Names may have dots, and another kind of value does not hide one below another name.
    @Test(
        arguments: [
            (#"{"a":{"b":{"c":"x"}}}"#, "x"), (#"{"a.b.c":"x"}"#, "x"), (#"{"a.b":{"c":"x"}}"#, "x"),
            (#"{"a":{"b.c":"x"}}"#, "x"), (#"{"a.b.c":null,"a":{"b":{"c":"x"}}}"#, "x"),
            (#"{"a.b.c":[1],"a.b":{"c":null},"a":{"b.c":{"d":1},"b":{"c":"x"}}}"#, "x"),
            (#"{"a.b.c":"y","a":{"b":{"c":"x"}}}"#, "y"), (#"{"a.b":{"c":"y"},"a":{"b":{"c":"x"}}}"#, "y"),
            (#"{"a":{"b":"x"}}"#, nil), (#"{"a.b.c":{"c":"x"}}"#, nil), (#"{"a":{"b":{"c":null}}}"#, nil),
        ] as [(String, String?)])
    func theLongestNameThatLeadsToAValueComesFirst(members: String, text: String?) throws {
        let row = #"{"id":"1","type":"T","count":1,"createdAt":1791000000000,"meta":\#(members)}"#
        let label = UsageDimension.meta("a.b.c")
        #expect(try ChatBotKit.replay.rows(of: Array(row.utf8)).rows.map { $0.label(label) } == [text])
        var ledger = UsageLedger(keeping: [label])
        try ledger.ingest(ChatBotKit.replay, of: Array(row.utf8))
        #expect(try ledger.report(by: [label]).map { $0[label] } == [text])
    }

    @Test func anEntryOfACSVFileHasItsNote() throws {
        let rows = RowLedger.venice.rows(seed: 3, count: 30)
        let text = VeniceCSVTests.text(of: rows, lineBreak: "\n") { CSVText.quoted($0) }
        let entries = try Venice.replay.rows(of: Array(text.utf8)).rows
        #expect(entries.map { $0.label(.note) } == rows.map { $0["notes"]?.string })
    }

    /// A row of the caller's own type.
    private struct OwnRow: UsageRow {
        let tenant: String?

        var usageRecord: UsageRecord { UsageRecord(provider: ProviderID(rawValue: "own"), labels: [.region: "eu"]) }

        func label(_ dimension: UsageDimension) -> String? {
            dimension.rawValue == "tenant" ? tenant : usageRecord.labels[dimension]
        }
    }

    @Test func aRowOfAnotherTypeHasLabelsOfItsOwn() throws {
        let tenant = UsageDimension(rawValue: "tenant")
        let record = OwnRow(tenant: "a").usageRecord(keeping: [tenant, .region, .lora])
        #expect(record.labels == [tenant: "a", .region: "eu"])
        #expect(record.usageRecord(keeping: [.region]).labels == [.region: "eu"])
    }
}
