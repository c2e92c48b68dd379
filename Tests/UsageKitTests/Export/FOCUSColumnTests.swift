import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct FOCUSColumnTests {
    /// Type, level, whether null is allowed, and versions, as the specification has them: the rules of version 1.2.0.1
    /// in focus-validator 2.2.1, and the data model of version 1.4 in focus-data-toolkit 0.14.1.
    private static let specification = """
        BilledCost Decimal Mandatory no 1.2 1.4
        BillingAccountId String Mandatory no 1.2 1.4
        BillingAccountName String Mandatory null 1.2 1.4
        BillingCurrency String Mandatory no 1.2 1.4
        BillingPeriodEnd Date/Time Mandatory no 1.2 1.4
        BillingPeriodStart Date/Time Mandatory no 1.2 1.4
        ChargeCategory String Mandatory no 1.2 1.4
        ChargeClass String Mandatory null 1.2 1.4
        ChargeDescription String Mandatory null 1.2 1.4
        ChargeFrequency String Recommended no 1.2 1.4
        ChargePeriodEnd Date/Time Mandatory no 1.2 1.4
        ChargePeriodStart Date/Time Mandatory no 1.2 1.4
        ConsumedQuantity Decimal Conditional null 1.2 1.4
        ConsumedUnit String Conditional null 1.2 1.4
        ContractedCost Decimal Mandatory no 1.2 1.4
        ContractedUnitPrice Decimal Conditional null 1.2 1.4
        EffectiveCost Decimal Mandatory no 1.2 1.4
        HostProviderName String Mandatory null 1.4
        InvoiceId String Conditional null 1.4
        InvoiceId String Recommended null 1.2
        InvoiceIssuerName String Mandatory no 1.2 1.4
        ListCost Decimal Mandatory no 1.2 1.4
        ListUnitPrice Decimal Conditional null 1.2 1.4
        PricingCategory String Conditional null 1.2 1.4
        PricingCurrency String Conditional no 1.2 1.4
        PricingCurrencyContractedUnitPrice Decimal Conditional null 1.2 1.4
        PricingCurrencyEffectiveCost Decimal Conditional no 1.2 1.4
        PricingCurrencyListUnitPrice Decimal Conditional null 1.2 1.4
        PricingQuantity Decimal Mandatory null 1.2 1.4
        PricingUnit String Mandatory null 1.2 1.4
        ProviderName String Mandatory no 1.2
        PublisherName String Mandatory no 1.2
        RegionId String Conditional null 1.2 1.4
        RegionName String Conditional null 1.2 1.4
        ServiceCategory String Mandatory no 1.2 1.4
        ServiceName String Mandatory no 1.2 1.4
        ServiceProviderName String Mandatory no 1.4
        ServiceSubcategory String Recommended no 1.2 1.4
        SkuId String Conditional null 1.2 1.4
        SkuMeter String Conditional null 1.2 1.4
        SkuPriceDetails String Conditional null 1.2 1.4
        SkuPriceId String Conditional null 1.2 1.4
        """

    @Test func columnsAreThoseOfTheSpecification() {
        let declared = FOCUSColumn.all.filter { $0.level != .custom }.map { column in
            let versions = column.versions.map(\.rawValue).sorted()
            #expect(column.nullable.isEmpty || column.nullable == column.versions)
            return [column.name, column.kind.rawValue, column.level.rawValue, column.nullable.isEmpty ? "no" : "null"]
                + versions
        }
        #expect(declared.map { $0.joined(separator: " ") }.sorted().joined(separator: "\n") == Self.specification)
    }

    /// The columns of both versions, before those of this package.
    private static let custom = """
        x_Provider,x_RecordId,x_RequestId,x_EventTime,x_Type,x_Model,x_ApiKeyId,x_UserId,x_BotId,x_ConversationId,\
        x_Status,x_InputTokens,x_OutputTokens,x_Units,\
        x_DurationMilliseconds,x_ExchangeRate,x_ExchangeRateDate,x_Final\r\n
        """

    @Test func theHeaderNamesTheColumnsOfTheVersion() throws {
        #expect(
            try FOCUSTable.export(.v1_2).header == """
                BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,\
                ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,\
                ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceId,\
                InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingCurrency,\
                PricingCurrencyContractedUnitPrice,PricingCurrencyEffectiveCost,PricingCurrencyListUnitPrice,\
                PricingQuantity,PricingUnit,ProviderName,PublisherName,RegionId,RegionName,ServiceCategory,ServiceName,\
                ServiceSubcategory,SkuId,SkuMeter,SkuPriceDetails,SkuPriceId,\(Self.custom)
                """)
        #expect(
            try FOCUSTable.export(.v1_4).header == """
                BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,\
                ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,\
                ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,HostProviderName,\
                InvoiceId,InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingCurrency,\
                PricingCurrencyContractedUnitPrice,PricingCurrencyEffectiveCost,PricingCurrencyListUnitPrice,\
                PricingQuantity,PricingUnit,RegionId,RegionName,ServiceCategory,ServiceName,ServiceProviderName,\
                ServiceSubcategory,SkuId,SkuMeter,SkuPriceDetails,SkuPriceId,\(Self.custom)
                """)
    }

    @Test func eachColumnHasARuleWithItsSection() {
        for column in FOCUSColumn.all {
            #expect(column.level == .custom ? column.name.hasPrefix("x_") : !column.name.contains("_"))
            #expect(column.rule.hasSuffix(column.level == .custom ? "." : ")."), "\(column.name)")
            #expect(!column.rule.contains("|"), "\(column.name)")
        }
    }

    @Test func theDocumentHasTheRuleOfEachColumn() throws {
        let expected = FOCUSColumn.all.map { column in
            let versions = column.versions.map(\.rawValue).sorted().joined(separator: ", ")
            let null = column.nullable.isEmpty ? "no" : "yes"
            return "| `\(column.name)` | \(column.kind.rawValue) | \(column.level.rawValue) | \(null) | \(versions) | "
                + "\(column.rule) |"
        }
        let lines = try DocumentedSamples.text(of: "Docs/FOCUS.md").split(separator: "\n").map(String.init)
        let documented = lines.filter { $0.hasPrefix("| `") && $0.split(separator: "|").count == 6 }
        #expect(documented == expected, "expected:\n\(expected.joined(separator: "\n"))")
    }

    @Test(
        arguments: FOCUSExport.Version.allCases, FOCUSTable.ledgers)
    func rowsKeepTheRules(version: FOCUSExport.Version, ledger: RowLedger) throws {
        var written = 0
        for seed in PropertySeeds.some(3) {
            var records = try FOCUSTable.records(ledger, seed: seed, count: 60)
            var random = SeededGenerator(seed: seed)
            records += ParquetRecords.make(60, nullsIn: 4, using: &random)
            let export = try FOCUSTable.export(version, FOCUSTable.rates, unfinalRows: .marked)
            for record in records where try export.obstacles(to: [record]).isEmpty {
                written += 1
                try check(FOCUSTable.row(record, export), of: export)
            }
        }
        #expect(written > 150)
    }

    private func check(_ row: [String: String], of export: FOCUSExport) throws {
        for column in FOCUSColumn.all(in: export.version) {
            guard let cell = row[column.name] else {
                #expect(column.nullable.contains(export.version), "\(column.name)")
                continue
            }
            #expect(column.allowed.isEmpty || column.allowed.contains(cell), "\(column.name): \(cell)")
            switch column.kind {
            case .decimal: #expect(cell.wholeMatch(of: /-?\d+\.\d+/) != nil, "\(column.name): \(cell)")
            case .instant: #expect(cell.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(cell)")
            case .text: break
            }
        }
        for name in ["PricingUnit", "ConsumedUnit"] {
            let unit = try #require(row[name])
            #expect(
                unit.wholeMatch(of: /(\d+ )?[A-Za-z][A-Za-z0-9]*( [A-Za-z][A-Za-z0-9]*)*/) != nil, "\(name): \(unit)")
        }
        func number(_ name: String) throws -> NaiveNumber { NaiveNumber(try #require(row[name])) }
        let quantity = try number("PricingQuantity")
        for (price, cost) in [
            ("ListUnitPrice", "ListCost"), ("ContractedUnitPrice", "ContractedCost"),
            ("ContractedUnitPrice", "BilledCost"), ("ContractedUnitPrice", "EffectiveCost"),
            ("PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost"),
        ] {
            #expect(row[price]?.hasPrefix("-") == false)
            #expect(try (number(price) * quantity + number(cost).negated).isZero, "\(price) and \(cost)")
        }
        if row["x_ExchangeRate"] != nil {
            let product = try number("PricingCurrencyEffectiveCost") * number("x_ExchangeRate")
            #expect(try (product + number("BilledCost").negated).isZero)
        }
        let (start, end) = (row["ChargePeriodStart"] ?? "", row["ChargePeriodEnd"] ?? "")
        #expect(start < end && row["BillingPeriodStart"] ?? "" <= start && end <= row["BillingPeriodEnd"] ?? "")
    }
}
