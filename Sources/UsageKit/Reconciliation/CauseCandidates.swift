/// The causes that can be supposed of some rows and a statement.
struct CauseCandidates {
    /// Causes that take rows in or out, of which there are at most as many as bits beside that of the entry's own window.
    private(set) var choosing: [Cause] = []
    /// Causes that say how figures are computed, and take no row in or out.
    private(set) var computing: [Cause] = []
    /// The dimensions whose values can be left out, the plainest one first.
    private(set) var valueDimensions: [UsageDimension] = []
    private let statement: Statement
    private let rows: ReconciledRows

    /// The offsets of time zones from UTC, in quarters of an hour.
    private static let offsets =
        (-12...14).filter { $0 != 0 }.map { $0 * 4 } + [-14, -10, 14, 18, 22, 23, 26, 38, 42]
    private static let mostChoosing = 63
    /// More values than these have no cause each, so that they are tried alone and in pairs, not with other causes.
    private static let mostValues = 10
    /// Values of more labels than these are not tried.
    private static let mostLabels = 16

    init(_ statement: Statement, _ rows: ReconciledRows, _ entries: [Statement.Entry]) {
        self.statement = statement
        self.rows = rows
        addChoosing()
        addComputing(entries)
    }

    private mutating func addChoosing() {
        let all = rows.rows
        if let madeAt = statement.madeAt, all.contains(where: { $0.learnedAt.map { $0 > madeAt } ?? false }) {
            choosing.append(.lateRows)
        }
        for (role, cause) in [
            (ReconciledRows.Role.repeated, Cause.repeatedRows), (.superseded, .earlierStates),
            (.removed, .removedRows), (.filtered, .filteredRows), (.outside, .outsideWindow),
        ] where all.contains(where: { $0.role == role }) {
            choosing.append(cause)
        }
        if rows.areReadings { return }
        let statuses = Set(all.compactMap(\.record.status)).sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
        if statuses.contains(where: { !$0.isSettled }) { choosing.append(.unsettledRows) }
        choosing += statuses.map(Cause.excludedStatus)
        if rows.statement == nil, !rows.areOfSameSource { choosing.append(.endIncluded) }
        valueDimensions = splittingDimensions()
        for dimension in valueDimensions
        where [.apiKey, .meta("childId")].contains(dimension) || rows.statement != nil {
            choosing += excludedValues(of: dimension)
        }
        // What is made from the same rows has the same windows.
        if rows.statement == nil, !rows.areOfSameSource {
            // In a zone that is ahead, days begin earlier.
            choosing += Self.offsets.map { .shiftedWindow(seconds: Int64($0) * -900) }
        }
        // The last ones are the rarest time zones.
        choosing = Array(choosing.prefix(Self.mostChoosing))
    }

    /// The dimensions that rows have, and by which the statement is not split.
    private func splittingDimensions() -> [UsageDimension] {
        var dimensions = rows.statedDimensions ?? []
        if rows.statement == nil {
            var labels: Set<UsageDimension> = []
            for row in rows.rows { labels.formUnion(row.record.labels.keys) }
            // Charges in one currency have causes of their own.
            let plain: [UsageDimension] = [
                .apiKey, .meta("childId"), .model, .type, .sku, .user, .bot, .conversation, .account, .provider,
            ]
            let others = labels.subtracting(plain).sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
            dimensions = plain + others.prefix(Self.mostLabels)
        }
        return dimensions.filter { !statement.dimensions.contains($0) && $0 != .status }
    }

    private func excludedValues(of dimension: UsageDimension) -> [Cause] {
        var values: Set<ByteString?> = []
        for row in rows.rows { values.insert(row.text(for: dimension).map { ByteString($0) }) }
        guard values.count > 1 else { return [] }
        let without: [Cause] = values.contains(nil) ? [.excludedValue(nil, of: dimension)] : []
        guard values.count <= Self.mostValues else { return without }
        return without + values.compactMap(\.self).sorted().map { .excludedValue($0.text, of: dimension) }
    }

    private mutating func addComputing(_ entries: [Statement.Entry]) {
        if rows.areReadings { return }
        let figures = Set(entries.flatMap { $0.values.keys })
        let currencies = Set(rows.rows.flatMap(\.currencies)).sorted {
            ByteString($0.rawValue) < ByteString($1.rawValue)
        }
        var places: Set<Int> = []
        for figure in figures.sorted() {
            guard case .charge(let stated) = figure.kind else { continue }
            let included = statement.includedCurrencies[stated] ?? []
            for currency in currencies where currency != stated {
                let isIncluded = included.contains(currency)
                computing.append(
                    isIncluded ? .omittedCurrency(currency, from: stated) : .addedCurrency(currency, to: stated))
            }
            // Zeros at the end of a figure do not show: neither that of a last place, nor those of whole units in cents.
            if let most = entries.compactMap({ $0.values[figure]?.places }).max() {
                places.formUnion([most, most + 1, max(most, 2)])
            }
        }
        computing += Set(rows.rows.flatMap(\.otherCharges.keys)).sorted().map { .prices($0.text) }
        for places in places.sorted() {
            for eachRow in rows.statement == nil ? [false, true] : [false] {
                computing += Rounding.allCases.map { .rounded(to: places, eachRow: eachRow, $0) }
            }
        }
        if rows.statement == nil, figures.contains(where: { !$0.isSum }) {
            computing += QuantileDefinition.allCases.filter { $0 != .linear }.map(Cause.quantiles)
        }
    }
}
