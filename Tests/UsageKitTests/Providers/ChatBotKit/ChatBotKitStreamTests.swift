import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// The list as a stream of JSON lines.
@Suite(.endsSometime) struct ChatBotKitStreamTests {
    /// Answers every request with the same pieces of a body.
    private final class Pieces: HTTPStreamingTransport {
        struct State {
            var requests: [TransportRequest] = []
            var stops = 0
        }

        let pieces: [[UInt8]]
        let failure: UsageError?
        let headers: HTTPHeaders
        let state = Mutex(State())

        init(
            _ pieces: [String], failure: UsageError? = nil, headers: HTTPHeaders = ["Content-Type": "application/jsonl"]
        ) {
            self.pieces = pieces.map { Array($0.utf8) }
            self.failure = failure
            self.headers = headers
        }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            throw UsageError(.invalidArgument, "the stream is opened, not sent")
        }

        func open(_ request: TransportRequest) async throws -> StreamedResponse {
            state.withLock { $0.requests.append(request) }
            let rest = Mutex(pieces[...])
            return StreamedResponse(
                status: 200, headers: headers,
                next: { [failure] in
                    if let piece = rest.withLock({ $0.popFirst() }) { return piece }
                    if let failure { throw failure }
                    return nil
                }, stop: { self.state.withLock { $0.stops += 1 } })
        }
    }

    private static func line(_ id: String, type: String = "T", count: Int = 1) -> String {
        #"{"type":"item","data":{"id":"\#(id)","type":"\#(type)","count":\#(count),"createdAt":1790000000000}}"# + "\n"
    }

    private func client(_ transport: any HTTPTransport, clock: ManualClock = ManualClock()) throws -> ChatBotKit.Client
    {
        try ChatBotKit.Client(apiKey: ChatBotKitFake.testKey, configuration: .test(transport, clock: clock))
    }

    private func read(
        _ transport: any HTTPTransport, _ query: ChatBotKit.Filter = ChatBotKit.Filter(), maximumCount: Int? = nil
    ) async -> (ids: [String], error: (any Error)?) {
        var ids: [String] = []
        do {
            for try await item in try client(transport).usageStream(matching: query, maximumCount: maximumCount) {
                ids.append(item.id)
            }
            return (ids, nil)
        } catch {
            return (ids, error)
        }
    }

    @Test func theLinesOfTheListAreRecords() async throws {
        let pieces = Pieces([#"{"type":"nop","data":{}}"# + "\n", Self.line("a"), Self.line("b", count: -3)])
        let (ids, error) = await read(pieces)
        #expect(ids == ["a", "b"])
        #expect(error == nil)
        let request = try #require(pieces.state.withLock { $0.requests.first })
        #expect(request.target == "/v1/usage/list?order=desc")
        #expect(request.headers["Accept"] == "application/jsonl")
        #expect(request.headers["Authorization"] == "Bearer \(ChatBotKitFake.testKey)")
        #expect(pieces.state.withLock { $0.requests.count } == 1)
        #expect(pieces.state.withLock(\.stops) >= 1)
    }

    /// Wherever the network cuts the body, and however lines end.
    @Test(arguments: [1, 2, 7, 64, 10_000], ["\n", "\r\n", "\n\n"])
    func piecesMayEndAnywhere(size: Int, lineBreak: String) async {
        let text = (Self.line("a") + Self.line("b") + #"{"type":"ping","data":{}}"# + "\n" + Self.line("ü"))
            .replacingOccurrences(of: "\n", with: lineBreak)
        let bytes = Array(text.utf8)
        var lines = StreamLines()
        var ids: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let (rows, failure) = lines.read(Array(bytes[start..<min(start + size, bytes.count)]), isLast: false)
            #expect(failure == nil)
            ids += rows.map(\.id)
        }
        let (rows, failure) = lines.read([], isLast: true)
        #expect(failure == nil)
        #expect(ids + rows.map(\.id) == ["a", "b", "ü"])
    }

    @Test func theLastLineMayLackItsEnd() async {
        let (ids, error) = await read(Pieces([Self.line("a"), String(Self.line("b").dropLast())]))
        #expect(ids == ["a", "b"])
        #expect(error == nil)
    }

    @Test(arguments: [
        (#"{"type":"error","data":{"code":"LIMITS_REACHED","message":"Slow down."}}"#, UsageError.Code.rateLimited),
        (#"{"type":"error","data":{"code":"INTERNAL_SERVER_ERROR","message":"Oh."}}"#, .serverFailure),
        (#"{"message":"No.","code":"NOT_AUTHORIZED"}"#, .forbidden),
        (#"{"type":"result","data":{"complete":false}}"#, .serverFailure),
        (#"{"type":"surprise","data":{}}"#, .unexpectedShape), (#"{"items":[],"cursor":"x"}"#, .unexpectedShape),
        (#"{"type":"item","data":{"type":"T"}}"#, .unexpectedShape), (#"{"type":"item","da"#, .malformedJSON),
        ("<html>", .malformedJSON),
    ])
    func anErrorComesAfterTheRecordsBeforeIt(line: String, code: UsageError.Code) async {
        let pieces = Pieces([Self.line("a") + Self.line("b") + line + "\n" + Self.line("c")])
        let (ids, error) = await read(pieces)
        #expect(ids == ["a", "b"])
        #expect((error as? UsageError)?.code == code)
        #expect((error as? UsageError)?.provider == .chatBotKit)
        #expect(pieces.state.withLock(\.stops) >= 1)
    }

    @Test func aStreamThatSaysItIsCompleteEnds() async {
        let (ids, error) = await read(Pieces([Self.line("a"), #"{"type":"result","data":{"complete":true}}"#]))
        #expect(ids == ["a"] && error == nil)
    }

    @Test func aConnectionThatEndsEarlyIsAnErrorAfterTheRecords() async {
        var broken = UsageError(.transport, "the connection was lost")
        broken.connectionFailure = .broken
        let (ids, error) = await read(Pieces([Self.line("a"), String(Self.line("b").prefix(20))], failure: broken))
        #expect(ids == ["a"])
        #expect((error as? UsageError)?.code == .transport)
    }

    @Test func aLineWithoutEndIsAnError() async {
        var lines = StreamLines()
        let piece = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        var failure: UsageError?
        for _ in 0..<6 where failure == nil { failure = lines.read(piece, isLast: false).failure }
        #expect(failure?.code == .responseTooLarge)
    }

    @Test func recordsAreHeldToTheFilterAndToTheirNumber() async throws {
        let pieces = Pieces([Self.line("a"), Self.line("x", type: "U"), Self.line("b"), Self.line("c")])
        let filtered = await read(pieces, ChatBotKit.Filter(type: ChatBotKit.UsageType(rawValue: "T")))
        #expect(filtered.ids == ["a", "b", "c"] && filtered.error == nil)
        let (ids, error) = await read(pieces, maximumCount: 2)
        #expect(ids == ["a", "x"] && error == nil)
        #expect(pieces.state.withLock { $0.requests.last?.target } == "/v1/usage/list?order=desc&take=2")
        #expect(throws: UsageError.self) { try client(pieces).usageStream(maximumCount: 0) }
    }

    @Test func leavingTheLoopEndsTheRequest() async throws {
        let pieces = Pieces([Self.line("a"), Self.line("b")])
        for try await item in try client(pieces).usageStream() where item.id == "a" { break }
        #expect(pieces.state.withLock(\.stops) == 1)
    }

    @Test func nothingIsSentBeforeTheFirstRecordIsAskedFor() async throws {
        let pieces = Pieces([Self.line("a")])
        let stream = try client(pieces).usageStream()
        var iterator = stream.makeAsyncIterator()
        #expect(pieces.state.withLock(\.requests).isEmpty)
        #expect(try await iterator.next()?.id == "a")
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
        #expect(pieces.state.withLock { $0.requests.count } == 1)
    }

    @Test func aTransportThatCannotStreamIsRefused() async {
        let requests = Mutex(0)
        let plain = ClosureTransport { _ in
            requests.withLock { $0 += 1 }
            return nil
        }
        let (_, error) = await read(plain)
        #expect((error as? UsageError)?.code == .invalidArgument)
        #expect(requests.withLock(\.self) == 0)
    }

    @Test func transportsOfTheTestKitStreamToo() async throws {
        let line = #"{"type":"item","data":{"id":"a","type":"T","count":1,"createdAt":1}}"# + "\n"
        let script = ScriptedTransport([
            .response(TransportResponse(status: 200, headers: ["Content-Type": "application/jsonl"], body: line))
        ])
        var ids: [String] = []
        let scripted = try ChatBotKit.Client(apiKey: "k", configuration: .test(script))
        for try await item in try scripted.usageStream() { ids.append(item.id) }
        #expect(ids == ["a"])

        let fake = ChatBotKitFake(
            records: (1...50).map { number in
                ChatBotKitFake.record(
                    at: Timestamp(seconds: Int64(number)), type: .message, botID: "b", conversationID: "c",
                    id: "u\(number)")
            })
        let faulty = FaultyTransport(fake, faults: [2: .truncated])
        let client = try ChatBotKit.Client(apiKey: ChatBotKitFake.testKey, configuration: .test(faulty))
        var whole = 0
        for try await _ in try client.usageStream() { whole += 1 }
        #expect(whole == 50)
        var part = 0
        let error = await #expect(throws: UsageError.self) {
            for try await _ in try client.usageStream() { part += 1 }
        }
        #expect(error?.code == .transport)
        #expect(part < 50)
    }

    @Test func theFakeStreamsAllPages() async throws {
        let records = LedgerGenerator(seed: 4).chatBotKitRecords(
            count: 350, in: .between("2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z"))
        let fake = ChatBotKitFake(records: records)
        let walked = try await client(fake).usage(in: .all).collect().rows.map(\.id)
        let (ids, error) = await read(fake)
        #expect(ids == walked && ids.count == 350)
        #expect(error == nil)
        // A stream ends at the next hundred.
        #expect(await read(fake, maximumCount: 130).ids == Array(walked.prefix(130)))
    }

    @Test func refusalsAreRetriedUntilTheStreamIsOpen() async throws {
        let fake = ChatBotKitFake(records: [])
        fake.behavior.faults = [.request(1): .status(503)]
        let (ids, error) = await read(fake)
        #expect(ids.isEmpty && error == nil)
        #expect(fake.requests.count == 2)
        let wrong = try ChatBotKit.Client(apiKey: "wrong", configuration: .test(fake))
        let refusal = await #expect(throws: UsageError.self) {
            for try await _ in try wrong.usageStream() {}
        }
        #expect(refusal?.code == .unauthorized)
        #expect(refusal?.providerCode == "NOT_AUTHENTICATED")
    }

    /// A stream that falls silent ends after the timeout of an attempt.
    @Test func aSilentStreamEndsAfterTheTimeout() async throws {
        let clock = ManualClock()
        let silent = Silent()
        var configuration = ClientConfiguration.test(silent, clock: clock)
        configuration.attemptTimeout = .seconds(30)
        let client = try ChatBotKit.Client(apiKey: "k", configuration: configuration)
        let reading = Task { () -> UsageError? in
            do {
                for try await _ in try client.usageStream() {}
                return nil
            } catch {
                return error as? UsageError
            }
        }
        await silent.isRead()
        clock.advance(by: .seconds(31))
        let error = await reading.value
        #expect(error?.code == .deadlineExceeded)
        #expect(silent.stops.withLock(\.self) == 1)
    }

    /// A server that sends blank lines, or lines without records, once in ten seconds, for ever.
    private func failureOfEndless(_ text: String, within limit: Duration?) async throws -> (UsageError?, reads: Int) {
        let clock = ManualClock()
        let reads = Mutex(0)
        let endless = Endless {
            clock.advance(by: .seconds(10))
            reads.withLock { $0 += 1 }
            return Array(text.utf8)
        }
        var configuration = ClientConfiguration.test(endless, clock: clock)
        configuration.attemptTimeout = .seconds(30)
        let client = try ChatBotKit.Client(apiKey: "k", configuration: configuration)
        let error = await #expect(throws: UsageError.self) {
            for try await _ in try client.usageStream(within: limit) {}
        }
        return (error, reads.withLock(\.self))
    }

    @Test(arguments: [" ", "\n"])
    func aServerThatSendsNothingThatMakesSenseIsSilent(text: String) async throws {
        let (error, reads) = try await failureOfEndless(text, within: nil)
        #expect(error?.code == .deadlineExceeded)
        #expect(reads == 3)
    }

    @Test func aStreamWithoutRecordsEndsAtItsLimit() async throws {
        let (error, reads) = try await failureOfEndless(#"{"type":"nop","data":{}}"# + "\n", within: .seconds(100))
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.message.contains("took longer than") == true)
        #expect(reads == 10)
    }

    /// What the caller does between two records is no silence of the server.
    @Test func aSlowReaderEndsNoStream() async throws {
        let clock = ManualClock()
        let pieces = Pieces([Self.line("a"), Self.line("b"), Self.line("c")])
        var configuration = ClientConfiguration.test(pieces, clock: clock)
        configuration.attemptTimeout = .seconds(30)
        let client = try ChatBotKit.Client(apiKey: "k", configuration: configuration)
        var count = 0
        for try await _ in try client.usageStream() {
            clock.advance(by: .seconds(100))
            count += 1
        }
        #expect(count == 3)
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func aLimitAboveZeroIsNeeded(limit: Duration) throws {
        let client = try client(Pieces([]))
        let error = #expect(throws: UsageError.self) { try client.usageStream(within: limit) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aStreamReportsWhatItCouldNotRead() async throws {
        let lines = [#""count":1"#, #""count":"abc""#, #""note":1"#].enumerated().map { number, field in
            #"{"type":"item","data":{"id":"u\#(number)","type":"T",\#(field),"createdAt":1779062400000}}"# + "\n"
        }
        let script = ScriptedTransport([
            .response(
                TransportResponse(status: 200, headers: ["Content-Type": "application/jsonl"], body: lines.joined()))
        ])
        let client = try ChatBotKit.Client(apiKey: "k", configuration: .test(script))
        var records = try client.usageStream().makeAsyncIterator()
        #expect(!records.report.isFinished)
        while try await records.next() != nil {}
        #expect(records.report.rows == 3 && records.report.pages == 1)
        #expect(records.report.stopped?.code == .unreadableCharges)
        #expect(records.report.notes.first?.code == .unreadableField)
        #expect(records.report.notes.first?.first.first == "record 2: count")
    }

    @Test func cancellingEndsTheStream() async throws {
        let silent = Silent()
        let client = try client(silent)
        let reading = Task {
            for try await _ in try client.usageStream() {}
        }
        await silent.isRead()
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(silent.stops.withLock(\.self) == 1)
    }

    /// Opens a stream that never ends.
    private final class Endless: HTTPStreamingTransport {
        private let piece: @Sendable () -> [UInt8]

        init(_ piece: @escaping @Sendable () -> [UInt8]) { self.piece = piece }

        func send(_ request: TransportRequest) async throws -> TransportResponse { TransportResponse(status: 500) }

        func open(_ request: TransportRequest) async throws -> StreamedResponse {
            StreamedResponse(
                status: 200, headers: ["Content-Type": "application/jsonl"], next: { [piece] in piece() }, stop: {})
        }
    }

    /// Opens a stream of which nothing arrives.
    private final class Silent: HTTPStreamingTransport {
        let stops = Mutex(0)
        private let channel = ByteChannel(maximumBytes: 10)
        private let reads = AsyncStream<Void>.makeStream()

        func isRead() async {
            for await _ in reads.stream { return }
        }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            TransportResponse(status: 500)
        }

        func open(_ request: TransportRequest) async throws -> StreamedResponse {
            StreamedResponse(
                status: 200,
                next: {
                    self.reads.continuation.yield()
                    return try await self.channel.next()
                }, stop: { self.stops.withLock { $0 += 1 } })
        }
    }
}
