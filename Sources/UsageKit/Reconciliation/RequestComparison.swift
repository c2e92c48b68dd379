/// The requests of rows against those that somebody notes, matched by their ids: each at most once.
///
/// Several rows can describe one request (``UsageRecord/repeatsRequest``), and several notes (``StatedRequest/isPart``):
/// their charges are added up first. Ids are compared by their bytes.
public struct RequestComparison: Hashable, Sendable, Codable {
    /// A request of the rows and the note that belongs to it.
    public struct Pair: Hashable, Sendable, Codable {
        /// The id of the request.
        public let requestID: String
        /// What the rows say that it cost, by currency; empty if they do not say it.
        public let own: [Money]
        /// What is noted, by currency.
        public let stated: [Money]
    }

    /// A request that is on one side only.
    public struct Single: Hashable, Sendable, Codable {
        /// The id of the request.
        public let requestID: String
        /// What it cost, by currency; empty if that is not known.
        public let charges: [Money]
    }

    /// An id that is more than once on a side, so that it is not clear which belong together.
    public struct Ambiguity: Hashable, Sendable, Codable {
        /// The id.
        public let requestID: String
        /// How many rows have it, which do not describe one request together.
        public let ownCount: Int
        /// How many notes have it.
        public let statedCount: Int
    }

    /// A request of the rows without a note, and a note without a request, that have the same charge and nearly the same
    /// time, and no others that have: they may belong together.
    public struct Suggestion: Hashable, Sendable, Codable {
        /// The id in the rows.
        public let ownID: String
        /// The id in the notes.
        public let statedID: String
        /// What both say that it cost.
        public let charge: Money
    }

    /// How many requests have a note that says the same, or none of a charge.
    public internal(set) var matched = 0
    /// Those whose charges differ.
    public internal(set) var different: [Pair] = []
    /// Requests of the rows without a note.
    public internal(set) var missingThere: [Single] = []
    /// Notes without a request.
    public internal(set) var missingHere: [Single] = []
    /// Ids that are more than once on a side.
    public internal(set) var ambiguous: [Ambiguity] = []
    /// What may belong together, of those that are missing on a side.
    public internal(set) var suggestions: [Suggestion] = []
    /// How many rows name no request.
    public internal(set) var unnamed = 0
    /// How many notes name no request.
    public internal(set) var unnamedNotes = 0
    /// Why a side may not be whole; empty if both are.
    public internal(set) var gaps: [String] = []

    /// What came out.
    public var verdict: Reconciliation.Verdict {
        if !gaps.isEmpty { return .unjudged }
        return agrees ? .agrees : .differs
    }

    /// Whether each request has its note, and each note its request, with the same charge.
    public var agrees: Bool {
        different.isEmpty && missingHere.isEmpty && missingThere.isEmpty && ambiguous.isEmpty && unnamed == 0
            && unnamedNotes == 0
    }
}

extension RequestComparison {
    /// Matches rows with notes.
    ///
    /// - Parameters:
    ///   - records: The rows.
    ///   - notes: The notes.
    ///   - key: What joins them.
    ///   - gap: Why rows may be missing; nil if all are there.
    ///   - window: How far apart the times of a suggestion are, at most.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    /// - Complexity: O(*n*) on average in the number of rows and notes, and O(*d* log *d*) in the number of requests that
    ///   are on a list. Rows and notes that are arrays are read where they are.
    public init(
        _ records: some Sequence<UsageRecord>, with notes: some Sequence<StatedRequest>,
        joinedBy key: RequestKey = .requestID, gap: String? = nil, suggestingWithin window: Duration = .seconds(60)
    ) throws(UsageError) {
        gaps = [gap].compactMap(\.self)
        let notes = NoteSource(notes: notes as? [StatedRequest] ?? Array(notes))
        if let records = records as? [UsageRecord] {
            try join(RecordSource(records: records, key: key), with: notes, window)
        } else {
            // The rows may be made while they are read, so no more is kept than what is compared.
            var requests: [StatedRequest] = []
            for record in records {
                if let request = StatedRequest(record, key) { requests.append(request) } else { unnamed += 1 }
            }
            try join(NoteSource(notes: requests), with: notes, window)
        }
    }

    private mutating func join(
        _ rows: some RequestSource, with notes: some RequestSource, _ window: Duration
    ) throws(UsageError) {
        let join = try RequestJoin(rows, with: notes)
        unnamed += join.unnamed
        matched = join.matched
        different = join.different.map(\.value)
        missingThere = join.missingThere.map(\.value)
        missingHere = join.missingHere.map(\.value)
        ambiguous = join.ambiguous.map(\.value)
        suggestions = Self.suggestions(
            join.missingThere.map { ($0.value, rows.time($0.position)) },
            join.missingHere.map { ($0.value, notes.time($0.position)) }, window)
    }

    /// Matches rows with the notes of a log; see ``init(_:with:joinedBy:gap:suggestingWithin:)``.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    public init(
        _ records: some Sequence<UsageRecord>, with log: RequestLog, joinedBy key: RequestKey = .requestID,
        gap: String? = nil, suggestingWithin window: Duration = .seconds(60)
    ) throws(UsageError) {
        try self.init(records, with: log.requests, joinedBy: key, gap: gap, suggestingWithin: window)
        unnamedNotes = log.unnamed
    }

    private static func suggestions(
        _ here: [(single: Single, time: Timestamp?)], _ there: [(single: Single, time: Timestamp?)], _ window: Duration
    ) -> [Suggestion] {
        var byCharge: [Money: [(id: String, time: Timestamp)]] = [:]
        for (single, time) in there where single.charges.count == 1 {
            guard let time else { continue }
            byCharge[single.charges[0], default: []].append((single.requestID, time))
        }
        var pairs: [(own: String, stated: String, charge: Money)] = []
        for (single, time) in here where single.charges.count == 1 {
            guard let time else { continue }
            let near = (byCharge[single.charges[0]] ?? []).filter { $0.time.distance(to: time) <= window }
            pairs += near.map { (single.requestID, $0.id, single.charges[0]) }
        }
        let ownUses = Dictionary(grouping: pairs) { ByteString($0.own) }
        let statedUses = Dictionary(grouping: pairs) { ByteString($0.stated) }
        return pairs.filter { pair in
            ownUses[ByteString(pair.own)]?.count == 1 && statedUses[ByteString(pair.stated)]?.count == 1
        }.map { Suggestion(ownID: $0.own, statedID: $0.stated, charge: $0.charge) }
    }
}

extension StatedRequest {
    /// What a row says of its request; nil if it names none.
    fileprivate init?(_ record: UsageRecord, _ key: RequestKey) {
        guard let id = key.text(of: record) else { return nil }
        self.init(requestID: id, charge: record.charge, time: record.time, isPart: record.repeatsRequest)
    }
}

extension Timestamp {
    /// How far apart two instants are.
    fileprivate func distance(to other: Timestamp) -> Duration {
        let (first, last) = (min(self, other), max(self, other))
        return .seconds(last.seconds - first.seconds) + .nanoseconds(Int64(last.nanoseconds) - Int64(first.nanoseconds))
    }
}
