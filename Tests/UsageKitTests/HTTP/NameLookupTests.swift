import Foundation
import Synchronization
import Testing

@testable import UsageKit

/// Requests while the name server does not answer; `.scripts/check-names` creates such an environment for this suite.
@Suite(.endsSometime, .enabled(if: ProcessInfo.processInfo.environment["USAGEKIT_SILENT_NAMES"] != nil))
struct NameLookupTests {
    @Test func aSilentNameServerBlocksNeitherTheCallerNorOtherTasks() async throws {
        let longest = Mutex(Duration.zero)
        let heart = Task {
            var last = ContinuousClock.now
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(10))
                let now = ContinuousClock.now
                longest.withLock { $0 = max($0, now - last) }
                last = now
            }
        }
        let url = try #require(URL(string: "http://ledger.example/"))
        let start = ContinuousClock.now
        await withTaskGroup(of: UsageError.Code?.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do {
                        _ = try await URLSessionTransport().send(TransportRequest(url: url, timeout: .seconds(2)))
                        return nil
                    } catch {
                        return (error as? UsageError)?.code
                    }
                }
            }
            for await code in group { #expect(code == .deadlineExceeded) }
        }
        let elapsed = ContinuousClock.now - start
        heart.cancel()
        print("released after \(elapsed), longest pause of another task \(longest.withLock { $0 })")
        // The lookup itself takes ten seconds; the bound is far from both outcomes.
        #expect(elapsed < .seconds(5))
        #expect(longest.withLock { $0 } < .milliseconds(1500))
    }
}
