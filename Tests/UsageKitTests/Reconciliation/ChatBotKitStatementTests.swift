import Foundation
import Testing

@testable import UsageKit

/// Totals and series of ChatBotKit against its list.
@Suite struct ChatBotKitStatementTests {
    private static let month = TimeWindow.between("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")

    private static func record(
        _ id: String, _ type: String, _ count: Int = 1, day: Int = 5, bot: String? = "bot_1", child: String? = nil
    ) throws -> UsageRecord {
        let time = try Timestamp("2026-10-0\(day)T12:00:00Z").seconds * 1000
        let meta = child.map { #"{"childId":"\#($0)"}"# } ?? "null"
        let json = """
            {"id":"\(id)","type":"\(type)","count":\(count),"conversationId":"conv_1","messageId":null,"taskId":null,
            "contactId":null,"blueprintId":null,"botId":\(bot.map { "\"\($0)\"" } ?? "null"),"datasetId":null,
            "skillsetId":null,"abilityId":null,"meta":\(meta),"createdAt":\(time),"updatedAt":\(time)}
            """
        let item = try ChatBotKit.UsageItem(try JSONValue(json: Array(json.utf8)))
        return item.usageRecord(keeping: [.meta("childId")])
    }

    private static func list() throws -> [UsageRecord] {
        try [
            record("u1", "CHATBOTKIT_CONVERSATION"), record("u2", "CHATBOTKIT_MESSAGE", 2),
            record("u3", "CHATBOTKIT_BASE_TOKEN", 900), record("u4", "CHATBOTKIT_MESSAGE", day: 7, bot: "bot_2"),
        ]
    }

    private static func totals(conversations: Int, messages: Int) -> ChatBotKit.Totals {
        ChatBotKit.Totals(
            tokens: 15230, conversations: conversations, messages: messages,
            database: ChatBotKit.Totals.Database(
                datasets: 0, records: 0, skillsets: 0, abilities: 0, files: 0, users: 0))
    }

    @Test func theTotalsOfAPeriodAreCompared() throws {
        let statement = Statement(Self.totals(conversations: 1, messages: 3), in: Self.month)
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(Self.list()))
        #expect(reconciliation.verdict == .agrees)
        #expect(reconciliation.notCompared.first == "tokens: they are calibrated there and raw in the list")
    }

    /// Records of a child user are in the parent's list as well.
    @Test func copiesOfAChildUserAreFound() throws {
        let rows = try ReconciledRows(Self.list() + [Self.record("u5", "CHATBOTKIT_MESSAGE", 5, child: "child_1")])
        let statement = Statement(Self.totals(conversations: 1, messages: 3), in: Self.month)
        let entry = try #require(try Reconciliation(statement, with: rows).entries.first)
        #expect(entry.explanations.contains([.excludedValue("child_1", of: .meta("childId"))]))
    }

    /// A list without any message is not one that does not say how many there are.
    @Test func aMissingKindOfRecordIsADifference() throws {
        let rows = try ReconciledRows([Self.record("u1", "CHATBOTKIT_CONVERSATION")])
        let statement = Statement(Self.totals(conversations: 1, messages: 3), in: Self.month)
        let entry = try #require(try Reconciliation(statement, with: rows).entries.first)
        #expect(!entry.agrees && entry.comparisons.map(\.difference) == [0, -3])
    }

    private static func point(_ day: Int, _ total: Decimal) throws -> ChatBotKit.SeriesPoint {
        ChatBotKit.SeriesPoint(date: try Timestamp("2026-10-0\(day)T00:00:00Z"), total: total)
    }

    @Test func theSeriesIsComparedDayByDay() throws {
        let series = try ChatBotKit.Series(
            tokens: [Self.point(5, 1000)], conversations: [Self.point(5, 1)],
            messages: [Self.point(5, 2), Self.point(7, 1)])
        let statement = try Statement(series)
        #expect(statement.entries.count == 2)
        #expect(try Reconciliation(statement, with: ReconciledRows(Self.list())).verdict == .agrees)
    }

    /// A day without a point has no usage, so rows of it differ.
    @Test func aDayThatIsLeftOutHasNoUsage() throws {
        let series = try ChatBotKit.Series(
            tokens: [], conversations: [Self.point(5, 1)], messages: [Self.point(5, 2), Self.point(7, 1)])
        let rows = try ReconciledRows(Self.list() + [Self.record("u5", "CHATBOTKIT_MESSAGE", day: 6)])
        let reconciliation = try Reconciliation(Statement(series), with: rows)
        let other = try #require(reconciliation.entries.last)
        #expect(!other.isStated && other.window == .between("2026-10-06T00:00:00Z", "2026-10-07T00:00:00Z"))
        #expect(reconciliation.verdict == .differs)
    }

    @Test func rowsOfOtherBotsAreLeftOut() throws {
        let totals = ChatBotKit.BotTotals(tokens: 900, conversations: 1, messages: 2)
        let statement = Statement(totals, of: "bot_1", in: Self.month)
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(Self.list()))
        #expect(reconciliation.verdict == .agrees && reconciliation.entries.map(\.key) == [["bot_1"]])
    }

    @Test func theMessagesOfAConversationAreCompared() throws {
        let statement = Statement(
            ChatBotKit.ConversationTotals(tokens: 900, messages: 3), of: "conv_1", in: Self.month)
        #expect(try Reconciliation(statement, with: ReconciledRows(Self.list())).verdict == .agrees)
    }

    /// Totals of which a count is missing do not agree without a word.
    @Test func aCountThatIsNotStatedIsNamed() throws {
        let statement = Statement(ChatBotKit.BotTotals(tokens: 900, messages: 2), of: "bot_1", in: Self.month)
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(Self.list()))
        #expect(reconciliation.verdict == .agrees)
        #expect(
            reconciliation.notCompared.suffix(2) == [
                "units.CHATBOTKIT_CONVERSATION: not stated", "rows for whose bot bot/usage/fetch has no entry: 1",
            ])
        let other = Statement(ChatBotKit.ConversationTotals(tokens: 900), of: "conv_1", in: Self.month)
        #expect(other.notCompared.last == "units.CHATBOTKIT_MESSAGE: not stated")
    }

    @Test func totalsThatSayNothingAreNotJudged() throws {
        let statement = Statement(ChatBotKit.BotTotals(tokens: 900), of: "bot_1", in: Self.month)
        #expect(try Reconciliation(statement, with: ReconciledRows(Self.list())).verdict == .unjudged)
    }
}
