import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Totals, series, the export and the event log.
@Suite struct ChatBotKitFiguresTests {
    /// 2026-10-02T00:00:00Z, the present of these tests.
    private static let midnight = Timestamp(seconds: 1_790_899_200)

    private static func day(_ days: Int) -> Timestamp { midnight.advanced(by: .seconds(days * 86_400)) }

    private static let records = [
        ChatBotKitFake.record(at: day(-1), type: .baseToken, count: 200, botID: "b1", conversationID: "c1", id: "u1"),
        ChatBotKitFake.record(at: day(-1), type: .message, botID: "b1", conversationID: "c1", id: "u2"),
        ChatBotKitFake.record(at: day(-2), type: .customToken, count: -50, botID: "b1", conversationID: "c2", id: "u3"),
        ChatBotKitFake.record(at: day(-3), type: .conversation, botID: "b1", conversationID: "c2", id: "u4"),
        ChatBotKitFake.record(at: day(-100), type: .baseToken, count: 7, botID: "b1", conversationID: "c3", id: "u5"),
        ChatBotKitFake.record(
            at: day(-4), type: .message, botID: "b2", conversationID: "c4", id: "u6",
            with: ["meta": ["order": ["region": "eu"], "isTest": true]]),
    ]

    private static let events: [JSONValue] = (1...5).map { number in
        [
            "id": .string("e\(number)"), "type": "bot.update", "botId": "b1",
            "meta": ["by": .string(number % 2 == 0 ? "app" : "api")],
            "createdAt": .number(JSONNumber(Int(day(-number).seconds) * 1000)),
            "updatedAt": .number(JSONNumber(Int(day(-number).seconds) * 1000)),
        ]
    }

    private static func fake(_ plan: ChatBotKitFake.Plan = ChatBotKitFake.Plan()) -> ChatBotKitFake {
        ChatBotKitFake(records: records, events: events, plan: plan, now: { midnight })
    }

    private func client(_ transport: any HTTPTransport, timeZone: TimeZone? = nil) throws -> ChatBotKit.Client {
        try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey, timeZone: timeZone,
            configuration: .test(transport, now: { Self.midnight }))
    }

    // MARK: Totals

    @Test func theTotalsAreThoseOfTheBillingPeriod() async throws {
        let plan = ChatBotKitFake.Plan(
            periodStart: Self.day(-30), tokenRatio: 85, database: [1, 2, 3, 4, 5, 6])
        let fake = Self.fake(plan)
        let totals = try await client(fake).usageTotals()
        #expect(totals.tokens == Decimal(string: "127.5"))
        #expect(totals.conversations == 1 && totals.messages == 2)
        #expect(totals.database.datasets == 1 && totals.database.records == 2 && totals.database.skillsets == 3)
        #expect(totals.database.abilities == 4 && totals.database.files == 5 && totals.database.users == 6)
        #expect(fake.requests.map(\.target) == ["/v1/usage/fetch"])
    }

    @Test(arguments: [
        ("{}", "tokens"), (#"{"tokens":1,"conversations":2,"messages":3}"#, "database"),
        (#"{"tokens":1,"conversations":"x","messages":3,"database":{}}"#, "conversations"),
        (#"{"tokens":1,"conversations":2,"messages":3,"database":{"datasets":1}}"#, "records"),
    ])
    func totalsWithoutSenseNameTheirField(body: String, field: String) async throws {
        let script = ScriptedTransport([.json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).usageTotals() }
        #expect(error?.description.contains(field) == true)
    }

    /// A slow answer begins with status 200 before its outcome is known.
    @Test(arguments: [
        ("NOT_AUTHENTICATED", UsageError.Code.unauthorized), ("NOT_FOUND", .notFound),
        ("NO_SUBSCRIPTION", .paymentRequired),
        ("UNPROCESSABLE_ENTITY", .requestRefused),
    ])
    func anErrorWithStatus200IsAnError(code: String, kind: UsageError.Code) async throws {
        let calls: [@Sendable (ChatBotKit.Client) async throws -> Void] = [
            { _ = try await $0.usageTotals() }, { _ = try await $0.series() }, { _ = try await $0.botTotals(id: "b") },
            { _ = try await $0.conversationTotals(id: "c") }, { _ = try await $0.report(id: "r") },
        ]
        for call in calls {
            let script = ScriptedTransport([.json(#"{"message":"No.","code":"\#(code)"}"#)])
            let client = try client(script)
            let error = await #expect(throws: UsageError.self) { try await call(client) }
            #expect(error?.code == kind)
            #expect(error?.providerCode == code)
            #expect(error?.message == "No.")
        }
    }

    @Test func flatCodesAndTheFailureCodeAreKept() async throws {
        let script = ScriptedTransport([
            .response(
                .json(
                    #"{"message":"No.","code":"NOT_AUTHORIZED"}"#, status: 403,
                    headers: ["X-Failure-Code": "PLAN_LIMIT"]))
        ])
        let error = await #expect(throws: UsageError.self) { try await client(script).usageTotals() }
        #expect(error?.code == .forbidden)
        #expect(error?.providerCode == "NOT_AUTHORIZED")
        #expect(error?.refusal?.failureCode == "PLAN_LIMIT")
    }

    @Test func aBotAndAConversationHaveTotals() async throws {
        let fake = Self.fake()
        let bot = try await client(fake).botTotals(id: "b1")
        #expect(bot.tokens == 150 && bot.conversations == 1 && bot.messages == 1)
        let window = try TimeWindow(from: Self.day(-1), to: Self.midnight)
        #expect(try await client(fake).botTotals(id: "b1", in: window).tokens == 200)
        let conversation = try await client(fake).conversationTotals(id: "c2")
        #expect(conversation.tokens == -50 && conversation.messages == 0)
        #expect(try await client(fake).conversationTotals(id: "c2", in: window).tokens == 0)
        #expect(
            fake.requests.map(\.target) == [
                "/v1/bot/b1/usage/fetch",
                "/v1/bot/b1/usage/fetch?from=2026-10-01T00%3A00%3A00Z&to=2026-10-02T00%3A00%3A00Z",
                "/v1/conversation/c2/usage/fetch",
                "/v1/conversation/c2/usage/fetch?from=2026-10-01T00%3A00%3A00Z&to=2026-10-02T00%3A00%3A00Z",
            ])
        let missing = await #expect(throws: UsageError.self) { try await client(fake).botTotals(id: "b9") }
        #expect(missing?.code == .notFound)
    }

    /// The service would cut the span without a word.
    @Test func aSpanBeforeTheLast90DaysIsRefused() async throws {
        let script = ScriptedTransport()
        for window in [
            try TimeWindow(from: Self.day(-91), to: Self.day(-1)), .all, try TimeWindow(from: nil, to: Self.day(-1)),
        ] {
            let bot = await #expect(throws: UsageError.self) {
                try await client(script).botTotals(id: "b", in: window)
            }
            #expect(bot?.code == .invalidArgument)
            await #expect(throws: UsageError.self) {
                try await client(script).conversationTotals(id: "c", in: window)
            }
        }
        #expect(script.requests.isEmpty)
    }

    @Test(arguments: ["", "..", "a/b"])
    func anIDThatLeadsElsewhereIsRefused(id: String) async throws {
        let script = ScriptedTransport()
        let client = try client(script)
        await #expect(throws: UsageError.self) { try await client.botTotals(id: id) }
        await #expect(throws: UsageError.self) { try await client.conversationTotals(id: id) }
        await #expect(throws: UsageError.self) { try await client.report(id: id) }
        #expect(script.requests.isEmpty)
    }

    // MARK: Series

    @Test func daysWithoutUsageAreLeftOutOfTheSeries() async throws {
        let series = try await client(Self.fake()).series()
        #expect(series.tokens.map(\.date) == [Self.day(-2), Self.day(-1)])
        #expect(series.tokens.map(\.total) == [-50, 200])
        #expect(series.conversations.map(\.date) == [Self.day(-3)])
        #expect(series.messages.map(\.date) == [Self.day(-4), Self.day(-1)])
    }

    @Test(arguments: [
        ("1772496000000", true), (#""2026-03-03T00:00:00.000Z""#, true), (#""2026-03-03""#, true),
        (#""1772496000000""#, true), (#""yesterday""#, false), ("null", false), ("true", false),
    ])
    func aDateComesInMillisecondsOrAsAText(date: String, isRead: Bool) async throws {
        let body = #"{"tokens":[{"date":\#(date),"total":3,"more":1}],"conversations":[],"messages":[]}"#
        let script = ScriptedTransport([.json(body), .json(body)])
        let series = try? await client(script).series()
        #expect((series != nil) == isRead)
        guard let series else { return }
        #expect(series.tokens.first?.date.description == "2026-03-03T00:00:00Z")
        #expect(series.tokens.first?.unknown["more"] == 1)
        #expect(series.tokens == [try #require(series.tokens.first)])
        if date != #""1772496000000""# { #expect(series.jsonValue.text == body) }
    }

    @Test(arguments: [#"{"total":1}"#, #"{"date":1}"#, "5", #"{"date":1,"total":"x"}"#])
    func aPointWithoutSenseIsRefused(point: String) async throws {
        let body = #"{"tokens":[\#(point)],"conversations":[],"messages":[]}"#
        let script = ScriptedTransport([.json(body), .json(body)])
        await #expect(throws: UsageError.self) { try await client(script).series() }
    }

    @Test func theTimeZoneIsSentWithFiguresOnly() async throws {
        let fake = Self.fake()
        let client = try client(fake, timeZone: TimeZone(identifier: "Europe/Berlin"))
        _ = try await client.series()
        _ = try await client.events(in: .all).collect()
        #expect(fake.requests.first?.headers["X-Timezone"] == "Europe/Berlin")
        #expect(fake.requests.dropFirst().allSatisfy { $0.headers["X-Timezone"] == nil })
    }

    // MARK: Export and event log

    @Test func theExportHasTheRecordsOfTheLast90Days() async throws {
        let fake = Self.fake()
        let window = try TimeWindow(from: Self.day(-90), to: nil)
        let (rows, report) = try await client(fake).export(in: window).collect()
        #expect(rows.map(\.id) == ["u1", "u2", "u3", "u4", "u6"] || rows.map(\.id) == ["u2", "u1", "u3", "u4", "u6"])
        #expect(report.isComplete)
        #expect(report.endpoint == "export")
        #expect(fake.requests.first?.target == "/v1/usage/export?order=desc&take=100")
    }

    @Test func anExportOfEarlierDaysIsRefused() async throws {
        for window in [TimeWindow.all, try TimeWindow(from: Self.day(-91), to: nil)] {
            let walk = try client(Self.fake()).export(in: window)
            let error = await #expect(throws: UsageError.self) { try await walk.collect() }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains("last 90 days") == true)
        }
    }

    @Test func filtersThatAListingWouldIgnoreAreRefused() async throws {
        let script = ScriptedTransport()
        let client = try client(script)
        var byBot = ChatBotKit.Filter()
        byBot.botIDs = ["b1"]
        let window = try TimeWindow(from: Self.day(-1), to: nil)
        for query in [ChatBotKit.Filter(type: .message), byBot] {
            let export = await #expect(throws: UsageError.self) {
                try await client.export(in: window, matching: query).collect()
            }
            #expect(export?.code == .invalidArgument)
            #expect(export?.message.hasPrefix("the export has no filters other than meta") == true)
            await #expect(throws: UsageError.self) { try await client.events(in: window, matching: query).collect() }
            await #expect(throws: UsageError.self) {
                try await client.eventExport(in: window, matching: query).collect()
            }
        }
        #expect(script.requests.isEmpty)
    }

    @Test func metadataFiltersApplyEverywhere() async throws {
        var query = ChatBotKit.Filter()
        query.meta = [ChatBotKit.MetaFilter(["order", "region"], "eu"), ChatBotKit.MetaFilter("isTest", "true")]
        let fake = Self.fake()
        let client = try client(fake)
        #expect(try await client.usage(in: .all, matching: query).collect().rows.map(\.id) == ["u6"])
        let window = try TimeWindow(from: Self.day(-80), to: nil)
        #expect(try await client.export(in: window, matching: query).collect().rows.map(\.id) == ["u6"])
        #expect(fake.requests.first?.target.contains("meta%5BisTest%5D=true&meta%5Border%5D%5Bregion%5D=eu") == true)
        var log = ChatBotKit.Filter(order: .ascending)
        log.meta = [ChatBotKit.MetaFilter("by", "app")]
        #expect(try await client.events(in: .all, matching: log).collect().rows.map(\.id) == ["e4", "e2"])
    }

    @Test(arguments: [[], [""], ["a", ""], ["a.b"], ["a[b]"]] as [[String]])
    func aPathThatMeansAnotherOneIsRefused(path: [String]) async throws {
        var query = ChatBotKit.Filter()
        query.meta = [ChatBotKit.MetaFilter(path, "x")]
        let error = await #expect(throws: UsageError.self) {
            try await client(ScriptedTransport()).usage(in: .all, matching: query).collect()
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("metadata") == true)
    }

    @Test func theEventLogIsWalkedToItsEnd() async throws {
        let fake = Self.fake()
        let query = ChatBotKit.Filter(order: .ascending, pageSize: 2)
        let (rows, report) = try await client(fake).events(in: .all, matching: query).collect()
        #expect(rows.map(\.id) == ["e5", "e4", "e3", "e2", "e1"])
        #expect(rows.first?.botID == "b1" && rows.first?.type == "bot.update")
        #expect(rows.first?.createdAt == Self.day(-5))
        #expect(report.isComplete)
        let window = try TimeWindow(from: Self.day(-2), to: Self.midnight)
        #expect(try await client(fake).eventExport(in: window).collect().rows.map(\.id) == ["e1", "e2"])
    }

    @Test func aChangedFilterInAnAnswerIsCutLocally() async throws {
        var query = ChatBotKit.Filter()
        query.meta = [ChatBotKit.MetaFilter("by", "nobody")]
        let page = JSONValue.object(["items": .array(Self.events), "cursor": "e1"])
        let script = ScriptedTransport([.json(page.text)] + (0..<4).map { _ in .json(#"{"items":[]}"#) })
        let (rows, report) = try await client(script).events(in: .all, matching: query).collect()
        #expect(rows.isEmpty)
        #expect(report.notes.map(\.code).contains(.outsideFilter))
    }

    // MARK: Child users

    @Test func aChildUserIsNamedInOneWay() throws {
        #expect(throws: UsageError.self) {
            try ChatBotKit.Client(apiKey: "k", runAsUserID: "u", runAsChildUserEmail: "a@example.com")
        }
        for (id, email) in [("", String?.none), (nil, "")] as [(String?, String?)] {
            #expect(throws: UsageError.self) {
                try ChatBotKit.Client(apiKey: "k", runAsUserID: id, runAsChildUserEmail: email)
            }
        }
        #expect(throws: UsageError.self) { try ChatBotKit.Client(apiKey: "k", runAsChildUserEmail: "a\nb") }
    }

    @Test func theEmailOfAChildUserIsAHeader() async throws {
        let script = ScriptedTransport([.json(#"{"items":[]}"#)])
        let client = try ChatBotKit.Client(
            apiKey: "k", runAsChildUserEmail: "child@example.com", configuration: .test(script))
        _ = try await client.usage(in: .all).collect()
        #expect(script.requests.first?.headers["X-RunAs-Child-User-Email"] == "child@example.com")
        #expect(script.requests.first?.headers["X-RunAs-User-ID"] == nil)
    }

    @Test func aCheckpointBelongsToTheUser() throws {
        let users: [(String?, String?)] = [(nil, nil), ("u1", nil), ("u2", nil), (nil, "u1@example.com")]
        let sources = try users.map { id, email in
            try ChatBotKit.Client(
                apiKey: "k", runAsUserID: id, runAsChildUserEmail: email, configuration: .test(ScriptedTransport())
            ).usage(in: .all).source
        }
        #expect(Set(sources).count == users.count)
    }
}
