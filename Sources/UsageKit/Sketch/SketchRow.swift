/// A record in the form in which figures take it in.
struct SketchRow: Sendable {
    let fields: RecordNumbers
    let status: UsageStatus?
    /// Whether other rows may describe the same request.
    let sharesRequest: Bool
    let charge: Money?
    /// What else was counted; empty where it is not measured.
    let units: LabelledSums

    /// Reads a record.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` where quantities of one unit have a sum that cannot
    ///   be held.
    init(_ record: UsageRecord, _ fields: RecordNumbers, _ plan: SketchFigures.Plan) throws(UsageError) {
        self.fields = fields
        status = record.status
        sharesRequest = record.repeatsRequest && record.requestID != nil
        charge = record.charge
        var units = LabelledSums()
        if plan.units {
            for quantity in record.quantities {
                try units.add(quantity.exact, label: quantity.unit.rawValue, withExtremes: plan.extremes)
            }
        }
        self.units = units
    }

    /// The duration, where it is one of those that latency covers.
    var latency: Int64? { status == nil || status == .completed ? fields.duration : nil }
}
