import Foundation
import UsageKit

/// The meters of Auralytik that `--min-quota` is judged by.
struct GuardedMeters {
    private let summary: Result<Auralytik.Summary, any Error>
    private let readAt: Timestamp
    private let present: Timestamp
    private let start = ContinuousClock.now

    /// How much later than the present, by another clock, the meters may have been read.
    private static let clockTolerance = Duration.seconds(3600)

    /// How far from the period the present may be, because the time zone of the period is not known.
    private static let zoneTolerance = Duration.seconds(86_400)

    /// Asks for the meters of the present billing period.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - present: The present.
    init(from client: Auralytik.Client, at present: Timestamp) async {
        do {
            let summary = try await client.summary()
            self.summary = .success(summary)
            readAt = summary.meta?.timestamp ?? present
        } catch {
            summary = .failure(error)
            readAt = present
        }
        self.present = present
    }

    /// Why there are no meters; nil if there are.
    var failure: (any Error)? {
        if case .failure(let error) = summary { error } else { nil }
    }

    /// How old the meters are; nil if there are no meters, or if they were read after the present.
    var age: Duration? {
        guard failure == nil, readAt - present <= Self.clockTolerance else { return nil }
        return Swift.max(present - readAt, .zero) + (ContinuousClock.now - start)
    }

    /// Whether at least a share of each meter is left.
    ///
    /// - Parameters:
    ///   - limit: The share.
    ///   - greatestAge: How old the meters may be for that to hold.
    /// - Returns: The finding.
    func judge(_ limit: QuotaLimit, atMost greatestAge: Duration) -> GuardFinding {
        let condition: TerminalText = "--min-quota \(limit.text)"
        switch summary {
        case .failure(let error):
            let reason = error is CancellationError ? "\(Interruption.reason)" : "\(error)"
            return GuardFinding(.unknown, condition, "the meters could not be read", because: [reason])
        case .success(let summary):
            let meters = summary.meters.map { Meter($0.name, in: summary, limit, readAt) }
            let limited = meters.filter { !$0.isUnlimited }
            let period = summary.billingPeriod
            // The present decides, since the meters say themselves when they were read.
            let isPresent =
                period.start - Self.zoneTolerance <= present && present <= period.end + Self.zoneTolerance
            let age = age
            let isFresh = age.map { $0 <= greatestAge } ?? false
            let low = limited.filter { $0.verdict == .fails }
            let verdict: GuardVerdict =
                if !isPresent {
                    .unknown
                } else if !low.isEmpty {
                    .fails
                } else {
                    meters.isEmpty || !isFresh || limited.contains { $0.verdict == .unknown } ? .unknown : .holds
                }
            var reasons = meters.isEmpty ? ["the plan has no meters"] : limited.flatMap(\.reasons)
            if !low.isEmpty {
                reasons.insert(
                    "less than \(limit.percent) % is left of \(low.map(\.name).joined(separator: ", "))", at: 0)
            }
            if !isPresent { reasons.append("the billing period is not that of \(present)") }
            if !isFresh {
                let since = age.map { "in the last \(AgeLimit.words($0))" } ?? "since the meters were read"
                reasons.append("what was used \(since) is not known")
            }
            let texts: TerminalText = meters.isEmpty ? "no meters" : "\(meters.map(\.text).joined(separator: "; "))"
            return GuardFinding(
                verdict, condition,
                """
                \(texts) \(GuardFinding.span(period.start..<period.end)), \
                \(GuardFinding.age(age))
                """,
                because: reasons)
        }
    }

    /// What is left of a meter.
    private struct Meter {
        let name: String
        let verdict: GuardVerdict
        let text: TerminalText
        var isUnlimited = false
        var reasons: [String] = []

        init(_ name: String, in summary: Auralytik.Summary, _ limit: QuotaLimit, _ readAt: Timestamp) {
            self.name = name
            do {
                guard let status = try summary.quota(of: name, readAt: readAt) else {
                    verdict = .unknown
                    text = "unknown \(name)"
                    reasons = ["it is not known how much of \(name) was used"]
                    return
                }
                guard let included = status.included else {
                    let word = summary.meters[name]?.includedWord
                    verdict = .unknown
                    text = "\(status.used) used (\(word ?? "of an unknown quota"))"
                    // No spelling is documented; any other word may be a number.
                    isUnlimited = word?.lowercased() == "unlimited"
                    if !isUnlimited { reasons = ["it is not known how much of \(name) is included"] }
                    return
                }
                if included.value == 0, status.used.value == 0 {
                    verdict = .unknown
                    text = "no \(name) used or included"
                    isUnlimited = true
                    return
                }
                let left = included.value - status.used.value
                verdict = left * 100 >= included.value * limit.percent ? .holds : .fails
                text = "\(status.used.value) of \(included) used"
            } catch {
                verdict = .unknown
                text = "unknown \(name)"
                reasons = ["\(error)"]
            }
        }
    }
}
