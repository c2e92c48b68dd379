import Foundation
import Testing
import UsageKit
import UsageKitTesting

@testable import UsageReportCommand

/// Of which time `reconcile` compares figures, and what its text says of it.
@Suite struct ReconcileWindowTests {
    private static let environment = CheckpointTests.Ledger.aurous.environment

    private static let pairs = [
        ("aurous", "buckets"), ("aurous", "holds"), ("venice", "days"), ("venice", "models"), ("venice", "keys"),
        ("venice", "balance"), ("tresor", "total"), ("tresor", "costs"), ("chatbotkit", "totals"),
        ("chatbotkit", "series"), ("auralytik", "keys"), ("auralytik", "summary"), ("auralytik", "meters"),
    ]

    // MARK: - After the present

    @Test(arguments: pairs.filter { $0.1 != "balance" })
    func aWindowAfterThePresentIsRefused(provider: String, pair: String) async throws {
        let server = try LoopbackServer(ClosureTransport { _ in nil })
        defer { server.stop() }
        let command = ["reconcile", provider, "--pair", pair]
        for options in [
            ["--base-url", server.baseURL, "--start", "2999-05-01", "--end", "2999-05-03"],
            ["--base-url", server.baseURL, "--start", "2999-05-01"],
            // The clocks of the fakes show the end of their week.
            ["--demo", "--start", "2026-05-25", "--end", "2026-05-26"],
        ] {
            let run = await Invocation.run(command + options, environment: Self.environment)
            #expect(run.status == 2 && run.output.isEmpty, "\(options): \(run.output)")
            #expect(run.diagnostics.contains("is after the present: give an earlier --start"), "\(run.diagnostics)")
        }
    }

    @Test(arguments: ["aurous", "venice", "tresor", "chatbotkit", "auralytik"])
    func aLogOfAWindowAfterThePresentIsRefused(provider: String) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        try Data("requestID\na\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let run = await Invocation.run(
            ["reconcile", provider, "--demo", "--against", file.path, "--start", "2999-05-01"])
        #expect(run.status == 2 && run.diagnostics.contains("after the present"), "\(run.output)\(run.diagnostics)")
    }

    // MARK: - The window in the text

    @Test(arguments: pairs) func eachReportNamesItsWindow(provider: String, pair: String) async throws {
        let run = await Invocation.run(["reconcile", provider, "--pair", pair, "--demo"])
        let lines = run.output.split(separator: "\n")
        try #require(lines.count > 2)
        let week = "  window: [2026-05-18T00:00:00Z, 2026-05-25T00:00:00Z)"
        switch (provider, pair) {
        case ("auralytik", _): #expect(lines[2] == "  window: [2026-05-01T00:00:00Z, 2026-06-01T00:00:00Z)")
        case (_, "balance"): #expect(lines[2] == "  window: [2026-05-24T00:00:00Z, 2026-05-25T00:00:00Z)")
        default: #expect(lines[2] == week)
        }
    }

    /// The figures of one period say nothing of another one.
    @Test(arguments: ["keys", "summary", "meters"])
    func anAnswerOfAnotherBillingPeriodIsNotJudged(pair: String) async throws {
        let time = try Timestamp("2020-01-10T00:00:00Z")
        let fake = AuralytikFake(details: [AuralytikFake.detail(at: time)], now: { time + .seconds(86_400) })
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        let command = ["reconcile", "auralytik", "--base-url", server.baseURL, "--pair", pair]
        let run = await Invocation.run(command, environment: Self.environment)
        #expect(run.status == 3, "\(run.output)")
        #expect(run.diagnostics.contains("found those of 2020-01"), "\(run.diagnostics)")
        let asked = await Invocation.run(
            command + ["--start", "2020-01-01", "--end", "2020-02-01"], environment: Self.environment)
        #expect(!asked.diagnostics.contains("found those of"), "\(asked.diagnostics)")
        // The fake lists keys of its plan only.
        if pair == "summary" {
            #expect(asked.status == 0, "\(asked.output)\(asked.diagnostics)")
            #expect(asked.output.contains("\n  window: [2020-01-01T00:00:00Z, 2020-02-01T00:00:00Z)\n"))
        }
    }

    // MARK: - What the text says beside

    @Test(arguments: [
        ("venice", "keys", "usage-analytics by key"), ("auralytik", "meters", "usage/summary"),
    ])
    func aSideThatIsNotTheRowsIsNamed(provider: String, pair: String, name: String) async throws {
        let run = await Invocation.run(["reconcile", provider, "--demo"])
        let line = "  here: \(name), which is the provider's as well, in the place of rows"
        #expect(run.output.split(separator: "\n").filter { $0.hasPrefix("  here: ") }.map(String.init) == [line])
        let texts = run.output.components(separatedBy: "\n\n")
        #expect(texts.first { $0.hasPrefix("\(provider) \(pair)\n") }?.contains(line) ?? false)
    }

    /// A pair whose only entry is of a day of the fakes' week, with figures that can be ten minutes old.
    private func day(
        _ day: Int, stated: Decimal, format: ResultFormat = .table
    ) async throws -> (output: String, diagnostics: String) {
        let start = try Timestamp("2026-05-\(day)T00:00:00Z")
        var entry = Statement.Entry(window: try TimeWindow(from: start, to: start + .seconds(86_400)))
        try entry.set(.requests, to: stated)
        let statement = Statement("analytics", entries: [entry])
        let pair = ReconciledPair<Int>("days", "", age: .seconds(600)) { _ in
            try Reconciliation(
                statement, with: ReconciledRows([UsageRecord(provider: .venice, time: start + .seconds(60))]))
        }
        let written = WrittenText()
        let context = Context(environment: [:], console: written.console)
        let run = try ReconcileRun(client: 0, window: nil, isDemo: true, context: context)
        _ = try await ReconciledResults(of: [pair], with: run).print(of: .venice, as: format, on: context.console)
        return written.texts
    }

    /// The present of the fakes is the last millisecond of 2026-05-24.
    @Test func aPresentDayThatDiffersMayNotBeWhole() async throws {
        let note = """
            the provider's figures can be 10 min old, so rows since 2026-05-24T23:49:59.999Z may not count there yet; they \
            can be part of what differs in [2026-05-24T00:00:00Z, 2026-05-25T00:00:00Z)
            """
        let present = try await day(24, stated: 2)
        #expect(present.output.contains("\n  note: \(note)\n"), "\(present.output)")
        #expect(present.diagnostics.isEmpty)
        let json = try await day(24, stated: 2, format: .json)
        #expect(json.diagnostics == "usage-report: days: \(note)\n")
        // What agrees is not too old, and a day that ended earlier is whole.
        #expect(try await day(24, stated: 1).output.contains("note:") == false)
        #expect(try await day(23, stated: 2).output.contains("note:") == false)
    }
}

/// What is written to a console.
private final class WrittenText: @unchecked Sendable {
    private let lock = NSLock()
    private var output = ""
    private var diagnostics = ""

    var texts: (output: String, diagnostics: String) { lock.withLock { (output, diagnostics) } }

    var console: Console {
        Console(
            output: { text in self.lock.withLock { self.output += text } },
            diagnostics: { text in self.lock.withLock { self.diagnostics += text } })
    }
}
