import Foundation
import Testing

@testable import UsageKit

/// Analytics and balances of Venice against its history.
@Suite struct VeniceStatementTests {
    private static func entry(
        _ amount: String, _ currency: Currency, _ sku: String = "example-llm-llm-output-mtoken", day: Int = 1
    ) throws -> UsageRecord {
        let json = """
            {"timestamp":"2026-11-0\(day)T08:15:30.120Z","sku":"\(sku)","units":0.0005,"pricePerUnitUsd":2,
            "amount":\(amount),"currency":"\(currency)","notes":"API Inference","inferenceDetails":null}
            """
        return try Venice.BillingEntry(try JSONValue(json: Array(json.utf8))).usageRecord
    }

    private static func history() throws -> [UsageRecord] {
        try [
            entry("-1.25", .usd), entry("-0.25", .bundledCredits), entry("-4", .earnedCredits), entry("-3", .diem),
            entry("-2", .usd, "example-image-unit", day: 2),
        ]
    }

    private static func analytics(
        lookback: String = "2d",
        _ days: [(String, String, String)] = [("2026-11-01", "1.5", "3"), ("2026-11-02", "2", "0")],
        models: [(String, String, String)] = [], keys: [(String?, String, String)] = []
    ) throws -> Venice.Analytics {
        func decimal(_ text: String) -> Decimal { Decimal(string: text) ?? .nan }
        return Venice.Analytics(
            lookback: lookback,
            byDate: days.map { Venice.Analytics.Day(date: $0.0, usd: decimal($0.1), diem: decimal($0.2)) },
            byModel: models.map {
                Venice.Analytics.Model(
                    name: $0.0, unitType: "tokens", totalUSD: decimal($0.1), totalDIEM: decimal($0.2), totalUnits: 1)
            },
            byKey: keys.map {
                Venice.Analytics.Key(
                    apiKeyID: $0.0, keyDescription: "", totalUSD: decimal($0.1), totalDIEM: decimal($0.2), totalUnits: 1
                )
            })
    }

    @Test func dollarsIncludeBundledCreditsAsDocumented() throws {
        let reconciliation = try Reconciliation(Statement(try Self.analytics()), with: ReconciledRows(Self.history()))
        #expect(reconciliation.verdict == .agrees)
    }

    /// What the dollars of a day include is computed.
    @Test(arguments: [
        ("1.25", "charges in BUNDLED_CREDITS do not count there in those in USD, although they should"),
        ("5.5", "charges in EARNED_CREDITS count there as well in those in USD, one for one"),
    ])
    func otherCreditsAreNamed(dollars: String, cause: String) throws {
        let analytics = try Self.analytics([("2026-11-01", dollars, "3"), ("2026-11-02", "2", "0")])
        let reconciliation = try Reconciliation(Statement(analytics), with: ReconciledRows(Self.history()))
        #expect(reconciliation.entries.filter { !$0.agrees }.count == 1)
        #expect(reconciliation.description.contains("because " + cause))
    }

    @Test(arguments: ["2026-13-01", "2026-11-1", "yesterday", ""])
    func aDayThatIsNoDateIsRefused(date: String) throws {
        let error = #expect(throws: UsageError.self) { try Statement(Self.analytics([(date, "1", "0")])) }
        #expect(error?.code == .unexpectedShape)
    }

    @Test func modelsAreComparedByAMapping() throws {
        let analytics = try Self.analytics(models: [("Example LLM", "1.5", "3"), ("Example Image", "2", "0")])
        let names = ["Example LLM": "example-llm", "Example Image": "example"]
        let statement = try Statement(modelsOf: analytics, mapping: names)
        #expect(
            statement.entries.map(\.window).allSatisfy {
                $0 == .between("2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z")
            })
        #expect(try Reconciliation(statement, with: ReconciledRows(Self.history())).verdict == .agrees)
        let error = #expect(throws: UsageError.self) { try Statement(modelsOf: analytics, mapping: [:]) }
        #expect(error?.message.contains("Example LLM") ?? false)
    }

    /// Two spellings of one letter are two models.
    @Test func modelsAreMappedByTheirBytes() throws {
        let analytics = try Self.analytics(models: [("\u{E9}", "1", "0"), ("e\u{301}", "2", "0")])
        #expect(throws: UsageError.self) { try Statement(modelsOf: analytics, mapping: ["\u{E9}": "a"]) }
        let names = [(key: "\u{E9}", value: "a"), (key: "e\u{301}", value: "b")]
        #expect(try Statement(modelsOf: analytics, mapping: names).entries.map(\.key) == [["a"], ["b"]])
        #expect(throws: UsageError.self) { try Statement(modelsOf: analytics, mapping: names + [names[1]]) }
    }

    @Test func theRestOfTheModelsIsNotCompared() throws {
        let analytics = try Self.analytics(models: [("Example LLM", "1.5", "3"), ("Other", "2", "0")])
        let statement = try Statement(modelsOf: analytics, mapping: ["Example LLM": "example-llm"])
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(Self.history()))
        #expect(reconciliation.verdict == .agrees && reconciliation.entries.count == 1)
        let unstated = reconciliation.notCompared.filter { $0.hasSuffix("\(statement.name) does not state it") }
        #expect(reconciliation.notCompared.count == 3 && unstated.count == 1, "\(reconciliation.notCompared)")
        let name = statement.name
        #expect(reconciliation.notCompared.last?.hasPrefix("rows for whose model \(name) has no entry: ") ?? false)
    }

    /// Which days a lookback has: those that are named, those of the list if it has each, or the last ones.
    @Test(
        arguments: [
            ("2026-11-01:2026-11-03", 2, nil, "2026-11-04T00:00:00Z"), ("2d", 2, nil, "2026-11-03T00:00:00Z"),
            ("3d", 2, "2026-11-03T09:00:00Z", "2026-11-04T00:00:00Z"),
        ] as [(String, Int, String?, String)])
    func theSpanIsKnown(lookback: String, days: Int, madeAt: String?, end: String) throws {
        let analytics = try Self.analytics(lookback: lookback, keys: [("k", "3.5", "3")])
        let statement = try Statement(keysOf: analytics, madeAt: madeAt.map(Timestamp.at))
        #expect(statement.entries.first?.window == .between("2026-11-01T00:00:00Z", end))
    }

    @Test(arguments: ["7d", "a week", "2026-11-01:yesterday"]) func aSpanThatIsNotKnownIsRefused(lookback: String)
        throws
    {
        let analytics = try Self.analytics(lookback: lookback, keys: [("k", "3.5", "3")])
        #expect(throws: UsageError.self) { try Statement(keysOf: analytics) }
    }

    /// The web app has no key.
    @Test func keysAreComparedWithDays() throws {
        let analytics = try Self.analytics(keys: [("k", "2.5", "3"), (nil, "1", "0"), ("gone", "0.125", "0")])
        let days = try Statement(analytics).summed()
        let reconciliation = try Reconciliation(days, with: ReconciledRows(Statement(keysOf: analytics)))
        #expect(reconciliation.entries.map(\.explanations) == [[[.excludedValue("gone", of: .apiKey)]]])
    }

    /// The history has no place in a comparison of keys and days, and is not mentioned.
    @Test func keysThatAgreeWithDaysAreComparedAsAWhole() throws {
        let analytics = try Self.analytics(keys: [("k", "2.5", "3"), (nil, "1", "0")])
        let reconciliation = try Reconciliation(
            Statement(analytics).summed(), with: ReconciledRows(Statement(keysOf: analytics)))
        #expect(reconciliation.description == "agrees with usage-analytics: 1 entry, every figure")
    }

    /// Keys that are not listed are no keys without usage.
    @Test func anEmptyListOfKeysIsNotJudged() throws {
        let analytics = try Self.analytics()
        let reconciliation = try Reconciliation(
            Statement(analytics).summed(), with: ReconciledRows(Statement(keysOf: analytics)))
        #expect(reconciliation.verdict == .unjudged, "\(reconciliation)")
    }

    /// The daily figures of models are DIEM by the page, and US dollars and DIEM together by the vendor's skill.
    @Test(arguments: [("3", [[Cause]]()), ("4.25", [[.addedCurrency(.usd, to: .diem)]])])
    func theUnitOfDailyFiguresIsComputed(figure: String, causes: [[Cause]]) throws {
        var analytics = try Self.analytics()
        let json = #"{"date":1793491200000,"Example LLM":\#(figure)}"#
        let day = try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
            try Venice.Analytics.Daily(from: &json)
        }
        analytics.byModelDaily = [day]
        let names = ["Example LLM": "example-llm"]
        let first = try Reconciliation(
            Statement(dailyModelsOf: analytics, mapping: names), with: ReconciledRows(Array(Self.history().prefix(4))))
        #expect(first.entries.map(\.explanations) == [causes])
        // The member that the specification does not have has dollars, with bundled credits.
        analytics.byModelDailyUSD = [day]
        let second = try Statement(dailyModelsOf: analytics, mapping: names)
        #expect(
            second.entries.first?.figures == [.charge(.usd)] && second.includedCurrencies[.usd] == [.bundledCredits])
    }

    // MARK: Balances

    private static func balance(
        diem: String? = nil, usd: String? = nil, bundled: String? = nil, allocation: String = "10"
    )
        -> Venice.Balance
    {
        func decimal(_ text: String?) -> Decimal? { text.flatMap { Decimal(string: $0) } }
        return Venice.Balance(
            canConsume: true,
            balances: Venice.Balance.Amounts(
                diem: decimal(diem), usd: decimal(usd), bundledCredits: decimal(bundled)),
            diemEpochAllocation: decimal(allocation) ?? 0)
    }

    @Test func theAllocationOfADayIsComparedWithAnalyticsAndHistory() throws {
        let statement = try Statement(Self.balance(diem: "7"), at: .at("2026-11-01T12:00:00Z"))
        #expect(try Reconciliation(statement, with: ReconciledRows(Self.history())).verdict == .agrees)
        let analytics = try ReconciledRows(Statement(Self.analytics()))
        let whole = try Statement(Self.balance(diem: "7"), at: .at("2026-11-01T12:00:00Z"), isOfWholeDay: true)
        #expect(try Reconciliation(whole, with: analytics).verdict == .agrees)
        let less = try Statement(Self.balance(diem: "6.5"), at: .at("2026-11-01T12:00:00Z"), isOfWholeDay: true)
        #expect(
            try Reconciliation(less, with: analytics).entries.first?.comparisons.map(\.difference) == [
                Decimal(string: "-0.5")
            ])
    }

    /// Rows after the balance are not in it, and a balance at midnight is of the day that begins.
    @Test func aBalanceIsOfItsDayUpToItsTime() throws {
        let statement = try Statement(Self.balance(diem: "7"), at: .at("2026-11-01T12:00:00Z"))
        var later = try Self.entry("-1", .diem)
        later.time = .at("2026-11-01T12:03:00Z")
        let rows = try ReconciledRows(Self.history() + [later])
        #expect(try Reconciliation(statement, with: rows).entries.map(\.agrees) == [true])
        let midnight = try Statement(Self.balance(diem: "10"), at: .at("2026-11-01T00:00:00Z"))
        #expect(
            midnight.entries.map(\.window) == [.between("2026-11-01T00:00:00Z", "2026-11-01T00:00:00.000000001Z")])
    }

    /// A balance that is not positive is null.
    @Test func anAllocationWithoutABalanceIsSpent() throws {
        let statement = try Statement(Self.balance(allocation: "3"), at: .at("2026-11-01T12:00:00Z"))
        let reconciliation = try Reconciliation(statement, with: ReconciledRows(Self.history()))
        #expect(reconciliation.verdict == .agrees)
        #expect(
            reconciliation.notCompared.contains(
                "DIEM beyond the allocation: a balance that is not positive does not say it"))
        let more = try Statement(Self.balance(allocation: "10"), at: .at("2026-11-01T12:00:00Z"))
        #expect(try Reconciliation(more, with: ReconciledRows(Self.history())).verdict == .differs)
    }

    @Test func anAccountWithoutDIEMCannotBeCompared() throws {
        let statement = try Statement(Self.balance(allocation: "0"), at: .at("2026-11-01T12:00:00Z"))
        #expect(try Reconciliation(statement, with: ReconciledRows(Self.history())).verdict == .unjudged)
    }

    @Test func twoBalancesSayWhatWasSpent() throws {
        let statement = try Statement(
            Self.balance(usd: "20", bundled: "5"), at: .at("2026-11-01T00:00:00Z"),
            then: Self.balance(usd: "16.75", bundled: "4.75"), at: .at("2026-11-03T00:00:00Z"))
        #expect(try Reconciliation(statement, with: ReconciledRows(Self.history())).verdict == .agrees)
        #expect(statement.notCompared.count == 2)
        #expect(throws: UsageError.self) {
            try Statement(
                Self.balance(), at: .at("2026-11-03T00:00:00Z"), then: Self.balance(), at: .at("2026-11-01T00:00:00Z"))
        }
    }
}
