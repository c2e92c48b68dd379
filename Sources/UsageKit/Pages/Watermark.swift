/// The instant up to which a listing in the order of time was delivered.
struct Watermark: Hashable, Sendable {
    /// The instant of the last row.
    private(set) var time: Timestamp?
    /// How many rows without an id were delivered at that instant.
    private(set) var count = 0
    /// How many times each of them was delivered, by the digest of the row; empty also if the caller keeps the rows.
    private(set) var rows: [String: Int] = [:]

    /// Notes a delivered row; `digest` returns nil for a row with an id.
    mutating func note(_ time: Timestamp, digest: () -> String?) {
        if time != self.time { self = Watermark(time: time) }
        guard let digest = digest() else { return }
        rows[digest, default: 0] += 1
        count += 1
    }

    /// Whether a row at another instant precedes the last delivered row in the order of the listing.
    func hasPassed(_ other: Timestamp?, _ order: ListingOrder?) -> Bool {
        guard let time, let other else { return false }
        return switch order {
        case .ascending: other < time
        case .descending: other > time
        case nil: false
        }
    }

    /// Whether a row without an id was delivered at the instant.
    func holds(_ digest: String?, at time: Timestamp?) -> Bool {
        guard let digest, let time, time == self.time else { return false }
        return rows[digest] != nil
    }

    /// Removes one occurrence of a delivered row; false if there is none at that instant.
    mutating func take(_ digest: String, at time: Timestamp?) -> Bool {
        guard time == self.time, let known = rows[digest], known > 0 else { return false }
        rows[digest] = known - 1
        return true
    }

    // MARK: Checkpoints

    /// The watermark without the digests; there may be as many digests as rows.
    var withoutRows: Watermark { Watermark(time: time, count: count) }

    /// Whether the digests of all rows are known.
    var isWhole: Bool { rows.values.reduce(0, +) == count }

    /// Returns the watermark with the digests of the rows that were delivered at its instant.
    ///
    /// - Parameters:
    ///   - rows: All delivered rows in their order.
    ///   - time: The time of a row.
    ///   - digest: The digest of a row; nil for a row with an id.
    /// - Returns: The watermark; unchanged if fewer rows of its instant are among them.
    func restoring<Row>(
        _ rows: [Row], time: (Row) -> Timestamp?, digest: (Row) -> String?
    ) -> Watermark {
        guard let instant = self.time else { return self }
        var restored = Watermark(time: instant)
        for row in rows.reversed() where restored.count < count && time(row) == instant {
            restored.note(instant) { digest(row) }
        }
        return restored.count == count ? restored : self
    }
}

extension Watermark: Codable {
    private enum CodingKeys: String, CodingKey {
        case time, count, rows
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        time = try container.decodeIfPresent(Timestamp.self, forKey: .time)
        count = try container.decode(Int.self, forKey: .count)
        for digest in try container.decodeIfPresent([String].self, forKey: .rows) ?? [] {
            rows[digest, default: 0] += 1
        }
    }

    /// Writes each digest as often as its row was delivered, in one order.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(time, forKey: .time)
        try container.encode(count, forKey: .count)
        guard !rows.isEmpty else { return }
        let digests = rows.flatMap { Array(repeating: $0.key, count: $0.value) }
        try container.encode(digests.sorted { ByteString($0) < ByteString($1) }, forKey: .rows)
    }
}
