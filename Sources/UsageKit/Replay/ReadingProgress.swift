import Synchronization

/// Counts the bytes that several threads read of a file, and says how many they are.
final class ReadingProgress: Sendable {
    private let report: @Sendable (_ read: Int, _ count: Int) -> Void
    private let read = Mutex(0)

    init(_ report: @escaping @Sendable (_ read: Int, _ count: Int) -> Void) {
        self.report = report
    }

    /// Says that so many bytes more were read of a file with so many.
    func add(_ more: Int, of count: Int) {
        read.withLock { read in
            read += more
            report(read, count)
        }
    }

    /// Says that all bytes were read, unless that was said.
    func finish(_ count: Int) {
        read.withLock { read in
            if read < count || count == 0 { report(count, count) }
            read = count
        }
    }
}
