import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Pages that go into a ledger without becoming rows give the same ledger, and the same report, as rows do.
@Suite struct DirectWalkTests {
    /// Walks into a ledger.
    private struct Intake: WalkVisitor {
        let options: WalkOptions

        func visit<Row: UsageRow & JSONRepresentable>(
            _ walk: Walk<Row>
        ) async throws -> (ledger: UsageLedger, failure: UsageError?) {
            var walk = walk
            walk.options = options
            var ledger = UsageLedger()
            do {
                try await ledger.ingest(walk)
                return (ledger, nil)
            } catch {
                return (ledger, try #require(error as? UsageError))
            }
        }
    }

    /// Some of the rows again: unchanged, with the same content in another form, or changed.
    private func repeated(_ rows: [JSONValue], _ random: inout SeededGenerator) -> [JSONValue] {
        (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
            guard var row = rows.randomElement(using: &random) else { return nil }
            let other = rows.randomElement(using: &random) ?? row
            switch Int.random(in: 0..<5, using: &random) {
            case 0: break
            case 1: row = row.reversed
            case 2: row = row.adding("added", ["a": [1, nil, "x"]])
            case 3: row = row.replacing("model", by: "another")
            default:
                let time = ["created_at", "createdAt", "timestamp"].first { row[$0] != nil }
                if let time, let instant = other[time] { row = row.replacing(time, by: instant) }
            }
            return row
        }
    }

    /// The server with escapes in the texts of some pages, and with spaces between the members of others.
    private func spelling(_ fake: any LedgerFake, seed: UInt64) -> AlteredServer {
        AlteredServer(fake) { number, request, server in
            var response = try await server.send(request)
            guard response.isSuccess else { return response }
            var text = String(decoding: response.body, as: UTF8.self)
            switch (UInt64(number) &* 7 &+ seed) % 4 {
            case 0: text = text.replacing("example", with: "ex\\u0061mple")
            case 1: text = text.replacing("\":", with: "\" : ")
            default: break
            }
            response.body = Array(text.utf8)
            return response
        }
    }

    private func compare(_ provider: RowLedger, seed: UInt64, options: WalkOptions) async throws {
        var random = SeededGenerator(seed: seed)
        var rows = provider.rows(seed: seed, count: Int.random(in: 0...120, using: &random))
        if provider.hasIDs { rows += repeated(rows, &random) }
        let pageSize = Int.random(in: 10...30, using: &random)
        var behavior = FakeBehavior()
        switch Int.random(in: 0..<5, using: &random) {
        case 0: behavior.faults[3] = .response(TransportResponse(status: 403, body: "{}"))
        case 1: behavior.faults[2] = .response(TransportResponse(status: 503, body: "busy"))
        default: break
        }
        let page = spelling(provider.fake(rows, behavior), seed: seed)
        let plain = try await provider.walk(.test(page), pageSize: pageSize, options: options)
        let server = spelling(provider.fake(rows, behavior), seed: seed)
        let (ledger, failure) = try await provider.visit(
            Intake(options: options), .test(server), pageSize: pageSize)
        #expect(failure == plain.failure)
        #expect(ledger.walks == [plain.report])
        var expected = UsageLedger()
        try expected.append(contentsOf: plain.records)
        #expect(ledger.count == expected.count)
        #expect(try LedgerFigures.all(of: ledger) == LedgerFigures.all(of: expected))
    }

    @Test(arguments: RowLedger.allCases, PropertySeeds.some(8))
    func aWalkGivesTheSameLedgerAsItsRows(provider: RowLedger, seed: UInt64) async throws {
        try await compare(provider, seed: seed, options: WalkOptions())
    }

    @Test(arguments: [RowLedger.aurous, .tresor], PropertySeeds.some(8))
    func aRowLimitEndsThePageAtTheSameRow(provider: RowLedger, seed: UInt64) async throws {
        let rows = Int(seed) * 3
        try await compare(provider, seed: 100 + seed, options: .with { $0.limits.rows = rows })
    }

    @Test(arguments: [RowLedger.aurous, .tresor], PropertySeeds.some(6))
    func aLookBackGivesTheSameLedgerAsItsRows(provider: RowLedger, seed: UInt64) async throws {
        try await compare(
            provider, seed: 200 + seed,
            options: .with {
                $0.lookBack = .seconds(3 * 86400)
                $0.limits.rows = 1_000_000
            })
    }

    /// The content of each page, as rows or as borrowed rows.
    private func pages(of walk: Walk<Aurous.Event>) async throws -> [DecodedRows<Aurous.Event>] {
        var session = WalkSession(walk) { $0.ledgerRows }
        var pages: [DecodedRows<Aurous.Event>] = []
        while let page = try await session.next() { pages.append(page.content) }
        return pages
    }

    @Test func onlyAPageWithEscapesIsDecodedIntoRows() async throws {
        let rows = RowLedger.aurous.rows(seed: 5, count: 60)
        let server = AlteredServer(RowLedger.aurous.fake(rows)) { number, request, server in
            var response = try await server.send(request)
            guard number == 2 else { return response }
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Array(text.replacing("\"model\":\"", with: "\"model\":\"\\u0061").utf8)
            return response
        }
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(server))
        let events = client.events(in: RowLedger.week, matching: Aurous.EventQuery(pageSize: 20))
        let areBorrowed = try await pages(of: events).map { if case .borrowed = $0 { true } else { false } }
        #expect(areBorrowed == [true, false, true])
    }
}
