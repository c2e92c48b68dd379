import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

/// Texts of servers in the report of `reconcile`, and figures that a server leaves out.
@Suite struct ReconcileTextTests {
    private static let environment = CheckpointTests.Ledger.aurous.environment
    private static let window = ["--start", "2026-05-18", "--end", "2026-05-25"]
    private static let forged = "ak_1\n\nauralytik summary\nagrees with usage/summary: 1 entry, every figure\u{2028}\r"

    private func lines(_ result: some ReconciledResult) -> [String] { PrintedResult(result).lines.map(\.description) }

    // MARK: - Texts of servers

    @Test func aLineBreakInAKeyForgesNoLine() async throws {
        let time = try Timestamp("2026-05-20T10:00:00Z")
        let fake = AuralytikFake(
            details: [AuralytikFake.detail(at: time, keyID: Self.forged)], now: { time + .seconds(86_400) })
        let other = AuralytikFake(details: [], now: { time + .seconds(86_400) })
        let server = try LoopbackServer(
            ClosureTransport { request in
                let isListing = request.url.path.hasSuffix("/usage/details")
                return try await (isListing ? fake : other).send(request)
            })
        defer { server.stop() }
        let run = await Invocation.run(
            ["reconcile", "auralytik", "--pair", "keys", "--base-url", server.baseURL] + Self.window,
            environment: Self.environment)
        #expect(!run.output.contains("\nauralytik summary") && !run.output.contains("\nagrees"), "\(run.output)")
    }

    /// The key is in the heading of an entry, in a cause and in a concentration.
    @Test func textsOfTheServerAreMadeSafeAsValues() throws {
        let window = try TimeWindow(from: Timestamp("2026-05-20T00:00:00Z"), to: Timestamp("2026-05-21T00:00:00Z"))
        func entry(_ key: String) throws -> Statement.Entry {
            var entry = Statement.Entry(window: window, key: [key])
            try entry.set(.requests, to: 1)
            return entry
        }
        let record = UsageRecord(
            provider: .auralytik, time: try Timestamp("2026-05-20T10:00:00Z"), apiKey: Self.forged)
        let result = try Reconciliation(
            Statement("keys", by: [.apiKey], entries: [entry("ak_2")]), with: ReconciledRows([record]))
        let safe = """
            ak_1\u{FFFD}\u{FFFD}auralytik summary\u{FFFD}agrees with usage/summary: 1 entry, every figure\u{FFFD}\u{FFFD}
            """
        let lines = lines(result)
        #expect(lines.count { $0.contains("apiKey \(safe)") } >= 1, "\(lines)")
        #expect(lines.count { $0.contains("rows whose apiKey is \(safe) do not count there") } == 1, "\(lines)")
        #expect(!lines.contains { $0.hasPrefix("agrees") || $0.hasPrefix("auralytik") || $0.isEmpty })
        // Texts that need no change are printed as the library has them.
        let plain = try Reconciliation(
            Statement("keys", by: [.apiKey], entries: [entry("ak_2")]), with: ReconciledRows())
        #expect(self.lines(plain).joined(separator: "\n") == plain.description)
    }

    @Test func holdsAndRequestsForgeNoLine() throws {
        let movement = try Aurous.CreditEvent(
            AurousFake.creditEvent(at: Timestamp("2026-05-20T10:00:00Z"), type: .hold, holdID: "hold_1\ncharged: 9"))
        let holds = lines(try Aurous.HoldComparison([movement]))
        #expect(holds.contains("  hold_1\u{FFFD}charged: 9: 1.5 held") && !holds.contains("charged: 9: 1.5 held"))
        let record = UsageRecord(provider: .aurous, requestID: "req_1\nagrees: 9 requests")
        let requests = lines(try RequestComparison([record], with: []))
        #expect(requests.contains { $0.contains("req_1\u{FFFD}agrees: 9 requests") })
        #expect(!requests.contains { $0.hasPrefix("agrees") })
    }

    @Test func longTextsAreCutWithTheirLength() throws {
        let id = String(repeating: "x", count: 5000)
        let record = UsageRecord(provider: .aurous, requestID: id)
        let comparison = try RequestComparison([record], with: [])
        let text = lines(comparison).joined(separator: "\n")
        #expect(text.contains(" " + String(repeating: "x", count: 100) + "… (4900 more characters)"), "\(text)")
        #expect(text.utf8.count < 1000)
        // The document for programs has all of it.
        #expect(String(decoding: try JSONEncoder().encode(comparison), as: UTF8.self).contains(id))
    }

    /// Two keys that become one text: what came out is still said, and nothing else.
    @Test func valuesThatBecomeOneAreNotPrinted() throws {
        let window = try TimeWindow(from: Timestamp("2026-05-20T00:00:00Z"), to: Timestamp("2026-05-21T00:00:00Z"))
        let entries = try ["k\n", "k\r", "other"].map { key in
            var entry = Statement.Entry(window: window, key: [key])
            try entry.set(.requests, to: 2)
            return entry
        }
        let statement = Statement("keys", by: [.apiKey], entries: entries)
        let lines = lines(try Reconciliation(statement, with: ReconciledRows()))
        #expect(lines.first?.hasPrefix("differs from keys: ") ?? false)
        #expect(!lines.contains { $0.hasPrefix("k") })
    }

    // MARK: - Figures that are left out

    /// Buckets that do not state what the requests cost are not compared as a whole.
    @Test(arguments: [#""credits_used":null"#, #""credits":0"#], [1, .max])
    func bucketsWithoutCreditsAreNotJudged(replacement: String, most: Int) async throws {
        let week = try TimeWindow(from: Timestamp("2026-05-18T00:00:00Z"), to: Timestamp("2026-05-25T00:00:00Z"))
        let fake = LedgerGenerator(seed: 7).fakes(in: week, rowsPerProvider: 100).aurous
        let server = try LoopbackServer(
            ClosureTransport { request in
                var response = try await fake.send(request)
                guard request.url.path.hasSuffix("/usage") else { return response }
                var text = String(decoding: response.body, as: UTF8.self)
                for _ in 0..<most {
                    guard let place = text.range(of: #""credits_used":[0-9.]+"#, options: .regularExpression) else {
                        break
                    }
                    text.replaceSubrange(place, with: replacement)
                }
                response.body = Array(text.utf8)
                return response
            })
        defer { server.stop() }
        let run = await Invocation.run(
            ["reconcile", "aurous", "--pair", "buckets", "--base-url", server.baseURL] + Self.window,
            environment: Self.environment)
        #expect(run.status == 3, "\(run.output)\(run.diagnostics)")
        #expect(run.output.contains("  not whole: the buckets do not state the credits of [2026-05-"), "\(run.output)")
        #expect(run.output.contains("  not compared: charge.credit of [2026-05-"), "\(run.output)")
        #expect(!run.output.contains("every figure"))
    }
}
