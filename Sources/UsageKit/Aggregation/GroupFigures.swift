/// The figures of all groups of a report, an array for each.
struct GroupFigures {
    /// The sum of a field over the requests of a group that have it.
    struct TokenSums {
        var totals: [Int64]
        /// How many requests have the field.
        var counts: [Int]
    }

    /// How requests end, as far as a report tells them apart.
    private enum Outcome {
        case unknown, completed, failed, cancelled, other

        init(_ status: String?) {
            switch status.map(UsageStatus.init(rawValue:)) {
            case nil: self = .unknown
            case UsageStatus.completed: self = .completed
            case UsageStatus.failed: self = .failed
            case UsageStatus.cancelled: self = .cancelled
            default: self = .other
            }
        }
    }

    private let method: QuantileMethod
    private var rows: [Int]
    private var requests: [Int]
    private var statuses: [Int]
    private var succeeded: [Int]
    private var failed: [Int]
    private var cancelled: [Int]
    private var timed: [Int]
    private let inputTokens: TokenSums
    private let outputTokens: TokenSums
    private let charges: [ExactColumn.Sums<Currency>]
    private let units: [ExactColumn.Sums<String>]
    /// The durations in nanoseconds, group after group, and where each group's begin.
    private var latencies: [Int64] = []
    private var latencyStarts: [Int]

    /// Computes the figures.
    ///
    /// - Parameters:
    ///   - columns: The rows.
    ///   - groups: The group of each row, below `count`.
    ///   - count: How many groups there are.
    ///   - method: How quantiles are defined.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` where a sum cannot be held.
    init(
        _ columns: LedgerColumns, groups: [UInt32], count: Int, method: QuantileMethod
    ) throws(UsageError) {
        self.method = method
        let zeros = [Int](repeating: 0, count: count)
        (rows, requests, statuses, succeeded, failed, cancelled) = (zeros, zeros, zeros, zeros, zeros, zeros)
        (timed, latencyStarts) = (zeros, zeros + [0])
        let table = RequestTable(columns, groups: groups)
        inputTokens = try Self.sums(table.inputTokens, table.groups, count)
        outputTokens = try Self.sums(table.outputTokens, table.groups, count)
        charges = try columns.charges.sums(groups, count: count, Currency.init(rawValue:))
        units = try columns.quantities.sums(columns.quantityRows.map { groups[$0] }, count: count) { $0 }
        for group in groups { rows[Int(group)] += 1 }
        let outcomes = columns.dimension(.status).texts.map(Outcome.init)
        countOutcomes(table, outcomes)
        collectLatencies(table, outcomes)
    }

    /// Returns the figures of one group.
    func group(
        _ index: Int, in bucket: Range<Timestamp>?, dimensions: [UsageDimension], key: [String?]
    ) -> UsageReport.Group {
        let hasStatus = statuses[index] > 0
        var group = UsageReport.Group(bucket: bucket, dimensions: dimensions, key: key, method: method)
        group.requests = requests[index]
        group.succeeded = hasStatus ? succeeded[index] : nil
        group.failed = hasStatus ? failed[index] : nil
        group.cancelled = hasStatus ? cancelled[index] : nil
        group.inputTokens = inputTokens.counts[index] > 0 ? Int(inputTokens.totals[index]) : nil
        group.outputTokens = outputTokens.counts[index] > 0 ? Int(outputTokens.totals[index]) : nil
        group.exactUnits = units[index].totals
        group.exactCharges = charges[index].totals
        group.latency = LatencySummary(
            latencies[latencyStarts[index]..<latencyStarts[index + 1]], method: method)
        group.coverage = UsageReport.Coverage(
            rows: rows[index], charges: charges[index].count, inputTokens: inputTokens.counts[index],
            outputTokens: outputTokens.counts[index], durations: timed[index])
        return group
    }

    private static func sums(
        _ column: IntegerColumn, _ groups: [UInt32], _ count: Int
    ) throws(UsageError) -> TokenSums {
        var totals = [Int64](repeating: 0, count: count)
        var counts = [Int](repeating: 0, count: count)
        var hasOverflown = false
        // Counts of tokens are never negative, so a sum overflows in one order where it does in any.
        column.forEach { row, value in
            guard value >= 0 else { return }
            let group = Int(groups[row])
            let (sum, overflow) = totals[group].addingReportingOverflow(value)
            totals[group] = sum
            counts[group] += 1
            if overflow { hasOverflown = true }
        }
        if hasOverflown || totals.contains(where: { Int(exactly: $0) == nil }) {
            throw UsageError(.inexactNumber, "a sum of tokens is beyond the integers of this machine")
        }
        return TokenSums(totals: totals, counts: counts)
    }

    private mutating func countOutcomes(_ table: RequestTable, _ outcomes: [Outcome]) {
        table.statuses.forEach { row, code in
            let group = Int(table.groups[row])
            requests[group] += 1
            if code != 0 { statuses[group] += 1 }
            switch outcomes[Int(code)] {
            case .completed: succeeded[group] += 1
            case .failed: failed[group] += 1
            case .cancelled: cancelled[group] += 1
            case .unknown, .other: break
            }
        }
    }

    private mutating func collectLatencies(_ table: RequestTable, _ outcomes: [Outcome]) {
        let isCovered = outcomes.map { $0 == .completed || $0 == .unknown }
        var counts = [Int](repeating: 0, count: rows.count)
        table.durations.forEach { row, duration in
            guard duration >= 0 else { return }
            let group = Int(table.groups[row])
            timed[group] += 1
            if isCovered[Int(table.statuses[row])] { counts[group] += 1 }
        }
        var total = 0
        for group in counts.indices {
            latencyStarts[group] = total
            total += counts[group]
        }
        latencyStarts[counts.count] = total
        var places = latencyStarts
        var buffer = [Int64](repeating: 0, count: total)
        table.durations.forEach { row, duration in
            guard duration >= 0, isCovered[Int(table.statuses[row])] else { return }
            let group = Int(table.groups[row])
            buffer[places[group]] = duration
            places[group] += 1
        }
        latencies = buffer
    }
}
