import Foundation
import Synchronization
import UsageKit

/// Cancels requests at random moments, over every kind of answer, and counts what became of them.
///
/// `cancel-storm [requests] [seed]`: 12,000 requests unless told otherwise.
@main
enum CancelStorm {
    private static let ways = 8

    /// What is done to a request.
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
        guard count >= ways else {
            print("usage: cancel-storm [requests] [seed]")
            exit(64)
        }
        let server = try FaultServer { connection, request in
            Fault(rawValue: request.url.lastPathComponent)?.answer(connection, request)
        }
        let transport = URLSessionTransport(maximumResponseBytes: Fault.cap)
        let tally = StormTally()
        watch(tally)

        print("cancel-storm: \(count) requests, \(ways)-way, seed \(seed)")
        let start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for way in 0..<ways {
                group.addTask {
                    var generator = SeededGenerator(seed: seed &* 1000 &+ UInt64(way))
                    for number in stride(from: way, to: count, by: ways) {
                        let fault = Fault.allCases.randomElement(using: &generator) ?? .echo
                        let interference = Interference(using: &generator)
                        let delay = Int.random(in: 0..<10_000, using: &generator)
                        guard let request = try? server.request("/\(fault)?\(delay)") else { continue }
                        await send(number, request, fault, interference, transport, tally)
                    }
                }
            }
        }
        let time = ContinuousClock.now - start
        print("\(time.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))))")

        let isGood = tally.report(expected: count)
        let works = await worksStill(server, transport)
        print("the transport answers on all connections afterwards: \(works ? "yes" : "no")")
        print("cancel-storm: \(isGood && works ? "passed" : "FAILED")")
        exit(isGood && works ? 0 : 1)
    }

    private static func send(
        _ number: Int, _ request: TransportRequest, _ fault: Fault, _ interference: Interference,
        _ transport: URLSessionTransport, _ tally: StormTally
    ) async {
        // Left alone, only a drip needs its deadline to end; the others must never see theirs.
        var timeout: Duration = fault == .drip ? .milliseconds(100) : .seconds(20)
        var isAlone = true
        if case .deadline(let moment) = interference {
            timeout = moment
            isAlone = false
        }
        var request = request
        request.timeout = timeout
        let start = ContinuousClock.now
        tally.start(number, deadline: start + timeout)
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
            isAlone = false
        }
        let (result, end) = await task.value
        tally.end(number, fault, result, at: end, cancelled: cancelled, isAlone: isAlone)
    }

    /// Ends the process where a request does not end; on a thread, because Swift's own may be what hangs.
    private static func watch(_ tally: StormTally) {
        Thread.detachNewThread {
            while true {
                Thread.sleep(forTimeInterval: 1)
                let overdue = tally.overdue
                if overdue > 0 {
                    print("cancel-storm: FAILED: \(overdue) requests hang \(StormTally.bound) past their deadline")
                    exit(2)
                }
            }
        }
    }

    /// Whether no connection of the transport was lost: as many requests as it has get through at the same time.
    private static func worksStill(_ server: FaultServer, _ transport: URLSessionTransport) async -> Bool {
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
