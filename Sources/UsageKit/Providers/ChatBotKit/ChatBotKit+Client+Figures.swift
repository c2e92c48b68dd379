extension ChatBotKit.Client {
    /// Returns the walk over the records of the last 90 days (`GET /usage/export`), newest first unless the query says
    /// otherwise.
    ///
    /// It has the records of ``usage(in:matching:)`` and, as its advantage, does not count against the limit `rate/poll`.
    /// A window that begins earlier is refused after the first page, which tells the service's time. The service applies no
    /// filters other than ``ChatBotKit/Filter/meta``, so others are refused.
    public func export(
        in window: TimeWindow = .last(hours: 24 * 30), matching query: ChatBotKit.Filter = ChatBotKit.Filter()
    ) -> Walk<ChatBotKit.UsageItem> {
        Walk("export", of: http, in: window) { [http] (window) throws(UsageError) in
            try query.requireMetaOnly("the export")
            return try query.endpoint("/usage/export", in: window) { () throws(UsageError) in
                try ChatBotKit.requireRecent(window, now: http.now())
            }
        }
    }

    /// Returns the walk over the event log (`GET /event/log/list`), newest first unless the query says otherwise.
    ///
    /// The service has no filter by time, and no filters other than ``ChatBotKit/Filter/meta``, so others are refused.
    public func events(
        in window: TimeWindow, matching query: ChatBotKit.Filter = ChatBotKit.Filter()
    ) -> Walk<ChatBotKit.EventItem> {
        Walk("event-log", of: http, in: window) { (window) throws(UsageError) in
            try query.events("/event/log/list", in: window)
        }
    }

    /// Returns the walk over the export of the event log (`GET /event/log/export`), with the parameters and the rows of
    /// ``events(in:matching:)``.
    public func eventExport(
        in window: TimeWindow, matching query: ChatBotKit.Filter = ChatBotKit.Filter()
    ) -> Walk<ChatBotKit.EventItem> {
        Walk("event-log-export", of: http, in: window) { (window) throws(UsageError) in
            try query.events("/event/log/export", in: window)
        }
    }

    /// Fetches what the account used in the present billing period (`GET /usage/fetch`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func usageTotals() async throws -> ChatBotKit.Totals {
        try await document(ChatBotKit.Totals.self, "/usage/fetch")
    }

    /// Fetches what was used on each of the last 90 days (`GET /usage/series/fetch`).
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func series() async throws -> ChatBotKit.Series {
        try await document(ChatBotKit.Series.self, "/usage/series/fetch")
    }

    /// Fetches what a bot used (`GET /bot/{botId}/usage/fetch`).
    ///
    /// - Parameters:
    ///   - id: The bot.
    ///   - window: The span, within the last 90 days; nil for all of them. Whether its end is included is not documented.
    /// - Returns: The totals.
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/invalidArgument`` for a span that begins earlier,
    ///   which the service would cut without a word.
    public func botTotals(id: String, in window: TimeWindow? = nil) async throws -> ChatBotKit.BotTotals {
        try await document(
            ChatBotKit.BotTotals.self, "/bot/\(try HTTPClient.segment(id))/usage/fetch", query: try span(window))
    }

    /// Fetches what a conversation used (`GET /conversation/{conversationId}/usage/fetch`).
    ///
    /// - Parameters:
    ///   - id: The conversation.
    ///   - window: The span, within the last 90 days; nil for all of them. Whether its end is included is not documented.
    /// - Returns: The totals.
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/invalidArgument`` for a span that begins earlier,
    ///   which the service would cut without a word.
    public func conversationTotals(
        id: String, in window: TimeWindow? = nil
    ) async throws -> ChatBotKit.ConversationTotals {
        try await document(
            ChatBotKit.ConversationTotals.self, "/conversation/\(try HTTPClient.segment(id))/usage/fetch",
            query: try span(window))
    }

    private func span(_ window: TimeWindow?) throws(UsageError) -> [(name: String, value: String)] {
        guard let window else { return [] }
        try ChatBotKit.requireRecent(window, now: http.now())
        var query: [(name: String, value: String)] = []
        query.append("from", window.start?.description)
        query.append("to", window.end?.description)
        return query
    }

    /// Fetches a document; the service may answer 200 at once and then fill the body with an error.
    func document<Document: JSONDocument>(
        _: Document.Type, _ path: String, query: [(name: String, value: String)] = [], content: RequestContent = .get
    ) async throws -> Document {
        try await http.document(
            Document.self, path, query: query, content: content, fields: dayFields,
            refusal: ChatBotKit.UsagePage.refusal(in:))
    }
}

extension ChatBotKit {
    /// How far back the export and the totals of bots and conversations reach.
    private static var reach: Duration { .seconds(90 * 86_400) }

    /// Throws if a window begins before what the service looks at, since it would leave out the rest without a word.
    static func requireRecent(_ window: TimeWindow, now: Timestamp) throws(UsageError) {
        // A minute for a window of exactly 90 days that was made before the request.
        let earliest = now.advanced(by: .zero - reach - .seconds(60))
        guard let start = window.start, start >= earliest else {
            throw UsageError(
                .invalidArgument,
                "the service looks at the last 90 days only, and the window begins before them: give it a later start")
        }
    }
}
