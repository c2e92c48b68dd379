import ArgumentParser
import Foundation
import UsageKit

/// The conditions of a command line.
struct GuardPlan {
    var spends: [SpendLimit] = []
    var growths: [GrowthLimit] = []
    var quota: QuotaLimit?
    var requiresComplete = false
    var age: AgeLimit?
    let rates: DatedRates
    let calendar: BucketCalendar

    /// How old what a store has may be if no age is given: what was spent since is not known.
    private static let usualAge = Duration.seconds(3600)

    /// How old what is known may be for a condition to hold.
    private var greatestAge: Duration { age?.age ?? Self.usualAge }

    /// Whether a condition is about rows; that of an age is about whatever is read.
    var needsRows: Bool { !spends.isEmpty || !growths.isEmpty || requiresComplete }

    /// The window of all periods around an instant; nil without a period.
    func window(at instant: Timestamp) throws -> Range<Timestamp>? {
        let periods =
            try spends.map { try $0.period.range(containing: instant, in: calendar) }
            + growths.flatMap { growth in
                [
                    try growth.period.range(beforeThatOf: instant, in: calendar),
                    try growth.period.range(containing: instant, in: calendar),
                ]
            }
        guard let start = periods.map(\.lowerBound).min(), let end = periods.map(\.upperBound).max() else { return nil }
        return start..<end
    }

    /// Judges all conditions, in the order of the options in the help.
    ///
    /// - Parameters:
    ///   - rows: The rows; nil if no condition needs them, or if they could not be read.
    ///   - failure: Why they could not be read; nil if they were.
    ///   - meters: The meters; nil if no condition needs them.
    /// - Returns: A finding for each condition.
    /// - Throws: `UsageError` if a sum or an instant is beyond what can be computed.
    func judge(_ rows: GuardedRows?, _ failure: (any Error)?, _ meters: GuardedMeters?) throws -> [GuardFinding] {
        var findings: [GuardFinding] = []
        if let failure {
            findings += rowConditions.map {
                GuardFinding(.unknown, $0, "the rows could not be read", because: ["\(failure)"])
            }
        }
        if let rows {
            findings += try spends.map { try judge($0, rows) }
            findings += try growths.map { try judge($0, rows) }
        }
        if let quota, let meters { findings.append(meters.judge(quota, atMost: greatestAge)) }
        let whole = try rows.map { try $0.wholeReport(in: try window(at: $0.instant)) }
        if requiresComplete, let whole, let rows { findings.append(completeness(of: whole, rows)) }
        if let age, failure == nil { findings.append(judge(age, whole, rows, meters)) }
        return findings
    }

    /// The conditions that need rows.
    private var rowConditions: [TerminalText] {
        var conditions: [TerminalText] = spends.map { "--max-spend \($0.text)" }
        conditions += growths.map { "--max-growth \($0.text)" }
        if requiresComplete { conditions.append("--require-complete") }
        if let age { conditions.append("--max-age \(age.text)") }
        return conditions
    }

    /// Why what is known of rows is too old for a condition to hold; nil if it is not.
    private func tooOld(_ completeness: Completeness, _ rows: GuardedRows) -> String? {
        guard rows.isStored, !rows.isDemo else { return nil }
        guard let found = rows.age(completeness) else { return "what was spent since the store was read is not known" }
        return found > greatestAge ? "what was spent in the last \(AgeLimit.words(found)) is not known" : nil
    }

    private func judge(_ spend: SpendLimit, _ rows: GuardedRows) throws -> GuardFinding {
        let period = try spend.period.range(containing: rows.instant, in: calendar)
        let budget = try Budget(limit: spend.limit, period: period, thresholds: [])
        let rates = try rates.into(spend.limit.currency)
        let others = currenciesWithLimits(beside: spend)
        let report = try rows.report(in: period, every: spend.period.bucket, without: others)
        let status = try report.status(of: budget, convertedBy: rates, at: rows.instant)
        let running = try rows.running(in: [period], of: [report], without: others)
        let tooOld = tooOld(status.completeness, rows)
        let verdict: GuardVerdict =
            switch status.judgement {
            case .within: tooOld == nil ? .holds : .unknown
            // Rows that may count twice say nothing, unlike rows that are missing.
            case .exceeded: status.completeness.doubts.isEmpty ? .fails : .unknown
            case .undetermined: .unknown
            }
        return GuardFinding(
            verdict, "--max-spend \(spend.text)",
            """
            \(status.spent) of \(spend.limit) \(GuardFinding.span(period)), as of \(status.asOf), \
            \(rows.ageText(status.completeness))
            """,
            because: status.completeness.reasons + [tooOld, running].compactMap(\.self))
    }

    /// The currencies that count in the sum of another limit, by their name or by a rate, and not in that of a limit.
    private func currenciesWithLimits(beside spend: SpendLimit) -> [Currency] {
        let limits = Set(spends.map(\.limit.currency))
        let converted = Set(rates.rates.filter { $0.target == spend.limit.currency }.map(\.source))
        let elsewhere = rates.rates.filter { limits.contains($0.target) }.map(\.source)
        let others = limits.union(elsewhere).subtracting(converted).subtracting([spend.limit.currency])
        return others.sorted { $0.rawValue.utf8.lexicographicallyPrecedes($1.rawValue.utf8) }
    }

    private func judge(_ limit: GrowthLimit, _ rows: GuardedRows) throws -> GuardFinding {
        let condition: TerminalText = "--max-growth \(limit.text)"
        let period = try limit.period.range(containing: rows.instant, in: calendar)
        let before = try limit.period.range(beforeThatOf: rows.instant, in: calendar)
        let bucket = limit.period.comparedBucket
        let current = try rows.boundedReport(in: period, every: bucket)
        let previous = try rows.boundedReport(in: before, every: bucket)
        let found = Set(current.total.charges.keys).union(previous.total.charges.keys)
        guard let currency = rates.targets.first ?? (found.count < 2 ? found.first ?? .usd : nil) else {
            let names = found.map(\.rawValue).sorted().joined(separator: ", ")
            return GuardFinding(
                .unknown, condition, "charges are in \(names)",
                because: ["give --rate to compare them in one currency"])
        }
        let growth = try current.growth(since: previous, convertedBy: try rates.into(currency), at: rows.instant)
        let tooOld = tooOld(growth.current.completeness, rows)
        let comparison = GuardedGrowth(growth, percent: limit.percent, untimed: rows.untimed, tooOld: tooOld)
        var figures: TerminalText = "nothing was charged"
        if !found.isEmpty {
            figures = "\(comparison.figures),"
        }
        let compared = growth.current.period
        let periods = [growth.previous.period, compared].filter { !$0.isEmpty }
        let early = compared.isEmpty ? ["no whole \(bucket) of the \(limit.period.rawValue) is known"] : []
        return GuardFinding(
            compared.isEmpty ? .unknown : comparison.verdict, condition,
            """
            \(figures) \(GuardFinding.span(compared)), compared with the time \
            \(GuardFinding.span(growth.previous.period))\
            \(compared.isEmpty ? "" : ", \(rows.ageText(growth.current.completeness))")
            """,
            because: comparison.reasons + early
                + [try rows.running(in: periods, of: [previous, current])].compactMap(\.self))
    }

    private func completeness(of report: UsageReport, _ rows: GuardedRows) -> GuardFinding {
        let walk = WalkReport.sum(of: report.walks)
        let (start, end) = (walk?.window.start?.description, walk?.window.end?.description)
        let isComplete = !report.walks.isEmpty && report.isComplete
        let tooOld = tooOld(report.chargeCompleteness(at: rows.instant), rows)
        var verdict: GuardVerdict = isComplete ? .holds : .fails
        // An interruption says nothing of the rows.
        if rows.isInterrupted || isComplete && tooOld != nil { verdict = .unknown }
        return GuardFinding(
            verdict, "--require-complete",
            """
            \(isComplete ? "complete" : "INCOMPLETE"), \(walk?.rows ?? 0) rows from \(start ?? "the beginning") to \
            \(end ?? "the present")
            """, because: [walk?.stopped?.message, tooOld].compactMap(\.self))
    }

    private func judge(
        _ limit: AgeLimit, _ report: UsageReport?, _ rows: GuardedRows?, _ meters: GuardedMeters?
    ) -> GuardFinding {
        var ages: [Duration?] = []
        if let report, let rows {
            ages.append(rows.age(report.chargeCompleteness(at: rows.instant)))
        }
        if let meters { ages.append(meters.age) }
        let known = ages.compactMap(\.self)
        let condition: TerminalText = "--max-age \(limit.text)"
        let figures = GuardFinding.age(known.max())
        if let greatest = known.max(), greatest > limit.age { return GuardFinding(.fails, condition, figures) }
        guard known.count == ages.count, !known.isEmpty else {
            return GuardFinding(
                .unknown, condition, GuardFinding.age(nil),
                because: report?.walks.compactMap { $0.stopped?.message } ?? [])
        }
        return GuardFinding(.holds, condition, figures)
    }
}
