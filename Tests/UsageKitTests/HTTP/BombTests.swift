#if os(Linux)
    import Foundation
    import Testing
    import UsageKitTesting

    @testable import UsageKit

    /// How much memory a hostile body costs, measured in a child process that does nothing else.
    @Suite(.sockets, .endsSometime) struct BombTests {
        /// The peak memory of this process, in mebibytes.
        private static func peak() throws -> Int {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
            return try #require(Int(line.filter(\.isNumber))) / 1024
        }

        private static func expectRefusal(_ server: FaultServer) async throws {
            let before = try peak()
            do {
                _ = try await URLSessionTransport(maximumResponseBytes: 1 << 20).send(server.request())
                preconditionFailure("a response came")
            } catch let error as UsageError {
                precondition(error.code == .responseTooLarge)
            }
            // The session continues to work for a while after the call has returned.
            for _ in 0..<20 {
                try await Task.sleep(for: .milliseconds(100))
                let growth = try peak() - before
                precondition(growth < 150, "\(growth) MiB")
            }
        }

        /// 512 MiB in half a megabyte: a plain `URLSession` uses 1 GiB for it, and a delegate that waits for the
        /// cancellation uses as much as was decompressed.
        @Test func doesNotDecompressHalfAGibibyteIntoMemory() async {
            await #expect(processExitsWith: .success) {
                let bomb = FaultPage.endlessZeros(kibibytes: 512 << 10)
                let server = try FaultServer { connection, _ in
                    connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
                    connection.write(bomb)
                }
                try await Self.expectRefusal(server)
            }
        }

        /// The same if the header announces more than the limit, so that the body is refused from the start.
        @Test func doesNotDecompressABombThatItsHeaderAnnounces() async {
            await #expect(processExitsWith: .success) {
                let bomb = FaultPage.endlessZeros(kibibytes: 512 << 10)
                let server = try FaultServer { connection, _ in
                    connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9999999\r\n\r\n")
                    connection.write(bomb)
                    connection.waitForEnd()
                }
                try await Self.expectRefusal(server)
            }
        }

        @Test func doesNotReceiveAnEndlessBodyIntoMemory() async {
            await #expect(processExitsWith: .success) {
                let server = try FaultServer { connection, _ in
                    connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                    let piece = [UInt8](repeating: 0x20, count: 1 << 16)
                    while connection.write(piece) {}
                }
                try await Self.expectRefusal(server)
            }
        }
    }
#endif
