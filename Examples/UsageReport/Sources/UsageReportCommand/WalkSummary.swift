import UsageKit

/// What a walk did, in one line for people.
struct WalkSummary {
    let walk: WalkReport
    /// How many rows were printed that later states replace, since they could not be taken back.
    var printedTwice = 0

    /// The counts of pages and rows, and of what was dropped, replaced or noted, if anything was.
    var counts: TerminalText {
        var parts: [TerminalText] = ["\(walk.pages) pages", "\(walk.rows) rows"]
        if walk.duplicates > 0 { parts.append("\(walk.duplicates) duplicates dropped") }
        if walk.revised > 0 {
            let states: TerminalText = printedTwice > 0 ? " (both states are printed for \(printedTwice))" : ""
            parts.append("\(walk.revised) revised\(states)")
        }
        if walk.unsettled > 0 { parts.append("\(walk.unsettled) unsettled") }
        if walk.outsideWindow > 0 { parts.append("\(walk.outsideWindow) outside the window") }
        if !walk.notes.isEmpty {
            parts.append(
                "notes: \(walk.notes.map { "\($0.code) \($0.count)" as TerminalText }.joined(separator: ", "))")
        }
        return parts.joined(separator: ", ")
    }

    /// The notes with the first places, for standard error.
    var places: [TerminalText] {
        walk.notes.map { note in
            let places = note.first.isEmpty ? "" : " (\(note.first.joined(separator: "; ")))"
            return "note: \(note.code), \(note.count) times\(places)"
        }
    }
}
