/// Horizontal bars for a terminal.
struct BarChart {
    let bars: [(label: TerminalText, value: Int)]
    var width = 50

    /// The lines, without a line break after the last one.
    var text: TerminalText {
        let longest = bars.map(\.value).max() ?? 0
        let labelWidth = bars.map(\.label.count).max() ?? 0
        return bars.map { bar in
            let label = bar.label.padded(to: labelWidth, atEnd: true)
            return "\(label)  \(line(bar.value, longest: longest)) \(bar.value)"
        }.joined(separator: "\n")
    }

    /// A bar, drawn to an eighth of a character.
    private func line(_ value: Int, longest: Int) -> String {
        guard longest > 0, value > 0 else { return "" }
        let eighths = Int((Double(value) / Double(longest) * Double(width * 8)).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
