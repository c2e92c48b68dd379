import Foundation
import Synchronization
import UsageKit
import UsageKitTesting

/// Sends many requests over one transport and watches whether the process keeps memory or descriptors.
///
/// `soak [requests]`: 200,000 unless told otherwise.
@main
enum Soak {
    private static let ways = 6
    private static let maximumGrowthInMegabytes = 40.0
    private static let maximumGrowthInDescriptors = 10

    /// Answers with a body as long as a small page.
    private struct Page: HTTPTransport {
        let body =
            #"{"data":["# + Array(repeating: #"{"id":"r1","cost":"0.0001"}"#, count: 20).joined(separator: ",") + "]}"

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            TransportResponse(status: 200, headers: ["Content-Type": "application/json"], body: body)
        }
    }

    private struct Tally {
        var started = 0
        var ended = 0
        var failed = 0
        var uses: [ProcessUse] = []
    }

    private static let tally = Mutex(Tally())

    static func main() async throws {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000
        guard count >= 100 else {
            print("usage: soak [requests], 100 or more")
            exit(64)
        }
        let marks = [count / 10: "warm-up", count / 2: "middle", count: "end"]
        let server = try LoopbackServer(Page())
        guard let url = URL(string: server.baseURL + "/v1/usage") else { exit(64) }
        let transport = URLSessionTransport(maximumConnections: ways)
        tally.withLock { $0.uses.append(report("start")) }

        let start = ContinuousClock.now
        let length = Page().body.utf8.count
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<ways {
                group.addTask {
                    while tally.withLock({ tally in
                        tally.started += 1
                        return tally.started <= count
                    }) {
                        let response = try? await transport.send(TransportRequest(url: url, timeout: .seconds(30)))
                        tally.withLock { tally in
                            tally.ended += 1
                            if response?.body.count != length { tally.failed += 1 }
                            if let name = marks[tally.ended] { tally.uses.append(report(name)) }
                        }
                    }
                }
            }
        }
        let time = ContinuousClock.now - start
        server.stop()

        let (failed, uses) = tally.withLock { ($0.failed, $0.uses) }
        guard uses.count == 4 else {
            print("soak: FAILED: requests were lost")
            exit(1)
        }
        let megabytes = uses[3].megabytes - uses[1].megabytes
        let descriptors = uses[3].descriptors - uses[1].descriptors
        let seconds = Double(time.components.seconds)
        let rate = Int(Double(count) / max(1, seconds))
        print("requests \(count), failed \(failed), \(Int(seconds)) s, \(rate) requests/s")
        print("growth after warm-up: \(tenths(megabytes)) MB, \(descriptors) descriptors")
        let isGood =
            failed == 0 && megabytes <= maximumGrowthInMegabytes && descriptors <= maximumGrowthInDescriptors
        print("soak: \(isGood ? "passed" : "FAILED")")
        exit(isGood ? 0 : 1)
    }

    private static func report(_ name: String) -> ProcessUse {
        let use = ProcessUse.now()
        // Not printed: through a pipe the lines would all come at the end.
        let line = "\(name): \(tenths(use.megabytes)) MB resident, \(use.descriptors) descriptors\n"
        FileHandle.standardOutput.write(Data(line.utf8))
        return use
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
