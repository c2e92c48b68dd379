/// A group of a summary as it is written.
struct EncodedGroup: Codable {
    let start: Timestamp?
    let key: [String?]
    private let rows: Int
    private let charges: [WrittenSum]
    private let units: [WrittenSum]
    private let requests: WrittenRequests?

    init(_ figures: SketchFigures, start: Int64?, key: [String?]) {
        self.start = start.map { Timestamp(seconds: $0) }
        self.key = key
        rows = figures.rows
        charges = WrittenSum.all(figures.charges)
        units = WrittenSum.all(figures.units)
        requests = figures.requests.map(WrittenRequests.init)
    }

    /// The figures; nil where no records could have made them.
    func figures(_ plan: SketchFigures.Plan) -> SketchFigures? {
        guard rows > 0, let charges = WrittenSum.sums(charges, withExtremes: plan.extremes),
            let units = WrittenSum.sums(units, withExtremes: plan.extremes), charges.count <= rows,
            charges.isEmpty || plan.charges, units.isEmpty || plan.units
        else { return nil }
        var figures = SketchFigures(plan)
        figures.rows = rows
        figures.charges = charges
        figures.units = units
        guard let requests else {
            figures.requests = nil
            return figures
        }
        guard let known = requests.figures(plan, rows: rows) else { return nil }
        figures.requests = known
        return figures
    }
}

/// A sum of a currency or a unit as it is written.
private struct WrittenSum: Codable {
    let label: String
    let sum: String
    let count: Int
    let minimum: String?
    let maximum: String?

    static func all(_ sums: LabelledSums) -> [WrittenSum] {
        sums.sums.enumerated().map { place, sum in
            let extremes = sums.extremes.isEmpty ? nil : sums.extremes[place]
            return WrittenSum(
                label: sum.label, sum: sum.value.description, count: sum.count,
                minimum: extremes?.least.description, maximum: extremes?.greatest.description)
        }
    }

    static func sums(_ written: [WrittenSum], withExtremes: Bool) -> LabelledSums? {
        var sums: [LabelledSums.Sum] = []
        var extremes: [LabelledSums.Extremes] = []
        for one in written {
            guard let value = ExactDecimal(one.sum) else { return nil }
            sums.append(LabelledSums.Sum(label: one.label, value: value, count: one.count))
            guard withExtremes == (one.minimum != nil), withExtremes == (one.maximum != nil) else { return nil }
            if let minimum = one.minimum, let maximum = one.maximum {
                guard let least = ExactDecimal(minimum), let greatest = ExactDecimal(maximum) else { return nil }
                extremes.append(LabelledSums.Extremes(least: least, greatest: greatest))
            }
        }
        return LabelledSums(sums, extremes)
    }
}

/// How many requests have a status, as it is written.
private struct WrittenCount: Codable {
    let label: String
    let count: Int

    static func counts(_ written: [WrittenCount]) -> LabelledSums? {
        let known: [UsageStatus] = [.completed, .failed, .cancelled]
        guard !written.contains(where: { known.contains(UsageStatus(rawValue: $0.label)) }) else { return nil }
        return LabelledSums(written.map { LabelledSums.Sum(label: $0.label, value: .zero, count: $0.count) }, [])
    }
}

/// The figures of requests as they are written.
private struct WrittenRequests: Codable {
    let succeeded: Int
    let failed: Int
    let cancelled: Int
    let otherStatuses: [WrittenCount]
    let inputTokens: WrittenTokens
    let outputTokens: WrittenTokens
    let durations: Int
    let latency: LatencySketch?

    init(_ figures: RequestFigures) {
        succeeded = figures.succeeded
        failed = figures.failed
        cancelled = figures.cancelled
        otherStatuses = figures.otherStatuses.sums.map { WrittenCount(label: $0.label, count: $0.count) }
        let extremes = figures.tokenExtremes.isEmpty ? [nil, nil] : figures.tokenExtremes
        inputTokens = WrittenTokens(figures.inputTokens, extremes[0])
        outputTokens = WrittenTokens(figures.outputTokens, extremes[1])
        durations = figures.timed
        latency = figures.latency
    }

    func figures(_ plan: SketchFigures.Plan, rows: Int) -> RequestFigures? {
        let counts = 0...rows
        guard [succeeded, failed, cancelled, durations].allSatisfy(counts.contains),
            let others = WrittenCount.counts(otherStatuses), counts.contains(others.count),
            Int128(succeeded) + Int128(failed) + Int128(cancelled) + Int128(others.count) <= Int128(rows),
            durations == 0 || plan.bins != nil,
            inputTokens.isPossible(plan, rows: rows), outputTokens.isPossible(plan, rows: rows),
            latency?.bins == plan.bins, latency.map({ $0.method == plan.method && $0.count <= durations }) ?? true
        else { return nil }
        var figures = RequestFigures(plan)
        (figures.succeeded, figures.failed, figures.cancelled) = (succeeded, failed, cancelled)
        figures.otherStatuses = others
        (figures.inputTokens, figures.outputTokens) = (inputTokens.tokens, outputTokens.tokens)
        if !figures.tokenExtremes.isEmpty { figures.tokenExtremes = [inputTokens.extremes, outputTokens.extremes] }
        (figures.timed, figures.latency) = (durations, latency)
        return figures
    }
}

/// A sum of tokens as it is written.
private struct WrittenTokens: Codable {
    let sum: Int
    let count: Int
    let minimum: Int?
    let maximum: Int?

    init(_ tokens: RequestFigures.Tokens, _ extremes: ClosedRange<Int>?) {
        sum = tokens.total
        count = tokens.count
        minimum = extremes?.lowerBound
        maximum = extremes?.upperBound
    }

    var tokens: RequestFigures.Tokens { RequestFigures.Tokens(total: sum, count: count) }

    var extremes: ClosedRange<Int>? {
        guard let minimum, let maximum, minimum <= maximum else { return nil }
        return minimum...maximum
    }

    /// Whether some requests have this sum and these extremes.
    func isPossible(_ plan: SketchFigures.Plan, rows: Int) -> Bool {
        guard (0...rows).contains(count), sum >= 0, sum == 0 || count > 0, count == 0 || plan.tokens else {
            return false
        }
        guard plan.extremes, count > 0 else { return minimum == nil && maximum == nil }
        guard let extremes, extremes.lowerBound >= 0 else { return false }
        // One request has the least number, one the greatest, and each of the others one between them.
        let (least, greatest, others) = (Int128(extremes.lowerBound), Int128(extremes.upperBound), Int128(count - 1))
        return least * others + greatest <= Int128(sum) && Int128(sum) <= greatest * others + least
    }
}
