/// Writes groups as flat lines: CSV or NDJSON, with the same columns.
///
/// Currencies and units that occur have a column each; a group without one leaves it empty, or null.
struct FlatGroupWriter: GroupWriter {
    /// How the lines are written.
    enum Form: Sendable {
        case csv(CSVExport)
        case ndjson
    }

    /// The names of the columns.
    let columns: [String]
    private let form: Form
    private let hasOther: Bool
    private let currencies: [AmountLabel]
    private let units: [AmountLabel]
    /// For each column the text before its value.
    private let beginnings: [[UInt8]]
    /// The column after those of the bucket and the key.
    private let firstFigure: Int
    private let missing: [UInt8]
    /// Before and after an amount.
    private let quote: [UInt8]
    private let end: [UInt8]

    private static let counts = [
        "requests", "succeeded", "failed", "cancelled", "inputTokens", "outputTokens", "latencyCount",
    ]

    init(_ report: UsageReport, _ form: Form) {
        self.form = form
        hasOther = report.query.top != nil
        let storage = report.total.storage
        let cells = report.compactMap(\.cell)
        let accumulators = report.first?.storage.accumulators ?? storage.accumulators
        currencies = storage.currencies.filter { label in
            cells.contains { accumulators.charges.count(of: label, inCell: $0) > 0 }
        }
        units = storage.units.filter { label in
            cells.contains { accumulators.units.count(of: label, inCell: $0) > 0 }
        }
        var dimensions: [UsageDimension] = []
        for dimension in report.query.dimensions where !dimensions.contains(dimension) { dimensions.append(dimension) }
        var names = ["start", "end"] + dimensions.map(\.rawValue)
        if hasOther { names.append("other") }
        firstFigure = names.count
        names += Self.counts + ["p50MS", "p95MS"]
        names += currencies.map { "charge.\($0.text)" } + units.map { "units.\($0.text)" }
        columns = names
        switch form {
        case .csv:
            beginnings = names.indices.map { $0 == 0 ? [] : [UInt8(ascii: ",")] }
            (missing, quote, end) = ([], [], Array("\r\n".utf8))
        case .ndjson:
            beginnings = names.enumerated().map { index, name in
                Array((index == 0 ? "{" : ",").utf8) + Array((JSONValue.string(name).text + ":").utf8)
            }
            (missing, quote, end) = (Array("null".utf8), [UInt8(ascii: "\"")], Array("}\n".utf8))
        }
    }

    func write(_ group: UsageReport.Group, _ labels: inout GroupLabels, to bytes: inout [UInt8]) {
        labels.append(bucketOf: group, to: &bytes) { bytes in
            for (column, instant) in [group.start, group.end].enumerated() {
                bytes.append(contentsOf: beginnings[column])
                switch form {
                case .csv(let export): bytes.append(cell: instant?.description, export.formulas)
                case .ndjson: bytes.append(json: instant)
                }
            }
        }
        labels.append(keyOf: group, to: &bytes) { writeKey(of: group, to: &$0) }
        writeFigures(of: group, to: &bytes)
        bytes.append(contentsOf: end)
    }

    private func writeKey(of group: UsageReport.Group, to bytes: inout [UInt8]) {
        for (index, label) in group.labels.enumerated() {
            bytes.append(contentsOf: beginnings[2 + index])
            switch form {
            case .csv(let export): bytes.append(cell: label.text, export.formulas)
            case .ndjson: bytes.append(json: label.text)
            }
        }
        guard hasOther else { return }
        bytes.append(contentsOf: beginnings[firstFigure - 1])
        bytes.append(contentsOf: (group.isOther ? "true" : "false").utf8)
    }

    private func writeFigures(of group: UsageReport.Group, to bytes: inout [UInt8]) {
        var column = firstFigure
        func begin() {
            bytes.append(contentsOf: beginnings[column])
            column += 1
        }
        func write(_ count: Int?) {
            begin()
            if let count { bytes.append(integer: count) } else { bytes.append(contentsOf: missing) }
        }
        func write(_ number: ExactDecimal?, between quote: [UInt8]) {
            begin()
            guard let number else { return bytes.append(contentsOf: missing) }
            bytes.append(contentsOf: quote)
            number.write(to: &bytes)
            bytes.append(contentsOf: quote)
        }
        let (outcomes, latency) = (group.outcomes, group.latency)
        write(group.requests)
        write(outcomes?.succeeded)
        write(outcomes?.failed)
        write(outcomes?.cancelled)
        write(group.inputTokens)
        write(group.outputTokens)
        write(latency.count)
        write(latency.p50.map(ExactDecimal.init(milliseconds:)), between: [])
        write(latency.p95.map(ExactDecimal.init(milliseconds:)), between: [])
        for currency in currencies { write(group.charge(in: currency), between: quote) }
        for unit in units { write(group.quantity(in: unit), between: quote) }
    }
}
