import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite(.sockets) struct URLSessionTransportLifetimeTests {
    /// The system's folders of this process's open files and, on Linux, threads.
    #if os(Linux)
        private static let folders = ["/proc/self/fd", "/proc/self/task"]
    #else
        private static let folders = ["/dev/fd"]
    #endif

    private func count(_ folder: String) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
    }

    /// Tests that run at the same time have files open, too, but far fewer than one for each transport.
    @Test(.endsSometime)
    func releasedTransportsLeaveNoFilesOrThreads() async throws {
        let server = try LoopbackServer(ScriptedTransport(Array(repeating: .json("{}"), count: 1_000)))
        let url = try #require(URL(string: server.baseURL + "/"))
        let start = Self.folders.map(count)
        #expect(start.allSatisfy { $0 > 0 })
        for _ in 0..<1_000 {
            #expect(try await URLSessionTransport().send(TransportRequest(url: url, timeout: .farAway)).status == 200)
        }
        while zip(Self.folders, start).contains(where: { count($0) > $1 + 500 }) {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test(.endsSometime)
    func aRequestOutlivesTheReferenceToItsTransport() async throws {
        let server = try LoopbackServer(ScriptedTransport([.json("{}")]))
        let url = try #require(URL(string: server.baseURL + "/"))
        weak var dropped: URLSessionTransport?
        let response: Task<Int, any Error>
        do {
            let transport = URLSessionTransport()
            dropped = transport
            response = Task { try await transport.send(TransportRequest(url: url, timeout: .farAway)).status }
        }
        #expect(try await response.value == 200)
        while dropped != nil { try await Task.sleep(for: .milliseconds(5)) }
    }
}
