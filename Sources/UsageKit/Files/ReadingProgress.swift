import Synchronization

/// Counts the bytes that several threads read of a file, and says how many they are.
final class ReadingProgress: Sendable {
    private let report: @Sendable (_ read: Int, _ count: Int) -> Void
    /// How many bytes were read, and how many of them were reported.
    private let counts = Mutex((read: 0, reported: 0))

    init(_ report: @escaping @Sendable (_ read: Int, _ count: Int) -> Void) {
        self.report = report
    }

    /// Says that so many bytes more were read of a file with so many.
    func add(_ more: Int, of count: Int) {
        counts.withLock { counts in
            counts.read += more
            guard counts.read > counts.reported else { return }
            counts.reported = counts.read
            report(counts.read, count)
        }
    }

    /// Counts from the beginning of the file again; what was reported once is not reported again.
    func restart() {
        counts.withLock { $0.read = 0 }
    }

    /// Says that all bytes were read, unless that was said.
    func finish(_ count: Int) {
        counts.withLock { counts in
            if counts.reported < count || count == 0 { report(count, count) }
            counts = (count, count)
        }
    }
}
