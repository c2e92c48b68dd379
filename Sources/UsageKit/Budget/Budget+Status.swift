/// What was charged in a span of time.
public struct BucketCharge: Hashable, Sendable, Codable {
    /// The span of time.
    public let bucket: Range<Timestamp>
    /// The charge; positive if money was spent, and negative for a refund.
    public let charge: Money

    /// Creates a charge.
    public init(_ charge: Money, in bucket: Range<Timestamp>) {
        self.bucket = bucket
        self.charge = charge
    }
}

extension Budget {
    /// Returns how much of the budget is spent, from what was charged in each bucket.
    ///
    /// Charges of one bucket are added up before a threshold is compared: it is reached at the end of a bucket. Buckets
    /// outside the period do not count.
    ///
    /// - Parameters:
    ///   - charges: What was charged, in any order, with any number of entries for a bucket.
    ///   - completeness: Whether charges are missing, and when they were read.
    ///   - now: The present.
    /// - Returns: The status.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a bucket that is partly in the period,
    ///   ``UsageError/Code/currencyMismatch`` for another currency, and ``UsageError/Code/inexactNumber`` if the sum is
    ///   beyond the numbers that a `Decimal` can hold.
    /// - Complexity: O(n log n), where n is the number of charges.
    public func status(
        of charges: [BucketCharge], completeness: Completeness = Completeness(), at now: Timestamp
    ) throws(UsageError) -> BudgetStatus {
        var sums: [Range<Timestamp>: ExactSum] = [:]
        for charge in charges {
            guard charge.charge.currency == limit.currency else {
                throw UsageError(
                    .currencyMismatch, "expected charges in \(limit.currency), found \(charge.charge): convert it first"
                )
            }
            sums[charge.bucket, default: ExactSum()].add(charge.charge.exact)
        }
        let hasRefunds = charges.contains { $0.charge.exact.isNegative }
        return try status(of: sums, hasRefunds: hasRefunds, completeness, at: now)
    }

    /// The status for the exact sum of each bucket, in the currency of the limit; throws as ``status(of:completeness:at:)``.
    func status(
        of sums: [Range<Timestamp>: ExactSum], hasRefunds: Bool, _ completeness: Completeness, at now: Timestamp
    ) throws(UsageError) -> BudgetStatus {
        let watched: [(threshold: Int, amount: ExactSum)] = try (thresholds + [100]).map {
            threshold throws(UsageError) in
            (threshold, try amount(ofPercent: threshold))
        }
        var reached: [Range<Timestamp>?] = Array(repeating: nil, count: watched.count)
        var spent = ExactSum()
        for (bucket, sum) in sums.sorted(by: { Self.isEarlier($0.key, $1.key) })
        where try period.contains(bucket: bucket) {
            spent.add(sum)
            for index in watched.indices where reached[index] == nil {
                var difference = watched[index].amount
                difference.add(spent)
                if !difference.isNegative { reached[index] = bucket }
            }
        }
        let money = Money(exact: try spent.rounded(), currency: limit.currency)
        return BudgetStatus(
            budget: self, spent: BoundedMoney(money, completeness.bound(hasRefunds: hasRefunds)),
            crossings: zip(thresholds, reached).compactMap { threshold, bucket in
                bucket.map { BudgetStatus.Crossing(threshold: threshold, bucket: $0) }
            },
            limitReached: reached[thresholds.count],
            asOf: completeness.instant(in: period, at: now),
            age: completeness.age(at: now), completeness: completeness)
    }

    /// The negative of a share of the limit.
    private func amount(ofPercent percent: Int) throws(UsageError) -> ExactSum {
        let share = ExactDecimal(percent).multiplied(byPowerOfTen: -2) ?? .zero
        return try ExactSum(product: limit.exact.negated, share)
    }

    private static func isEarlier(_ left: Range<Timestamp>, _ right: Range<Timestamp>) -> Bool {
        left.upperBound == right.upperBound ? left.lowerBound < right.lowerBound : left.upperBound < right.upperBound
    }
}

extension Range<Timestamp> {
    /// Returns whether a bucket is in the period.
    ///
    /// - Parameter bucket: The bucket.
    /// - Returns: Whether it is; false for a bucket outside the period.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if only a part of it is.
    func contains(bucket: Range<Timestamp>) throws(UsageError) -> Bool {
        if lowerBound <= bucket.lowerBound, bucket.upperBound <= upperBound { return true }
        if bucket.upperBound <= lowerBound || upperBound <= bucket.lowerBound { return false }
        throw UsageError(
            .invalidArgument,
            "the bucket from \(bucket.lowerBound) to \(bucket.upperBound) is only partly in the period from "
                + "\(lowerBound) to \(upperBound); use shorter buckets of the same time zone")
    }
}
