/// A record in the form in which a group adds it up.
struct SketchRow: Sendable {
    let numbers: RecordNumbers
    let status: UsageStatus?
    /// Whether other rows may describe the same request.
    let sharesRequest: Bool
    let charge: Money?
    /// What else was counted; empty if units are not measured.
    let units: LabelledSums

    /// Reads a record.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if the sum of the quantities of one unit cannot be
    ///   held.
    init(_ record: UsageRecord, _ numbers: RecordNumbers, _ plan: SketchAccumulator.Plan) throws(UsageError) {
        self.numbers = numbers
        status = record.status
        sharesRequest = record.repeatsRequest && record.requestID != nil
        charge = record.charge
        var units = LabelledSums()
        if plan.units {
            for quantity in record.quantities {
                let unit = quantity.unit.rawValue
                try units.check(quantity.exact, label: unit, of: "quantities of one record")
                try units.add(quantity.exact, label: unit, withExtremes: plan.extremes)
            }
        }
        self.units = units
    }

    /// The duration, if latency covers it; latency leaves out requests that are known not to have completed.
    var latency: Int64? { status == nil || status == .completed ? numbers.duration : nil }
}
