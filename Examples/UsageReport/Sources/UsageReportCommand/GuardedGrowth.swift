import Foundation
import UsageKit

/// What was spent in a period, compared with the one before.
struct GuardedGrowth {
    let verdict: GuardVerdict
    /// Both sums, how much more the later one is in per cent, and the most that the limit allows.
    let figures: String
    let reasons: [String]

    /// - Parameters:
    ///   - growth: The comparison.
    ///   - percent: How much more may be spent, in per cent.
    ///   - untimed: Why rows may be missing in both periods; nil if all have a time.
    ///   - tooOld: Why the limit cannot hold; nil if it can.
    init(_ growth: SpendingGrowth, percent: Decimal, untimed: String?, tooOld: String?) {
        let (current, previous) = (growth.current.spent, growth.previous.spent)
        // After a refund, nothing is allowed rather than less.
        let base = max(previous.money.amount, 0)
        let hundredfold = base * (100 + percent)
        let limit = hundredfold / 100
        let allowed = (try? Money(limit, current.money.currency))?.description ?? "\(limit) \(current.money.currency)"
        figures = "\(current) after \(previous)\(Self.change(growth)), limit \(allowed)"
        let found = growth.current.completeness
        reasons = found.reasons + growth.previous.completeness.reasons + [untimed, tooOld].compactMap(\.self)
        if current.money.amount * 100 > hundredfold {
            // More that was spent before raises the limit.
            verdict = previous.isExact && found.doubts.isEmpty && untimed == nil ? .fails : .unknown
        } else {
            let isLimitKept = current.isExact && (previous.isExact || previous.bound == .atLeast) && untimed == nil
            verdict = isLimitKept && tooOld == nil ? .holds : .unknown
        }
    }

    /// How much more was spent in per cent, with one decimal, so that a bound remains one; empty if that is not known at all.
    private static func change(_ growth: SpendingGrowth) -> String {
        guard let ratio = growth.ratio else { return "" }
        var (exact, cut) = ((ratio < 0 ? 0 - ratio : ratio) * 100, Decimal())
        let words: String
        switch (growth.difference.bound, ratio < 0) {
        case (.exact, _): words = ""
        case (.atLeast, false), (.atMost, true): words = "at least "
        case (.atMost, false), (.atLeast, true): words = "at most "
        case (.unknown, _): return ""
        }
        unsafe NSDecimalRound(&cut, &exact, 1, words == "at most " ? .up : .down)
        return " (\(words)\(cut) % \(ratio < 0 ? "less" : "more"))"
    }
}
