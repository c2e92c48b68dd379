import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct FOCUSCheckTests {
    private typealias Table = FOCUSTable
    private let morning = FOCUSTable.morning

    private func record(
        _ provider: ProviderID = .aurous, at time: Timestamp? = FOCUSTable.morning, status: UsageStatus? = .completed,
        charge: String? = "1 credit"
    ) -> UsageRecord {
        UsageRecord(provider: provider, time: time, status: status, charge: charge.map(BudgetSamples.money))
    }

    /// The message of the refusal of records, after checking that the lines of the refused ones are refused, too.
    private func refusal(
        of records: [UsageRecord], by export: FOCUSExport, _ code: UsageError.Code = .notExportable
    ) throws -> String {
        let error = #expect(throws: UsageError.self) { try export.check(records) }
        #expect(error?.code == code)
        let obstacles = try export.obstacles(to: records)
        var check = FOCUSCheck(export)
        var refused = 0
        for record in records {
            let before = check.obstacles
            try check.add(record)
            guard check.obstacles != before else { continue }
            refused += 1
            #expect(throws: UsageError.self) { try export.line(for: record) }
        }
        #expect(check.obstacles == obstacles)
        #expect(obstacles.map(\.records).reduce(0, +) == refused)
        let message = try #require(error?.message)
        #expect(message == "FOCUS cannot be written: " + obstacles.map(\.description).joined(separator: "; "))
        return String(message.dropFirst("FOCUS cannot be written: ".count))
    }

    // MARK: Rates

    @Test func allThatLacksARateIsNamedAtOnce() throws {
        let earlier = Timestamp.at("2026-05-19T23:59:59Z")
        let records = [
            record(), record(.venice, charge: "0.5 DIEM"), record(at: earlier), record(.tresor, charge: "1 EUR"),
            try ChatBotKit.UsageItem(ChatBotKitFake.record(at: morning)).usageRecord,
            try Auralytik.Detail(AuralytikFake.detail(at: earlier)).usageRecord, record(.tresor, charge: "1 USD"),
            record(.venice, charge: "2 BUNDLED_CREDITS"),
        ]
        #expect(
            try refusal(of: records, by: Table.export(), .missingExchangeRate) == """
                no rate of credit from 2026-05-19 or earlier (aurous, 2 records); \
                no rate of DIEM from 2026-05-20 or earlier (venice, 1 record); \
                no rate of EUR from 2026-05-20 or earlier (tresor, 1 record); \
                no rate of CHATBOTKIT_MESSAGE from 2026-05-20 or earlier (chatbotkit, 1 record); \
                no rate of record from 2026-05-19 or earlier (auralytik, 1 record); \
                no rate of BUNDLED_CREDITS from 2026-05-20 or earlier (venice, 1 record)
                """)
        let rates = ["credit", "DIEM", "EUR", "CHATBOTKIT_MESSAGE", "record", "BUNDLED_CREDITS"].map {
            "\($0)=2 USD@2026-05-19"
        }
        for version in FOCUSExport.Version.allCases { try Table.export(version, rates).check(records) }
        // Without one of them, that one is named.
        for missing in rates.indices {
            var fewer = rates
            let name = fewer.remove(at: missing).prefix { $0 != "=" }
            let message = try refusal(of: records, by: Table.export(.v1_2, fewer), .missingExchangeRate)
            #expect(message.hasPrefix("no rate of \(name) from") && !message.contains(";"))
        }
    }

    @Test(arguments: [
        ("2026-05-01T00:00:00Z", "0.01"), ("2026-05-20T23:59:59.999999999Z", "0.01"), ("2026-05-21T00:00:00Z", "0.02"),
        ("2030-01-01T00:00:00Z", "0.02"),
    ])
    func theRateIsThatOfTheDayInUTC(time: String, cost: String) throws {
        let export = try Table.export(.v1_2, ["credit=0.02 USD@2026-05-21", "credit=0.01 USD@2026-05-01"])
        let row = try Table.row(record(at: .at(time)), export)
        #expect(row["BilledCost"] == cost && row["x_ExchangeRate"] == cost)
        #expect(row["x_ExchangeRateDate"] == (cost == "0.01" ? "2026-05-01" : "2026-05-21"))
    }

    @Test func aDayBeforeTheFirstRateIsRefused() throws {
        let export = try Table.export(.v1_2, ["credit=0.01 USD@2026-05-01"])
        let records = [record(), record(at: .at("2026-04-30T23:59:59.999Z")), record(at: .at("2026-05-01T00:00:00Z"))]
        #expect(
            try refusal(of: records, by: export, .missingExchangeRate)
                == "no rate of credit from 2026-04-30 or earlier (aurous, 1 record)")
    }

    @Test func aRateOfAnotherCurrencyIsNotOne() throws {
        // Units differ by their bytes, and neither an inverse nor a way across a third currency is a rate.
        let rates = ["Credit=0.01 USD@2026-05-01", "EUR=1.1 USD@2026-05-01", "credits=1 USD@2026-05-01"]
        let message = try refusal(of: [record()], by: Table.export(.v1_2, rates), .missingExchangeRate)
        #expect(message.hasPrefix("no rate of credit from"))
    }

    @Test(arguments: ["0 credit", "0.00 DIEM", "0 EUR", "0 USD", "-0 credit"])
    func aChargeOf0NeedsNoRate(charge: String) throws {
        let row = try Table.row(record(charge: charge), Table.export())
        let expected =
            Table.cost("0.0") + Table.prices("0.0", "0.0") + [
                "PricingQuantity": "1.0", "PricingUnit": "Requests", "PricingCurrencyEffectiveCost": "0.0",
                "PricingCurrency": String(charge.split(separator: " ")[1]),
            ]
        #expect(row.filter { expected.keys.contains($0.key) } == expected)
        #expect(row["x_ExchangeRate"] == nil)
    }

    // MARK: What is not known, and what is not final

    @Test(arguments: [UsageStatus.failed, .cancelled]) func aRequestThatFailedCostsWhatItIsCharged(
        status: UsageStatus
    ) throws {
        let export = try Table.export(.v1_2, ["credit=0.5 USD@2026-05-01"])
        let free = try Table.row(record(status: status, charge: nil), export)
        #expect(free["BilledCost"] == "0.0" && free["PricingCurrency"] == "USD" && free["x_Status"] == status.rawValue)
        let charged = try Table.row(record(status: status), export)
        #expect(charged["BilledCost"] == "0.5" && charged["PricingCurrency"] == "credit")
    }

    @Test(arguments: [UsageStatus.processing, .pending]) func rowsThatHaveNotEndedAreRefusedOrMarked(
        status: UsageStatus
    ) throws {
        let records = [record(status: status, charge: nil), record(status: status), record()]
        let rates = ["credit=0.5 USD@2026-05-01"]
        #expect(
            try refusal(of: records, by: Table.export(.v1_2, rates))
                == "records that are not final (aurous, 2 records)")
        let marking = try Table.export(.v1_2, rates, unfinalRows: .marked)
        try marking.check(records)
        let rows = try records.map { try Table.row($0, marking) }
        #expect(rows.map { $0["x_Final"] } == ["false", "false", "true"])
        #expect(rows.map { $0["BilledCost"] } == ["0.0", "0.5", "0.5"])
    }

    @Test func rowsOfAnIncompleteWalkAreRefusedOrMarked() throws {
        let records = [record(.tresor, charge: "1 USD"), record(.venice, status: nil, charge: "1 USD")]
        #expect(
            try refusal(of: records, by: Table.export(isComplete: false)) == """
                records that are not final (tresor, 1 record); records that are not final (venice, 1 record)
                """)
        let marking = try Table.export(unfinalRows: .marked, isComplete: false)
        for record in records { #expect(try Table.row(record, marking)["x_Final"] == "false") }
        let complete = try Table.export(unfinalRows: .marked)
        for record in records { #expect(try Table.row(record, complete)["x_Final"] == "true") }
    }

    @Test func rowsWithoutATimeInTheCalendarAreRefused() throws {
        // The last second before the year 1, and the first one of a month whose end is in the year 10000.
        let outside = [-62_135_596_801, 253_399_622_400, .max, .min].map { record(at: Timestamp(seconds: $0)) }
        let records = [record(at: nil)] + outside
        let export = try Table.export(.v1_2, ["credit=1 USD@0001-01-01"])
        #expect(
            try refusal(of: records, by: export)
                == "records without a time in the years 1 to 9999 (aurous, 5 records)")
        #expect(try export.obstacles(to: records.prefix(1)).map(\.firstDay) == [nil])
        // The first instant and the last one that have a period.
        for seconds in [-62_135_596_800, 253_399_622_399] as [Int64] {
            try export.check([record(at: Timestamp(seconds: seconds))])
        }
    }

    @Test(arguments: [ProviderID.aurous, .venice, .tresor]) func aChargeThatIsUnknownIsNot0(provider: ProviderID) throws
    {
        var records = [record(provider, charge: nil), record(provider, status: nil, charge: nil)]
        records[1].quantities = [ReportSamples.quantity("2", "image_count")]
        // Not even with rates for other providers' counts.
        let export = try Table.export(.v1_2, ["record=1 USD@2026-05-01", "image_count=1 USD@2026-05-01"])
        #expect(
            try refusal(of: records, by: export) == "records whose charge is unknown (\(provider), 2 records)")
    }

    @Test func severalCountsWithoutAChargeAreRefused() throws {
        var several = record(ProviderID(rawValue: "custom"), charge: nil)
        several.quantities = [ReportSamples.quantity("1", "a"), ReportSamples.quantity("2", "b")]
        let export = try Table.export(.v1_2, ["a=1 USD@2026-05-01", "b=1 USD@2026-05-01"])
        #expect(
            try refusal(of: [several], by: export)
                == "records with several counts and no charge (custom, 1 record)")
        several.charge = BudgetSamples.money("1 USD")
        try export.check([several])
    }

    @Test func aCreditLedgerIsWrittenWithoutItsMovements() throws {
        let types: [Aurous.CreditEventType] = [.hold, .release, .topup, .adjustment, .charge, .refund]
        let records = try types.map { type in
            try Aurous.Event(AurousFake.creditEvent(at: morning, amount: 1.5, type: type)).usageRecord
        }
        let export = try Table.export(.v1_2, ["credit=2 USD@2026-05-01", "record=1 USD@2026-05-01"])
        #expect(
            try refusal(of: records, by: export)
                == "movements of credits that are no usage (aurous, 4 records)")
        #expect(try records.suffix(2).map { try Table.row($0, export)["BilledCost"] } == ["3.0", "-3.0"])
    }

    @Test func namesAreNotEmpty() throws {
        var nameless = record(ProviderID(rawValue: "custom"), charge: nil)
        nameless.quantities = [ReportSamples.quantity("1", " ")]
        let export = try Table.export(.v1_2, [" =1 USD@2026-05-01"])
        let records = [record(ProviderID(rawValue: " "), charge: "1 USD"), nameless]
        #expect(
            try refusal(of: records, by: export) == """
                records whose provider, currency or unit has no name ( , 1 record); \
                records whose provider, currency or unit has no name (custom, 1 record)
                """)
    }

    @Test func aMissingRateIsNamedBesideOtherReasons() throws {
        let records = [record(at: nil), record()]
        #expect(
            try refusal(of: records, by: Table.export(), .missingExchangeRate) == """
                records without a time in the years 1 to 9999 (aurous, 1 record); \
                no rate of credit from 2026-05-20 or earlier (aurous, 1 record)
                """)
    }

    @Test func nothingKeepsNoRecordsFromBeingWritten() throws {
        #expect(try Table.export().obstacles(to: []).isEmpty)
        try Table.export(isComplete: false).check([])
    }
}
