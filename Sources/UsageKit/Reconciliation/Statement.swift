public import Foundation

/// Figures that somebody states of usage: a provider's aggregates, an invoice, a report of an earlier day.
public struct Statement: Hashable, Sendable {
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
    /// All of the time that they are of, including spans without usage that have no entry; nil if it is from the beginning
    /// of the first entry to the end of the last.
    ///
    /// Rows in it for which there is no entry are compared with no usage. Rows beyond it are named, and not compared.
    public var window: TimeWindow?
    /// Whether a value of a dimension that has no entry had no usage; if it is false, rows with other values are counted in
    /// ``Reconciliation/notCompared``, and not compared.
    public var namesAllKeys = true
    /// For the currency of a charge, the other currencies whose charges count in it, one for one, by the documentation of
    /// the other side.
    public var includedCurrencies: [Currency: [Currency]] = [:]
    /// Figures that are compared only if some row has them, because rows need not have them.
    public var optionalFigures: [ReconciledFigure] = []
    /// What the other side says beside the figures that cannot be compared with rows, each with its reason.
    public var notCompared: [String] = []

    /// The figures of one span of time and one key.
    public struct Entry: Hashable, Sendable {
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

extension Statement {
    /// The span of time of which it speaks; nil if it has no figure and no ``window``.
    var span: TimeWindow? {
        let windows = entries.filter { !$0.values.isEmpty }.map(\.window) + [window].compactMap(\.self)
        return windows.dropFirst().reduce(windows.first) { $0?.hull($1) }
    }

    /// The first entry whose key has not one value for each dimension; nil if all have.
    fileprivate var malformedEntry: Entry? { entries.first { $0.key.count != dimensions.count } }

    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` unless the key of each entry has one value for each
    ///   dimension.
    func checkKeys() throws(UsageError) {
        guard let malformedEntry else { return }
        throw UsageError(.invalidArgument, "\(name): \(malformedEntry.mismatch(with: dimensions))")
    }
}

extension Statement.Entry {
    fileprivate func mismatch(with dimensions: [UsageDimension]) -> String {
        "expected one value for each of \(dimensions.count) dimensions in the key of the entry of \(window), found "
            + "\(key.count)"
    }
}

extension Statement: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, dimensions, entries, madeAt, gap, window, namesAllKeys, includedCurrencies, optionalFigures,
            notCompared
    }

    /// Reads a statement.
    ///
    /// - Throws: `DecodingError` for another form, and for an entry whose key has not one value for each dimension.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        dimensions = try container.decode([UsageDimension].self, forKey: .dimensions)
        entries = try container.decode([Entry].self, forKey: .entries)
        madeAt = try container.decodeIfPresent(Timestamp.self, forKey: .madeAt)
        gap = try container.decodeIfPresent(String.self, forKey: .gap)
        window = try container.decodeIfPresent(TimeWindow.self, forKey: .window)
        namesAllKeys = try container.decode(Bool.self, forKey: .namesAllKeys)
        includedCurrencies = try container.decode([Currency: [Currency]].self, forKey: .includedCurrencies)
        optionalFigures = try container.decode([ReconciledFigure].self, forKey: .optionalFigures)
        notCompared = try container.decode([String].self, forKey: .notCompared)
        if let malformedEntry {
            throw DecodingError.dataCorruptedError(
                forKey: .entries, in: container, debugDescription: malformedEntry.mismatch(with: dimensions))
        }
    }
}

extension Statement.Entry: Codable {
    private enum CodingKeys: String, CodingKey {
        case window, key, figures
    }

    /// Reads an entry whose figures are texts of exact decimals.
    ///
    /// - Throws: `DecodingError` for another form.
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
