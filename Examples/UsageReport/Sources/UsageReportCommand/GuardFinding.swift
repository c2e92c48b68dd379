import Foundation
import UsageKit

/// What is known of a condition.
enum GuardVerdict {
    case holds
    /// It does not hold; a partial sum above its limit is enough for that.
    case fails
    /// What is missing decides whether it holds.
    case unknown

    fileprivate var words: TerminalText {
        switch self {
        case .holds: "holds"
        case .fails: "does not hold"
        case .unknown: "not judged"
        }
    }
}

/// A condition with its figures, for one line.
struct GuardFinding {
    let verdict: GuardVerdict
    /// The option with its value.
    let condition: TerminalText
    /// What was found, its limit, its window and its age.
    let figures: TerminalText
    /// Why figures may be incomplete, or why there are no figures.
    let reasons: [String]

    init(_ verdict: GuardVerdict, _ condition: TerminalText, _ figures: TerminalText, because reasons: [String] = []) {
        self.verdict = verdict
        self.condition = condition
        self.figures = figures
        // The walk knows that it was cancelled, and the command by what.
        let cancelled = WalkStop(CancellationError()).message
        var seen: Set<String> = []
        self.reasons = reasons.map { $0.replacing(cancelled, with: Interruption.reason.message) }
            .filter { seen.insert($0).inserted }
    }

    var line: TerminalText {
        let reason: TerminalText = reasons.isEmpty ? "" : " (\(reasons.joined(separator: "; ")))"
        return "\(verdict.words): \(condition): \(figures)\(reason)\n"
    }
}

extension ExitStatus {
    /// The status of all conditions: one that does not hold decides, whatever could not be judged.
    init(of findings: [GuardFinding]) {
        if findings.contains(where: { $0.verdict == .fails }) {
            self = .unmet
        } else {
            self = findings.contains { $0.verdict == .unknown } ? .incomplete : .complete
        }
    }
}

extension Completeness {
    /// Why amounts may be missing or wrong.
    var reasons: [String] { gaps + doubts }
}

extension GuardFinding {
    /// When figures were read, in words.
    static func age(_ age: Duration?) -> TerminalText {
        age.map { "read \(AgeLimit.words($0)) ago" } ?? "it is not known when they were read"
    }

    /// Two instants in words.
    static func span(_ span: Range<Timestamp>) -> TerminalText {
        "from \(span.lowerBound) to \(span.upperBound)"
    }
}
