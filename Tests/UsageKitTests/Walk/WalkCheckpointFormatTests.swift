import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The stored form of checkpoints: what is written can be read back, and nothing else can.
@Suite struct WalkCheckpointFormatTests {
    /// A walk that was stopped after some pages.
    private func stopped(
        _ ledger: RowLedger, pages: Int = 2, options: WalkOptions = WalkOptions(), rows: [JSONValue]? = nil
    ) async throws -> WalkOutcome {
        let rows = rows ?? ledger.rows(seed: 60, count: 45)
        return try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10, options: options, pages: pages)
    }

    private func text(_ checkpoint: WalkCheckpoint?) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(#require(checkpoint)), as: UTF8.self)
    }

    private func read(_ text: String) throws -> WalkCheckpoint {
        try JSONDecoder().decode(WalkCheckpoint.self, from: Data(text.utf8))
    }

    /// Continues after a checkpoint, if it can be read, until the end or an error.
    private func resume(_ ledger: RowLedger, _ checkpoint: WalkCheckpoint) async throws -> WalkOutcome {
        try await ledger.walk(
            .test(ledger.fake(ledger.rows(seed: 60, count: 45))), pageSize: 10,
            options: .with { $0.limits = WalkLimits(pages: 30) }, from: checkpoint)
    }

    // MARK: Reading back

    @Test(arguments: RowLedger.allCases) func theSameStateIsWrittenInTheSameBytes(ledger: RowLedger) async throws {
        let first = try text(await stopped(ledger).checkpoint)
        #expect(try text(read(first)) == first)
    }

    @Test func aWindowBeforeTheYear0IsReadBack() async throws {
        let window = try TimeWindow(from: Timestamp(seconds: -70_000_000_000), to: RowLedger.week.end)
        // The only service that is not sent the window, which the others would refuse.
        let ledger = RowLedger.chatBotKit
        let rows = ledger.rows(seed: 60, count: 45)
        let first = try await ledger.walk(
            .test(ledger.fake(rows)), in: window, pageSize: 10, options: WalkOptions(), pages: 2)
        let checkpoint = try read(text(first.checkpoint))
        #expect(checkpoint.window == window)
        let second = try await ledger.walk(
            .test(ledger.fake(rows)), in: window, pageSize: 10, options: WalkOptions(), from: checkpoint)
        #expect(second.error == nil)
        #expect(first.rows.count + second.rows.count == 45)
    }

    @Test func theFirstVersionIsRefusedByItsNumber() throws {
        let old = #"""
            {"createdAt":"2026-06-01T00:00:00Z","endpoint":"usage","fingerprint":"RDUpbxud0Kbds09/Xyw3bchMhh7uFOr1=",
            "known":{"begun":[{"offset":{"_0":0,"overlaps":true}}],"frontier":{"rows":{},"time":"2026-05-18T00:04:08Z"},
            "hasRowsWithoutIDs":false,"ids":[],"pass":1,"passRows":19,"totals":{"current":35,"hasChanged":false,
            "isOn":true,"rows":19,"total":35}},"position":{"offset":{"_0":19,"overlaps":true}},"provider":"tresor",
            "report":{"conflicts":0,"duplicates":0,"endpoint":"usage","expected":35,"gaps":0,"isFinished":false,
            "outsideWindow":0,"pages":2,"provider":"tresor","restarts":0,"rewalks":0,"rows":19,"window":{}},
            "segment":0,"shards":1,"version":1,"window":{}}
            """#
        for (version, text) in [
            ("version 1", old), ("version 0", #"{"version":0}"#), ("version 3", #"{"version":3}"#),
        ] {
            let error = #expect(throws: UsageError.self) { try read(text) }
            #expect(error?.code == .checkpointMismatch)
            #expect(error?.message.contains(version) == true)
        }
    }

    @Test(arguments: [
        "{}", "[]", "1", "null", #"{"version":2}"#, #"{"version":"2"}"#, #"{"version":2.5}"#, #"{"version":null}"#,
        #"{"version":2,"checksum":""}"#,
    ])
    func whatIsNoCheckpointIsRefused(text: String) {
        let error = #expect(throws: UsageError.self) { try read(text) }
        #expect(error?.code == .checkpointDamaged)
    }

    // MARK: Rows that the caller keeps

    @Test(arguments: RowLedger.allCases, 1...4)
    func aCheckpointWithoutIDsContinuesAfterTheRows(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 60, count: 45)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let found = try await ledger.visit(
            KeptRows(pages: pages), .test(ledger.fake(rows)), pageSize: 10)
        #expect(found.rows == whole.rows)
        #expect(found.report == whole.report)
    }

    /// Stops after some pages and continues after the rows so far, which may be changed.
    private struct KeptRows: WalkVisitor {
        let pages: Int
        var change: @Sendable (inout [Int]) -> Void = { _ in }

        func visit<Row: UsageRow & JSONRepresentable>(
            _ walk: Walk<Row>
        ) async throws -> (rows: [JSONValue], report: WalkReport) {
            var rows: [Row] = []
            var pages = walk.pages.makeAsyncIterator()
            var checkpoint: WalkCheckpoint?
            for _ in 0..<self.pages {
                guard let page = try await pages.next() else { break }
                rows += page.rows
                checkpoint = page.checkpoint(includingIDs: false)
            }
            guard let checkpoint else { return (rows.map(\.jsonValue), pages.report) }
            var indices = Array(rows.indices)
            change(&indices)
            let stored = try JSONDecoder().decode(WalkCheckpoint.self, from: JSONEncoder().encode(checkpoint))
            let kept = indices.map { rows[$0] }
            let rest = try await walk.resumed(from: stored, after: kept).collect()
            return ((kept + rest.rows).map(\.jsonValue), rest.report)
        }
    }

    private static let changes: [@Sendable (inout [Int]) -> Void] = [
        { $0.removeLast() }, { $0.removeFirst() }, { $0.append(0) }, { $0.removeAll() },
        { $0[1] = $0[0] },
    ]

    @Test(arguments: RowLedger.allCases, changes.indices)
    func otherRowsThanThoseThatWereDeliveredAreRefused(ledger: RowLedger, change: Int) async throws {
        // Of rows without ids only the number is known. A row with an id may be among them twice.
        if change == (ledger.hasIDs ? 2 : 4) { return }
        let error = await #expect(throws: UsageError.self) {
            try await ledger.visit(
                KeptRows(pages: 2, change: Self.changes[change]),
                .test(ledger.fake(ledger.rows(seed: 60, count: 45))), pageSize: 10)
        }
        #expect(error?.code == .checkpointDamaged)
    }

    @Test func aLaterStateOfARowOfAnEarlierRunIsDelivered() async throws {
        func row(_ id: String, _ rest: String) -> String {
            #"{"id":"\#(id)","type":"chat","created_at":"2026-05-20T09:00:00Z",\#(rest)}"#
        }
        let pages = [
            (row("cmp_1", #""status":"processing""#) + "," + row("cmp_2", #""status":"completed""#), "\"a\""),
            (row("cmp_1", #""status":"completed","credits_charged":3.5"#), "null"),
        ].map { #"{"data":[\#($0.0)],"has_more":\#($0.1 != "null"),"next_cursor":\#($0.1)}"# }
        func walk(_ pages: some Sequence<String>) throws -> Walk<Aurous.Event> {
            try Aurous.Client(
                apiKey: AurousFake.testKey, configuration: .test(ScriptedTransport(pages.map { .json($0) }))
            ).events(in: RowLedger.week)
        }
        var first = try walk(pages).pages.makeAsyncIterator()
        let page = try #require(try await first.next())
        let checkpoint = try #require(page.checkpoint(includingIDs: false))
        #expect(page.report.unsettled == 1)

        let resumed = try walk(pages.suffix(1)).resumed(from: checkpoint, after: page.rows)
        var second = resumed.pages.makeAsyncIterator()
        let later = try #require(try await second.next())
        #expect(later.rows.map(\.id) == ["cmp_1"])
        #expect(later.replaced == [-2])
        #expect(later.report.rows == 2)
        #expect(later.report.revised == 1)
        #expect(later.report.unsettled == 0)
        #expect(later.report.isComplete)

        // With its id only, it cannot be told from the row that was delivered.
        let ids = try walk(pages.suffix(1)).resumed(from: checkpoint.restoring(ids: ["cmp_1", "cmp_2"]))
        let outcome = await WalkOutcome(of: ids)
        #expect(outcome.rows.isEmpty)
        #expect(outcome.report.duplicates == 1)

        // A ledger that does not have the earlier rows by this walk cannot take one back.
        var ledger = UsageLedger()
        try await ledger.ingest(try walk(pages.suffix(1)).resumed(from: checkpoint, after: page.rows))
        #expect(!ledger.isComplete)
        #expect(ledger.walks.first?.stopped?.message.contains("earlier run") == true)
    }

    @Test func aCheckpointWithoutIDsIsRefusedWithoutThem() async throws {
        for ledger in RowLedger.allCases {
            let rows = ledger.rows(seed: 60, count: 45).map {
                ledger.hasIDs ? $0 : $0.replacing("timestamp", by: "2026-05-20T00:00:00Z")
            }
            let first = try await stopped(ledger, rows: rows)
            let bare = try read(text(first.checkpointWithoutIDs))
            let ids = first.rows.compactMap { $0["id"]?.string }
            let wrong = [
                bare, bare.restoring(ids: ids.dropLast()), bare.restoring(ids: ids + ["more"]),
                bare.restoring(ids: ids.dropLast() + ids.prefix(1)),
            ]
            for checkpoint in ledger.hasIDs ? wrong : [bare] {
                let outcome = try await resume(ledger, checkpoint)
                #expect(outcome.failure?.code == .checkpointDamaged)
                #expect(outcome.rows.isEmpty)
            }
        }
    }

    @Test(arguments: RowLedger.allCases)
    func aCheckpointWithoutIDsCostsTheSameAfterEachPage(ledger: RowLedger) async throws {
        // All rows are at one instant, so a checkpoint with their digests would keep growing.
        let rows = ledger.rows(seed: 60, count: 600).enumerated().map { (index, row) in
            var row = row.replacing("timestamp", by: "2026-05-20T00:00:00Z")
            row = row.replacing("created_at", by: "2026-05-20T00:00:00Z").replacing("createdAt", by: 1_779_235_200_000)
            return row
        }
        let sizes = try await ledger.visit(CheckpointSizes(), .test(ledger.fake(rows)), pageSize: 20)
        #expect(sizes.count >= 20)
        #expect(sizes.allSatisfy { $0 < 1900 })
        // Numbers and cursors get a few digits longer, and the search for rows after an empty page is added.
        #expect(try #require(sizes.last) - sizes[1] < 200)
    }

    private struct CheckpointSizes: WalkVisitor {
        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> [Int] {
            var sizes: [Int] = []
            for try await page in walk.pages {
                if let checkpoint = page.checkpoint(includingIDs: false) {
                    sizes.append(try JSONEncoder().encode(checkpoint).count)
                }
            }
            return sizes
        }
    }

    @Test func rowsOfOneInstantAreRecognizedAfterTheyWereHandedBack() async throws {
        let ledger = RowLedger.venice
        let rows = ledger.rows(seed: 60, count: 60).map {
            $0.replacing("timestamp", by: "2026-05-20T00:00:00Z")
        }
        let expired = TransportResponse(status: 400, body: #"{"error":"Invalid or expired cursor"}"#)
        let isExpired = Countdown(0)
        let server = AlteredServer(ledger.fake(rows)) { number, request, server in
            // The fourth request is the first one of the second run.
            number == 4 && !isExpired.next() ? expired : try await server.send(request)
        }
        let found = try await ledger.visit(KeptRows(pages: 3), .test(server), pageSize: 10)
        #expect(found.report.restarts == 1)
        #expect(found.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(found.report.isComplete)
    }
}
