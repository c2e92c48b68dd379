import Foundation
import Synchronization
import Testing
import UsageKit
import UsageKitTesting

/// A provider's ledger at one address, with faults that can change between two runs of the command.
final class LedgerServer {
    let ledger: CheckpointTests.Ledger
    private let handler: Handler
    private let server: LoopbackServer

    /// Serves the ledger, or other rows of its provider.
    init(_ ledger: CheckpointTests.Ledger, _ transport: (any HTTPTransport)? = nil) throws {
        self.ledger = ledger
        handler = Handler(try transport ?? ledger.server(), key: ledger.key)
        server = try LoopbackServer(handler)
    }

    deinit { server.stop() }

    /// How many requests came so far.
    var requests: Int { handler.count.withLock { $0 } }

    /// The arguments for the whole ledger, in pages of ten rows.
    var arguments: [String] { ledger.arguments(server) }

    /// Answers with other faults from now on.
    func serve(_ behavior: FakeBehavior) throws {
        serve(try ledger.server(behavior))
    }

    /// Answers in another way from now on.
    func serve(_ transport: any HTTPTransport) {
        handler.transport.withLock { $0 = transport }
    }

    /// Refuses a request from now on, counted from 1.
    func refuse(request: Int) throws {
        let refusal = TransportResponse(status: 403, body: #"{"error":{"message":"no longer"}}"#)
        try serve(FakeBehavior(faults: [.request(request): .response(refusal)]))
    }

    /// The arguments with other options, which take the place of those that can be given once.
    private func arguments(with options: [String]) -> [String] {
        var own = arguments
        for name in options where name.hasPrefix("--") {
            if let place = own.firstIndex(of: name) { own.removeSubrange(place...place + 1) }
        }
        return own + options
    }

    /// Runs the command on the ledger; any key is accepted.
    func run(_ options: [String], key: String? = nil) async -> Invocation {
        var environment = ledger.environment
        if let key { environment[ledger.keyName] = key }
        return await Invocation.run(arguments(with: options), environment: environment)
    }

    /// Starts the command on the ledger as a process.
    func start(
        _ options: [String], preparation: String = ":", launcher: String = "",
        environment: [String: String] = [:]
    ) throws -> CommandProcess {
        try CommandProcess(
            arguments(with: options), environment: ledger.environment.merging(environment) { $1 },
            preparation: preparation, launcher: launcher)
    }

    private final class Handler: HTTPTransport {
        let transport: Mutex<any HTTPTransport>
        let count = Mutex(0)
        let key: String

        init(_ transport: any HTTPTransport, key: String) {
            self.transport = Mutex(transport)
            self.key = key
        }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            count.withLock { $0 += 1 }
            var request = request
            if request.headers["X-Api-Key"] != nil { request.headers["X-Api-Key"] = key }
            if request.headers["Authorization"] != nil { request.headers["Authorization"] = "Bearer \(key)" }
            let transport = transport.withLock { $0 }
            return try await transport.send(request)
        }
    }
}

/// Runs a test with the path of a file that does not exist yet.
func withFile(_ body: (URL) async throws -> Void) async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try await body(file)
}
