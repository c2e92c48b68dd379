import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Balance, limits, keys, analytics and the audit of one request.
@Suite struct VeniceAccountTests {
    private static let window = TimeWindow.between("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z")

    private func client(_ transport: any HTTPTransport) throws -> Venice.Client {
        try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(transport))
    }

    private static func decimal(_ text: String) -> Decimal? { Decimal(string: text) }

    @Test func theBalanceHasEveryField() async throws {
        let fake = VeniceFake(
            entries: [], plan: VeniceFake.Plan(usd: "40.7500", diem: 0, bundledCredits: 5, diemEpochAllocation: 20))
        let balance = try await client(fake).balance()
        #expect(balance.canConsume)
        #expect(balance.consumptionCurrency == .bundledCredits)
        #expect(balance.balances.usd == Self.decimal("40.75"))
        #expect(balance.balances.diem == 0)
        #expect(balance.balances.bundledCredits == 5)
        #expect(balance.balances.earnedCredits == nil)
        #expect(balance.diemEpochAllocation == 20)
        #expect(balance.unknown.isEmpty)
        #expect(fake.requests.map(\.target) == ["/api/v1/billing/balance"])
    }

    @Test func aCurrencyOfTomorrowIsKept() async throws {
        let script = ScriptedTransport([
            .json(
                #"{"canConsume":false,"consumptionCurrency":"STARS","balances":{"usd":null,"stars":7},"diemEpochAllocation":0}"#
            )
        ])
        let balance = try await client(script).balance()
        #expect(balance.consumptionCurrency?.rawValue == "STARS")
        #expect(balance.balances.unknown["stars"] == 7)
        #expect(balance.balances.usd == nil)
    }

    @Test(arguments: [
        (#"{"canConsume":true}"#, "balances"),
        (#"{"canConsume":"yes","balances":{},"diemEpochAllocation":0}"#, "canConsume"),
        (#"{"canConsume":true,"balances":[],"diemEpochAllocation":0}"#, "balances"),
        (#"{"canConsume":true,"balances":{"usd":"much"},"diemEpochAllocation":0}"#, "balances.usd"),
    ])
    func aBalanceWithoutSenseNamesItsField(body: String, path: String) async throws {
        let script = ScriptedTransport([.json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).balance() }
        #expect(error?.code == .unexpectedShape || error?.code == .inexactNumber)
        #expect(error?.description.contains(path) == true)
    }

    @Test func anInferenceKeyMayAskForItsLimits() async throws {
        let fake = VeniceFake(
            entries: [],
            plan: VeniceFake.Plan(
                usd: 1,
                limits: [VeniceFake.Limit("m", .requestsPerMinute, 20), VeniceFake.Limit("m", .tokensPerMinute, 9)]),
            now: { .present })
        let client = try Venice.Client(apiKey: fake.inferenceKey, configuration: .test(fake))
        let limits = try await client.rateLimits()
        #expect(limits.accessPermitted)
        #expect(limits.apiTier.id == "paid" && limits.apiTier.isCharged)
        #expect(limits.balances.usd == 1 && limits.balances.diem == nil)
        #expect(limits.keyExpiration == nil)
        #expect(limits.nextEpochBegins > .present)
        #expect(limits.rateLimits.map(\.apiModelID) == ["m"])
        #expect(limits.rateLimits.first?.rateLimits.map(\.type) == [.requestsPerMinute, .tokensPerMinute])
        #expect(limits.rateLimits.first?.rateLimits.map(\.amount) == [20, 9])
        let error = await #expect(throws: UsageError.self) { try await client.balance() }
        #expect(error?.code == .unauthorized)
        #expect(error?.message == "Admin API key required")
    }

    @Test func theLogListsRefusals() async throws {
        let refusals = (0..<60).map { number -> JSONValue in
            [
                "apiKeyId": .string("k\(number)"), "modelId": "m", "rateLimitTier": "paid",
                "rateLimitType": "UNSUPPORTED_FEATURE_REQUESTS", "timestamp": "2026-10-01T00:00:00.500Z",
            ]
        }
        let log = try await client(VeniceFake(entries: [], plan: VeniceFake.Plan(refusals: refusals))).rateLimitLog()
        #expect(log.count == 50)
        #expect(log.first?.apiKeyID == "k0")
        #expect(log.first?.rateLimitType == .unsupportedFeatureRequests)
        #expect(log.first?.timestamp.description == "2026-10-01T00:00:00.500Z")
    }

    @Test(arguments: [#"{"object":"list"}"#, #"{"data":null}"#, "[]", #"{"data":{}}"#])
    func aLogWithoutAListIsRefused(body: String) async throws {
        let script = ScriptedTransport([.json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).rateLimitLog() }
        #expect(error?.code == .unexpectedShape)
    }

    @Test func aKeySaysWhatItSpentToTheFourthDecimal() async throws {
        let entries = [
            VeniceFake.entry(at: .day(1), amount: "-0.12345", requestID: "r1"),
            VeniceFake.entry(at: .day(2), amount: "-1", currency: .bundledCredits, requestID: "r2"),
            VeniceFake.entry(at: .day(2), amount: "-0.5", currency: .diem, requestID: "r3"),
        ]
        let fake = VeniceFake(
            entries: entries, keys: [VeniceFake.Key(id: "key_123456", description: "Batch", dailyLimit: 25)],
            now: { .day(2).advanced(by: .seconds(60)) })
        let keys = try await client(fake).apiKeys()
        let key = try #require(keys.first)
        #expect(keys.count == 1)
        #expect(key.usage?.trailingSevenDays.usd == Self.decimal("1.1234"))
        #expect(key.usage?.trailingSevenDays.diem == Self.decimal("0.5"))
        #expect(key.currentPeriodUsage?.usd == 1)
        #expect(key.consumptionLimits.usd == 25 && key.consumptionLimits.diem == nil)
        #expect(key.apiKeyType == .inference && key.limitPeriod == .epoch && key.modelPrivacy == .all)
        #expect(key.keyDescription == "Batch" && key.last6Characters == "123456")
        #expect(key.lastUsedAt == .day(2) && key.expiresAt == nil)
        #expect(key.jsonValue["usage"]?["trailingSevenDays"]?["diem"] == "0.5000")
        #expect(try await client(fake).apiKey(id: "key_123456") == key)
        let missing = await #expect(throws: UsageError.self) { try await client(fake).apiKey(id: "key_0") }
        #expect(missing?.code == .notFound)
    }

    @Test(arguments: [
        ("0", "0.0000"), ("12", "12.0000"), ("0.5", "0.5000"), ("-3.25", "-3.2500"), ("1.23456", "1.23456"),
        ("1e3", "1000.0000"),
    ])
    func anAmountThatIsATextKeepsItsDecimals(number: String, text: String) throws {
        let spend = Venice.APIKey.Spend(usd: try #require(Decimal(string: number)), diem: 0)
        #expect(spend.jsonValue["usd"] == .string(text))
        #expect(try Venice.APIKey.Spend(spend.jsonValue) == spend)
    }

    @Test(arguments: ["", ".", "..", "a/b"])
    func anIDThatLeadsElsewhereIsRefused(id: String) async throws {
        let script = ScriptedTransport()
        let error = await #expect(throws: UsageError.self) { try await client(script).apiKey(id: id) }
        #expect(error?.code == .invalidArgument)
        #expect(script.requests.isEmpty)
    }

    @Test func anIDIsEncodedAndItsAnswerChecked() async throws {
        let body =
            #"{"data":{"id":"other","apiKeyType":"ADMIN","last6Chars":"x","createdAt":null,"expiresAt":null,"lastUsedAt":null,"consumptionLimits":{},"limitPeriod":"EPOCH","modelPrivacy":"ALL"}}"#
        let script = ScriptedTransport([.json(body), .json(body), .json(body)])
        let error = await #expect(throws: UsageError.self) { try await client(script).apiKey(id: "a b?c") }
        #expect(error?.code == .mismatchedResponse)
        #expect(error?.provider == .venice)
        #expect(script.requests.allSatisfy { $0.target == "/api/v1/api_keys/a%20b%3Fc" })
    }

    // MARK: Analytics

    private static func analytics(_ lookback: String) -> ScriptedTransport.Stub {
        .json(
            #"{"lookback":"\#(lookback)","byDate":[],"byModel":[],"byModelDaily":[],"topModels":[],"byKey":[],"byKeyDaily":[],"topKeyNames":[]}"#
        )
    }

    @Test(arguments: [
        (Venice.AnalyticsPeriod.days(90), "30d", Int?.some(30)), (.days(7), "7d", 7),
        (.window(window), "2026-10-01:2026-10-07", 7),
        (.window(.between("2026-10-01T00:00:00Z", "2026-10-01T00:00:00.5Z")), "2026-10-01:2026-10-01", 1),
    ])
    func theSpanThatIsCoveredIsSaid(period: Venice.AnalyticsPeriod, answer: String, days: Int?) async throws {
        let analytics = try await client(ScriptedTransport([Self.analytics(answer)])).analytics(over: period)
        #expect(analytics.lookback == answer)
        #expect(analytics.dayCount == days)
    }

    @Test(arguments: [
        (Venice.AnalyticsPeriod.days(7), "30d"), (.days(7), "2026-10-01:2026-10-07"), (.window(window), "7d"),
        (.window(window), "2026-10-01:2026-10-08"), (.days(7), "a week"), (.days(7), ""),
    ])
    func aSpanThatWasNotAskedForIsRefused(period: Venice.AnalyticsPeriod, answer: String) async throws {
        let script = ScriptedTransport([Self.analytics(answer), Self.analytics(answer)])
        let error = await #expect(throws: UsageError.self) { try await client(script).analytics(over: period) }
        #expect(error?.code == .mismatchedResponse)
        let isSpan = answer.contains("d") || answer.contains(":")
        #expect(error?.message.hasPrefix(isSpan ? "the server answered with the span " : "expected a span ") == true)
        #expect(error?.message.hasSuffix(answer) == true || error?.message.contains(answer) == true)
    }

    @Test(arguments: ["byDate", "byModel", "byKey"])
    func figuresThatAreMissingAreNotZero(member: String) throws {
        let whole = JSONValue.object(["lookback": "7d", "byDate": [], "byModel": [], "byKey": []])
        _ = try Venice.Analytics(whole)
        let error = #expect(throws: UsageError.self) { try Venice.Analytics(whole.removing(member)) }
        #expect(error?.code == .unexpectedShape)
        #expect(error?.description.contains(member) == true)
    }

    @Test(arguments: [("1793491200000", true), (#""2026-11-01""#, true), (#""2026-11-32""#, false), ("null", false)])
    func aDayComesInMillisecondsOrAsADate(date: String, isRead: Bool) throws {
        let json = try JSONValue(json: Array(#"{"date":\#(date),"A":1.5,"B":"x"}"#.utf8))
        let text = #"{"lookback":"1d","byDate":[],"byModel":[],"byKey":[],"byModelDaily":[\#(json.text)]}"#
        let analytics = try? Venice.Analytics(JSONValue(json: Array(text.utf8)))
        #expect((analytics != nil) == isRead)
        guard let day = analytics?.byModelDaily.first else { return }
        #expect(day.day.description == "2026-11-01T00:00:00Z")
        #expect(day.figures["A"] == Self.decimal("1.5"))
        #expect(analytics?.jsonValue["byModelDaily"] == [json])
    }

    @Test(arguments: [("537", Duration?.some(.seconds(537))), ("-1", nil), ("soon", nil), ("", nil)])
    func theAgeOfACachedAnswerIsReported(field: String, age: Duration?) async throws {
        let reports = Reports()
        var configuration = ClientConfiguration.test(
            ScriptedTransport([
                .response(
                    TransportResponse(
                        status: 200, headers: ["Age": field],
                        body: #"{"lookback":"7d","byDate":[],"byModel":[],"byKey":[]}"#))
            ]))
        configuration.observer = { reports.add($0) }
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration)
        _ = try await client.analytics()
        #expect(reports.all.map(\.age) == [age])
    }

    @Test func versionBalancesAndTheEndOfAnEndpointAreReported() async throws {
        let reports = Reports()
        let headers: HTTPHeaders = [
            "x-venice-version": "20260821.193530", "x-venice-balance-usd": "12.5", "x-venice-balance-diem": "0.25",
            "Deprecation": "@1783555200", "Sunset": "Wed, 16 Sep 2026 00:00:00 GMT",
        ]
        var configuration = ClientConfiguration.test(
            ScriptedTransport([
                .response(
                    TransportResponse(
                        status: 200, headers: headers,
                        body: #"{"canConsume":true,"balances":{},"diemEpochAllocation":0}"#))
            ]))
        configuration.observer = { reports.add($0) }
        _ = try await Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration).balance()
        let report = try #require(reports.all.first)
        #expect(report.apiVersion == "20260821.193530")
        #expect(report.balances.map(\.currency) == [.usd, .diem])
        #expect(report.balances.first?.amount == Self.decimal("12.5"))
        #expect(report.deprecation?.since?.description == "2026-07-09T00:00:00Z")
        #expect(report.deprecation?.sunset?.description == "2026-09-16T00:00:00Z")
    }

    // MARK: One request

    private static let requestEntries = [
        VeniceFake.entry(at: .day(1), requestID: "a"), VeniceFake.entry(at: .day(2), amount: "-1", requestID: "b"),
        VeniceFake.entry(at: .day(2).advanced(by: .seconds(1)), amount: "-2", requestID: "b"),
        VeniceFake.entry(at: .day(3), requestID: "c"), VeniceFake.entry(at: .day(4), amount: "1", requestID: "b"),
    ]

    @Test func allEntriesOfARequestAreFound() async throws {
        let (entries, report) = try await client(VeniceFake(entries: Self.requestEntries))
            .entries(requestID: "b", in: Self.window)
        #expect(entries.map(\.amount) == [-1, -2, 1])
        #expect(report.isComplete)
    }

    @Test func aMarginEndsTheWalkBeforeTheWindowDoes() async throws {
        let more = (0..<30).map { VeniceFake.entry(at: .day(5).advanced(by: .seconds($0)), requestID: "d\($0)") }
        let fake = VeniceFake(entries: Self.requestEntries + more)
        fake.behavior = FakeBehavior(pageLimit: 10)
        let (entries, report) = try await client(fake)
            .entries(requestID: "b", in: Self.window, margin: .seconds(60))
        #expect(entries.map(\.amount) == [-1, -2])
        #expect(!report.isComplete)
        #expect(fake.requests.count == 1)
    }

    @Test func aRequestWithoutEntriesNeedsTheWholeWindow() async throws {
        let client = try client(VeniceFake(entries: Self.requestEntries))
        let (entries, report) = try await client.entries(requestID: "x", in: Self.window, margin: .zero)
        #expect(entries.isEmpty && report.isComplete)
        // Ids are compared byte by byte.
        #expect(try await client.entries(requestID: "B", in: Self.window).entries.isEmpty)
        await #expect(throws: UsageError.self) { try await client.entries(requestID: "", in: Self.window) }
    }
}

private final class Reports: Sendable {
    private let reports = Mutex<[AttemptReport]>([])

    var all: [AttemptReport] { reports.withLock(\.self) }

    func add(_ report: AttemptReport) { reports.withLock { $0.append(report) } }
}

extension Timestamp {
    /// Midnight of a day of October 2026.
    fileprivate static func day(_ day: Int) -> Timestamp {
        Timestamp(seconds: 1_790_812_800 + Int64(day - 1) * 86_400)
    }

    fileprivate static var present: Timestamp { .day(5) }
}
