#if os(Linux)
    import Foundation
    import Testing
    import UsageKitTesting

    @testable import UsageKit

    /// What a server can do to a process that no library can keep from it on Swift 6.3: Foundation ends it.
    ///
    /// Each case runs in a child process. Either outcome is right, the end of the process where Foundation has the
    /// defect and an error where it has not; neither a response nor a child that goes on is.
    @Suite(.timeLimit(.minutes(2))) struct IncurableFaultTests {
        /// Asks a server and ends the process: with 3 where an error came.
        private static func ask(_ answer: String) async {
            do {
                let server = try FaultServer(answer)
                _ = try await URLSessionTransport().send(server.request(timeout: .seconds(20)))
            } catch {
                exit(3)
            }
            exit(0)
        }

        @Test func aConnectionThatEndsBehindTheStatusIsAnErrorOrTheEnd() async {
            let result = await #expect(processExitsWith: .failure, observing: [\.exitStatus]) {
                await Self.ask("HTTP/1.1 200 OK\r\n")
            }
            #expect(Self.isKnown(result?.exitStatus))
        }

        @Test func aConnectionThatEndsInsideTheHeaderIsAnErrorOrTheEnd() async {
            let result = await #expect(processExitsWith: .failure, observing: [\.exitStatus]) {
                await Self.ask("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Half: ")
            }
            #expect(Self.isKnown(result?.exitStatus))
        }

        @Test func aTrailerIsAnErrorOrTheEnd() async {
            let result = await #expect(processExitsWith: .failure, observing: [\.exitStatus]) {
                await Self.ask(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n2\r\nok\r\n0\r\nX-End: 1\r\n\r\n"
                )
            }
            #expect(Self.isKnown(result?.exitStatus))
        }

        /// Notes what the toolchain does, and whether it is one of the two: an error that was caught, or the trap of a
        /// failed assertion.
        private static func isKnown(_ status: ExitStatus?, _ name: String = #function) -> Bool {
            print("\(name) \(status.map { "\($0)" } ?? "did not run")")
            switch status {
            case .exitCode(let code): return code == 3
            case .signal(let signal): return [SIGILL, SIGTRAP, SIGABRT].contains(signal)
            default: return false
            }
        }
    }
#endif
