extension Auralytik.Summary {
    /// Returns how much of a meter's quota is used, with its pace, its projection and the day when it is used up.
    ///
    /// The period is taken as a month in UTC. A meter without a limit has a status without a quota.
    ///
    /// - Parameters:
    ///   - name: The name of the meter, which is also the unit of its numbers.
    ///   - readAt: When the summary was fetched, for example ``Auralytik/ResponseMeta/timestamp`` of ``meta``.
    /// - Returns: The status; nil if the summary has no such meter or does not say how much was used.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a number of the meter is below 0, and with
    ///   ``UsageError/Code/inexactNumber`` if one is NaN.
    public func quota(of name: String, readAt: Timestamp) throws(UsageError) -> QuotaStatus? {
        guard let meter = meters[name], let used = meter.used else { return nil }
        let unit = UsageUnit(rawValue: name)
        var included: Quantity?
        if let limit = meter.included { included = try Quantity(limit, unit: unit) }
        return try QuotaStatus(
            used: try Quantity(used, unit: unit), included: included,
            period: billingPeriod.start..<billingPeriod.end, readAt: readAt)
    }
}
