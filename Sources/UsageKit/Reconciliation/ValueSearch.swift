/// Searches for values of dimensions with which the figures of one entry agree if their rows do not count.
///
/// Values are tried alone if a dimension has at most ``mostValues`` in the entry, and two together up to
/// ``mostPairedValues``.
struct ValueSearch {
    /// What is known of one value.
    private struct Part {
        let value: ByteString?
        let rows: [Int]
        /// What is left of the stated figures without its rows, by their numbers; nil if it is not known.
        var figures: [ExactDecimal?] = []
    }

    /// Sets of values, with the rows that they leave out.
    typealias Found = (causes: [Cause], rows: [Int])

    private let rows: EntryRows
    private let dimensions: [UsageDimension]
    private let compared: StatedFigures
    private let all: [Int]
    private let own: [ExactDecimal?]
    /// The figures that can be added, by their numbers, so that most values are found not to suffice.
    ///
    /// Those that agree are needed as well: if only a quantile differs, no other figure may change with the rows of a value.
    private let sums: [Int]
    private let work: SearchWork
    /// How many rows may still be added up again.
    private var left: Int
    /// Whether values were left out, because too many have to be confirmed.
    private(set) var isCut = false
    private var parts: [UsageDimension: [Part]] = [:]

    static let mostValues = 1000
    static let mostPairedValues = 100
    /// How many sets of one dimension are named.
    private static let mostSets = 20

    init(
        _ rows: EntryRows, by dimensions: [UsageDimension], _ compared: StatedFigures, own: [ExactDecimal?],
        _ work: SearchWork
    ) throws {
        self.rows = rows
        self.dimensions = dimensions
        self.compared = compared
        self.own = own
        self.work = work
        all = try rows.countedRows()
        sums = compared.stated.indices.filter { compared.canAdd($0, of: rows) }
        left = work.limits.confirmed + work.limits.confirmedPerRow * all.count
    }

    /// Values, each of which suffices alone.
    mutating func single() throws -> [Found] {
        var found: [Found] = []
        for dimension in dimensions {
            var count = 0
            for part in try parts(of: dimension) where try count < Self.mostSets && closes([part]) {
                guard try isConfirmed([part]) else { continue }
                count += 1
                found.append(([.excludedValue(part.value?.text, of: dimension)], part.rows))
            }
        }
        return found
    }

    /// Pairs of values of one dimension that suffice together.
    mutating func pairs() throws -> [Found] {
        var found: [Found] = []
        for dimension in dimensions {
            let parts = try parts(of: dimension)
            // Two of two are all rows.
            guard parts.count > 2, parts.count <= Self.mostPairedValues else { continue }
            var count = 0
            for (number, first) in parts.enumerated() where count < Self.mostSets {
                for second in parts.dropFirst(number + 1) where count < Self.mostSets {
                    guard try closes([first, second]), try isConfirmed([first, second]) else { continue }
                    count += 1
                    let causes = [first, second].map { Cause.excludedValue($0.value?.text, of: dimension) }
                    found.append((causes, (first.rows + second.rows).sorted()))
                }
            }
        }
        return found
    }

    /// The rows of each value of a dimension; none if there are too few or too many values.
    private mutating func parts(of dimension: UsageDimension) throws -> [Part] {
        if let known = parts[dimension] { return known }
        var groups: [ByteString?: [Int]] = [:]
        for row in all {
            try work.visit()
            groups[rows.value(of: row, for: dimension), default: []].append(row)
        }
        var found: [Part] = []
        if groups.count > 1, groups.count <= Self.mostValues {
            found = groups.map { Part(value: $0.key, rows: $0.value) }
            // Rows without a value come first.
            found.sort { left, right in
                guard let first = left.value else { return right.value != nil }
                return right.value.map { first < $0 } ?? false
            }
            for index in found.indices {
                let part = try rows.sums(of: found[index].rows)
                for number in sums {
                    found[index].figures.append(try compared.value(number, of: part))
                }
            }
        }
        parts[dimension] = found
        return found
    }

    /// Whether the figures that can be added agree without some parts.
    private func closes(_ some: [Part]) throws -> Bool {
        try work.visit()
        for (position, number) in sums.enumerated() {
            var rest = own[number]
            for part in some {
                // A part without such a figure takes nothing away.
                guard let less = part.figures[position] else { continue }
                rest = rest.flatMap { try? $0.adding(less.negated) }
            }
            let (figure, value) = compared.stated[number]
            if !compared.tolerance.agrees(figure, rest, value) { return false }
        }
        return true
    }

    private mutating func isConfirmed(_ some: [Part]) throws -> Bool {
        guard left >= all.count else {
            isCut = true
            return false
        }
        left -= all.count
        work.confirm()
        let removed = Set(some.flatMap(\.rows))
        return try compared.agree(with: rows.sums(of: all.filter { !removed.contains($0) }))
    }
}

/// The figures that are stated of one entry; each is known by its number.
struct StatedFigures {
    let stated: [(figure: ReconciledFigure, value: ExactDecimal)]
    let tolerance: Tolerance
    /// Currencies whose charges count in those of others.
    let includedCurrencies: [Currency: [Currency]]

    /// A figure of some rows; nil if they do not say it.
    func value(_ number: Int, of sums: RowSums) throws(UsageError) -> ExactDecimal? {
        let figure = stated[number].figure
        return try sums.value(of: figure, adding: Self.added(to: figure, includedCurrencies))
    }

    /// Whether all figures are those of some rows.
    func agree(with sums: RowSums) throws(UsageError) -> Bool {
        for number in stated.indices {
            let (figure, value) = stated[number]
            if !tolerance.agrees(figure, try self.value(number, of: sums), value) { return false }
        }
        return true
    }

    /// Whether the figures of parts of some rows can be added: a request with several rows can be in more than one part.
    func canAdd(_ number: Int, of rows: EntryRows) -> Bool {
        let figure = stated[number].figure
        return rows.hasRequests ? figure == .rows || !figure.isCount && figure.isSum : figure.isSum
    }

    /// The currencies whose charges count in a figure.
    static func added(to figure: ReconciledFigure, _ currencies: [Currency: [Currency]]) -> [Currency] {
        guard !currencies.isEmpty, case .charge(let currency) = figure.kind else { return [] }
        return currencies[currency] ?? []
    }

    /// The numbers of the figures that differ.
    func differing(_ figures: [ExactDecimal?]) -> [Int] {
        stated.indices.filter { !tolerance.agrees(stated[$0].figure, figures[$0], stated[$0].value) }
    }
}
