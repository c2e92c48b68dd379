/// The currencies, statuses and units that occur in rows, numbered, so that sums are kept in arrays.
struct RowTerms {
    private(set) var currencies: [Currency] = []
    private(set) var statuses: [UsageStatus] = []
    private(set) var units: [UsageUnit] = []

    init(_ rows: [ReconciledRows.Row]) {
        var (currencies, statuses, units) = (Set<Currency>(), Set<UsageStatus>(), Set<UsageUnit>())
        for row in rows {
            if let charge = row.record.charge { currencies.insert(charge.currency) }
            for charge in row.otherCharges.values { currencies.insert(charge.currency) }
            if let status = row.record.status { statuses.insert(status) }
            for quantity in row.record.quantities { units.insert(quantity.unit) }
        }
        // Few occur, so a number is found by comparing.
        self.currencies = Array(currencies)
        self.statuses = Array(statuses)
        self.units = Array(units)
    }
}
