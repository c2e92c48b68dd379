import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// All ways into a ledger keep the labels of rows, and the account that they come with.
@Suite struct LabelIntakeTests {
    /// The ledger of rows that were decoded, with labels that were read from their JSON.
    private static func expected(
        _ rows: [JSONValue], _ provider: RowLedger, account: String?, isCSV: Bool = false
    ) throws -> UsageLedger {
        func records<Row: UsageRow>(_ replay: Replay<Row>) throws -> [UsageRecord] {
            try rows.flatMap { row in
                try replay.rows(of: Array(row.text.utf8)).rows.map { decoded in
                    var record = decoded.usageRecord
                    record.labels = RowLabelTable.texts(of: row, provider)
                    // An empty cell is a missing text.
                    if isCSV { record.labels = record.labels.filter { !$0.value.isEmpty } }
                    record.labels[.account] = account
                    return record
                }
            }
        }
        var ledger = UsageLedger(keeping: RowLabelTable.labels)
        switch provider {
        case .aurous, .aurousCredits: try ledger.append(contentsOf: records(Aurous.replay))
        case .venice, .veniceRetired: try ledger.append(contentsOf: records(Venice.replay))
        case .tresor: try ledger.append(contentsOf: records(Tresor.replay))
        case .chatBotKit: try ledger.append(contentsOf: records(ChatBotKit.replay))
        case .auralytik, .auralytikSigned: try ledger.append(contentsOf: records(Auralytik.replay))
        }
        return ledger
    }

    private struct Intake: WalkVisitor {
        let options: WalkOptions

        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> UsageLedger {
            try await UsageLedger(of: walk.with(options), keeping: RowLabelTable.labels)
        }
    }

    @Test(arguments: RowLedger.allCases, PropertySeeds.some(5))
    func aWalkKeepsThem(provider: RowLedger, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows = RowLabelTable.varied(
            provider.rows(seed: seed, count: Int.random(in: 0...150, using: &random)), provider, &random)
        var options = WalkOptions()
        options.prefetch = [1, 2, 4].randomElement(using: &random) ?? 1
        if provider == .aurous || provider == .venice { options.shards = Int.random(in: 1...3, using: &random) }
        var configuration = ClientConfiguration.test(provider.fake(rows))
        configuration.account = ["acme", "\u{E9}", nil].randomElement(using: &random) ?? nil
        let ledger = try await provider.visit(
            Intake(options: options), configuration, pageSize: Int.random(in: 10...40, using: &random))
        let expected = try Self.expected(rows, provider, account: configuration.account)
        #expect(ledger.count == rows.count)
        #expect(ledger.labels == RowLabelTable.labels)
        #expect(try LedgerFigures.all(of: ledger) == LedgerFigures.all(of: expected))
    }

    @Test(arguments: RowLedger.allCases, SavedRows.Form.allCases)
    func aFileKeepsThem(provider: RowLedger, form: SavedRows.Form) throws {
        var random = SeededGenerator(seed: UInt64(form.rawValue.count))
        let rows = RowLabelTable.varied(provider.rows(seed: 9, count: 120), provider, &random)
        guard let file = SavedRows.file(of: rows, provider, form, &random) else { return }
        let bytes = Array(file.text.utf8)
        func ledger<Row: UsageRow>(_ replay: Replay<Row>) throws -> UsageLedger {
            var ledger = UsageLedger(keeping: RowLabelTable.labels)
            try ledger.ingest(replay, of: bytes, account: "acme")
            return ledger
        }
        let read =
            switch provider {
            case .aurous, .aurousCredits: try ledger(Aurous.replay)
            case .venice, .veniceRetired: try ledger(Venice.replay)
            case .tresor: try ledger(Tresor.replay)
            case .chatBotKit: try ledger(ChatBotKit.replay)
            case .auralytik, .auralytikSigned: try ledger(Auralytik.replay)
            }
        let expected = try Self.expected(rows, provider, account: "acme", isCSV: form == .csv)
        #expect(try LedgerFigures.all(of: read) == LedgerFigures.all(of: expected))
    }

    private static func row(_ id: String, region: String, failover: Bool = false) -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","region":"\#(region)","failover":\#(failover),"cost_eur":1,"#
            + #""created_at":"2026-05-20T00:00:00Z"}"#
    }

    private func counts(_ ledger: UsageLedger, by dimension: UsageDimension) throws -> [String?: Int] {
        Dictionary(uniqueKeysWithValues: try ledger.report(by: [dimension]).map { ($0[dimension], $0.requests) })
    }

    private func tresor(_ pages: [String], account: String? = nil) throws -> Walk<Tresor.LedgerRow> {
        var configuration = ClientConfiguration.test(ScriptedTransport(pages.map { .json($0) }))
        configuration.account = account
        return try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration).usage(in: RowLedger.week)
    }

    @Test func aLaterStateReplacesTheLabelsToo() async throws {
        let event = { (id: String, lora: String) in
            #"{"id":"\#(id)","type":"image","created_at":"2026-05-20T00:00:00Z","lora_id":"\#(lora)"}"#
        }
        let pages = [[event("a", "one"), event("b", "two")], [event("a", "three")]].enumerated().map { index, rows in
            #"{"data":[\#(rows.joined(separator: ","))],"has_more":\#(index == 0),"next_cursor":\#(index == 0 ? #""x""# : "null")}"#
        }
        var saved = UsageLedger(keeping: [.lora])
        try saved.ingest(Aurous.replay, of: Array(pages.joined(separator: "\n").utf8))
        let transport = ScriptedTransport(pages.map { .json($0) })
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(transport))
        let walked = try await UsageLedger(of: client.events(in: RowLedger.week), keeping: [.lora])
        for ledger in [saved, walked] {
            #expect(ledger.count == 2)
            #expect(try counts(ledger, by: .lora) == ["two": 1, "three": 1])
        }
    }

    @Test func rowsOfSeveralAccountsAreToldApart() async throws {
        let lines = { (id: String) in Array([Self.row(id, region: "eu")].joined().utf8) }
        var ledger = UsageLedger()
        try ledger.ingest(Tresor.replay, of: lines("1"), account: "a")
        try ledger.ingest(Tresor.replay, of: lines("2"))
        try ledger.append(UsageRecord(provider: .tresor, labels: [.account: "b"]))
        let page = #"{"data":[\#(Self.row("3", region: "eu"))],"total_count":1,"limit":1000,"offset":0}"#
        try await ledger.ingest(tresor([page], account: "a"))
        try ledger.append(UsageRecord(provider: .tresor))
        #expect(try counts(ledger, by: .account) == ["a": 2, "b": 1, nil: 2])
        let filtered = try ledger.report(ReportQuery(where: .account(in: ["a"]), by: [.account]))
        #expect(filtered.total.requests == 2)
    }

    @Test func liveReportsAreSplitByLabels() async throws {
        let rows = RowLedger.tresor.rows(seed: 12, count: 60)
        var configuration = ClientConfiguration.test(RowLedger.tresor.fake(rows))
        configuration.account = "acme"
        let walk = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
            .usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
        let query = ReportQuery(by: [.region, .account])
        var copies: [UsageLedger] = []
        for try await element in UsageLedger(keeping: [.region]).reports(during: walk, query, interval: .zero) {
            #expect(element.report.map { $0[.account] }.allSatisfy { $0 == "acme" })
            copies.append(element.ledger)
        }
        #expect(copies.count > 2)
        let expected = Dictionary(grouping: rows) { $0["region"]?.string }.mapValues(\.count)
        #expect(try copies.last.map { try counts($0, by: .region) } == expected)
        // What was copied before is not changed by later pages.
        for copy in copies { #expect(try counts(copy, by: .region).values.reduce(0, +) == copy.count) }
    }

    @Test func aLedgerThatKeepsNothingHasNoLabels() throws {
        var ledger = UsageLedger()
        try ledger.ingest(Tresor.replay, of: Array(Self.row("1", region: "eu").utf8))
        #expect(ledger.labels.isEmpty)
        #expect(throws: UsageError.self) { try ledger.report(by: [.region]) }
    }
}
