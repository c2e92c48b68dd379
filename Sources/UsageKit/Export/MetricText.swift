/// A text of metric families, each with its samples, that is valid OpenMetrics and Prometheus' classic format.
///
/// Both escape the same in the values of labels. What only OpenMetrics has, the lines `# UNIT` and `# EOF`, is a
/// comment in the classic format. What the two write in different ways does not occur: counters, whose family has the
/// suffix `_total` only in the classic format, timestamps of samples, and empty lines.
struct MetricText {
    private let common: [MetricLabel]
    private let limit: Int
    private var bytes: [UInt8] = []
    private var count = 0
    /// The name of the family whose samples are being written.
    private var family: String?

    /// - Parameters:
    ///   - labels: Labels that come first in each sample that does not have one of that name itself.
    ///   - limit: The greatest number of samples.
    init(labels: [MetricLabel], limit: Int) {
        common = labels
        self.limit = limit
    }

    /// Adds a sample; all samples of a family come one after the other, and its first one begins the family.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if there are too many samples.
    mutating func add(
        _ labels: [MetricLabel], _ value: ExactDecimal, to family: MetricFamily
    ) throws(UsageError) {
        try checkCount(adding: 1)
        count += 1
        if self.family != family.name {
            self.family = family.name
            bytes.append(contentsOf: "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) gauge\n".utf8)
            if let unit = family.unit { bytes.append(contentsOf: "# UNIT \(family.name) \(unit)\n".utf8) }
        }
        bytes.append(contentsOf: family.name.utf8)
        let others = common.filter { label in !labels.contains { $0.name == label.name } }
        let labels = MetricLabel.bytes(others + labels)
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(contentsOf: labels)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
        value.write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Throws if there would be too many samples with some more.
    func checkCount(adding more: Int) throws(UsageError) {
        guard more > limit - count else { return }
        throw UsageError(
            .invalidArgument,
            "the report has more than \(limit) series: group by fewer dimensions, give its query a top, or set a "
                + "greater seriesLimit")
    }

    /// The whole text.
    var finished: String { String(decoding: bytes, as: UTF8.self) + "# EOF\n" }
}

/// A label of a sample.
struct MetricLabel {
    let name: String
    let text: String

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }

    /// The labels that the export has itself, beside `currency`, which says the same as the dimension, and those that
    /// only summaries and histograms may have.
    static let reserved: Set<String> = ["outcome", "unit", "percentile", "other", "quantile", "le"]

    /// The name of a dimension in snake case, with the characters that both formats allow.
    ///
    /// Names that begin with two underscores belong to Prometheus.
    static func name(of dimension: UsageDimension) -> String {
        var name = ""
        var followsWord = false
        for scalar in dimension.rawValue.unicodeScalars {
            let character = Character(scalar)
            if followsWord, scalar.isASCII, character.isUppercase { name += "_" }
            followsWord = scalar.isASCII && (character.isLowercase || character.isWholeNumber)
            name += scalar.isASCII && (character.isLetter || character.isWholeNumber) ? character.lowercased() : "_"
        }
        let beginsWithLetter = name.first.map { $0.isLetter } ?? false
        let isTaken = reserved.contains(name) || name == "currency" && dimension != .currency
        return !beginsWithLetter || isTaken ? "label_" + name : name
    }

    /// Whether a text can be the name of a label.
    static func isName(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        func isOther(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return text.utf8.first.map(isLetter) == true && text.utf8.allSatisfy { isLetter($0) || isOther($0) }
    }

    /// Labels between the braces; an empty one is left out, because both formats take it for none.
    ///
    /// A zero byte, at which Prometheus ends to read, becomes U+FFFD.
    static func bytes(_ labels: [MetricLabel]) -> [UInt8] {
        var bytes: [UInt8] = []
        for label in labels where !label.text.isEmpty {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: label.name.utf8)
            bytes.append(contentsOf: "=\"".utf8)
            for byte in label.text.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
                case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
                case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
                case 0: bytes.append(contentsOf: "\u{FFFD}".utf8)
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
        return bytes
    }
}

/// A metric with what readers are told of it; its type is gauge.
struct MetricFamily {
    let name: String
    let help: String
    /// The unit, with which the name ends; nil for a count.
    let unit: String?

    private init(_ name: String, unit: String? = nil, _ help: String) {
        self.name = "usagekit_" + name
        self.help = help
        self.unit = unit
    }

    static let requests = Self("requests", "Requests of the window.")
    static let endedRequests = Self("ended_requests", "Requests of the window by how they ended, if that is known.")
    static let inputTokens = Self("input_tokens", unit: "tokens", "Tokens of the prompts.")
    static let outputTokens = Self("output_tokens", unit: "tokens", "Tokens of the completions.")
    static let charges = Self("charges", "Charges by currency, positive for money spent.")
    static let quantity = Self("quantity", "Everything else that was counted, by unit.")
    static let latencyPercentile = Self(
        "latency_percentile_seconds", unit: "seconds", "Exact percentiles of the durations of requests.")
    static let latencySum = Self("latency_sum_seconds", unit: "seconds", "The sum of the durations of requests.")
    static let timedRequests = Self("timed_requests", "Requests whose durations are in the percentiles and the sum.")
    static let windowStart = Self(
        "window_start_timestamp_seconds", unit: "seconds", "The start of the window of the report.")
    static let windowEnd = Self(
        "window_end_timestamp_seconds", unit: "seconds", "The end of the window of the report, which is not in it.")
    static let reportComplete = Self(
        "report_complete", "Whether every walk is complete: 1, or 0 if the figures lack rows.")
    static let walkComplete = Self("walk_complete", "Whether the walk reached the last row: 1, or 0 if it did not.")
    static let walkRead = Self(
        "walk_read_timestamp_seconds", unit: "seconds", "When the source was last read to its last row.")
    static let walkStart = Self(
        "walk_start_timestamp_seconds", unit: "seconds", "The start of the window that was read.")
    static let walkEnd = Self(
        "walk_end_timestamp_seconds", unit: "seconds", "The end of the window that was read, which is not in it.")
}
