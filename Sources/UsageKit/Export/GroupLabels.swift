/// The texts of buckets and keys, which are the same for many groups and are made once.
struct GroupLabels: Sendable {
    /// Maximum number of keys whose texts are kept.
    private static let keyLimit = 1 << 14

    private var bucket: Range<Timestamp>?
    /// The text of ``bucket``; nil before the first group.
    private var bucketText: [UInt8]?
    /// The text of each key, empty if it has not been made; no key is here if there are too many.
    private var keyTexts: [[UInt8]]

    /// Creates the labels for the groups of a report.
    init(_ report: UsageReport) {
        let count = report.first?.storage.map.keyCount ?? 0
        keyTexts = Array(repeating: [], count: count <= Self.keyLimit ? count : 0)
    }

    /// Appends the text of the bucket of a group.
    ///
    /// - Parameters:
    ///   - group: The group.
    ///   - bytes: What the text is appended to.
    ///   - make: Appends the text of the bucket, the same for equal buckets.
    mutating func append(bucketOf group: UsageReport.Group, to bytes: inout [UInt8], _ make: (inout [UInt8]) -> Void) {
        if let bucketText, bucket == group.bucket { return bytes.append(contentsOf: bucketText) }
        let start = bytes.count
        make(&bytes)
        bucket = group.bucket
        bucketText = Array(bytes[start...])
    }

    /// Appends the text of the key of a group.
    ///
    /// - Parameters:
    ///   - group: The group.
    ///   - bytes: What the text is appended to.
    ///   - make: Appends the text of the key, the same for equal keys.
    mutating func append(keyOf group: UsageReport.Group, to bytes: inout [UInt8], _ make: (inout [UInt8]) -> Void) {
        guard keyTexts.indices.contains(group.keyNumber) else { return make(&bytes) }
        if keyTexts[group.keyNumber].isEmpty {
            var text: [UInt8] = []
            make(&text)
            keyTexts[group.keyNumber] = text
        }
        bytes.append(contentsOf: keyTexts[group.keyNumber])
    }
}

extension UsageReport.Group {
    /// The dimensions and their values; a dimension that the query names twice comes once.
    var labels: [(dimension: UsageDimension, text: String?)] {
        var labels: [(dimension: UsageDimension, text: String?)] = []
        for (dimension, text) in zip(dimensions, key) where !labels.contains(where: { $0.dimension == dimension }) {
            labels.append((dimension, text))
        }
        return labels
    }

    /// The sum of the charges in a currency; nil if there are none.
    func charge(in currency: AmountLabel) -> ExactDecimal? {
        // The report would have been refused if a sum could not be represented.
        cell.flatMap { try? storage.accumulators.charges.sum(of: currency, inCell: $0)?.sum }
    }

    /// The sum of the quantities in a unit; nil if there are none.
    func quantity(in unit: AmountLabel) -> ExactDecimal? {
        cell.flatMap { try? storage.accumulators.units.sum(of: unit, inCell: $0)?.sum }
    }
}

extension [UInt8] {
    /// Appends a text as a JSON text, or null.
    mutating func append(json text: String?) {
        append(contentsOf: JSONValue(text).text.utf8)
    }

    /// Appends an instant as a JSON text, or null.
    mutating func append(json instant: Timestamp?) {
        guard let instant else { return append(contentsOf: "null".utf8) }
        append(UInt8(ascii: "\""))
        instant.write(to: &self)
        append(UInt8(ascii: "\""))
    }
}
