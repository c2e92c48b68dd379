/// A figure that two sides can state of the same usage.
///
/// More figures may follow in later versions.
public struct ReconciledFigure: Hashable, Sendable {
    enum Kind: Hashable {
        case requests, rows
        case status(UsageStatus)
        case inputTokens, outputTokens
        case charge(Currency)
        case quantity(UsageUnit)
        case latency(Quantile)
    }

    let kind: Kind

    private init(_ kind: Kind) {
        self.kind = kind
    }

    /// How many requests there are.
    public static let requests = Self(.requests)
    /// How many rows there are.
    public static let rows = Self(.rows)
    /// The tokens of the prompts, once for each request.
    public static let inputTokens = Self(.inputTokens)
    /// The tokens of the completions, once for each request.
    public static let outputTokens = Self(.outputTokens)

    /// How many requests ended so.
    public static func requests(_ status: UsageStatus) -> Self { Self(.status(status)) }

    /// What was charged in one currency, in units of it.
    public static func charge(_ currency: Currency) -> Self { Self(.charge(currency)) }

    /// What else was counted in one unit.
    public static func quantity(_ unit: UsageUnit) -> Self { Self(.quantity(unit)) }

    /// A quantile of the durations of requests that completed or whose end is unknown, in milliseconds.
    public static func latency(_ quantile: Quantile) -> Self { Self(.latency(quantile)) }

    /// The name, for example `requests`, `requests.failed`, `charge.EUR`, `units.audio_seconds` or `latencyMS.p95`.
    public var name: String {
        switch kind {
        case .requests: "requests"
        case .rows: "rows"
        case .status(let status): "requests.\(status)"
        case .inputTokens: "inputTokens"
        case .outputTokens: "outputTokens"
        case .charge(let currency): "charge.\(currency)"
        case .quantity(let unit): "units.\(unit)"
        case .latency(let quantile): "latencyMS.p\(ExactDecimal.percent(quantile))"
        }
    }

    /// The figure of a name; nil if no figure has it.
    public init?(name: String) {
        if let figure = Self.named.first(where: { ByteString($0.name) == ByteString(name) }) {
            self = figure
            return
        }
        // A dot and an accent that follows it are one character, and the spelling of a currency may be empty.
        let parts = name.unicodeScalars.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let value = String(parts[1])
        switch String(parts[0]) {
        case "requests": self.init(.status(UsageStatus(rawValue: value)))
        case "charge": self.init(.charge(Currency(rawValue: value)))
        case "units": self.init(.quantity(UsageUnit(rawValue: value)))
        case "latencyMS":
            guard value.first == "p", let percent = ExactDecimal(String(value.dropFirst())),
                let parts = percent.mantissa(atExponent: -7), let number = Int(exactly: parts),
                let quantile = try? Quantile(partsPerBillion: number), ExactDecimal.percent(quantile) == percent
            else { return nil }
            self.init(.latency(quantile))
        default: return nil
        }
        // A number has one spelling.
        guard ByteString(self.name) == ByteString(name) else { return nil }
    }

    private static let named: [Self] = [.requests, .rows, .inputTokens, .outputTokens]

    /// Whether the figure of several rows is the sum of theirs.
    var isSum: Bool {
        if case .latency = kind { false } else { true }
    }

    /// Whether it is a whole number.
    var isCount: Bool {
        switch kind {
        case .charge, .quantity, .latency: false
        default: true
        }
    }

    /// Whether it says how much usage there is, whatever it cost.
    var isNumberOfUses: Bool { self == .requests || self == .rows }

    /// The place in a list of figures: counts, tokens, charges, quantities, durations; then by name.
    private var rank: Int {
        switch kind {
        case .requests: 0
        case .rows: 1
        case .status: 2
        case .inputTokens: 3
        case .outputTokens: 4
        case .charge: 5
        case .quantity: 6
        case .latency: 7
        }
    }
}

extension ReconciledFigure: Comparable {
    /// Whether a figure is listed before another one.
    public static func < (left: Self, right: Self) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        if case .latency(let first) = left.kind, case .latency(let second) = right.kind { return first < second }
        return ByteString(left.name) < ByteString(right.name)
    }
}

extension ReconciledFigure: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}

extension ReconciledFigure: Codable, CodingKeyRepresentable {
    /// The name as a key of an object.
    public var codingKey: any CodingKey { name.codingKey }

    /// Reads the name from a key of an object; nil if it is no figure.
    public init?<Key: CodingKey>(codingKey: Key) {
        self.init(name: codingKey.stringValue)
    }

    /// Reads the name.
    ///
    /// - Throws: `DecodingError` if it is no figure.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let figure = Self(name: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(name)\" is no figure")
        }
        self = figure
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

extension ExactDecimal {
    /// A quantile in percent.
    fileprivate static func percent(_ quantile: Quantile) -> ExactDecimal {
        ExactDecimal(mantissa: Int128(quantile.partsPerBillion), exponent: -7) ?? .zero
    }
}
