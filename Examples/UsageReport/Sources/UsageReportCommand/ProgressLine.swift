import Synchronization
import UsageKit

/// One line of progress that is overwritten each time, and written to terminals only.
struct ProgressLine {
    let console: Console

    func show(_ report: WalkReport) {
        let total: TerminalText = report.expected.map { " of \($0)" } ?? ""
        let done: TerminalText = report.fraction.map { ", \(Int(100 * $0)) %" } ?? ""
        show("\(report.provider): \(report.pages) pages, \(report.rows)\(total) rows\(done)")
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
    /// The percentage that is shown; nil after the line was cleared.
    private let shown = Mutex<Int?>(-1)

    init(console: Console, name: String) {
        line = ProgressLine(console: console)
        self.name = name
    }

    /// Records that `read` of `count` bytes were read.
    func note(_ read: Int, of count: Int) {
        let percentage = count > 0 ? Int(100 * Double(read) / Double(count)) : 100
        shown.withLock { shown in
            // An abandoned reading goes on after the line was cleared.
            guard shown != nil else { return }
            if percentage != shown { line.show("\(name): \(percentage) % of \(count) bytes") }
            shown = percentage
        }
    }

    func clear() {
        shown.withLock { shown in
            line.clear()
            shown = nil
        }
    }
}
