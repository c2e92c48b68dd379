import Synchronization

/// Records the progress that is reported while a file is read.
final class ProgressRecorder: Sendable {
    private let calls = Mutex<[(read: Int, count: Int)]>([])

    func note(_ read: Int, _ count: Int) { calls.withLock { $0.append((read, count)) } }

    var all: [Int] { calls.withLock { $0.map(\.read) } }
    var counts: Set<Int> { calls.withLock { Set($0.map(\.count)) } }
}
