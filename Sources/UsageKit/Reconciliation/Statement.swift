public import Foundation

/// Figures that somebody states of usage: a provider's aggregates, an invoice, a report of an earlier day.
public struct Statement: Hashable, Sendable, Codable {
    /// Who states them, for people, for example `buckets`.
    public var name: String
    /// How the figures are split.
    public var dimensions: [UsageDimension]
    /// The figures.
    public var entries: [Entry]
    /// When they were made; nil if that is not known.
    public var madeAt: Timestamp?
    /// Why they are not all of the figures; nil if they are.
    public var gap: String?
    /// Whether a value of a dimension that has no entry had no usage; if it is false, rows with other values are left out.
    public var namesAllKeys = true
    /// For the currency of a charge, the other currencies whose charges count in it, one for one, by the documentation of
    /// the other side.
    public var includedCurrencies: [Currency: [Currency]] = [:]
    /// Figures that are compared only if some row has them, because rows need not have them.
    public var optionalFigures: [ReconciledFigure] = []
    /// What the other side says beside the figures that cannot be compared with rows, each with its reason.
    public var notCompared: [String] = []

    /// The figures of one span of time and one key.
    public struct Entry: Hashable, Sendable, Codable {
        /// The span of time.
        public var window: TimeWindow
        /// The value of each dimension of the statement, in their order; nil for rows without one.
        public var key: [String?]
        var values: [ReconciledFigure: ExactDecimal]

        /// Creates an entry; ``set(_:to:)`` gives it figures.
        public init(window: TimeWindow, key: [String?] = []) {
            self.window = window
            self.key = key
            values = [:]
        }

        /// The figures that are stated.
        public var figures: [ReconciledFigure] { values.keys.sorted() }

        /// A figure; nil if it is not stated.
        public subscript(figure: ReconciledFigure) -> Decimal? { values[figure]?.decimal }

        /// States a figure, or no longer states it.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for NaN and for more than 38 significant digits.
        public mutating func set(_ figure: ReconciledFigure, to value: Decimal?) throws(UsageError) {
            guard let value else { return values[figure] = nil }
            values[figure] = try ExactDecimal(value)
        }

        mutating func set(_ figure: ReconciledFigure, exact value: ExactDecimal) {
            values[figure] = value
        }

        private enum CodingKeys: String, CodingKey {
            case window, key, figures
        }

        /// Reads an entry whose figures are texts of exact decimals.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            window = try container.decode(TimeWindow.self, forKey: .window)
            key = try container.decode([String?].self, forKey: .key)
            values = try container.decodeFigures(forKey: .figures)
        }

        /// Writes the entry; the figures are texts of exact decimals.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(window, forKey: .window)
            try container.encode(key, forKey: .key)
            try container.encode(figures: values, forKey: .figures)
        }
    }

    /// Creates a statement.
    ///
    /// - Parameters:
    ///   - name: Who states the figures, for people.
    ///   - dimensions: How they are split.
    ///   - entries: The figures; entries of one window and key are added up, if their figures are sums.
    ///   - madeAt: When they were made.
    ///   - gap: Why they are not all of the figures; nil if they are.
    public init(
        _ name: String, by dimensions: [UsageDimension] = [], entries: [Entry], madeAt: Timestamp? = nil,
        gap: String? = nil
    ) {
        self.name = name
        self.dimensions = dimensions
        self.entries = entries
        self.madeAt = madeAt
        self.gap = gap
    }
}

extension KeyedEncodingContainer {
    mutating func encode(figures: [ReconciledFigure: ExactDecimal], forKey key: Key) throws {
        try encode(figures.mapValues(\.description), forKey: key)
    }
}

extension KeyedDecodingContainer {
    func decodeFigures(forKey key: Key) throws -> [ReconciledFigure: ExactDecimal] {
        try decode([ReconciledFigure: String].self, forKey: key).mapValues { text in
            guard let value = ExactDecimal(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: self, debugDescription: "expected the text of a number, found \"\(text)\"")
            }
            return value
        }
    }
}
