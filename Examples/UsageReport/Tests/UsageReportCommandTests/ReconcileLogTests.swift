import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `reconcile --against`: the requests of rows against a log.
@Suite struct ReconcileLogTests {
    private static let window = ["--start", "2026-05-18", "--end", "2026-05-25"]
    private static let windowLine = "  window: [2026-05-18T00:00:00Z, 2026-05-25T00:00:00Z)"
    private static let environment = CheckpointTests.Ledger.aurous.environment

    /// Three requests, a minute apart.
    private static func server() throws -> AurousFake {
        let start = try Timestamp("2026-05-20T10:00:00Z")
        let events = (1...3).map { number in
            AurousFake.event(
                at: start + .seconds(60 * number), credits: 0.25, id: "cmp_\(number)",
                with: ["request_id": .string("req_\(number)")])
        }
        return AurousFake(events: events, now: { start + .seconds(86_400) })
    }

    private func reconcile(
        _ provider: String, against log: String, on server: any HTTPTransport, _ options: [String] = []
    ) async throws -> Invocation {
        let server = try LoopbackServer(server)
        defer { server.stop() }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        try Data(log.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return await Invocation.run(
            ["reconcile", provider, "--base-url", server.baseURL, "--against", file.path] + Self.window + options,
            environment: Self.environment)
    }

    @Test(arguments: [
        "requestID,charge,currency\nreq_1,0.25,credit\nreq_2,0.250,credit\nreq_3,0.25,credit\n",
        // Aurous has one currency.
        "requestID,charge\nreq_3,0.25\nreq_1,0.25\nreq_2,0.25\n",
        #"""
        {"requestID":"req_1","charge":0.25}
        {"requestID":"req_2","charge":"0.25","currency":"credit","model":"m"}
        {"requestID":"req_3","charge":0.250}
        """#,
    ])
    func aLogThatSaysTheSameAgrees(log: String) async throws {
        let run = try await reconcile("aurous", against: log, on: Self.server())
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
        #expect(run.output == "aurous requests\nagrees: 3 requests, each with its note\n\(Self.windowLine)\n")
    }

    /// Notes without a charge, beside one with a charge and alone.
    @Test func chargesThatAreNotComparedAreCounted() async throws {
        let some = try await reconcile(
            "aurous", against: "requestID,charge\nreq_3,0.25\nreq_1,\nreq_2,\n", on: Self.server())
        #expect(some.status == 0, "\(some.output)\(some.diagnostics)")
        #expect(
            some.output == """
                aurous requests
                agrees: 3 requests, each with its note
                \(Self.windowLine)
                noted without a charge, which is not compared: 2

                """)
        let none = try await reconcile("aurous", against: "requestID\nreq_1\nreq_2\nreq_3\n", on: Self.server())
        #expect(none.status == 3 && none.output.contains("no note has a charge"), "\(none.output)")
        #expect(none.diagnostics.contains("incomplete: requests: no note has a charge to compare"))
    }

    /// An export of rows that name a request beside their own id, by which they are joined.
    @Test func anExportIsJoinedByTheIDsOfRows() async throws {
        let time = try Timestamp("2026-05-20T10:00:00Z")
        let details = (1...3).map { number in
            AuralytikFake.detail(
                at: time, id: "usg_\(number)", with: number == 1 ? ["requestId": "req_1"] : [:])
        }
        let fake = AuralytikFake(details: details, now: { time + .seconds(86_400) })
        let server = try LoopbackServer(fake)
        defer { server.stop() }
        let export = await Invocation.run(
            ["auralytik", "--base-url", server.baseURL, "--format", "csv"] + Self.window,
            environment: Self.environment)
        #expect(export.output.contains("req_1"))
        let run = try await reconcile("auralytik", against: export.output, on: fake)
        #expect(run.status == 0 && run.output.contains("agrees: 3 requests"), "\(run.output)\(run.diagnostics)")
    }

    @Test func missingAndDifferentRequestsAreNamed() async throws {
        let log = "requestID,charge,currency\nreq_1,0.25,credit\nreq_2,0.2,credit\nreq_4,0.25,credit\n"
        let run = try await reconcile("aurous", against: log, on: Self.server())
        #expect(run.status == 5 && run.diagnostics.isEmpty, "\(run.diagnostics)")
        #expect(
            run.output == """
                aurous requests
                differs: 1 request matches its note
                \(Self.windowLine)
                with another charge: 1
                  req_2: 0.25 credit here, 0.2 credit there
                without a note: 1
                  req_3: 0.25 credit
                noted, without a row: 1
                  req_4: 0.25 credit

                """)
        let json = try await reconcile("aurous", against: log, on: Self.server(), ["--format", "json"])
        let document = try JSONValue(json: Array(json.output.utf8))
        guard case .array(let pairs) = document["pairs"], let pair = pairs.first else {
            throw UsageError(.unexpectedShape, "no pairs")
        }
        #expect(pair["pair"] == "requests" && pair["verdict"] == "differs" && pair["result"]?["matched"] == 1)
        guard case .array(let different) = pair["result"]?["different"] else {
            throw UsageError(.unexpectedShape, "no requests")
        }
        #expect(different.map { $0["requestID"]?.string } == ["req_2"])
    }

    /// A log of a longer time than the walk.
    @Test func notesOutsideTheWindowAreLeftOut() async throws {
        let log = """
            requestID,charge,time
            req_0,0.25,2026-05-17T23:59:59Z
            req_1,0.25,2026-05-17T23:59:59Z
            req_2,0.25,2026-05-20T10:02:00Z
            req_3,0.25,2026-05-20T10:03:00Z
            """
        let run = try await reconcile("aurous", against: log, on: Self.server())
        #expect(run.status == 0, "\(run.output)")
        #expect(run.diagnostics.contains("left out: 1 note of a time outside the window"))
    }

    /// Several rows of Venice are one request.
    @Test func rowsOfOneRequestAreAddedUp() async throws {
        let rows = Ledgers.venice.prefix(2)
        let server = VeniceFake(entries: Array(rows))
        let log = "requestID,charge,currency\nchatcmpl-1,0.0015,USD\n"
        #expect(try await reconcile("venice", against: log, on: server).status == 0)
        let other = "requestID,charge,currency\nchatcmpl-1,0.0005,USD\n"
        #expect(try await reconcile("venice", against: other, on: server).status == 5)
        let unclear = try await reconcile("venice", against: "requestID,charge\nchatcmpl-1,1\n", on: server)
        #expect(unclear.status == 1 && unclear.diagnostics.contains("currency"))
    }

    /// A log of Tresor has receipts in the place of requests, under either name.
    @Test(arguments: ["requestID", "receipt"])
    func receiptsAreJoined(column: String) async throws {
        let time = try Timestamp("2026-05-20T10:00:00Z")
        let server = TresorFake(rows: [TresorFake.row(at: time, cost: 0.25, with: ["receipt_id": "rcpt_1"])])
        let run = try await reconcile("tresor", against: "\(column),charge\nrcpt_1,0.25\n", on: server)
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
        #expect(try await reconcile("tresor", against: "\(column),charge\nrcpt_1,0.2\n", on: server).status == 5)
    }

    /// An export of ours is a log, and says the same as the rows.
    @Test(arguments: CheckpointTests.Ledger.allCases, ["csv", "ndjson"])
    func anExportIsALog(ledger: CheckpointTests.Ledger, format: String) async throws {
        let server = try LoopbackServer(ledger.server())
        defer { server.stop() }
        let labels = ledger == .tresor ? ["--labels", "receipt"] : []
        let export = await Invocation.run(
            [ledger.rawValue, "--base-url", server.baseURL, "--format", format] + labels + Self.window,
            environment: Self.environment)
        let run = try await reconcile(ledger.rawValue, against: export.output, on: ledger.server())
        // Some rows of Venice name no request, and some of Tresor have no receipt.
        let namesAll = ledger != .venice && ledger != .tresor
        #expect(run.status == (namesAll ? 0 : 3), "\(run.output)\(run.diagnostics)")
        #expect(run.output.contains("notes that name no request") == !namesAll)
        for difference in ["without a note", "without a row", "another charge", "more than once"] {
            #expect(!run.output.contains(difference), "\(run.output)")
        }
    }

    @Test func anExportWithoutReceiptsSaysHowToMakeOne() async throws {
        let export = """
            provider,id,requestID,time,charge,currency
            tresor,row_1,,2026-05-20T10:00:00Z,0.25,EUR

            """
        let run = try await reconcile("tresor", against: export, on: TresorFake(rows: []))
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.diagnostics.contains("the column receipt is missing: make the export with --labels receipt"))
    }

    @Test(arguments: [
        "requestID, charge\na, 1\n", "requestID,Charge\na,1\n", "{\"requestID\":\"a\",\"charge\":1,\"charge\":2}",
        "charge\n1\n", "{\"charge\":1}\n", "[]", "requestID,charge\na,1x\n", "{\"requestID\":",
    ])
    func whatIsNoLogIsRefusedBeforeARequest(log: String) async throws {
        let server = try Self.server()
        let run = try await reconcile("aurous", against: log, on: server)
        #expect(run.status == 1 && run.output.isEmpty, "\(run.diagnostics)")
        #expect(run.diagnostics.contains("line 1") || run.diagnostics.contains("line 2"), "\(run.diagnostics)")
        #expect(server.requests.isEmpty)
    }

    /// A line of an export can name no request, and is counted; one of another log has lost its id.
    @Test(arguments: ["requestID,charge\nreq_1,0.25\n,0.5\n", "{\"requestID\":\"req_1\"}\n{\"charge\":1}\n"])
    func aLineOfALogWithoutAnIDIsRefused(log: String) async throws {
        let server = try Self.server()
        let run = try await reconcile("aurous", against: log, on: server)
        #expect(run.status == 1 && run.output.isEmpty && server.requests.isEmpty)
        let line = log.hasPrefix("{") ? 2 : 3
        #expect(run.diagnostics.contains("line \(line): the id of the request is missing"), "\(run.diagnostics)")
        let export = "provider,requestID,charge\naurous,req_1,0.25\naurous,req_2,0.25\naurous,req_3,0.25\naurous,,0.5\n"
        let counted = try await reconcile("aurous", against: export, on: server)
        #expect(counted.status == 3 && counted.output.contains("notes that name no request: 1"), "\(counted.output)")
    }

    /// What is no file is named before a request is made, and a pipe is not waited for.
    @Test func whatIsNoRegularFileIsRefused() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pipe = folder.appendingPathComponent("pipe").path
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        for (path, reason) in [
            ("-", "--against does not read standard input: save the log to a file, and name it"),
            (pipe, "'\(pipe)' is not a regular file: save the log to a file, and name it"),
            ("/dev/null", "'/dev/null' is not a regular file"), (folder.path, "there is no store at '\(folder.path)'"),
        ] {
            let run = await Invocation.run(["reconcile", "aurous", "--demo", "--against", path])
            #expect(run.status == 1 && run.output.isEmpty && run.diagnostics.contains(reason), "\(run.diagnostics)")
        }
    }

    @Test func aFileThatIsMissingIsRefused() async {
        let run = await Invocation.run(["reconcile", "aurous", "--demo", "--against", "/nowhere/log.csv"])
        #expect(run.status == 1 && run.diagnostics.contains("'/nowhere/log.csv' cannot be read"))
    }

    @Test func aWalkThatEndsEarlyCannotBeJudged() async throws {
        let server = try Self.server()
        server.behavior = FakeBehavior(pageLimit: 1, faults: [.request(2): .status(403)])
        let run = try await reconcile("aurous", against: "requestID\nreq_1\n", on: server)
        #expect(run.status == 3 && run.output.contains("a side is not whole"))
        #expect(run.diagnostics.contains("incomplete: requests: "))
    }
}
