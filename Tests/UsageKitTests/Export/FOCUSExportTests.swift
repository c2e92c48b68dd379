import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct FOCUSExportTests {
    private typealias Table = FOCUSTable
    private let morning = FOCUSTable.morning

    // MARK: The rows of the five providers

    @Test func creditsOfAurousAreBilledByTheirRate() throws {
        let event = AurousFake.event(at: morning, id: "cmp_1", with: ["request_id": "req_1"])
        let export = try Table.export(.v1_2, ["credit=0.01 USD@2026-05-01"])
        let expected =
            Table.usual("aurous") + Table.cost("0.000312") + Table.prices("0.01", "1.0") + [
                "ChargeDescription": "chat example-chat-1", "ConsumedQuantity": "400.0", "ConsumedUnit": "Tokens",
                "PricingQuantity": "0.0312", "PricingUnit": "Credits", "PricingCurrency": "credit",
                "PricingCurrencyEffectiveCost": "0.0312", "SkuId": "example-chat-1", "SkuMeter": "chat",
                "SkuPriceId": "example-chat-1", "x_RecordId": "cmp_1", "x_RequestId": "req_1", "x_Type": "chat",
                "x_Model": "example-chat-1", "x_ApiKeyId": "apikey_01JX00000000000000000000AA",
                "x_Status": "completed", "x_InputTokens": "320.0", "x_OutputTokens": "80.0",
                "x_DurationMilliseconds": "1500.0", "x_ExchangeRate": "0.01", "x_ExchangeRateDate": "2026-05-01",
            ]
        #expect(try Table.row(Aurous.Event(event).usageRecord, export) == expected)
    }

    @Test func diemOfVeniceIsBilledByItsRate() throws {
        let entry = VeniceFake.entry(at: morning, amount: -0.001, currency: .diem, requestID: "chatcmpl-1")
        let export = try Table.export(.v1_2, ["DIEM=0.5 USD@2026-05-01", "DIEM=0.75 USD@2026-05-21"])
        let sku = "example-large-llm-output-mtoken"
        let expected =
            Table.usual("venice") + Table.cost("0.0005") + Table.prices("0.5", "1.0") + [
                "ChargeDescription": sku, "ConsumedQuantity": "0.0005", "ConsumedUnit": "1000000 Tokens",
                "PricingQuantity": "0.001", "PricingUnit": "DIEM", "PricingCurrency": "DIEM",
                "PricingCurrencyEffectiveCost": "0.001", "SkuId": sku, "SkuMeter": "llm-output-mtoken",
                "SkuPriceId": sku, "x_RequestId": "chatcmpl-1", "x_Model": "example-large", "x_InputTokens": "300.0",
                "x_OutputTokens": "500.0", "x_Units": #"{"llm-output-mtoken":"0.0005"}"#,
                "x_DurationMilliseconds": "2100.0", "x_ExchangeRate": "0.5",
                "x_ExchangeRateDate": "2026-05-01",
            ]
        #expect(try Table.row(Venice.BillingEntry(entry).usageRecord, export) == expected)
    }

    @Test func dollarsOfVeniceNeedNoRateAndARefundIsMinusOne() throws {
        let entry = VeniceFake.entry(
            at: morning, sku: "example-adjustment", units: 2, amount: 0.5, requestID: "chatcmpl-1")
        let expected =
            Table.usual("venice") + Table.cost("-0.5") + Table.prices("0.5", "0.5") + [
                "ChargeDescription": "example-adjustment", "ConsumedQuantity": "2.0",
                "ConsumedUnit": "example adjustment", "PricingQuantity": "-1.0", "PricingUnit": "Entries",
                "PricingCurrency": "USD", "PricingCurrencyEffectiveCost": "-0.5", "SkuId": "example-adjustment",
                "SkuMeter": "example-adjustment", "SkuPriceId": "example-adjustment", "x_RequestId": "chatcmpl-1",
                "x_Model": "example-adjustment", "x_InputTokens": "300.0", "x_OutputTokens": "500.0",
                "x_Units": #"{"example-adjustment":"2"}"#, "x_DurationMilliseconds": "2100.0",
            ]
        #expect(try Table.row(Venice.BillingEntry(entry).usageRecord, Table.export()) == expected)
    }

    @Test(arguments: [
        (Currency.bundledCredits, "BUNDLED_CREDITS", "Bundled Credits"),
        (.earnedCredits, "EARNED_CREDITS", "Earned Credits"), (.vcu, "VCU", "VCU"),
    ])
    func otherCreditsOfVeniceAreBilledByTheirRates(currency: Currency, name: String, unit: String) throws {
        let entry = VeniceFake.entry(at: morning, amount: 3, currency: currency)
        let row = try Table.row(
            Venice.BillingEntry(entry).usageRecord, Table.export(.v1_2, ["\(name)=0.25 USD@2026-05-20"]))
        #expect(row["PricingCurrency"] == name && row["PricingUnit"] == unit)
        #expect(row["PricingQuantity"] == "-3.0" && row["BilledCost"] == "-0.75")
        #expect(row["ContractedUnitPrice"] == "0.25" && row["PricingCurrencyContractedUnitPrice"] == "1.0")
    }

    @Test func eurosOfTresorAreConvertedAsAWhole() throws {
        let row = try Tresor.LedgerRow(TresorFake.row(at: Timestamp.at("2026-05-20T10:00:00Z"), id: "t-1"))
        let export = try Table.export(.v1_2, ["EUR=1.1 USD@2026-05-01"])
        let model = "eu/example/model-a"
        let expected =
            Table.usual("tresor") + Table.cost("0.0002002") + Table.prices("0.0002002", "0.000182") + [
                "ChargeDescription": "chat \(model)", "ConsumedQuantity": "170.0", "ConsumedUnit": "Tokens",
                "PricingQuantity": "1.0", "PricingUnit": "Requests", "PricingCurrency": "EUR",
                "PricingCurrencyEffectiveCost": "0.000182", "RegionId": "eu", "RegionName": "eu", "SkuId": model,
                "SkuMeter": "chat", "SkuPriceId": model, "x_EventTime": "2026-05-20T10:00:00Z", "x_RecordId": "t-1",
                "x_Type": "chat", "x_Model": model, "x_ApiKeyId": "tr-live-00000001", "x_Status": "completed",
                "x_InputTokens": "42.0", "x_OutputTokens": "128.0", "x_ExchangeRate": "1.1",
                "x_ExchangeRateDate": "2026-05-01",
            ]
        #expect(try Table.row(row.usageRecord(keeping: export.recordLabels), export) == expected)
    }

    @Test func countsOfChatBotKitAreBilledByTheRateOfTheirUnit() throws {
        let item = try ChatBotKit.UsageItem(ChatBotKitFake.record(at: morning, count: -3, id: "use_1"))
        let export = try Table.export(.v1_2, ["CHATBOTKIT_MESSAGE=0.002 USD@2026-05-01"])
        let unit = "CHATBOTKIT_MESSAGE"
        let expected =
            Table.usual("chatbotkit") + Table.cost("-0.006") + Table.prices("0.002", "1.0") + [
                "ChargeDescription": unit, "ConsumedQuantity": "-3.0", "ConsumedUnit": "Messages",
                "PricingQuantity": "-3.0",
                "PricingUnit": "Messages", "PricingCurrency": unit, "PricingCurrencyEffectiveCost": "-3.0",
                "ServiceSubcategory": "Bots", "SkuId": unit, "SkuMeter": unit, "SkuPriceId": unit,
                "x_RecordId": "use_1", "x_Type": unit, "x_BotId": "bot_2", "x_ConversationId": "conv_9",
                "x_Units": #"{"CHATBOTKIT_MESSAGE":"-3"}"#,
                "x_ExchangeRate": "0.002", "x_ExchangeRateDate": "2026-05-01",
            ]
        #expect(try Table.row(item.usageRecord, export) == expected)
    }

    @Test func recordsOfAuralytikAreBilledByTheRateOfARecord() throws {
        let detail = try Auralytik.Detail(AuralytikFake.detail(at: morning, id: "usg_1"))
        let export = try Table.export(.v1_2, ["record=0.004 USD@2026-05-01"])
        let expected =
            Table.usual("auralytik") + Table.cost("0.004") + Table.prices("0.004", "1.0") + [
                "ChargeDescription": "calls", "ConsumedQuantity": "1.0", "ConsumedUnit": "Requests",
                "PricingQuantity": "1.0", "PricingUnit": "Records", "PricingCurrency": "record",
                "PricingCurrencyEffectiveCost": "1.0", "SkuId": "calls", "SkuMeter": "calls", "SkuPriceId": "calls",
                "x_RecordId": "usg_1", "x_Type": "calls", "x_ApiKeyId": "ak_prod_demo", "x_ExchangeRate": "0.004",
                "x_ExchangeRateDate": "2026-05-01",
            ]
        #expect(try Table.row(detail.usageRecord, export) == expected)
    }

    // MARK: Versions

    @Test func version1_4NamesTheServiceProviderAndItsHost() throws {
        let row = try Tresor.LedgerRow(TresorFake.row(at: morning))
        let (old, new) = (try Table.export(into: .eur), try Table.export(.v1_4, into: .eur))
        let record = row.usageRecord(keeping: new.recordLabels)
        var (before, after) = (try Table.row(record, old), try Table.row(record, new))
        #expect(before.removeValue(forKey: "ProviderName") == "tresor")
        #expect(before.removeValue(forKey: "PublisherName") == "tresor")
        #expect(after.removeValue(forKey: "ServiceProviderName") == "tresor")
        #expect(after.removeValue(forKey: "HostProviderName") == "example")
        #expect(before == after)
        #expect(try Table.row(row.usageRecord, new)["HostProviderName"] == "tresor")
    }

    // MARK: Names, periods and labels

    @Test func theCallerNamesTheParties() throws {
        let names = FOCUSNames(
            account: "a-1", accountName: "Search", providers: [.tresor: "Tresor"], invoiceIssuer: "Reseller",
            publisher: "Maker")
        let export = try FOCUSExport(rates: ExchangeRates(into: .eur), names: names, isComplete: true)
        var record = try Tresor.LedgerRow(TresorFake.row(at: morning)).usageRecord
        let row = try Table.row(record, export)
        let columns = ["BillingAccountId", "BillingAccountName", "InvoiceIssuerName", "ProviderName", "PublisherName"]
        #expect(columns.map { row[$0] } == ["a-1", "Search", "Reseller", "Tresor", "Maker"])
        #expect(row["ServiceName"] == "Tresor" && row["x_Provider"] == "tresor")
        // The name is that of the account that the caller names, not of another one.
        record.labels[.account] = "a-2"
        let labelled = try Table.row(record, export)
        #expect(labelled["BillingAccountId"] == "a-2" && labelled["BillingAccountName"] == nil)
    }

    @Test(arguments: [
        (1, "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"), (20, "2026-05-20T00:00:00Z", "2026-06-20T00:00:00Z"),
        (21, "2026-04-21T00:00:00Z", "2026-05-21T00:00:00Z"), (28, "2026-04-28T00:00:00Z", "2026-05-28T00:00:00Z"),
    ])
    func billingPeriodsBeginOnTheDayOfTheCaller(day: Int, start: String, end: String) throws {
        let export = try FOCUSExport(
            rates: ExchangeRates(into: .eur), names: FOCUSNames(account: "a"), isComplete: true,
            billingPeriod: FOCUSBillingPeriod(firstDay: day))
        let row = try Table.row(Tresor.LedgerRow(TresorFake.row(at: morning)).usageRecord, export)
        #expect(row["BillingPeriodStart"] == start && row["BillingPeriodEnd"] == end)
    }

    @Test func labelsHaveColumnsOfTheirOwn() throws {
        let export = try Table.export(into: .eur, labels: [.keyName, .region, .meta("a,b")])
        #expect(export.header.hasSuffix(",x_Final,x_keyName,x_region,\"x_meta.a,b\"\r\n"))
        #expect(export.recordLabels == [.keyName, .region, .meta("a,b"), .upstream])
        var record = try Tresor.LedgerRow(TresorFake.row(at: morning)).usageRecord(keeping: export.recordLabels)
        record.labels[.note] = "not asked for"
        let row = try Table.row(record, export)
        #expect(row["x_keyName"] == "Default" && row["x_region"] == "eu" && row["x_meta.a,b"] == nil)
        #expect(!row.values.contains("not asked for"))
    }

    // MARK: Cells

    @Test func aTextThatRunsAsAFormulaIsEscapedAndANumberIsNot() throws {
        let money = ReportSamples.money("-2", .usd)
        let record = UsageRecord(provider: .tresor, time: morning, model: "=1+1", user: "@a", charge: money)
        let names = FOCUSNames(account: "+1")
        let rates = try ExchangeRates(into: .usd)
        let escaped = try Table.row(record, FOCUSExport(rates: rates, names: names, isComplete: true))
        let columns = ["BillingAccountId", "SkuId", "x_Model", "x_UserId", "BilledCost", "PricingQuantity"]
        #expect(columns.map { escaped[$0] } == ["'+1", "'=1+1", "'=1+1", "'@a", "-2.0", "-1.0"])
        let kept = try Table.row(
            record, FOCUSExport(rates: rates, names: names, isComplete: true, formulas: .kept))
        #expect(columns.map { kept[$0] } == ["+1", "=1+1", "=1+1", "@a", "-2.0", "-1.0"])
    }

    @Test func whiteSpaceIsNoNameButItIsKeptInColumnsOfThisPackage() throws {
        var record = UsageRecord(
            provider: .tresor, time: morning, type: " ", model: "\u{2003}", sku: "",
            charge: ReportSamples.money("1", .usd))
        record.labels = [.account: " ", .region: " ", .upstream: "\t"]
        let names = FOCUSNames(account: "a", providers: [.tresor: "  "], invoiceIssuer: " ", publisher: "")
        let export = try FOCUSExport(
            .v1_4, rates: ExchangeRates(into: .usd), names: names, isComplete: true, labels: [.region])
        let row = try Table.row(record, export)
        let columns = [
            "BillingAccountId", "ServiceProviderName", "HostProviderName", "InvoiceIssuerName", "SkuId", "SkuMeter",
            "ChargeDescription", "RegionId", "x_Type", "x_Model", "x_region",
        ]
        #expect(
            columns.map { row[$0] } == [
                "a", "tresor", "tresor", "tresor", "tresor", "Requests", "tresor", nil, " ", "\u{2003}", " ",
            ])
    }

    @Test func productsHaveAllDigits() throws {
        let nines = String(repeating: "9", count: 38)
        let record = UsageRecord(provider: .aurous, time: morning, charge: ReportSamples.money(nines))
        let export = try Table.export(.v1_2, ["credit=9.\(nines.dropFirst()) USD@2026-05-01"])
        // (10³⁸ − 1)² has 76 digits.
        let cost = String(repeating: "9", count: 37) + "80." + String(repeating: "0", count: 36) + "1"
        #expect(try Table.row(record, export)["BilledCost"] == cost)
    }

    @Test func aProductBeyondExactNumbersIsAnError() throws {
        let tiny = try #require(ExactDecimal(mantissa: 1, exponent: -100))
        let record = UsageRecord(provider: .aurous, time: morning, charge: Money(exact: tiny, currency: .credits))
        let rate = try ExchangeRate(
            of: .credits, as: Money(exact: tiny, currency: .usd), from: CalendarDay("2026-05-01"))
        let export = try FOCUSExport(
            rates: ExchangeRates(into: .usd, [rate]), names: FOCUSNames(account: "a"), isComplete: true)
        #expect(throws: UsageError.self) { try export.line(for: record) }
        let error = #expect(throws: UsageError.self) { try export.obstacles(to: [record]) }
        #expect(error?.code == .inexactNumber)
    }

    @Test func entriesOfARequestDoNotRepeatItsTokens() throws {
        let record = UsageRecord(
            provider: .venice, requestID: "r", repeatsRequest: true, time: morning,
            tokens: TokenCounts(input: 3, output: 4), charge: ReportSamples.money("1", .usd))
        let row = try Table.row(record, Table.export())
        #expect(row["ConsumedQuantity"] == "1.0" && row["ConsumedUnit"] == "Entries" && row["PricingUnit"] == "Entries")
        #expect(row["x_InputTokens"] == "3.0")
    }

    @Test(arguments: [
        ("image_count", "Images"), ("image-unit", "Images"), ("audio_seconds", "Seconds"), ("video_seconds", "Seconds"),
        ("llm-input-mtoken", "1000000 Tokens"), ("mtoken", "mtoken"), ("pages", "pages"),
        ("CHATBOTKIT_BASE_TOKEN", "Base Tokens"), ("storage_gb", "storage gb"), ("a_b--c4", "a b c4"),
        ("4k-images", "Units"),
        ("caf\u{E9}", "Units"), ("日本語", "Units"), (" ", "Units"),
    ])
    func unitsHaveTheirNamesInFOCUS(unit: String, name: String) throws {
        var record = UsageRecord(provider: .tresor, time: morning, charge: ReportSamples.money("1", .usd))
        record.quantities = [ReportSamples.quantity("2.5", UsageUnit(rawValue: unit))]
        // A request whose tokens are 0 is measured by what it counts.
        for tokens in [TokenCounts.unknown, TokenCounts(input: 0, output: 0)] {
            record.tokens = tokens
            let row = try Table.row(record, Table.export())
            #expect(row["ConsumedQuantity"] == "2.5" && row["ConsumedUnit"] == name)
        }
        record.tokens = TokenCounts(input: 1, output: 0)
        #expect(try Table.row(record, Table.export())["ConsumedUnit"] == "Tokens")
    }

    @Test func theTokensOfARecordCanExceedAnInteger() throws {
        let record = UsageRecord(
            provider: .tresor, time: morning, tokens: TokenCounts(input: .max, output: .max),
            charge: ReportSamples.money("1", .usd))
        #expect(try Table.row(record, Table.export())["ConsumedQuantity"] == "18446744073709551614.0")
    }

    // MARK: What an export refuses

    @Test(arguments: ["credit", "DIEM", "VCU", "usd", "", "XAU", "XXX", "ABC", "BTC", "US", "USDT"])
    func theBillingCurrencyIsNationalMoney(code: String) throws {
        let rates = try ExchangeRates(into: Currency(rawValue: code))
        let error = #expect(throws: UsageError.self) {
            try FOCUSExport(rates: rates, names: FOCUSNames(account: "a"), isComplete: true)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("expected rates into a currency of ISO 4217") == true)
    }

    @Test(arguments: ["", " ", "\u{A0}\n"]) func theAccountHasAnID(account: String) throws {
        let rates = try ExchangeRates(into: .usd)
        let error = #expect(throws: UsageError.self) {
            try FOCUSExport(rates: rates, names: FOCUSNames(account: account), isComplete: true)
        }
        #expect(error?.code == .invalidArgument && error?.message.contains("expected its id") == true)
    }

    @Test(arguments: ["Model", "Final", "region"]) func noTwoColumnsHaveOneName(label: String) throws {
        let labels = [UsageDimension.region, UsageDimension(rawValue: label)]
        let error = #expect(throws: UsageError.self) { try Table.export(labels: labels) }
        #expect(error?.code == .invalidArgument && error?.message.contains("x_\(label)") == true)
    }

    @Test(arguments: [Int.min, -1, 0, 29, 31, .max]) func aBillingPeriodBeginsOnADayOfEveryMonth(day: Int) throws {
        let error = #expect(throws: UsageError.self) { try FOCUSBillingPeriod(firstDay: day) }
        #expect(error?.code == .invalidArgument && error?.message.contains("found \(day)") == true)
    }
}
