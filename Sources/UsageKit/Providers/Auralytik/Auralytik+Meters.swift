public import Foundation

extension Auralytik.Summary.Meter {
    /// How much of what is included was used: 1 is all of it, and more than 1 is overage; nil if one of the two is not
    /// known, or if nothing is included.
    ///
    /// A quotient with more than 38 digits is rounded.
    public var share: Decimal? {
        guard let used, let included, included > 0 else { return nil }
        return used / included
    }

    /// How much of what is included is left, at least 0; nil if one of the two is not known.
    public var remaining: Decimal? {
        guard let used, let included else { return nil }
        return max(included - used, 0)
    }

    /// The word that the provider writes in place of what is included, for example `unlimited`; nil if there is a number
    /// or nothing.
    public var includedWord: String? { unknown["included"]?.string }
}

extension Auralytik.Summary {
    /// The meters of which at least a share is used, in the order of the wire.
    ///
    /// It is a threshold of your own: the provider announces usage alerts as coming soon, and sends the webhook
    /// `usage.quota_warning` at 80 per cent.
    ///
    /// - Parameter share: The share, for example `Decimal(sign: .plus, exponent: -1, significand: 8)` for 80 per cent.
    /// - Returns: The meters; those without a known share are not among them.
    public func meters(reaching share: Decimal) -> [NamedValues<Meter>.Element] {
        meters.filter { $0.value.share.map { $0 >= share } ?? false }
    }

    /// How much of a meter is used at the end of the period if its use goes on as it did until now: the run rate.
    ///
    /// It is a straight line from the beginning of the period, and the period is taken as a month in UTC. The provider
    /// announces forecasts as coming soon.
    ///
    /// - Parameters:
    ///   - name: The name of the meter.
    ///   - now: When the summary was fetched.
    /// - Returns: The use at the end, rounded to 38 digits; after the period, the use itself. Nil if it is not known, and at
    ///   or before the beginning of the period.
    public func projectedUse(of name: String, at now: Timestamp = .now()) -> Decimal? {
        guard let used = meters[name]?.used, let exact = try? ExactDecimal(used) else { return nil }
        return RunRate(billingPeriod.start..<billingPeriod.end, at: now).projection(of: exact)?.decimal
    }

    /// How many calls of the summary no listed key made, for example those of keys that were deleted.
    ///
    /// Whether deleted keys are listed is not documented. Calls that were made between the two responses count in one of
    /// them only, so the number can be below 0 if the summary was fetched first.
    ///
    /// - Parameter breakdown: The calls of each key in the same period.
    /// - Returns: The number of calls; nil if the summary has no meter `calls`.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the two are of different periods.
    public func callsWithoutKey(in breakdown: Auralytik.KeyBreakdown) throws(UsageError) -> Decimal? {
        guard breakdown.billingPeriod == billingPeriod else {
            throw UsageError(
                .invalidArgument,
                "the summary is of \(billingPeriod), but the calls of each key are of \(breakdown.billingPeriod)")
        }
        guard let used = meters["calls"]?.used else { return nil }
        return breakdown.keys.reduce(used) { $0 - Decimal($1.calls) }
    }
}
