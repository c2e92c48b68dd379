extension Auralytik {
    /// Which AI calls are exported.
    public struct ExportQuery: Hashable, Sendable {
        /// The first day, written `YYYY-MM-DD`.
        public var firstDay: String
        /// The last day, written `YYYY-MM-DD`; with the first one at most 92 days.
        public var lastDay: String
        /// The format of the file; nil for the provider's default, CSV.
        public var format: ExportFormat?
        /// The campaign; nil for all.
        public var campaignID: String?
        /// The state of the evaluation, for example `evaluated`; nil for all.
        public var status: String?
        /// How the call ended, for example `completed`; nil for all.
        public var outcome: String?
        /// The time zone of the days and of the dates in the file, for example `America/Santiago`; nil for UTC.
        public var timeZoneID: String?

        /// Creates a query.
        public init(
            from firstDay: String, through lastDay: String, format: ExportFormat? = nil, campaignID: String? = nil,
            status: String? = nil, outcome: String? = nil, timeZoneID: String? = nil
        ) {
            self.firstDay = firstDay
            self.lastDay = lastDay
            self.format = format
            self.campaignID = campaignID
            self.status = status
            self.outcome = outcome
            self.timeZoneID = timeZoneID
        }
    }
}

extension Auralytik.ExportQuery {
    /// The longest span of days, both ends included.
    static let maximumDays = 92

    /// The body of the request.
    fileprivate func body() throws(UsageError) -> JSONObject {
        let (first, last) = (try Self.day(firstDay), try Self.day(lastDay))
        guard (first...max(first, last)).count <= Self.maximumDays, first <= last else {
            throw UsageError(
                .invalidArgument,
                "an export is of 1 to \(Self.maximumDays) days, the first one before the last one or the same")
        }
        var body: JSONObject = ["dateFrom": .string(firstDay), "dateTo": .string(lastDay)]
        if let format { body.append("format", format.jsonForm) }
        for (name, value) in [
            ("campaignId", campaignID), ("status", status), ("outcome", outcome), ("timezone", timeZoneID),
        ] {
            if let value { body.append(name, .string(value)) }
        }
        return body
    }

    /// The number of a day since 1970.
    private static func day(_ text: String) throws(UsageError) -> Int {
        guard text.utf8.count == 10, let midnight = try? Timestamp("\(text)T00:00:00Z") else {
            throw UsageError(.invalidArgument, "expected a day written YYYY-MM-DD, for example 2026-05-31")
        }
        return Int(midnight.seconds / 86_400)
    }
}

extension Auralytik.Client {
    /// Starts an export of AI calls (`POST /exports/ai-calls`).
    ///
    /// The request is sent once. It needs the scope `analytics:export`; by its page, a bearer key is not enough, and requests must be signed.
    ///
    /// - Parameter query: The days, the format and the filters.
    /// - Returns: The job.
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/invalidArgument`` for more than 92 days.
    public func startExport(of query: Auralytik.ExportQuery) async throws -> Auralytik.ExportJob {
        try await http.document(
            Auralytik.ExportJob.self, "/exports/ai-calls", content: .changing("POST", try query.body()))
    }

    /// Fetches the state of an export (`GET /exports/{jobId}`).
    ///
    /// - Parameter id: The id of the job.
    /// - Returns: The job; ``Auralytik/ExportJob/downloadURL`` once it is completed.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func export(id: String) async throws -> Auralytik.ExportJob {
        try await http.document(
            Auralytik.ExportJob.self, "/exports/\(try HTTPClient.segment(id))"
        ) { (job) throws(UsageError) in
            try UsageError.check(job.id, isAsked: id)
        }
    }

    /// Asks for the state of an export until it has ended (`GET /exports/{jobId}`).
    ///
    /// It waits on ``ClientConfiguration/clock``, and ends at once if its task is cancelled; the export goes on.
    ///
    /// - Parameters:
    ///   - id: The id of the job.
    ///   - interval: The time between two requests, at least one second; two to five are documented.
    ///   - limit: How long to wait altogether.
    ///   - progress: Gets each state, the last one included.
    /// - Returns: The job: ``Auralytik/ExportStatus/completed``, or ``Auralytik/ExportStatus/failed`` with its
    ///   ``Auralytik/ExportJob/error``.
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/deadlineExceeded`` at the limit.
    public func finishedExport(
        id: String, every interval: Duration = .seconds(3), within limit: Duration = .seconds(1800),
        progress: @Sendable (Auralytik.ExportJob) -> Void = { _ in }
    ) async throws -> Auralytik.ExportJob {
        guard interval >= .seconds(1) else {
            throw UsageError(
                .invalidArgument, "the time between two requests for an export must be at least one second")
        }
        let deadline = http.environment.deadline(after: limit)
        while true {
            let job = try await export(id: id)
            progress(job)
            if job.isFinished { return job }
            guard deadline.remaining > interval else {
                var error = UsageError(
                    .deadlineExceeded,
                    "the export has not ended within \(limit); its state is \(job.status?.rawValue ?? "unknown")")
                error.provider = .auralytik
                throw error
            }
            try await http.environment.sleep(for: interval)
        }
    }
}
