#if os(Linux)
    import Foundation
    import Testing
    import UsageKitTesting

    @testable import UsageKit

    /// Responses that end the process inside Foundation on Swift 6.3, which no library can prevent.
    ///
    /// Each case runs in a child process. Two outcomes are accepted: a trap if Foundation has the defect, and an error if
    /// it does not. A response or a child process that continues is a failure.
    @Suite(.sockets, .endsSometime) struct IncurableFaultTests {
        /// Sends a request to a server and ends the process, with status 3 if there was an error.
        private static func ask(_ answer: String) async {
            do {
                let server = try FaultServer(answer)
                _ = try await URLSessionTransport().send(server.request())
            } catch {
                exit(3)
            }
            exit(0)
        }

        @Test func aConnectionThatEndsAfterTheStatusIsAnErrorOrATrap() async {
            let result = await #expect(processExitsWith: .failure, observing: [\.exitStatus]) {
                await Self.ask("HTTP/1.1 200 OK\r\n")
            }
            #expect(Self.isKnown(result?.exitStatus))
        }

        @Test func aConnectionThatEndsInsideTheHeaderIsAnErrorOrATrap() async {
            let result = await #expect(processExitsWith: .failure, observing: [\.exitStatus]) {
                await Self.ask("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Half: ")
            }
            #expect(Self.isKnown(result?.exitStatus))
        }

        @Test func aTrailerIsAnErrorOrATrap() async {
            let result = await #expect(processExitsWith: .failure, observing: [\.exitStatus]) {
                await Self.ask(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n2\r\nok\r\n0\r\nX-End: 1\r\n\r\n"
                )
            }
            #expect(Self.isKnown(result?.exitStatus))
        }

        /// Whether the outcome is one of the two: a caught error, or the trap of a failed assertion.
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
