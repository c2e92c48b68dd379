/// A group of a sketch in its encoded form.
struct EncodedGroup: Codable {
    let start: Timestamp?
    let key: [String?]
    private let rows: Int
    private let charges: [EncodedSum]
    private let units: [EncodedSum]
    private let requests: EncodedRequests?

    init(_ accumulator: SketchAccumulator, start: Int64?, key: [String?]) {
        self.start = start.map { Timestamp(seconds: $0) }
        self.key = key
        rows = accumulator.rows
        charges = EncodedSum.all(accumulator.charges)
        units = EncodedSum.all(accumulator.units)
        requests = accumulator.requests.map(EncodedRequests.init)
    }

    /// What the group has added up; nil if no records could have this result.
    func accumulator(_ plan: SketchAccumulator.Plan) -> SketchAccumulator? {
        guard rows > 0, let charges = EncodedSum.sums(charges, withExtremes: plan.extremes),
            let units = EncodedSum.sums(units, withExtremes: plan.extremes), charges.count <= rows,
            charges.isEmpty || plan.charges, units.isEmpty || plan.units
        else { return nil }
        var accumulator = SketchAccumulator(plan)
        accumulator.rows = rows
        accumulator.charges = charges
        accumulator.units = units
        guard let requests else {
            accumulator.requests = nil
            return accumulator
        }
        guard let known = requests.accumulator(plan, rows: rows) else { return nil }
        accumulator.requests = known
        return accumulator
    }
}

/// The sum of a currency or a unit in its encoded form.
private struct EncodedSum: Codable {
    let label: String
    let sum: String
    let count: Int
    let minimum: String?
    let maximum: String?

    static func all(_ sums: LabelledSums) -> [EncodedSum] {
        sums.sums.enumerated().map { index, sum in
            let extremes = sums.extremes.isEmpty ? nil : sums.extremes[index]
            return EncodedSum(
                label: sum.label.text, sum: sum.value.description, count: sum.count,
                minimum: extremes?.least.description, maximum: extremes?.greatest.description)
        }
    }

    static func sums(_ encoded: [EncodedSum], withExtremes: Bool) -> LabelledSums? {
        var sums: [LabelledSums.Sum] = []
        var extremes: [LabelledSums.Extremes] = []
        for entry in encoded {
            guard let value = ExactDecimal(entry.sum) else { return nil }
            sums.append(LabelledSums.Sum(label: ByteString(entry.label), value: value, count: entry.count))
            guard withExtremes == (entry.minimum != nil), withExtremes == (entry.maximum != nil) else { return nil }
            if let minimum = entry.minimum, let maximum = entry.maximum {
                guard let least = ExactDecimal(minimum), let greatest = ExactDecimal(maximum) else { return nil }
                extremes.append(LabelledSums.Extremes(least: least, greatest: greatest))
            }
        }
        return LabelledSums(sums, extremes)
    }
}

/// How many requests have a status, in its encoded form.
private struct EncodedCount: Codable {
    let label: String
    let count: Int

    static func counts(_ encoded: [EncodedCount]) -> LabelledSums? {
        let known: [UsageStatus] = [.completed, .failed, .cancelled]
        guard !encoded.contains(where: { known.contains(UsageStatus(rawValue: $0.label)) }) else { return nil }
        return LabelledSums(
            encoded.map { LabelledSums.Sum(label: ByteString($0.label), value: .zero, count: $0.count) }, [])
    }
}

/// What is known of a group's requests, in its encoded form.
private struct EncodedRequests: Codable {
    let succeeded: Int
    let failed: Int
    let cancelled: Int
    let otherStatuses: [EncodedCount]
    let inputTokens: EncodedTokens
    let outputTokens: EncodedTokens
    let durations: Int
    let latency: LatencySketch?

    init(_ requests: RequestAccumulator) {
        succeeded = requests.succeeded
        failed = requests.failed
        cancelled = requests.cancelled
        otherStatuses = requests.otherStatuses.sums.map { EncodedCount(label: $0.label.text, count: $0.count) }
        let extremes = requests.tokenExtremes.isEmpty ? [nil, nil] : requests.tokenExtremes
        inputTokens = EncodedTokens(requests.inputTokens, extremes[0])
        outputTokens = EncodedTokens(requests.outputTokens, extremes[1])
        durations = requests.timed
        latency = requests.latency
    }

    func accumulator(_ plan: SketchAccumulator.Plan, rows: Int) -> RequestAccumulator? {
        let counts = 0...rows
        guard [succeeded, failed, cancelled, durations].allSatisfy(counts.contains),
            let others = EncodedCount.counts(otherStatuses), counts.contains(others.count),
            Int128(succeeded) + Int128(failed) + Int128(cancelled) + Int128(others.count) <= Int128(rows),
            durations == 0 || plan.bins != nil,
            inputTokens.isPossible(plan, rows: rows), outputTokens.isPossible(plan, rows: rows),
            latency?.bins == plan.bins, latency.map({ $0.method == plan.method && $0.count <= durations }) ?? true
        else { return nil }
        var requests = RequestAccumulator(plan)
        (requests.succeeded, requests.failed, requests.cancelled) = (succeeded, failed, cancelled)
        requests.otherStatuses = others
        (requests.inputTokens, requests.outputTokens) = (inputTokens.tokens, outputTokens.tokens)
        if !requests.tokenExtremes.isEmpty { requests.tokenExtremes = [inputTokens.extremes, outputTokens.extremes] }
        (requests.timed, requests.latency) = (durations, latency)
        return requests
    }
}

/// A sum of tokens in its encoded form.
private struct EncodedTokens: Codable {
    let sum: Int
    let count: Int
    let minimum: Int?
    let maximum: Int?

    init(_ tokens: RequestAccumulator.Tokens, _ extremes: ClosedRange<Int>?) {
        sum = tokens.total
        count = tokens.count
        minimum = extremes?.lowerBound
        maximum = extremes?.upperBound
    }

    var tokens: RequestAccumulator.Tokens { RequestAccumulator.Tokens(total: sum, count: count) }

    var extremes: ClosedRange<Int>? {
        guard let minimum, let maximum, minimum <= maximum else { return nil }
        return minimum...maximum
    }

    /// Whether some requests could have this sum and these extremes.
    func isPossible(_ plan: SketchAccumulator.Plan, rows: Int) -> Bool {
        guard (0...rows).contains(count), sum >= 0, sum == 0 || count > 0, count == 0 || plan.tokens else {
            return false
        }
        guard plan.extremes, count > 0 else { return minimum == nil && maximum == nil }
        guard let extremes, extremes.lowerBound >= 0 else { return false }
        // One request has the least number, one the greatest, and each of the others a number between them.
        let (least, greatest, others) = (Int128(extremes.lowerBound), Int128(extremes.upperBound), Int128(count - 1))
        return least * others + greatest <= Int128(sum) && Int128(sum) <= greatest * others + least
    }
}
