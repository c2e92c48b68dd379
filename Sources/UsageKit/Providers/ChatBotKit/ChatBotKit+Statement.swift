import Foundation

extension Statement {
    /// The conversations and messages of the present billing period (`GET /usage/fetch`), to be compared with the list.
    ///
    /// Tokens are calibrated there and raw in the list, so they cannot be compared; nor can the database, of which the list
    /// has nothing.
    ///
    /// - Parameters:
    ///   - totals: The totals.
    ///   - window: The billing period, which the service does not say.
    ///   - madeAt: When they were read.
    public init(_ totals: ChatBotKit.Totals, in window: TimeWindow, madeAt: Timestamp? = nil) {
        var entry = Entry(window: window)
        entry.set(ChatBotKit.conversations, exact: ExactDecimal(totals.conversations))
        entry.set(ChatBotKit.messages, exact: ExactDecimal(totals.messages))
        self.init("usage/fetch", entries: [entry], madeAt: madeAt)
        notCompared = [ChatBotKit.calibratedTokens, "database: the list has no stored things"]
    }

    /// The conversations and messages of each day (`GET /usage/series/fetch`), to be compared with the list.
    ///
    /// Days begin at midnight in UTC, and a day that is left out had no usage. Tokens are calibrated there and raw in the
    /// list, so they cannot be compared.
    ///
    /// - Parameters:
    ///   - series: The series; points of one day are added up.
    ///   - window: The days that were asked for; nil if only those from the first point to the last are compared.
    ///   - madeAt: When it was read; it is up to 15 minutes older.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(
        _ series: ChatBotKit.Series, in window: TimeWindow? = nil, madeAt: Timestamp? = nil
    ) throws(UsageError) {
        var sums: [Timestamp: (conversations: ExactDecimal, messages: ExactDecimal)] = [:]
        for point in series.conversations {
            let sum = sums[point.date, default: (.zero, .zero)]
            sums[point.date] = (try sum.conversations.adding(try ExactDecimal(point.total)), sum.messages)
        }
        for point in series.messages {
            let sum = sums[point.date, default: (.zero, .zero)]
            sums[point.date] = (sum.conversations, try sum.messages.adding(try ExactDecimal(point.total)))
        }
        var entries: [Entry] = []
        for (day, sum) in sums.sorted(by: { $0.key < $1.key }) {
            var entry = Entry(window: TimeWindow(unchecked: day, day.advanced(by: .seconds(86_400))))
            entry.set(ChatBotKit.conversations, exact: sum.conversations)
            entry.set(ChatBotKit.messages, exact: sum.messages)
            entries.append(entry)
        }
        self.init("usage/series/fetch", entries: entries, madeAt: madeAt)
        self.window = window
        notCompared = [ChatBotKit.calibratedTokens]
    }

    /// The conversations and messages of one bot (`GET /bot/{botId}/usage/fetch`), to be compared with the list.
    ///
    /// - Parameters:
    ///   - totals: The totals.
    ///   - bot: The id of the bot; rows of others are left out.
    ///   - window: The span that was asked for. The service cuts one that begins more than 90 days ago.
    ///   - madeAt: When they were read.
    public init(_ totals: ChatBotKit.BotTotals, of bot: String, in window: TimeWindow, madeAt: Timestamp? = nil) {
        var entry = Entry(window: window, key: [bot])
        if let count = totals.conversations { entry.set(ChatBotKit.conversations, exact: ExactDecimal(count)) }
        if let count = totals.messages { entry.set(ChatBotKit.messages, exact: ExactDecimal(count)) }
        self.init("bot/usage/fetch", by: [.bot], entries: entry.figures.isEmpty ? [] : [entry], madeAt: madeAt)
        namesAllKeys = false
        notCompared = [ChatBotKit.calibratedTokens]
        if totals.conversations == nil { notCompared.append("\(ChatBotKit.conversations): not stated") }
        if totals.messages == nil { notCompared.append("\(ChatBotKit.messages): not stated") }
    }

    /// The messages of one conversation (`GET /conversation/{conversationId}/usage/fetch`), to be compared with the list.
    ///
    /// - Parameters:
    ///   - totals: The totals.
    ///   - conversation: The id of the conversation; rows of others are left out.
    ///   - window: The span that was asked for.
    ///   - madeAt: When they were read.
    public init(
        _ totals: ChatBotKit.ConversationTotals, of conversation: String, in window: TimeWindow,
        madeAt: Timestamp? = nil
    ) {
        var entry = Entry(window: window, key: [conversation])
        if let count = totals.messages { entry.set(ChatBotKit.messages, exact: ExactDecimal(count)) }
        self.init(
            "conversation/usage/fetch", by: [.conversation], entries: entry.figures.isEmpty ? [] : [entry],
            madeAt: madeAt)
        namesAllKeys = false
        notCompared = [ChatBotKit.calibratedTokens]
        if totals.messages == nil { notCompared.append("\(ChatBotKit.messages): not stated") }
    }
}

extension ChatBotKit {
    /// The records of the list have their counts as quantities under their types.
    fileprivate static var conversations: ReconciledFigure {
        .quantity(UsageUnit(rawValue: UsageType.conversation.rawValue))
    }
    fileprivate static var messages: ReconciledFigure { .quantity(UsageUnit(rawValue: UsageType.message.rawValue)) }

    fileprivate static let calibratedTokens = "tokens: they are calibrated there and raw in the list"
}
