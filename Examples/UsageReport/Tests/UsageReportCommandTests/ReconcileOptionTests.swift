import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// `reconcile`: options that have no effect, inputs beyond what is read, and clocks that differ.
@Suite struct ReconcileOptionTests {
    private static let environment = CheckpointTests.Ledger.aurous.environment

    private func reconcile(
        _ provider: String, _ options: [String], on transport: any HTTPTransport
    ) async throws -> Invocation {
        let server = try LoopbackServer(transport)
        defer { server.stop() }
        return await Invocation.run(
            ["reconcile", provider, "--base-url", server.baseURL] + options, environment: Self.environment)
    }

    // MARK: - The document

    /// Each pair with the exit code of its command, as the table of the document has them.
    @Test func eachCommandOfTheDocumentEndsAsItSays() async throws {
        let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../../Docs/Reconciliation.md").standardized
        let lines = try String(contentsOf: document, encoding: .utf8).split(separator: "\n")
        let rows = lines.filter { $0.hasPrefix("| `usage-report reconcile ") }.map { $0.split(separator: "|") }
        #expect(rows.count == 13)
        for row in rows {
            let command = row[0].split(separator: "`")[1].split(separator: " ").map(String.init)
            let run = await Invocation.run(Array(command.dropFirst()))
            #expect("\(run.status)" == row[2].drop { $0 == " " }.prefix { $0.isNumber }, "\(command): \(run.output)")
            #expect(run.output.hasPrefix("\(command[2]) \(command[4])\n"), "\(command)")
        }
    }

    // MARK: - Options

    @Test func aMappingOfNoModelIsSaid() async {
        let run = await Invocation.run(["reconcile", "venice", "--demo", "--pair", "models", "--map", "zz=none"])
        #expect(run.status == 0)
        #expect(run.diagnostics.contains("the mapping of 'zz' has no effect"), "\(run.diagnostics)")
    }

    @Test func aPairOfTodayIsLeftOutOfAnotherWindow() async {
        let window = ["--start", "2026-05-18", "--end", "2026-05-25"]
        let run = await Invocation.run(["reconcile", "venice", "--demo"] + window)
        #expect(run.status == 0 && !run.output.contains("venice balance"), "\(run.output)")
        #expect(run.diagnostics.contains("balance: left out, because it is of today"), "\(run.diagnostics)")
        #expect(await Invocation.run(["reconcile", "venice", "--demo"]).output.contains("venice balance"))
    }

    /// What the provider says tells more than an option that one pair lacks.
    @Test func aRefusedKeyIsNoBadUsage() async throws {
        let refusal = ClosureTransport { _ in TransportResponse(status: 401, body: #"{"message":"bad key"}"#) }
        let run = try await reconcile("chatbotkit", [], on: refusal)
        #expect(run.status == 1 && run.diagnostics.contains("bad key"), "\(run.diagnostics)")
    }

    /// The totals are those up to the present, whatever the end.
    @Test func whatIsAfterTheEndIsNamed() async {
        let options = ["--start", "2026-05-18", "--end", "2026-05-20"]
        let run = await Invocation.run(["reconcile", "chatbotkit", "--demo", "--pair", "totals"] + options)
        #expect(run.status == 5)
        let line = "  not compared: what was used from 2026-05-20T00:00:00Z on, which counts in the totals"
        #expect(run.output.split(separator: "\n").contains { $0 == line }, "\(run.output)")
    }

    @Test func theSeriesIsNotAskedBeyondItsReach() async throws {
        let server = try LoopbackServer(ClosureTransport { _ in TransportResponse(status: 500) })
        defer { server.stop() }
        let run = await Invocation.run(
            ["reconcile", "chatbotkit", "--pair", "series", "--start", "2020-01-01", "--base-url", server.baseURL],
            environment: Self.environment)
        #expect(run.status == 2 && run.diagnostics.contains("the series has the last 90 days only"))
    }

    /// Without a key, nothing is compared.
    @Test func analyticsWithoutKeysAreNotJudged() async throws {
        let now = try Timestamp("2026-05-24T12:00:00Z")
        let server = VeniceFake(entries: [], now: { now })
        let window = ["--start", "2026-05-18", "--end", "2026-05-24"]
        let run = try await reconcile("venice", ["--pair", "keys"] + window, on: server)
        #expect(run.status == 3 && run.diagnostics.contains("no key is listed"), "\(run.output)\(run.diagnostics)")
    }

    // MARK: - Files

    /// A log is read as a whole, so its size is bounded.
    @Test func aLogBeyondTheBoundIsRefused() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        try Data("requestID\na\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 6_000_000_000)
        try handle.close()
        let run = await Invocation.run(["reconcile", "aurous", "--demo", "--against", file.path])
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.diagnostics.contains("has 6000000000 bytes, but a log is read as a whole"), "\(run.diagnostics)")
    }

    // MARK: - Spans

    /// Buckets of hours, where days were asked for, agree with the events of the same hours.
    @Test func shorterBucketsAreNoEmptyDays() async throws {
        let week = try TimeWindow(from: Timestamp("2026-05-18T00:00:00Z"), to: Timestamp("2026-05-25T00:00:00Z"))
        let fake = LedgerGenerator(seed: 7).fakes(in: week, rowsPerProvider: 100).aurous
        let hours = ClosureTransport { request in
            var request = request
            let text = request.url.absoluteString.replacing("bucket_width=1d", with: "bucket_width=1h")
            request.url = URL(string: text) ?? request.url
            return try await fake.send(request)
        }
        let options = ["--pair", "buckets", "--start", "2026-05-18", "--end", "2026-05-25", "--format", "json"]
        let run = try await reconcile("aurous", options, on: hours)
        let document = try JSONValue(json: Array(run.output.utf8))
        guard case .array(let pairs) = document["pairs"], case .array(let entries) = pairs[0]["result"]?["entries"]
        else { throw UsageError(.unexpectedShape, "no entries") }
        #expect(entries.count > 20)
        #expect(run.status == 0 && entries.allSatisfy { $0["agrees"] == true }, "\(run.output.prefix(3000))")
    }

    @Test func documentsSayWhatIsComparedAndWhen() async throws {
        let run = await Invocation.run(["reconcile", "auralytik", "--demo", "--format", "json"])
        let document = try JSONValue(json: Array(run.output.utf8))
        guard case .array(let pairs) = document["pairs"] else { throw UsageError(.unexpectedShape, "no pairs") }
        let may: JSONValue = ["end": "2026-06-01T00:00:00Z", "start": "2026-05-01T00:00:00Z"]
        #expect(pairs.map { $0["window"] } == [may, may, may])
        #expect(pairs.map { $0["own"] } == [.null, .null, "usage/summary"])
    }

    // MARK: - Clocks

    /// A start that the server's clock has reached is asked for, although the local clock has not.
    @Test func theServersClockDecidesOfTheWindow() async throws {
        let skew = Duration.seconds(17 * 3600)
        let present = Timestamp.now() + skew
        let rows = [TresorFake.row(at: present - .seconds(60), cost: 1)]
        let server = WrongClockTests.Skewed(server: TresorFake(rows: rows), skew: skew)
        let start = "\(present - .seconds(1800))"
        let run = try await reconcile("tresor", ["--pair", "total", "--start", start], on: server)
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
        #expect(run.output.hasPrefix("tresor total\nagrees with usage total: 1 entry"))
    }

    /// So is the first of the days that are compared.
    @Test func theServersClockDecidesOfTheDays() async throws {
        let skew = Duration.seconds(17 * 3600)
        let present = Timestamp.now() + skew
        let start = try #require(TimeWindow.day(containing: present, in: .gmt).start)
        let events = [AurousFake.event(at: start + .seconds(1), credits: 1)]
        let server = WrongClockTests.Skewed(
            server: AurousFake(events: events, now: { Timestamp.now() + skew }), skew: skew)
        let run = try await reconcile("aurous", ["--pair", "buckets", "--start", "\(start)"], on: server)
        #expect(run.status == 0 && run.output.hasPrefix("aurous buckets\nagrees"), "\(run.output)\(run.diagnostics)")
    }

    /// A start that neither clock has reached.
    @Test(
        arguments: [
            // Aurous says itself what is wrong.
            ("aurous", "buckets", 1, "end_time must be after start_time"), ("venice", "days", 2, "after the present"),
            ("auralytik", "summary", 2, "after the present"), ("chatbotkit", "series", 2, "after the present"),
        ] as [(String, String, Int32, String)])
    func aStartThatNoClockHasReachedIsRefused(
        provider: String, pair: String, status: Int32, reason: String
    ) async throws {
        let present = Timestamp.now()
        let week = try TimeWindow(from: present - .seconds(7 * 86_400), to: present)
        let fakes = LedgerGenerator(seed: 7).fakes(in: week, rowsPerProvider: 20)
        let servers: [String: any HTTPTransport] = [
            "aurous": fakes.aurous, "venice": fakes.venice, "auralytik": fakes.auralytik,
            "chatbotkit": fakes.chatBotKit,
        ]
        let server = WrongClockTests.Skewed(server: try #require(servers[provider]), skew: .zero)
        let start = "\(present + .seconds(3 * 3600))"
        let run = try await reconcile(provider, ["--pair", pair, "--start", start], on: server)
        #expect(run.status == status && run.output.isEmpty, "\(run.output)")
        #expect(run.diagnostics.contains(reason), "\(run.diagnostics)")
    }

    /// Days on which neither side has anything are named, too.
    @Test func daysWithoutUsageHaveTheirWindow() async throws {
        let now = try Timestamp("2026-05-24T12:00:00Z")
        let options = ["--pair", "days", "--start", "2026-05-18", "--end", "2026-05-24"]
        let run = try await reconcile("venice", options, on: VeniceFake(entries: [], now: { now }))
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
        #expect(run.output.contains("\n  window: [2026-05-18T00:00:00Z, 2026-05-24T00:00:00Z)"), "\(run.output)")
    }

    /// The day of the balance is that of the server's clock.
    @Test(arguments: [86_400, 30, 0, -86_400])
    func theBalanceIsOfTheServersDay(seconds: Int64) async throws {
        let skew = Duration.seconds(seconds)
        let present = Timestamp.now() + skew
        let fake = VeniceFake(
            entries: [
                VeniceFake.entry(at: present - .seconds(2 * 86_400), sku: "a-unit", amount: -5, currency: .diem),
                VeniceFake.entry(at: present - .seconds(1), sku: "a-unit", amount: -0.25, currency: .diem),
            ], plan: VeniceFake.Plan(diem: 9.75, diemEpochAllocation: 10), now: { Timestamp.now() + skew })
        let run = try await reconcile(
            "venice", ["--pair", "balance"], on: WrongClockTests.Skewed(server: fake, skew: skew))
        let day = TimeWindow.day(containing: present, in: .gmt).start
        let isSameDay =
            TimeWindow.day(containing: present - .seconds(1), in: .gmt).start == day
            && TimeWindow.day(containing: Timestamp.now() + skew, in: .gmt).start == day
        // Around midnight, the day can have changed.
        #expect(run.status == 0 || !isSameDay, "\(run.output)\(run.diagnostics)")
        #expect(run.output.contains("agrees with balance: 1 entry") || !isSameDay, "\(run.output)")
    }
}
