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
    }

    struct Row: Sendable {
        let record: UsageRecord
        let role: Role
        let learnedAt: Timestamp?
    }

    private(set) var rows: [Row] = []
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
}
