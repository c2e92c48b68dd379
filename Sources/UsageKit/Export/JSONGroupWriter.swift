/// Writes groups as JSON objects.
struct JSONGroupWriter: GroupWriter {
    private let names = Names()
    private let hasOther: Bool
    /// The currencies and units of the ledger, each with the beginning of its member.
    private let currencies: [(label: AmountLabel, name: [UInt8])]
    private let units: [(label: AmountLabel, name: [UInt8])]

    init(_ report: UsageReport) {
        hasOther = report.query.top != nil
        let storage = report.total.storage
        currencies = storage.currencies.map { ($0, Self.name($0)) }
        units = storage.units.map { ($0, Self.name($0)) }
    }

    private static func name(_ label: AmountLabel) -> [UInt8] {
        var name: [UInt8] = []
        name.append(json: label.text)
        return name + ":\"".utf8
    }

    func write(_ group: UsageReport.Group, _ labels: inout GroupLabels, to bytes: inout [UInt8]) {
        labels.append(bucketOf: group, to: &bytes) { bytes in
            bytes.append(contentsOf: names.start)
            bytes.append(json: group.start)
            bytes.append(contentsOf: names.end)
            bytes.append(json: group.end)
        }
        labels.append(keyOf: group, to: &bytes) { writeKey(of: group, to: &$0) }
        writeCounts(of: group, to: &bytes)
        bytes.append(contentsOf: names.units)
        write(units, to: &bytes) { group.quantity(in: $0) }
        bytes.append(contentsOf: names.charges)
        write(currencies, to: &bytes) { group.charge(in: $0) }
        writeLatency(group.latency, to: &bytes)
        writeCoverage(group.coverage, to: &bytes)
    }

    private func writeKey(of group: UsageReport.Group, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: ",\"key\":{".utf8)
        for (index, label) in group.labels.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(json: label.dimension.rawValue)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(json: label.text)
        }
        bytes.append(UInt8(ascii: "}"))
        if hasOther { bytes.append(contentsOf: (group.isOther ? ",\"other\":true" : ",\"other\":false").utf8) }
    }

    private func writeCounts(of group: UsageReport.Group, to bytes: inout [UInt8]) {
        let outcomes = group.outcomes
        write(names.requests, group.requests, to: &bytes)
        write(names.succeeded, outcomes?.succeeded, to: &bytes)
        write(names.failed, outcomes?.failed, to: &bytes)
        write(names.cancelled, outcomes?.cancelled, to: &bytes)
        write(names.inputTokens, group.inputTokens, to: &bytes)
        write(names.outputTokens, group.outputTokens, to: &bytes)
    }

    private func write(
        _ labels: [(label: AmountLabel, name: [UInt8])], to bytes: inout [UInt8],
        _ amount: (AmountLabel) -> ExactDecimal?
    ) {
        var isFirst = true
        for (label, name) in labels {
            guard let amount = amount(label) else { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes.append(contentsOf: name)
            amount.write(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func writeLatency(_ latency: LatencyDistribution, to bytes: inout [UInt8]) {
        write(names.latencyCount, latency.count, to: &bytes)
        for (name, duration) in [(names.p50, latency.p50), (names.p95, latency.p95)] {
            bytes.append(contentsOf: name)
            if let duration {
                ExactDecimal(milliseconds: duration).write(to: &bytes)
            } else {
                bytes.append(contentsOf: names.null)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func writeCoverage(_ coverage: Coverage, to bytes: inout [UInt8]) {
        write(names.rows, coverage.rows, to: &bytes)
        write(names.coveredCharges, coverage.charges, to: &bytes)
        write(names.inputTokens, coverage.inputTokens, to: &bytes)
        write(names.outputTokens, coverage.outputTokens, to: &bytes)
        write(names.durations, coverage.durations, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "}"))
    }

    private func write(_ name: [UInt8], _ count: Int?, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: name)
        if let count { bytes.append(integer: count) } else { bytes.append(contentsOf: names.null) }
    }

    /// The names of the members with what is before and after them, as bytes.
    private struct Names {
        let start = Array("{\"start\":".utf8)
        let end = Array(",\"end\":".utf8)
        let requests = Array(",\"requests\":".utf8)
        let succeeded = Array(",\"succeeded\":".utf8)
        let failed = Array(",\"failed\":".utf8)
        let cancelled = Array(",\"cancelled\":".utf8)
        let inputTokens = Array(",\"inputTokens\":".utf8)
        let outputTokens = Array(",\"outputTokens\":".utf8)
        let units = Array(",\"units\":{".utf8)
        let charges = Array(",\"charges\":{".utf8)
        let latencyCount = Array(",\"latencyMS\":{\"count\":".utf8)
        let p50 = Array(",\"p50\":".utf8)
        let p95 = Array(",\"p95\":".utf8)
        let rows = Array(",\"coverage\":{\"rows\":".utf8)
        let coveredCharges = Array(",\"charges\":".utf8)
        let durations = Array(",\"durations\":".utf8)
        let null = Array("null".utf8)
    }
}
