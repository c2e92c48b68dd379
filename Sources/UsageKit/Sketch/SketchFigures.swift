/// The figures of a group of rows, of which no row is kept.
struct SketchFigures: Hashable, Sendable {
    /// What is summed and what is not.
    struct Plan: Hashable, Sendable {
        let tokens: Bool
        let charges: Bool
        let units: Bool
        let extremes: Bool
        /// The bins of the sketch; nil where durations are not measured.
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

    /// Nil once a row has come that may describe the same request as another: telling them apart would take all ids.
    var requests: RequestFigures?
    var rows = 0
    var charges = LabelledSums()
    var units = LabelledSums()

    init(_ plan: Plan) {
        requests = RequestFigures(plan)
    }

    /// Refuses a row with which a figure could not be held.
    func check(_ row: SketchRow, _ plan: Plan) throws(UsageError) {
        guard rows < .max else { throw Self.tooManyRows }
        if plan.charges, let charge = row.charge { try charges.check(charge.exact, label: charge.currency.rawValue) }
        try units.check(row.units)
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

    /// Refuses figures with which some figure could not be held.
    func check(_ other: SketchFigures) throws(UsageError) {
        guard !rows.addingReportingOverflow(other.rows).overflow else { throw Self.tooManyRows }
        try charges.check(other.charges)
        try units.check(other.units)
        if let added = other.requests { try requests?.check(added) }
    }

    /// Adds figures of the same plan that ``check(_:)`` let pass.
    mutating func merge(_ other: SketchFigures) throws(UsageError) {
        rows += other.rows
        try charges.merge(other.charges)
        try units.merge(other.units)
        if let added = other.requests { try requests?.merge(added) } else { requests = nil }
    }

    private static var tooManyRows: UsageError {
        UsageError(.invalidArgument, "a summary holds fewer than 2⁶³ rows")
    }

    /// The bytes on the heap.
    var approximateBytes: Int {
        charges.approximateBytes + units.approximateBytes + (requests?.tokenExtremes.approximateBytes ?? 0)
            + (requests?.otherStatuses.approximateBytes ?? 0) + (requests?.latency?.counts.approximateBytes ?? 0)
    }
}

/// The figures of requests, each of which is one row.
struct RequestFigures: Hashable, Sendable {
    /// The sum of a field over the requests that have it.
    struct Tokens: Hashable, Sendable {
        var total = 0
        var count = 0

        /// Refuses a number with which the sum cannot be held.
        func check(_ added: Int64?) throws(UsageError) {
            guard let added else { return }
            let sum = Int(exactly: added).map(total.addingReportingOverflow)
            guard let sum, !sum.overflow else {
                throw UsageError(.inexactNumber, "a sum of tokens is beyond the integers of this machine")
            }
        }

        mutating func add(_ added: Int64?) {
            guard let added else { return }
            total += Int(added)
            count += 1
        }

        mutating func merge(_ other: Self) {
            total += other.total
            count += other.count
        }
    }

    /// Nil where durations are not measured.
    var latency: LatencySketch?
    var succeeded = 0
    var failed = 0
    var cancelled = 0
    /// The counts of statuses other than these three.
    var otherStatuses = LabelledSums()
    var inputTokens = Tokens()
    var outputTokens = Tokens()
    /// Those of the input tokens and those of the output tokens; empty where they are not wanted.
    var tokenExtremes: [ClosedRange<Int>?]
    /// How many requests have a duration, however they ended, where durations are measured.
    var timed = 0
    init(_ plan: SketchFigures.Plan) {
        tokenExtremes = plan.tokens && plan.extremes ? [nil, nil] : []
        latency = plan.bins.map { LatencySketch($0, method: plan.method) }
    }

    // Nothing that is counted here comes more often than rows do, so a check of those is enough.

    func check(_ row: SketchRow, _ plan: SketchFigures.Plan) throws(UsageError) {
        guard plan.tokens else { return }
        try inputTokens.check(row.fields.inputTokens)
        try outputTokens.check(row.fields.outputTokens)
    }

    mutating func add(_ row: SketchRow, _ plan: SketchFigures.Plan) throws(UsageError) {
        switch row.status {
        case nil: break
        case UsageStatus.completed: succeeded += 1
        case UsageStatus.failed: failed += 1
        case UsageStatus.cancelled: cancelled += 1
        case let status?: try otherStatuses.add(.zero, label: status.rawValue, withExtremes: false)
        }
        if plan.tokens {
            inputTokens.add(row.fields.inputTokens)
            outputTokens.add(row.fields.outputTokens)
        }
        if !tokenExtremes.isEmpty {
            widen(0, row.fields.inputTokens.map { Int($0)...Int($0) })
            widen(1, row.fields.outputTokens.map { Int($0)...Int($0) })
        }
        if plan.bins != nil, row.fields.duration != nil { timed += 1 }
        if let duration = row.latency { latency?.add(nanoseconds: duration) }
    }

    func check(_ other: RequestFigures) throws(UsageError) {
        try inputTokens.check(Int64(other.inputTokens.total))
        try outputTokens.check(Int64(other.outputTokens.total))
        if let added = other.latency { try latency?.check(added) }
    }

    mutating func merge(_ other: RequestFigures) throws(UsageError) {
        succeeded += other.succeeded
        failed += other.failed
        cancelled += other.cancelled
        try otherStatuses.merge(other.otherStatuses)
        inputTokens.merge(other.inputTokens)
        outputTokens.merge(other.outputTokens)
        for place in tokenExtremes.indices { widen(place, other.tokenExtremes[place]) }
        timed += other.timed
        if let added = other.latency { latency?.mergeChecked(added) }
    }
    private mutating func widen(_ place: Int, _ added: ClosedRange<Int>?) {
        guard let added else { return }
        let known = tokenExtremes[place] ?? added
        tokenExtremes[place] =
            Swift.min(known.lowerBound, added.lowerBound)...Swift.max(known.upperBound, added.upperBound)
    }
}
