import Foundation
import Synchronization
import UsageKit
import UsageKitTesting

/// Sends many requests over one transport and checks whether the process leaks memory or descriptors.
///
/// `soak [requests]`: 200,000 requests by default.
@main
enum Soak {
    private static let concurrency = 6
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

    private struct Counts {
        var started = 0
        var ended = 0
        var failed = 0
        var uses: [ProcessUse] = []
    }

    private static let counts = Mutex(Counts())

    static func main() async throws {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000
        guard count >= 100 else {
            print("usage: soak [requests], at least 100")
            exit(64)
        }
        let milestones = [count / 10: "warm-up", count / 2: "middle", count: "end"]
        let server = try LoopbackServer(Page())
        guard let url = URL(string: server.baseURL + "/v1/usage") else { exit(64) }
        let transport = URLSessionTransport(maximumConnections: concurrency)
        counts.withLock { $0.uses.append(report("start")) }

        let start = ContinuousClock.now
        let length = Page().body.utf8.count
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<concurrency {
                group.addTask {
                    while counts.withLock({ counts in
                        counts.started += 1
                        return counts.started <= count
                    }) {
                        let response = try? await transport.send(TransportRequest(url: url, timeout: .seconds(30)))
                        counts.withLock { counts in
                            counts.ended += 1
                            if response?.body.count != length { counts.failed += 1 }
                            if let name = milestones[counts.ended] { counts.uses.append(report(name)) }
                        }
                    }
                }
            }
        }
        let time = ContinuousClock.now - start
        server.stop()

        let (failed, uses) = counts.withLock { ($0.failed, $0.uses) }
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
        // Not `print`, which would hold all lines back until the end if the output is a pipe.
        let line = "\(name): \(tenths(use.megabytes)) MB resident, \(use.descriptors) descriptors\n"
        FileHandle.standardOutput.write(Data(line.utf8))
        return use
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
