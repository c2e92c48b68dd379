import AsyncHTTPTransport
import NIOCore
import Testing
import UsageKit

@Suite(.timeLimit(.minutes(60))) struct CancellationTests {
    @Test func aCancelledTaskSendsNothing() async throws {
        let server = try await RawServer { _ in }
        let request = try server.request()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await AsyncHTTPClientTransport().send(request)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func cancellingDoesNotWaitForTheServer(answer: String) async throws {
        let server = try await RawServer(answer, closes: false)
        let transport = AsyncHTTPClientTransport()
        let request = try server.request(timeout: .seconds(600))
        let task = Task { try await transport.send(request) }
        for await arrived in server.arrivals {
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await arrived.end.get()
            break
        }
    }

    /// Requests are cancelled at many moments for each kind of response.
    ///
    /// Every request must end, and the transport must still work afterwards.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", "",
        "HTTP/1.1 302 Moved\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n",
    ])
    func everyRequestEndsWhenCancelledAtAnyMoment(answer: String) async throws {
        let server = try await RawServer { request in
            request.write(request.path == "/after" ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" : answer)
        }
        let transport = AsyncHTTPClientTransport(maximumResponseBytes: 100_000)
        let request = try server.request("/storm", timeout: .seconds(600))
        await withTaskGroup(of: Void.self) { group in
            for turns in 0..<200 {
                group.addTask {
                    let task = Task { try await transport.send(request) }
                    for _ in 0..<turns { await Task.yield() }
                    task.cancel()
                    _ = await task.result
                }
            }
        }
        #expect(try await transport.send(server.request("/after")).status == 200)
    }
}
