/// What a sketch keeps of the requests of a group, each of which is one row.
struct RequestAccumulator: Hashable, Sendable {
    /// The sum of a field over the requests that have it.
    struct Tokens: Hashable, Sendable {
        var total = 0
        var count = 0

        /// Throws if the sum with a number could not be held.
        func check(_ added: Int64?, of figure: StaticString) throws(UsageError) {
            guard let added else { return }
            let sum = Int(exactly: added).map(total.addingReportingOverflow)
            guard let sum, !sum.overflow else {
                throw .unfit("the \(figure)", in: UsageError.integer)
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

    /// Nil if latency is not measured.
    var latency: LatencySketch?
    var succeeded = 0
    var failed = 0
    var cancelled = 0
    /// The counts of statuses other than these three.
    var otherStatuses = LabelledSums()
    var inputTokens = Tokens()
    var outputTokens = Tokens()
    /// The extremes of the input tokens and those of the output tokens; empty if they are not measured.
    var tokenExtremes: [ClosedRange<Int>?]
    /// How many requests have a duration, however they ended, if latency is measured.
    var timed = 0

    init(_ plan: SketchAccumulator.Plan) {
        tokenExtremes = plan.tokens && plan.extremes ? [nil, nil] : []
        latency = plan.bins.map { LatencySketch($0, method: plan.method) }
    }

    // No count here exceeds the number of rows, so the check of that number is enough.

    func check(_ row: SketchRow, _ plan: SketchAccumulator.Plan) throws(UsageError) {
        guard plan.tokens else { return }
        try inputTokens.check(row.numbers.inputTokens, of: "input tokens")
        try outputTokens.check(row.numbers.outputTokens, of: "output tokens")
    }

    mutating func add(_ row: SketchRow, _ plan: SketchAccumulator.Plan) throws(UsageError) {
        switch row.status {
        case nil: break
        case UsageStatus.completed: succeeded += 1
        case UsageStatus.failed: failed += 1
        case UsageStatus.cancelled: cancelled += 1
        case let status?: try otherStatuses.add(.zero, label: status.rawValue, withExtremes: false)
        }
        if plan.tokens {
            inputTokens.add(row.numbers.inputTokens)
            outputTokens.add(row.numbers.outputTokens)
        }
        if !tokenExtremes.isEmpty {
            widen(0, row.numbers.inputTokens.map { Int($0)...Int($0) })
            widen(1, row.numbers.outputTokens.map { Int($0)...Int($0) })
        }
        if plan.bins != nil, row.numbers.duration != nil { timed += 1 }
        if let duration = row.latency { latency?.add(nanoseconds: duration) }
    }

    func check(_ other: RequestAccumulator) throws(UsageError) {
        try inputTokens.check(Int64(other.inputTokens.total), of: "input tokens")
        try outputTokens.check(Int64(other.outputTokens.total), of: "output tokens")
        if let added = other.latency { try latency?.check(added) }
    }

    mutating func merge(_ other: RequestAccumulator) throws(UsageError) {
        succeeded += other.succeeded
        failed += other.failed
        cancelled += other.cancelled
        try otherStatuses.merge(other.otherStatuses)
        inputTokens.merge(other.inputTokens)
        outputTokens.merge(other.outputTokens)
        for index in tokenExtremes.indices { widen(index, other.tokenExtremes[index]) }
        timed += other.timed
        if let added = other.latency { latency?.mergeChecked(added) }
    }

    private mutating func widen(_ index: Int, _ added: ClosedRange<Int>?) {
        guard let added else { return }
        let known = tokenExtremes[index] ?? added
        tokenExtremes[index] =
            Swift.min(known.lowerBound, added.lowerBound)...Swift.max(known.upperBound, added.upperBound)
    }
}
