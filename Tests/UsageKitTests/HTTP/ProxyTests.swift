#if os(Linux)
    import Foundation
    import Synchronization
    import Testing
    import UsageKitTesting

    @testable import UsageKit

    /// What a proxy of the environment sees; each case runs in a child process, since the environment is read only once.
    @Suite(.sockets, .endsSometime) struct ProxyTests {
        /// A server that records the first bytes of each connection and refuses the request.
        private final class Proxy: Sendable {
            private let heads = Mutex<[String]>([])

            var seen: String { heads.withLock { $0.joined() } }

            func start() throws -> LoopbackListener {
                try LoopbackListener { [self] socket, _ in
                    let head = String(decoding: socket.read(), as: UTF8.self)
                    heads.withLock { $0.append(head) }
                    socket.write(Array("HTTP/1.1 502 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
                }
            }
        }

        /// Sends a request through a proxy and returns what the proxy saw.
        private static func send(_ address: String, _ variable: String, noProxy: String? = nil) async throws -> String {
            let proxy = Proxy()
            let listener = try proxy.start()
            _ = unsafe setenv(variable, listener.origin, 1)
            if let noProxy { _ = unsafe setenv("no_proxy", noProxy, 1) }
            let url = try #require(URL(string: address))
            let request = TransportRequest(
                url: url, headers: ["Authorization": "Bearer \(FaultClient.key)", "X-Api-Key": FaultClient.key],
                timeout: .seconds(3600))
            _ = try? await URLSessionTransport().send(request)
            return proxy.seen
        }

        @Test func aTunnelShowsOnlyTheHost() async {
            await #expect(processExitsWith: .success) {
                let seen = try await Self.send("https://ledger.invalid/v1/usage?cursor=secret", "https_proxy")
                precondition(seen.hasPrefix("CONNECT ledger.invalid:443 HTTP/1.1"))
                precondition(!seen.contains(FaultClient.key) && !seen.contains("secret"))
            }
        }

        /// As the documentation of the transport says, plain http is for loopback, and `no_proxy` keeps it there.
        @Test func aPlainRequestShowsItsKeyUnlessNoProxyExcludesIt() async {
            await #expect(processExitsWith: .success) {
                let seen = try await Self.send("http://127.0.0.1:9/v1/usage", "http_proxy")
                precondition(seen.hasPrefix("GET http://127.0.0.1:9/v1/usage"))
                precondition(seen.contains(FaultClient.key))
            }
            await #expect(processExitsWith: .success) {
                let seen = try await Self.send("http://127.0.0.1:9/v1/usage", "http_proxy", noProxy: "127.0.0.1")
                precondition(seen.isEmpty)
            }
        }
    }
#endif
