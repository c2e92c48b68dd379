extension FOCUSColumn {
    /// What is billed, in the billing currency.
    static let costs: [FOCUSColumn] = [
        FOCUSColumn("BillingCurrency", "The target of the caller's rates, national money (Billing Currency).") {
            $0.export.billingCurrency.rawValue
        },
        FOCUSColumn(
            "BilledCost", kind: .decimal,
            "The charge; times its rate if it is in another currency; or else the count times its rate (Billed Cost)."
        ) { $0.price.cost },
        FOCUSColumn(
            "ContractedCost", kind: .decimal,
            "The billed cost, which is the contracted unit price times the pricing quantity (Contracted Cost)."
        ) { $0.price.cost },
        FOCUSColumn(
            "EffectiveCost", kind: .decimal, "The billed cost: no purchase is spread over rows (Effective Cost)."
        ) { $0.price.cost },
        FOCUSColumn(
            "ListCost", kind: .decimal, "The billed cost: ledgers do not state another (List Cost)."
        ) { $0.price.cost },
    ]

    /// By which price.
    static let prices: [FOCUSColumn] = [
        FOCUSColumn(
            "PricingCategory", level: .conditional, nullable: .both,
            allowed: ["Standard", "Dynamic", "Committed", "Other"], "`Standard` (Pricing Category)."
        ) { _ in "Standard" },
        FOCUSColumn(
            "PricingQuantity", kind: .decimal, nullable: .both,
            "The number of credits or counts; for a charge in national money and one of 0 the row as a whole: 1, or"
                + " −1 for a refund (Pricing Quantity)."
        ) { $0.price.quantity },
        FOCUSColumn(
            "PricingUnit", nullable: .both,
            "The virtual currency or the unit of the count, in words of FOCUS; for a whole row `Requests`, or `Entries`"
                + " if several rows are of one request; `Records` for a record without a count (Pricing Unit; Unit"
                + " Format)."
        ) { $0.price.unit },
        FOCUSColumn(
            "ContractedUnitPrice", kind: .decimal, level: .conditional, nullable: .both,
            "The rate; for a whole row the billed cost without its sign (Contracted Unit Price)."
        ) { $0.price.unitPrice },
        FOCUSColumn(
            "ListUnitPrice", kind: .decimal, level: .conditional, nullable: .both,
            "The contracted unit price: ledgers do not state another (List Unit Price)."
        ) { $0.price.unitPrice },
        FOCUSColumn(
            "PricingCurrency", level: .conditional,
            "What the record is charged or counted in, as on the wire; `record` without a count (Pricing Currency)."
        ) { $0.price.currency.rawValue },
        FOCUSColumn(
            "PricingCurrencyContractedUnitPrice", kind: .decimal, level: .conditional, nullable: .both,
            "1 of a virtual currency or a unit; for a whole row the charge without its sign"
                + " (Pricing Currency Contracted Unit Price)."
        ) { $0.price.currencyUnitPrice },
        FOCUSColumn(
            "PricingCurrencyEffectiveCost", kind: .decimal, level: .conditional,
            "The charge or the count, before any rate (Pricing Currency Effective Cost)."
        ) { $0.price.currencyCost },
        FOCUSColumn(
            "PricingCurrencyListUnitPrice", kind: .decimal, level: .conditional, nullable: .both,
            "The contracted one: ledgers do not state another (Pricing Currency List Unit Price)."
        ) { $0.price.currencyUnitPrice },
    ]

    // Exports know no provider by its namespace.
    private static let chatBotKit = ProviderID(rawValue: "chatbotkit")

    /// For what.
    static let products: [FOCUSColumn] = [
        FOCUSColumn(
            "ConsumedQuantity", kind: .decimal, level: .conditional, nullable: .both,
            "The tokens of input and output together; without tokens, and for entries of a request, the first count; 1"
                + " without counts (Consumed Quantity)."
        ) { $0.consumed.quantity },
        FOCUSColumn(
            "ConsumedUnit", level: .conditional, nullable: .both,
            "`Tokens`, the unit of the count in words of FOCUS, `Requests` or `Entries` (Consumed Unit; Unit Format)."
        ) { $0.consumed.unit },
        FOCUSColumn(
            "RegionId", level: .conditional, nullable: .both, "The label `region`, if the record has it (Region ID)."
        ) { $0.label(.region) },
        FOCUSColumn(
            "RegionName", level: .conditional, nullable: .both,
            "The id of the region, which has no other name (Region Name)."
        ) { $0.label(.region) },
        FOCUSColumn("ServiceCategory", "`AI and Machine Learning` (Service Category).") { _ in
            "AI and Machine Learning"
        },
        FOCUSColumn(
            "ServiceName", "The provider: its ledger is of one service (Service Name)."
        ) { $0.provider },
        FOCUSColumn(
            "ServiceSubcategory", level: .recommended,
            "`Bots` for ChatBotKit, else `Generative AI` (Service Subcategory)."
        ) { $0.record.provider == chatBotKit ? "Bots" : "Generative AI" },
        FOCUSColumn(
            "SkuId", level: .conditional, nullable: .both,
            "The product, or the model, or the kind of work, or the provider, whichever is known first (SKU ID)."
        ) { $0.sku },
        FOCUSColumn(
            "SkuMeter", level: .conditional, nullable: .both,
            "The kind of work, or else the unit of the first count, or else the consumed unit (SKU Meter)."
        ) { row in
            row.record.type.nonBlank ?? row.record.quantities.first?.unit.rawValue ?? row.consumed.unit
        },
        FOCUSColumn(
            "SkuPriceDetails", level: .conditional, nullable: .both,
            "Always null: ledgers state no properties of a price (SKU Price Details)."
        ) { _ in nil },
        FOCUSColumn(
            "SkuPriceId", level: .conditional, nullable: .both,
            "The same as SkuId, as the specification allows (SKU Price ID)."
        ) { $0.sku },
    ]
}
