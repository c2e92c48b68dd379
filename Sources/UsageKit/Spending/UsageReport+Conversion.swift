internal import Foundation

extension UsageReport {
    /// Converts the charges of all groups into one currency.
    ///
    /// Each sum of a group and a currency is converted by itself, by the rate that applies on the day of its bucket: the
    /// latest one from that day or an earlier one. The day is that of the query's time zone. A bucket of several days has a
    /// rate only if it is the same one on all of them, and a report without buckets is a bucket of its window. Charges in
    /// the currency itself need no rate.
    ///
    /// Charges without a rate are in ``ConvertedReport/unconverted`` and in no sum, and the result is then not complete. A
    /// sum of 0 without a rate is left out, and nothing is missing, if all its charges have one rate, whatever that is, or are
    /// all 0: if it is of one day, or if the query measures ``UsageMeasure/extremes`` and no charge is negative.
    ///
    /// - Parameters:
    ///   - rates: The rates.
    ///   - now: The present, for ``chargeCompleteness(in:at:)``.
    /// - Returns: The charges in the currency of the rates.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the query does not measure charges, and with
    ///   ``UsageError/Code/inexactNumber`` if an amount is beyond the numbers that a `Decimal` can hold.
    /// - Complexity: O(n · r), where n is the number of groups and r is the number of rates.
    public func converted(by rates: ExchangeRates, at now: Timestamp) throws(UsageError) -> ConvertedReport {
        let (parts, unconverted) = try convertedParts(by: rates)
        let completeness = chargeCompleteness(at: now).adding(gaps: unconverted.gaps(target: rates.target))
        return try ConvertedReport(
            rates: rates, dimensions: query.dimensions, parts: parts, unconverted: unconverted,
            completeness: completeness, bound: completeness.bound(hasRefunds: hasRefunds))
    }

    /// The charges of each group and currency, converted, and those that have no rate.
    func convertedParts(
        by rates: ExchangeRates
    ) throws(UsageError) -> (parts: [ConvertedReport.Part], unconverted: [ConvertedReport.UnconvertedPart]) {
        guard query.measures.contains(.charges) else {
            throw UsageError(.invalidArgument, "the report has no charges: add `.charges` to the measures of its query")
        }
        var parts: [ConvertedReport.Part] = []
        var unconverted: [ConvertedReport.UnconvertedPart] = []
        for group in self {
            let amounts = group.amounts
            guard !amounts.isEmpty else { continue }
            let span = span(of: group)
            let days = days(of: span)
            for amount in amounts {
                switch try rates.convert(amount, on: days) {
                case .success(let charge):
                    parts.append(.init(span: span, key: group.key, isOther: group.isOther, charge: charge))
                case .failure where isNothing(amount, in: group, on: days): continue
                case .failure(let reason):
                    unconverted.append(
                        .init(span: span, key: group.key, isOther: group.isOther, charge: amount, reason: reason))
                }
            }
        }
        return (parts, unconverted)
    }

    /// Whether a sum is 0 in every other currency: charges of two days that add up to 0 have two rates.
    private func isNothing(_ amount: Money, in group: Group, on days: ClosedRange<CalendarDay>?) -> Bool {
        guard amount.exact == .zero else { return false }
        if let days, days.lowerBound == days.upperBound { return true }
        let least = group.statistics(of: .charge(amount.currency))?.minimum
        return least.map { $0.sign == .plus } ?? false
    }

    /// Whether a charge is known to be negative.
    ///
    /// Only sums are known of the rows, and the least charge if the query measures ``UsageMeasure/extremes``.
    var hasRefunds: Bool {
        contains { group in
            group.exactCharges.contains { currency, sum in
                sum.isNegative || group.statistics(of: .charge(currency))?.minimum?.sign == .minus
            }
        }
    }

    /// The bucket of a group, or the window if there are no buckets; nil if that has an open bound or the time is not known.
    private func span(of group: Group) -> Range<Timestamp>? {
        guard query.bucket == nil else { return group.bucket }
        guard let start = query.window.start, let end = query.window.end else { return nil }
        return start..<end
    }

    /// The first and the last day that the rows of a span can have.
    private func days(of span: Range<Timestamp>?) -> ClosedRange<CalendarDay>? {
        guard let span = span.map(inWindow), !span.isEmpty else { return nil }
        let first = CalendarDay(containing: span.lowerBound, in: query.timeZone)
        let last = CalendarDay(containing: span.upperBound - .nanoseconds(1), in: query.timeZone)
        return first...Swift.max(first, last)
    }
}

extension [ConvertedReport.UnconvertedPart] {
    /// A sentence for each currency and each reason.
    func gaps(target: Currency) -> [String] {
        MissingRate.allCases.flatMap { reason in
            filter { $0.reason == reason }.map(\.charge).sums.map { sum in
                "\(sum) is not in the sum: \(reason.words(target))"
            }
        }
    }
}

extension MissingRate {
    fileprivate func words(_ target: Currency) -> String {
        switch self {
        case .noRate: "no rate into \(target) is from its day or an earlier one"
        case .severalRates: "the rate into \(target) changes within its time; use a report by day"
        case .unknownDay: "its day is not known, so it has no rate into \(target)"
        }
    }
}
