/// Which causes take which rows in or out, by the bits of the causes.
struct RowBits {
    /// The causes without which a row does not count.
    private var needed: [UInt64]
    /// The causes with which it does not.
    private var removed: [UInt64]

    /// No cause is enough: of several earlier states of a row, one can count.
    private static let never = UInt64.max

    init(_ causes: [Cause], _ rows: [ReconciledRows.Row], madeAt: Timestamp?) {
        needed = Array(repeating: 0, count: rows.count)
        removed = needed
        var (late, superseded, unsettled): (UInt64, UInt64, UInt64) = (0, 0, 0)
        var roles: [ReconciledRows.Role: UInt64] = [:]
        var statuses: [UsageStatus: UInt64] = [:]
        var values: [UsageDimension: [ByteString?: UInt64]] = [:]
        for (number, cause) in causes.enumerated() {
            let bit: UInt64 = 1 << UInt64(number)
            switch cause.kind {
            case .late: late = bit
            case .removed: roles[.removed] = bit
            case .repeated: roles[.repeated] = bit
            case .filtered: roles[.filtered] = bit
            case .superseded: superseded = bit
            case .unsettled: unsettled = bit
            case .status(let status): statuses[status] = bit
            case .value(let dimension, let value): values[dimension, default: [:]][value] = bit
            default: break
            }
        }
        let states = superseded == 0 ? [:] : Self.earlierStates(rows, madeAt)
        for (number, row) in rows.enumerated() {
            if late != 0, let madeAt, let learnedAt = row.learnedAt, learnedAt > madeAt { removed[number] |= late }
            if let bit = roles[row.role] { needed[number] |= bit }
            if superseded != 0 {
                let state = RowName(row.record).flatMap { states[$0] }
                if row.role == .superseded {
                    needed[number] |= state ?? number == number ? superseded : Self.never
                } else if state != nil {
                    removed[number] |= superseded
                }
            }
            if let status = row.record.status {
                if unsettled != 0, !status.isSettled { removed[number] |= unsettled }
                if let bit = statuses[status] { removed[number] |= bit }
            }
            for (dimension, bits) in values {
                if let bit = bits[row.text(for: dimension).map { ByteString($0) }] { removed[number] |= bit }
            }
        }
    }

    func treatment(of row: Int) -> EntryRows.Treatment {
        EntryRows.Treatment(needed: needed[row], removed: removed[row])
    }

    /// Whether a row does not count, whatever is supposed.
    func neverCounts(_ row: Int) -> Bool { needed[row] == Self.never }

    /// For each row, its last earlier state that was known when the figures were made.
    private static func earlierStates(_ rows: [ReconciledRows.Row], _ madeAt: Timestamp?) -> [RowName: Int] {
        func isKnown(_ row: Int) -> Bool {
            guard let madeAt, let learnedAt = rows[row].learnedAt else { return true }
            return learnedAt <= madeAt
        }
        var states: [RowName: Int] = [:]
        for (number, row) in rows.enumerated() where row.role == .superseded {
            guard let name = RowName(row.record) else { continue }
            if let other = states[name] {
                if isKnown(other), !isKnown(number) { continue }
                let isLater = rows[other].learnedAt.flatMap { other in row.learnedAt.map { $0 >= other } } ?? true
                if isKnown(other) == isKnown(number), !isLater { continue }
            }
            states[name] = number
        }
        return states
    }
}
