import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite(.sockets) struct URLSessionTransportCancellationTests {
    @Test func aCancelledTaskSendsNothing() async throws {
        let server = try FaultServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let request = try server.request()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await URLSessionTransport().send(request)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.isEmpty)
    }

    @Test(.endsSometime)
    func cancellingDoesNotWaitForTheServer() async throws {
        let server = try FaultServer { connection, _ in connection.waitForEnd() }
        let transport = URLSessionTransport()
        let request = try server.request()
        let task = Task { try await transport.send(request) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Requests are cancelled at random moments for each kind of response.
    ///
    /// Every request must end, and the transport must still work afterwards.
    @Test(arguments: FaultServer.Fault.allCases)
    func everyRequestEndsWhenCancelledAtAnyMoment(fault: FaultServer.Fault) async throws {
        let server = try FaultServer { connection, request in
            guard request.url.path != "/after" else {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                return
            }
            if fault != .quick { Thread.sleep(forTimeInterval: Double.random(in: 0..<0.02)) }
            fault.answer(connection)
        }
        let transport = URLSessionTransport(maximumResponseBytes: 100_000)
        let request = try server.request("/storm")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    let task = Task { try await transport.send(request) }
                    try? await Task.sleep(for: .microseconds(Int64.random(in: 0..<60_000)))
                    task.cancel()
                    _ = await task.result
                }
            }
        }
        let response = try await transport.send(server.request("/after"))
        #expect(response.status == 200)
    }

    @Test func aTransportReleasedDuringARequestFinishesIt() async throws {
        let server = try FaultServer { connection, _ in
            Thread.sleep(forTimeInterval: 0.1)
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        }
        for _ in 0..<3 {
            #expect(try await URLSessionTransport().send(server.request()).status == 200)
        }
    }
}
