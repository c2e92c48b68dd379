/// The requests of rows against those that somebody notes, matched by their ids: each at most once.
///
/// Several rows can describe one request (``UsageRecord/repeatsRequest``), and several notes (``StatedRequest/isPart``):
/// their charges are added up first. Ids are compared by their bytes.
public struct RequestComparison: Hashable, Sendable {
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

    /// How many requests have a note that says the same, or a note without a charge.
    public internal(set) var matched = 0
    /// How many of the matched requests have a charge on both sides, and the same.
    public internal(set) var compared = 0
    /// How many of the matched requests have a charge in the rows and none in their notes, so that it was not compared.
    public internal(set) var uncharged = 0
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
    /// How many notes were left out, because they are of other providers (``RequestLog/leftOut``).
    public internal(set) var leftOutNotes = 0
    /// Why a side may not be whole; empty if both are.
    public internal(set) var gaps: [String] = []

    /// What came out.
    public var verdict: Reconciliation.Verdict {
        if !gaps.isEmpty { return .unjudged }
        guard different.isEmpty, missingHere.isEmpty, missingThere.isEmpty, ambiguous.isEmpty else { return .differs }
        // What names no request has no counterpart, and may be anything.
        return unnamed == 0 && unnamedNotes == 0 && !lacksCharges ? .agrees : .unjudged
    }

    /// Whether rows have charges, and not one of them was compared.
    var lacksCharges: Bool { uncharged > 0 && compared == 0 }
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
        (matched, compared, uncharged) = (join.matched, join.compared, join.uncharged)
        different = join.different.map(\.value)
        missingThere = join.missingThere.map(\.value)
        missingHere = join.missingHere.map(\.value)
        ambiguous = join.ambiguous.map(\.value)
        suggestions = Self.suggestions(
            missingThere, TimedRequests(missingThere, join.missingThere.map { rows.time($0.position) }),
            missingHere, TimedRequests(missingHere, join.missingHere.map { notes.time($0.position) }), window)
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
        leftOutNotes = log.leftOut
    }

    private static func suggestions(
        _ here: [Single], _ rows: TimedRequests, _ there: [Single], _ notes: TimedRequests, _ window: Duration
    ) -> [Suggestion] {
        here.indices.compactMap { index in
            guard
                let note = rows.time(index).flatMap({ notes.onlyOne(within: window, of: $0, here[index].charges[0]) }),
                let time = notes.time(note), rows.onlyOne(within: window, of: time, here[index].charges[0]) == index
            else { return nil }
            return Suggestion(
                ownID: here[index].requestID, statedID: there[note].requestID, charge: here[index].charges[0])
        }
    }
}

/// The requests of one charge and a known time, of those that are missing on a side.
private struct TimedRequests {
    private let times: [Timestamp?]
    /// The positions of the requests by their charges, in the order of their times.
    private var byCharge: [Money: [(time: Timestamp, position: Int)]] = [:]

    init(_ requests: [RequestComparison.Single], _ known: [Timestamp?]) {
        times = zip(requests, known).map { $0.charges.count == 1 ? $1 : nil }
        for (position, time) in times.enumerated() {
            if let time { byCharge[requests[position].charges[0], default: []].append((time, position)) }
        }
        byCharge = byCharge.mapValues { $0.sorted { $0.time < $1.time } }
    }

    /// The time of a request; nil if it is not known, or if the request has not one charge.
    func time(_ position: Int) -> Timestamp? { times[position] }

    /// The position of the only request of a charge that is near an instant; nil if there is no such one, or several.
    func onlyOne(within window: Duration, of time: Timestamp, _ charge: Money) -> Int? {
        guard let requests = byCharge[charge] else { return nil }
        var (low, high) = (0, requests.count)
        while low < high {
            let middle = (low + high) / 2
            if requests[middle].time < time, requests[middle].time.duration(to: time) > window {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let near = requests[low...].prefix(2).prefix { $0.time.distance(to: time) <= window }
        return near.count == 1 ? near.first?.position : nil
    }
}

extension StatedRequest {
    /// What a row says of its request; nil if it names no request.
    fileprivate init?(_ record: UsageRecord, _ key: RequestKey) {
        guard let id = key.text(of: record) else { return nil }
        self.init(requestID: id, charge: record.charge, time: record.time, isPart: record.repeatsRequest)
    }
}

extension Timestamp {
    /// How far apart two instants are.
    fileprivate func distance(to other: Timestamp) -> Duration {
        self < other ? duration(to: other) : other.duration(to: self)
    }
}
