import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite(.sockets) struct LoopbackServerTests {
    private func url(_ server: LoopbackServer, _ path: String = "/") throws -> URL {
        try #require(URL(string: server.baseURL + path))
    }

    @Test func forwardsRequestsAndResponses() async throws {
        let script = ScriptedTransport([
            .response(TransportResponse(status: 418, headers: ["X-Tea": "yes", "Content-Length": "99"], body: "short"))
        ])
        let server = try LoopbackServer(script)
        let response = try await URLSessionTransport().send(
            TransportRequest(url: url(server, "/a/b?c=%2B"), headers: ["X-One": "1"], timeout: .farAway))
        #expect(response.status == 418)
        #expect(response.headers["X-Tea"] == "yes")
        #expect(response.body == Array("short".utf8))
        #expect(try script.requests.map(\.url) == [url(server, "/a/b?c=%2B")])
        #expect(script.requests.first?.headers["x-one"] == "1")
        #expect(script.unconsumed.isEmpty)
    }

    @Test func answersWithAClosure() async throws {
        let server = try LoopbackServer { request in
            request.url.path == "/known" ? .json(["path": .string(request.url.path)]) : nil
        }
        let response = try await URLSessionTransport().send(
            TransportRequest(url: url(server, "/known?x=1"), timeout: .farAway))
        #expect(response.status == 200)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.body == Array(#"{"path":"/known"}"#.utf8))
    }

    @Test func anUnforeseenRequestIsAnsweredWithItsName() async throws {
        for server in [try LoopbackServer { _ in nil }, try LoopbackServer(ScriptedTransport())] {
            let response = try await URLSessionTransport().send(
                TransportRequest(url: url(server, "/v1/other?key=secret"), timeout: .farAway))
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(response.status == 501)
            #expect(text.contains("GET /v1/other"))
            #expect(!text.contains("secret"))
        }
    }

    @Test func aClientNamesAnUnforeseenRequestAndDoesNotTryAgain() async throws {
        let script = ScriptedTransport([.json("{}", path: "/v1/known")])
        let server = try LoopbackServer(script)
        let client = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: .test(URLSessionTransport(), baseURL: server.baseURL))
        let error = await #expect(throws: UsageError.self) { try await client.usage(in: RowLedger.week).collect() }
        #expect(error?.message.contains("GET /v1/usage") == true)
        #expect(error?.status == 501)
        #expect(script.requests.count == 1)
    }

    @Test func aHandlerThatThrowsIsNamed() async throws {
        struct Mistake: Error {}
        let server = try LoopbackServer { _ in throw Mistake() }
        let response = try await URLSessionTransport().send(
            TransportRequest(url: url(server, "/a"), timeout: .farAway))
        #expect(response.status == 500)
        #expect(String(decoding: response.body, as: UTF8.self).contains("GET /a: the handler threw Mistake()"))
    }

    @Test func aHandlersFailedConnectionIsABrokenConnection() async throws {
        let failures: [any Error] = [
            UsageError(.transport, "reset"), UsageError(.deadlineExceeded, "late"), URLError(.networkConnectionLost),
            CancellationError(),
        ]
        for failure in failures {
            let server = try LoopbackServer { _ in throw failure }
            let request = TransportRequest(url: try url(server), timeout: .farAway)
            let error = await #expect(throws: UsageError.self) { try await URLSessionTransport().send(request) }
            #expect(error?.code == .transport)
        }
    }

    @Test func aHandlersBrokenHeaderIsAServerFailure() async throws {
        let broken = TransportResponse(status: 200, headers: ["X-Evil": "a\r\nSet-Cookie: b"])
        let server = try LoopbackServer(ScriptedTransport([.response(broken)]))
        let response = try await URLSessionTransport().send(TransportRequest(url: url(server), timeout: .farAway))
        #expect(response.status == 500)
        #expect(response.headers["Set-Cookie"] == nil)
    }

    @Test func answersManyAtTheSameTime() async throws {
        struct Echo: HTTPTransport {
            func send(_ request: TransportRequest) async throws -> TransportResponse {
                TransportResponse(status: 200, body: request.url.lastPathComponent)
            }
        }
        let server = try LoopbackServer(Echo())
        let transport = URLSessionTransport()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<200 {
                let request = TransportRequest(url: try url(server, "/\(index)"), timeout: .farAway)
                group.addTask { try await transport.send(request).body == Array("\(index)".utf8) }
            }
            for try await isOwnAnswer in group { #expect(isOwnAnswer) }
        }
    }

    @Test func stoppingEndsRequestsInFlight() async throws {
        struct Stuck: HTTPTransport {
            func send(_ request: TransportRequest) async throws -> TransportResponse {
                try await Task.sleep(for: .seconds(600))
                return TransportResponse(status: 200)
            }
        }
        let server = try LoopbackServer(Stuck())
        let request = TransportRequest(url: try url(server), timeout: .farAway)
        let task = Task { try await URLSessionTransport().send(request) }
        try await Task.sleep(for: .milliseconds(100))
        server.stop()
        server.stop()
        await #expect(throws: UsageError.self) { try await task.value }
        let error = await #expect(throws: UsageError.self) { try await URLSessionTransport().send(request) }
        #expect(error?.code == .transport)
    }

    #if os(Linux)
        /// As in the tests of an adopter, while Swift's pool of threads is busy with other tests.
        ///
        /// In a child process: nothing else is to wait for the pool there, and nothing else makes it grow.
        @Test func answersWhileEveryThreadOfSwiftsPoolIsTaken() async {
            await #expect(processExitsWith: .success) {
                let fake = TresorFake(rows: LedgerGenerator(seed: 7).tresorRows(count: 5, in: RowLedger.week))
                let server = try LoopbackServer(fake)
                let address = try #require(URL(string: server.baseURL + "/v1/usage"))
                let request = TransportRequest(
                    url: address, headers: ["Authorization": "Bearer \(TresorFake.testKey)"], timeout: .seconds(300))
                let jobs = JobQueue()
                Thread.detachNewThread { jobs.run() }
                // The client must not need the pool either.
                let asking = Task(executorPreference: jobs) {
                    let pool = BusyPool()
                    let witness = pool.occupy()
                    do {
                        defer { pool.free() }
                        let response = try await URLSessionTransport().send(request)
                        precondition(response.status == 200)
                        precondition(!witness.hasRun, "the pool had a thread left, which shows nothing")
                    }
                    await witness.end()
                }
                try await asking.value
            }
        }
    #endif

    @Test(.endsSometime)
    func manyServersLeaveNoDescriptorsBehind() async throws {
        func openDescriptors() -> Int? { try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        guard openDescriptors() != nil else { return }
        // Other tests have files open, too, but only for a while: a leak of one for each server would remain.
        let before = openDescriptors() ?? 0
        for _ in 0..<400 { try LoopbackServer(ScriptedTransport()).stop() }
        while (openDescriptors() ?? 0) - before >= 300 { try await Task.sleep(for: .milliseconds(20)) }
    }
}
