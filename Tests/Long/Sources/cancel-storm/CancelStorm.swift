import Foundation
import Synchronization
import UsageKit

/// Cancels requests at random moments, with every kind of answer, and counts how they ended.
///
/// `cancel-storm [requests] [seed]`: 12,000 requests unless told otherwise.
@main
enum CancelStorm {
    private static let concurrency = 8

    /// How a request is disturbed.
    private enum Interference {
        case none
        case cancel(after: Duration)
        case deadline(Duration)

        init(using generator: inout SeededGenerator) {
            let moment = Duration.microseconds(Int64.random(in: 0..<15_000, using: &generator))
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5: self = .cancel(after: moment)
            case 5..<8: self = .deadline(moment + .milliseconds(1))
            default: self = .none
            }
        }
    }

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
        let count = Int((arguments.first ?? 12_000) ?? 0)
        let seed = (arguments.count > 1 ? arguments[1] : 1) ?? 1
        guard count >= concurrency else {
            print("usage: cancel-storm [requests] [seed]")
            exit(64)
        }
        let server = try FaultServer { connection, request in
            Fault(rawValue: request.url.lastPathComponent)?.answer(connection, request)
        }
        let transport = URLSessionTransport(maximumResponseBytes: Fault.maximumBodyBytes)
        let results = StormResults()
        watch(results)

        print("cancel-storm: \(count) requests, \(concurrency) at a time, seed \(seed)")
        let start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<concurrency {
                group.addTask {
                    var generator = SeededGenerator(seed: seed &* 1000 &+ UInt64(lane))
                    for number in stride(from: lane, to: count, by: concurrency) {
                        let fault = Fault.allCases.randomElement(using: &generator) ?? .echo
                        let interference = Interference(using: &generator)
                        let delay = Int.random(in: 0..<10_000, using: &generator)
                        guard let request = try? server.request("/\(fault)?\(delay)") else { continue }
                        await send(number, request, fault, interference, transport, results)
                    }
                }
            }
        }
        let time = ContinuousClock.now - start
        print("\(time.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))))")

        let isGood = results.report(expected: count)
        let works = await stillWorks(server, transport)
        print("all connections of the transport still work: \(works ? "yes" : "no")")
        print("cancel-storm: \(isGood && works ? "passed" : "FAILED")")
        exit(isGood && works ? 0 : 1)
    }

    private static func send(
        _ number: Int, _ request: TransportRequest, _ fault: Fault, _ interference: Interference,
        _ transport: URLSessionTransport, _ results: StormResults
    ) async {
        // An undisturbed request must end before its deadline, except for a drip, which only the deadline ends.
        var timeout: Duration = fault == .drip ? .milliseconds(100) : .seconds(20)
        var isUndisturbed = true
        if case .deadline(let moment) = interference {
            timeout = moment
            isUndisturbed = false
        }
        var request = request
        request.timeout = timeout
        let start = ContinuousClock.now
        results.start(number, deadline: start + timeout)
        let task = Task { [request] in
            let result: Result<TransportResponse, any Error>
            do {
                result = .success(try await transport.send(request))
            } catch {
                result = .failure(error)
            }
            return (result, ContinuousClock.now)
        }
        var cancelled: ContinuousClock.Instant?
        if case .cancel(let moment) = interference {
            try? await Task.sleep(for: moment)
            cancelled = .now
            task.cancel()
            isUndisturbed = false
        }
        let (result, end) = await task.value
        results.end(number, fault, result, at: end, cancelled: cancelled, isUndisturbed: isUndisturbed)
    }

    /// Ends the process if a request hangs; on a separate thread, because Swift's thread pool may hang as well.
    private static func watch(_ results: StormResults) {
        Thread.detachNewThread {
            while true {
                Thread.sleep(forTimeInterval: 1)
                let overdue = results.overdue
                if overdue > 0 {
                    print("cancel-storm: FAILED: \(overdue) requests hang \(StormResults.grace) past their deadline")
                    exit(2)
                }
            }
        }
    }

    /// Whether no connection of the transport was lost: it still answers as many concurrent requests as it has connections.
    private static func stillWorks(_ server: FaultServer, _ transport: URLSessionTransport) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    for _ in 0..<5 {
                        guard let request = try? server.request("/slow", timeout: .seconds(20)),
                            let response = try? await transport.send(request), response.status == 200
                        else { return false }
                    }
                    return true
                }
            }
            return await group.allSatisfy { $0 }
        }
    }
}
