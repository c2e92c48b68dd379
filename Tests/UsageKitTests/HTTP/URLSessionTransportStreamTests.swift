import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Bodies that are read while they arrive, over a real socket.
@Suite(.sockets) struct URLSessionTransportStreamTests {
    /// Sends a line, and then waits until the test lets the next one go.
    private final class Stepwise: HTTPStreamingTransport {
        let lines: [String]
        let status: Int
        let isBroken: Bool
        private let steps = AsyncStream<Void>.makeStream()
        let stops = Mutex(0)

        init(_ lines: [String], status: Int = 200, isBroken: Bool = false) {
            self.lines = lines
            self.status = status
            self.isBroken = isBroken
        }

        func go() { steps.continuation.yield() }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            TransportResponse(status: 406)
        }

        func open(_ request: TransportRequest) async throws -> StreamedResponse {
            let index = Mutex(0)
            return StreamedResponse(
                status: status, headers: ["Content-Type": "application/jsonl", "X-One": "1"],
                next: { [lines, steps, isBroken] in
                    let number = index.withLock { index in
                        defer { index += 1 }
                        return index
                    }
                    if number > 0 { for await _ in steps.stream { break } }
                    try Task.checkCancellation()
                    if number < lines.count { return Array(lines[number].utf8) }
                    if isBroken { throw UsageError(.transport, "broken") }
                    return nil
                }, stop: { self.stops.withLock { $0 += 1 } })
        }
    }

    private func request(_ server: LoopbackServer) throws -> TransportRequest {
        TransportRequest(
            url: try #require(URL(string: server.baseURL + "/")), headers: ["Accept": "application/jsonl"],
            timeout: .farAway)
    }

    @Test func aLineIsReadBeforeTheNextOneIsSent() async throws {
        let stepwise = Stepwise(["one\n", "two\n", "three\n"])
        let server = try LoopbackServer(stepwise)
        let response = try await URLSessionTransport().open(request(server))
        #expect(response.status == 200)
        #expect(response.headers["x-one"] == "1")
        for line in stepwise.lines {
            #expect(try await response.next() == Array(line.utf8))
            stepwise.go()
        }
        #expect(try await response.next() == nil)
        #expect(try await response.next() == nil)
        response.stop()
    }

    @Test func aClientDeliversEachRecordWhenItArrives() async throws {
        let lines = ["a", "b", "c"].map { id in
            #"{"type":"item","data":{"id":"\#(id)","type":"T","count":1,"createdAt":1}}"# + "\n"
        }
        let stepwise = Stepwise(lines)
        let server = try LoopbackServer(stepwise)
        let client = try ChatBotKit.Client(
            apiKey: "k", configuration: ClientConfiguration(baseURL: server.baseURL, transport: URLSessionTransport()))
        var ids: [String] = []
        for try await item in try client.usageStream() {
            ids.append(item.id)
            stepwise.go()
        }
        #expect(ids == ["a", "b", "c"])
    }

    @Test func everyStatusIsReturned() async throws {
        let stepwise = Stepwise(["no"], status: 429)
        let server = try LoopbackServer(stepwise)
        stepwise.go()
        let response = try await URLSessionTransport().open(request(server))
        #expect(response.status == 429 && !response.isSuccess)
        #expect(try await response.next() == Array("no".utf8))
        response.stop()
    }

    @Test func aConnectionThatEndsEarlyThrows() async throws {
        let stepwise = Stepwise(["one\n"], isBroken: true)
        let server = try LoopbackServer(stepwise)
        let response = try await URLSessionTransport().open(request(server))
        #expect(try await response.next() == Array("one\n".utf8))
        stepwise.go()
        let error = await #expect(throws: UsageError.self) { try await response.next() }
        #expect(error?.code == .transport)
    }

    @Test func cancellingEndsTheWaitForTheBody() async throws {
        let stepwise = Stepwise(["one\n", "two\n"])
        let server = try LoopbackServer(stepwise)
        let response = try await URLSessionTransport().open(request(server))
        #expect(try await response.next() == Array("one\n".utf8))
        let waiting = Task { try await response.next() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        response.stop()
        response.stop()
        await #expect(throws: CancellationError.self) { try await response.next() }
    }

    @Test func theConnectionIsFreeAgainAfterAStop() async throws {
        let stepwise = Stepwise(["one\n", "two\n"])
        let server = try LoopbackServer(stepwise)
        let transport = URLSessionTransport(maximumConnections: 1)
        for _ in 0..<3 {
            let response = try await transport.open(request(server))
            #expect(try await response.next() == Array("one\n".utf8))
            response.stop()
        }
    }

    @Test func moreThanTheLimitIsAnError() async throws {
        let stepwise = Stepwise([String(repeating: "x", count: 4096)])
        let server = try LoopbackServer(stepwise)
        stepwise.go()
        let response = try await URLSessionTransport(maximumResponseBytes: 100).open(request(server))
        let error = await #expect(throws: UsageError.self) { while try await response.next() != nil {} }
        #expect(error?.code == .responseTooLarge)
        response.stop()
    }
}

@Suite struct ByteChannelTests {
    @Test func bytesWaitInTheirOrder() async throws {
        let channel = ByteChannel(maximumBytes: 10)
        #expect(channel.receive([1, 2]))
        #expect(channel.receive([3]))
        channel.finish(.success(()))
        #expect(!channel.receive([4]))
        #expect(try await channel.next() == [1, 2, 3])
        #expect(try await channel.next() == nil)
    }

    @Test func aReaderThatWaitsGetsThem() async throws {
        let channel = ByteChannel(maximumBytes: 3)
        async let bytes = channel.next()
        #expect(channel.receive([7, 8, 9]))
        #expect(try await bytes == [7, 8, 9])
    }

    @Test func moreThanTheLimitAtOnceIsAnErrorForAReaderThatWaits() async throws {
        let channel = ByteChannel(maximumBytes: 3)
        let waiting = Task { try await channel.next() }
        #expect(!channel.receive([1, 2, 3, 4]))
        let error = await #expect(throws: UsageError.self) { try await waiting.value }
        #expect(error?.code == .responseTooLarge)
    }

    @Test func tooManyUnreadBytesAreAnErrorAfterThoseThatWait() async throws {
        let channel = ByteChannel(maximumBytes: 3)
        #expect(channel.receive([1, 2]))
        #expect(!channel.receive([3, 4]))
        #expect(try await channel.next() == [1, 2])
        let error = await #expect(throws: UsageError.self) { try await channel.next() }
        #expect(error?.code == .responseTooLarge)
    }

    @Test func anErrorComesAfterTheBytesBeforeIt() async throws {
        let channel = ByteChannel(maximumBytes: 3)
        #expect(channel.receive([1]))
        channel.finish(.failure(UsageError(.transport, "lost")))
        channel.finish(.success(()))
        #expect(try await channel.next() == [1])
        await #expect(throws: UsageError.self) { try await channel.next() }
    }

    @Test func cancellingEndsTheWait() async {
        let channel = ByteChannel(maximumBytes: 3)
        let waiting = Task { try await channel.next() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
