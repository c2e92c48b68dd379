import Synchronization
import UsageKit

/// One line of progress that is overwritten each time, and written to terminals only.
struct ProgressLine {
    let console: Console

    func show(_ report: WalkReport) {
        let total: TerminalText = report.expected.map { " of \($0)" } ?? ""
        show("\(report.provider): \(report.pages) pages, \(report.rows)\(total) rows")
    }

    func show(_ line: TerminalText) {
        console.show(progress: line)
    }

    func clear() {
        console.show(progress: "")
    }
}

/// Shows how much of a file was read whenever the percentage changes.
final class ReadingProgress: Sendable {
    private let line: ProgressLine
    private let name: String
    private let shown = Mutex(-1)

    init(console: Console, name: String) {
        line = ProgressLine(console: console)
        self.name = name
    }

    /// Records that `read` of `count` bytes were read.
    func note(_ read: Int, of count: Int) {
        let percentage = count > 0 ? Int(100 * Double(read) / Double(count)) : 100
        shown.withLock { shown in
            if percentage != shown { line.show("\(name): \(percentage) % of \(count) bytes") }
            shown = percentage
        }
    }

    func clear() {
        line.clear()
    }
}
