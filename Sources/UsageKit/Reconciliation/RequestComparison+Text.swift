extension RequestComparison: CustomStringConvertible {
    /// How many requests of each list a text names; the lists themselves have all of them.
    private static let mostLines = 10

    /// The report for people: what came out, then each list with its first requests.
    public var description: String {
        var lines: [String] = []
        switch verdict {
        // All requests have a note: without a match, both sides are empty.
        case .agrees where matched == 0: lines.append("agrees: no request on either side")
        case .agrees: lines.append("agrees: \(Self.requests(matched)), each with its note")
        case .differs: lines.append("differs: \(matches)")
        case .unjudged where gaps.isEmpty && unnamed == 0 && unnamedNotes == 0:
            lines.append("cannot be judged: \(Self.requests(matched)), each with its note, but no note has a charge")
        case .unjudged where gaps.isEmpty:
            lines.append("cannot be judged: \(matches), and some are unnamed")
        case .unjudged: lines.append("cannot be compared: a side is not whole")
        }
        lines += gaps.map { "  not whole: \(sentence: $0)" }
        if uncharged > 0 { lines.append("noted without a charge, which is not compared: \(uncharged)") }
        append(&lines, "with another charge", different) {
            "\(value: $0.requestID): \(Self.text($0.own)) here, \(Self.text($0.stated)) there"
        }
        append(&lines, "without a note", missingThere) { "\(value: $0.requestID): \(Self.text($0.charges))" }
        append(&lines, "noted, without a row", missingHere) { "\(value: $0.requestID): \(Self.text($0.charges))" }
        append(&lines, "more than once", ambiguous) {
            "\(value: $0.requestID): \($0.ownCount) here, \($0.statedCount) there"
        }
        append(&lines, "perhaps the same, by charge and time", suggestions) {
            "\(value: $0.ownID) here, \(value: $0.statedID) there: \(value: $0.charge)"
        }
        if unnamed > 0 { lines.append("rows that name no request: \(unnamed)") }
        if unnamedNotes > 0 { lines.append("notes that name no request: \(unnamedNotes)") }
        if leftOutNotes > 0 { lines.append("left out, notes of other providers: \(leftOutNotes)") }
        return lines.joined(separator: "\n")
    }

    private func append<Element>(
        _ lines: inout [String], _ title: String, _ elements: [Element], _ line: (Element) -> String
    ) {
        if elements.isEmpty { return }
        lines.append("\(title): \(elements.count)")
        lines += elements.prefix(Self.mostLines).map { "  " + line($0) }
        if elements.count > Self.mostLines { lines.append("  and \(elements.count - Self.mostLines) more") }
    }

    private var matches: String {
        matched == 1 ? "1 request matches its note" : "\(matched) requests match their notes"
    }

    private static func requests(_ count: Int) -> String { count == 1 ? "1 request" : "\(count) requests" }

    private static func text(_ charges: [Money]) -> String {
        charges.isEmpty ? "no charge" : charges.map { "\(value: $0)" }.joined(separator: " and ")
    }
}
