extension Venice.BillingEntry: UsageRow {
    /// The entry in the terms that all providers share.
    ///
    /// Venice books a debit as a negative amount; here money spent is positive. The entries of one request repeat its
    /// tokens and its duration, so these count once. The units are a quantity under the kind of the unit, or under the
    /// whole product name if the kind is not known.
    public var usageRecord: UsageRecord {
        let product = Venice.StockKeepingUnit(sku)
        return UsageRecord(
            provider: .venice, requestID: inferenceDetails?.requestID, repeatsRequest: true, time: timestamp,
            model: product.model, sku: sku,
            tokens: TokenCounts(
                input: inferenceDetails?.promptTokens, output: inferenceDetails?.completionTokens),
            quantities: [Quantity(exact: exactUnits, unit: product.unitKind ?? sku)],
            charge: Money(exact: exactAmount.negated, currency: currency), duration: inferenceDetails?.executionTime)
    }
}
