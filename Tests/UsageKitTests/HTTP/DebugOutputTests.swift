#if os(Linux)
    import Foundation
    import Testing
    import UsageKitTesting

    @testable import UsageKit

    /// What Foundation prints of a request, in child processes, since the environment is read only once.
    @Suite(.sockets, .endsSometime) struct DebugOutputTests {
        private static func send() async throws {
            let server = try FaultServer(FaultServer.response())
            let request = try server.request(headers: ["Authorization": "Bearer \(FaultClient.key)"])
            _ = try await URLSessionTransport().send(request)
        }

        private func shows(_ text: String, _ result: ExitTest.Result?) -> Bool {
            String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(text)
        }

        /// As the documentation of the transport says.
        @Test func theDebugVariableShowsTheKey() async {
            let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
                _ = unsafe setenv("URLSessionDebugLibcurl", "0", 1)
                try await Self.send()
            }
            #expect(shows(FaultClient.key, result))
        }

        @Test func nothingIsPrintedWithoutIt() async {
            let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
                try await Self.send()
            }
            #expect(!shows(FaultClient.key, result))
        }
    }
#endif
