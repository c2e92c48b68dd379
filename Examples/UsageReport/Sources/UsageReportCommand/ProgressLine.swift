import UsageKit

/// One line of progress that is written over and over, for a person only.
struct ProgressLine {
    let console: Console

    func show(_ report: WalkReport) {
        guard console.isInteractive else { return }
        let total = report.expected.map { " of \($0)" } ?? ""
        console.diagnostics("\r\u{1B}[K\(report.provider): \(report.pages) pages, \(report.rows)\(total) rows")
    }

    func clear() {
        if console.isInteractive { console.diagnostics("\r\u{1B}[K") }
    }
}
