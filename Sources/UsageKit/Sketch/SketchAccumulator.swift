/// What a sketch keeps of a group of rows; the rows themselves are not kept.
struct SketchAccumulator: Hashable, Sendable {
    /// What is measured.
    struct Plan: Hashable, Sendable {
        let tokens: Bool
        let charges: Bool
        let units: Bool
        let extremes: Bool
        /// The bins of the latency sketch; nil if latency is not measured.
        let bins: LatencyBins?
        let method: QuantileMethod

        init(_ query: ReportQuery, _ bins: LatencyBins) {
            tokens = query.measures.contains(.tokens)
            charges = query.measures.contains(.charges)
            units = query.measures.contains(.units)
            extremes = query.measures.contains(.extremes)
            self.bins = query.measures.contains(.latency) ? bins : nil
            method = query.quantileMethod
        }
    }

    /// Nil after a row that may describe the same request as another: telling requests apart would need all ids.
    var requests: RequestAccumulator?
    var rows = 0
    var charges = LabelledSums()
    var units = LabelledSums()

    init(_ plan: Plan) {
        requests = RequestAccumulator(plan)
    }

    /// Throws if a sum or count that includes the row could not be held.
    func check(_ row: SketchRow, _ plan: Plan) throws(UsageError) {
        guard rows < .max else { throw Self.tooManyRows }
        if plan.charges, let charge = row.charge {
            try charges.check(charge.exact, label: charge.currency.rawValue, of: "charges")
        }
        try units.check(row.units, of: "quantities")
        if !row.sharesRequest { try requests?.check(row, plan) }
    }

    /// Adds a row, or throws and changes nothing.
    mutating func add(_ row: SketchRow, _ plan: Plan) throws(UsageError) {
        try check(row, plan)
        rows += 1
        if plan.charges, let charge = row.charge {
            try charges.add(charge.exact, label: charge.currency.rawValue, withExtremes: plan.extremes)
        }
        try units.merge(row.units)
        if row.sharesRequest { requests = nil } else { try requests?.add(row, plan) }
    }

    /// Throws if a sum or count that includes those of the other accumulator could not be held.
    func check(_ other: SketchAccumulator) throws(UsageError) {
        guard !rows.addingReportingOverflow(other.rows).overflow else { throw Self.tooManyRows }
        try charges.check(other.charges, of: "charges")
        try units.check(other.units, of: "quantities")
        if let added = other.requests { try requests?.check(added) }
    }

    /// Adds an accumulator of the same plan that ``check(_:)`` accepted.
    mutating func merge(_ other: SketchAccumulator) throws(UsageError) {
        rows += other.rows
        try charges.merge(other.charges)
        try units.merge(other.units)
        if let added = other.requests { try requests?.merge(added) } else { requests = nil }
    }

    private static var tooManyRows: UsageError {
        UsageError(.invalidArgument, "a sketch holds fewer than 2⁶³ rows")
    }

    /// The bytes on the heap.
    var approximateBytes: Int {
        charges.approximateBytes + units.approximateBytes + (requests?.tokenExtremes.approximateBytes ?? 0)
            + (requests?.otherStatuses.approximateBytes ?? 0) + (requests?.latency?.counts.approximateBytes ?? 0)
    }
}
