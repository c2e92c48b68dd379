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
        let record: UsageRecord
        let role: Role
        var learnedAt: Timestamp?
        /// What the row would cost by other price lists, by their names; a list without a price for it is missing.
        var otherCharges: [String: Money] = [:]
        /// The figures of the entry of a statement that is in the place of a row; nil for a row.
        var figures: EntryFigures?
    }

    /// The figures of the entry of a statement.
    struct EntryFigures: Sendable {
        let window: TimeWindow
        let values: [ReconciledFigure: ExactDecimal]
    }

    private(set) var rows: [Row] = []
    /// The dimensions of the statement that is in the place of rows; nil for rows.
    private(set) var statedDimensions: [UsageDimension]?
    /// Why rows may be missing; nil if none is.
    public var gap: String?

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
        statedDimensions = statement.dimensions
        for entry in statement.entries {
            var record = UsageRecord(provider: ProviderID(rawValue: ""), time: entry.window.start)
            for (dimension, value) in zip(statement.dimensions, entry.key) { record.set(dimension, to: value) }
            let figures = EntryFigures(window: entry.window, values: entry.values)
            rows.append(Row(record: record, role: .counted, figures: figures))
        }
    }

    /// How many rows count.
    public var count: Int { rows.count { $0.role == .counted } }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - record: The row.
    ///   - role: Whether it counts.
    ///   - learnedAt: When it was first read; nil if that is not known.
    public mutating func add(_ record: UsageRecord, as role: Role = .counted, learnedAt: Timestamp? = nil) {
        rows.append(Row(record: record, role: role, learnedAt: learnedAt))
    }

    /// Adds a row whose charge follows from a price list.
    mutating func add(_ record: UsageRecord, otherCharges: [String: Money]) {
        rows.append(Row(record: record, role: .counted, otherCharges: otherCharges))
    }
}

extension UsageRecord {
    /// Sets the text that a dimension splits by; there is no charge in the place of a currency.
    fileprivate mutating func set(_ dimension: UsageDimension, to text: String?) {
        switch dimension.common {
        case .provider: provider = ProviderID(rawValue: text ?? "")
        case .model: model = text
        case .apiKey: apiKey = text
        case .user: user = text
        case .type: type = text
        case .status: status = text.map(UsageStatus.init(rawValue:))
        case .sku: sku = text
        case .bot: bot = text
        case .conversation: conversation = text
        case .currency: break
        case .account, nil: labels[dimension] = text
        }
    }
}
