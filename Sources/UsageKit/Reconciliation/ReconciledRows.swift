/// The rows that figures are compared with: those that count, and those that are known and do not.
///
/// The others let a difference be explained: figures are recomputed as if they counted.
public struct ReconciledRows: Sendable {
    /// Whether a row counts, and if not, why.
    public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
        /// It counts.
        case counted
        /// It came again, and counts once.
        case repeated
        /// It is an earlier state of a row that counts.
        case superseded
        /// It is outside the window that was asked for.
        case outside
        /// A filter left it out.
        case filtered
        /// It was there before, and is gone.
        case removed
    }

    struct Row: Sendable {
        var record: UsageRecord
        let role: Role
        var learnedAt: Timestamp?
        /// What the row would cost by other price lists, by their names; a list without a price for it is missing.
        var otherCharges: [ByteString: Money] = [:]
        /// The figures of the entry of a statement that is in the place of a row; nil for a row.
        var figures: EntryFigures?
    }

    /// The figures of the entry of a statement.
    struct EntryFigures: Sendable {
        let window: TimeWindow
        /// The dimensions of the statement, and the value of each.
        let dimensions: [UsageDimension]
        let key: [String?]
        let values: [ReconciledFigure: ExactDecimal]
    }

    var rows: [Row] = []
    /// The statement that is in the place of rows; nil for rows.
    private(set) var statement: Statement?
    /// Why rows may be missing; nil if none is.
    public var gap: String?
    /// Whether the other side is made from the same rows, or from an earlier reading of them, so that its windows are the
    /// same.
    var areOfSameSource = false
    /// Whether the other side is an earlier reading of the rows, so that nothing but changed rows explains a difference.
    var areReadings = false

    /// Creates rows that count.
    ///
    /// - Parameters:
    ///   - records: The rows.
    ///   - gap: Why rows may be missing; nil if none is.
    public init(_ records: some Sequence<UsageRecord> = [], gap: String? = nil) {
        self.gap = gap
        for record in records { add(record) }
    }

    /// Creates the figures of a statement in the place of rows, so that two statements can be compared.
    ///
    /// Each entry counts as a whole: its figures are added to those of the entry in whose window it is. What could explain
    /// a difference is less than for rows: values of dimensions that the other side leaves out, currencies, and the
    /// rounding of sums.
    ///
    /// - Parameter statement: The statement.
    public init(_ statement: Statement) {
        gap = statement.gap
        self.statement = statement
        for entry in statement.entries {
            let figures = EntryFigures(
                window: entry.window, dimensions: statement.dimensions, key: entry.key, values: entry.values)
            let status = figures.text(for: .status).map(UsageStatus.init(rawValue:))
            let record = UsageRecord(
                provider: ProviderID(rawValue: ""), time: entry.window.start, status: status)
            rows.append(Row(record: record, role: .counted, figures: figures))
        }
    }

    /// The dimensions of the statement that is in the place of rows; nil for rows.
    var statedDimensions: [UsageDimension]? { statement?.dimensions }

    /// How many rows count.
    public var count: Int { rows.count { $0.role == .counted } }

    /// Adds a row.
    ///
    /// Figures in the place of rows (``init(_:)-(Statement)``) take no rows: ``gap`` then says so.
    ///
    /// - Parameters:
    ///   - record: The row.
    ///   - role: Whether it counts.
    ///   - learnedAt: When it was first read; nil if that is not known.
    public mutating func add(_ record: UsageRecord, as role: Role = .counted, learnedAt: Timestamp? = nil) {
        if let statement {
            gap = gap ?? "rows were added to the figures of \(statement.name), with which they cannot be compared"
        }
        rows.append(Row(record: record, role: role, learnedAt: learnedAt))
    }

    /// Adds a row whose charge follows from a price list.
    mutating func add(_ record: UsageRecord, otherCharges: [ByteString: Money]) {
        rows.append(Row(record: record, role: .counted, otherCharges: otherCharges))
        areOfSameSource = true
    }
}

extension ReconciledRows.Row {
    /// The value of a dimension; nil for a row without one.
    func text(for dimension: UsageDimension) -> String? {
        if let figures { return figures.text(for: dimension) }
        return record.text(for: dimension)
    }

    /// Whether the row is in a window, and not outside the one that was asked for.
    ///
    /// Rows without a time are in no window that has a bound. Figures in the place of a row are inside as a whole.
    func isIn(_ window: TimeWindow) -> Bool {
        guard role != .outside else { return false }
        if let figures { return window.contains(figures.window) }
        return record.time.map(window.contains) ?? (window == .all)
    }

    /// The currencies of its charges.
    var currencies: [Currency] {
        guard let figures else { return [record.charge?.currency].compactMap(\.self) }
        return figures.values.keys.compactMap { if case .charge(let currency) = $0.kind { currency } else { nil } }
    }
}

extension ReconciledRows.EntryFigures {
    fileprivate func text(for dimension: UsageDimension) -> String? {
        guard let position = dimensions.firstIndex(of: dimension), key.indices.contains(position) else { return nil }
        return key[position]
    }
}
