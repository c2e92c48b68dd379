import Synchronization

/// Counts the bytes of a file that several threads read, and reports their number.
final class ReadingProgress: Sendable {
    private let report: @Sendable (_ read: Int, _ count: Int) -> Void
    /// The number of bytes read, and the largest number that was reported.
    private let counts = Mutex((read: 0, reported: 0))

    init(_ report: @escaping @Sendable (_ read: Int, _ count: Int) -> Void) {
        self.report = report
    }

    /// Records `more` bytes read of `count`.
    func add(_ more: Int, of count: Int) {
        counts.withLock { counts in
            counts.read += more
            guard counts.read > counts.reported else { return }
            counts.reported = counts.read
            report(counts.read, count)
        }
    }

    /// Restarts at the beginning of the file.
    ///
    /// Nothing is reported until more bytes are read than were reported before.
    func restart() {
        counts.withLock { $0.read = 0 }
    }

    /// Reports that all `count` bytes were read, unless that was reported before.
    func finish(_ count: Int) {
        counts.withLock { counts in
            if counts.reported < count || count == 0 { report(count, count) }
            counts = (count, count)
        }
    }
}
