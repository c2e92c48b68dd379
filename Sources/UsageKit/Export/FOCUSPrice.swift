/// What a record costs, in the terms of FOCUS: each product of a unit price and the quantity is exactly its cost.
struct FOCUSPrice {
    /// How much is priced, in ``unit``.
    let quantity: String
    let unit: String
    /// The price of a unit in the billing currency; never negative.
    let unitPrice: String
    /// What is billed, in the billing currency.
    let cost: String
    let currency: Currency
    /// The price of a unit in the pricing currency; never negative.
    let currencyUnitPrice: String
    /// The cost in the pricing currency.
    let currencyCost: String
    var rate: ExchangeRate?

    /// Creates the price of a row as a whole.
    ///
    /// The ledgers state what a row costs, but not by which price of a unit, and a quotient would be rounded. A refund
    /// is −1 of what it gives back.
    init(whole amount: Money, unit: String, by rate: ExchangeRate?, into billing: Currency) throws(UsageError) {
        let magnitude = amount.exact.isNegative ? amount.exact.negated : amount.exact
        quantity = amount.exact.isNegative ? "-1" : "1"
        self.unit = unit
        unitPrice = try Self.product(magnitude, rate)
        cost = try Self.product(amount.exact, rate)
        currency = amount.currency
        currencyUnitPrice = magnitude.description
        currencyCost = amount.exact.description
        self.rate = rate
    }

    /// A number of a provider's own unit, of which each has the price of its rate.
    init(_ count: ExactDecimal, of unit: String, by rate: ExchangeRate) throws(UsageError) {
        quantity = count.description
        self.unit = unit
        unitPrice = rate.price.exact.description
        cost = try Self.product(count, rate)
        currency = rate.source
        currencyUnitPrice = "1"
        currencyCost = quantity
        self.rate = rate
    }

    /// All digits of a product, which can be up to 76.
    private static func product(_ amount: ExactDecimal, _ rate: ExchangeRate?) throws(UsageError) -> String {
        guard let rate else { return amount.description }
        return try ExactSum(product: amount, rate.price.exact).description
    }
}

extension FOCUSExport {
    /// The movements of a credit ledger that are no usage.
    private static let movements: Set<ByteString> = [
        ByteString("hold"), ByteString("release"), ByteString("topup"), ByteString("adjustment"),
    ]

    /// The providers that state what each row costs; exports know no provider by its namespace.
    private static let statingCharges = Set(["aurous", "venice", "tresor"].map(ProviderID.init))

    /// Returns what a record of a day costs, or why that cannot be said.
    func price(of record: UsageRecord, on day: CalendarDay) throws(UsageError) -> Result<FOCUSPrice, FOCUSRefusal> {
        let unit = record.repeatsRequest ? "Entries" : "Requests"
        if let charge = record.charge {
            // A charge of 0 costs 0 in any currency.
            if charge.currency == billingCurrency || charge.exact == .zero {
                return .success(try FOCUSPrice(whole: charge, unit: unit, by: nil, into: billingCurrency))
            }
            guard let rate = rates.rate(of: charge.currency, on: day) else { return .noRate(charge.currency) }
            return .success(
                charge.currency.isVirtual
                    ? try FOCUSPrice(
                        charge.exact, of: FOCUSUnit.text(of: UsageUnit(rawValue: charge.currency.rawValue)), by: rate)
                    : try FOCUSPrice(whole: charge, unit: unit, by: rate, into: billingCurrency))
        }
        // So far nothing was charged for a request that has not ended, failed or was cancelled.
        if let status = record.status, !status.isSettled || status == .failed || status == .cancelled {
            let nothing = Money(exact: .zero, currency: billingCurrency)
            return .success(try FOCUSPrice(whole: nothing, unit: unit, by: nil, into: billingCurrency))
        }
        if let type = record.type, record.status == nil, record.quantities.isEmpty,
            Self.movements.contains(ByteString(type))
        {
            return .failure(FOCUSRefusal(reason: .notUsage))
        }
        // A rate of a unit or of a record is for providers that bill by counts.
        guard !Self.statingCharges.contains(record.provider) else {
            return .failure(FOCUSRefusal(reason: .unknownCharge))
        }
        guard record.quantities.count <= 1 else { return .failure(FOCUSRefusal(reason: .severalCounts)) }
        guard let quantity = record.quantities.first else {
            guard let rate = rates.rate(of: Self.recordUnit, on: day) else { return .noRate(Self.recordUnit) }
            return .success(try FOCUSPrice(ExactDecimal(1), of: "Records", by: rate))
        }
        let source = Currency(rawValue: quantity.unit.rawValue)
        guard let rate = rates.rate(of: source, on: day) else { return .noRate(source) }
        return .success(try FOCUSPrice(quantity.exact, of: FOCUSUnit.text(of: quantity.unit), by: rate))
    }
}

extension Result where Success == FOCUSPrice, Failure == FOCUSRefusal {
    fileprivate static func noRate(_ source: Currency) -> Self {
        .failure(FOCUSRefusal(reason: .noRate, source: source))
    }
}
