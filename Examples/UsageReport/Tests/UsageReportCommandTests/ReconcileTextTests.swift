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
