extension UsageReport {
    /// Returns how much of a budget is spent, from the charges of the report's buckets.
    ///
    /// A report by day or by hour shows when a threshold was reached, and can begin before the period; each of its buckets
    /// must be in the period as a whole or not at all, as far as it is in the report's window. A report without buckets is one
    /// bucket of its window.
    ///
    /// Charges in other currencies are converted as by ``converted(by:at:)``. Those without a rate are not in the sum, and
    /// the status then is incomplete, as it is if anything else is missing in the period
    /// (``chargeCompleteness(in:at:)``): the sum reads "at least". If only one currency is to count, filter the query.
    ///
    /// A refund is known if the sum of a group is negative, or if the query measures ``UsageMeasure/extremes``; then a
    /// partial sum is no lower bound (``BudgetStatus/isCertain``).
    ///
    /// - Parameters:
    ///   - budget: The budget.
    ///   - rates: The rates into the currency of the limit; nil for no rates.
    ///   - now: The present, as in ``chargeCompleteness(in:at:)``.
    /// - Returns: The status.
    /// - Throws: ``UsageError`` with ``UsageError/Code/currencyMismatch`` if the rates are into another currency than that
    ///   of the limit, with ``UsageError/Code/invalidArgument`` if the query does not measure charges, if a bucket with
    ///   charges is only partly in the period, or if a report without buckets has an open window, and with
    ///   ``UsageError/Code/inexactNumber`` if an amount is beyond the numbers that a `Decimal` can hold.
    public func status(
        of budget: Budget, convertedBy rates: ExchangeRates? = nil, at now: Timestamp
    ) throws(UsageError) -> BudgetStatus {
        let rates = if let rates { rates } else { try ExchangeRates(into: budget.limit.currency) }
        guard rates.target == budget.limit.currency else {
            throw UsageError(
                .currencyMismatch, "expected rates into \(budget.limit.currency), found rates into \(rates.target)")
        }
        let charges = try charges(in: budget.period, convertedBy: rates, at: now)
        return try budget.status(of: charges.sums, hasRefunds: hasRefunds, charges.completeness, at: now)
    }
}
