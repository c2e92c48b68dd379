import Testing

@testable import UsageKit

@Suite struct LedgerLabelTests {
    private static let tenant = UsageDimension(rawValue: "tenant")

    private func record(_ labels: [UsageDimension: String], model: String = "m") -> UsageRecord {
        UsageRecord(provider: .tresor, model: model, tokens: TokenCounts(input: 1), labels: labels)
    }

    private func counts(_ ledger: UsageLedger, by dimension: UsageDimension) throws -> [String?: Int] {
        Dictionary(uniqueKeysWithValues: try ledger.report(by: [dimension]).map { ($0[dimension], $0.requests) })
    }

    @Test func aLabelThatIsKeptIsADimension() throws {
        var ledger = UsageLedger(keeping: [.region, .model, .region, Self.tenant])
        #expect(ledger.labels == [.region, Self.tenant])
        try ledger.append(record([.region: "eu", Self.tenant: "a", .lora: "x"]))
        try ledger.append(contentsOf: [record([.region: "us"]), record([:])])
        #expect(try counts(ledger, by: .region) == ["eu": 1, "us": 1, nil: 1])
        #expect(try counts(ledger, by: Self.tenant) == ["a": 1, nil: 2])
        let query = ReportQuery(
            where: .isOne(.region, ["eu", "us"]), by: [.model], measures: [.distinct(.region), .distinct(Self.tenant)])
        let report = try ledger.report(query)
        #expect(report.total.requests == 2)
        #expect(report.total.distinct(.region) == 2)
        #expect(report.total.distinct(Self.tenant) == 1)
        let top = try ledger.report(ReportQuery(by: [.region], top: ReportQuery.Top(1, by: .requests)))
        #expect(top.map(\.requests) == [1, 2])
    }

    @Test func anotherLabelIsRefusedWithTheWayToKeepIt() throws {
        let ledger = UsageLedger(keeping: [.region])
        for query in [
            ReportQuery(by: [.keyName]), ReportQuery(measures: [.distinct(.keyName)]),
            ReportQuery(where: .not(.isOne(.keyName, []))),
        ] {
            let error = try #require(throws: UsageError.self) { try ledger.report(query) }
            #expect(error.code == .invalidArgument)
            #expect(
                error.message == """
                    the ledger has no dimension 'keyName', it has provider, model, apiKey, user, type, status, currency, \
                    sku, bot, conversation, account, region; if it is a label of its rows, make the ledger with \
                    UsageLedger(keeping:) and this label
                    """)
        }
    }

    @Test func theAccountOfARecordIsADimensionOfEveryLedger() throws {
        var ledger = UsageLedger()
        try ledger.append(record([.account: "a"]))
        try ledger.append(record([:]))
        try ledger.append(contentsOf: [record([.account: "b"]), record([.account: "b"]), record([.account: "a"])])
        #expect(throws: UsageError.self) {
            try ledger.append(UsageRecord(provider: .tresor, duration: .seconds(-1), labels: [.account: "c"]))
        }
        #expect(try counts(ledger, by: .account) == ["a": 2, "b": 2, nil: 1])
        #expect(ledger.labels.isEmpty)
    }

    private func ledger(keeping labels: [UsageDimension], _ records: [UsageRecord]) throws -> UsageLedger {
        var ledger = UsageLedger(keeping: labels)
        try ledger.append(contentsOf: records)
        return ledger
    }

    @Test func mergedLedgersKeepTheLabelsOfBoth() throws {
        let one = try ledger(keeping: [.region, .keyName], [record([.region: "eu", .keyName: "k", .account: "a"])])
        let two = try ledger(keeping: [.upstream, .region], [record([.region: "us", .upstream: "u"])])
        for (merged, expected) in [(one.merging(two), [UsageDimension.region]), (two.merging(one), [.region])] {
            #expect(merged.labels == expected)
            #expect(try counts(merged, by: .region) == ["eu": 1, "us": 1])
            #expect(try counts(merged, by: .account) == ["a": 1, nil: 1])
            #expect(throws: UsageError.self) { try merged.report(by: [.keyName]) }
        }
    }

    @Test func aLedgerWithoutRowsDoesNotDecideWhichLabelsAreKept() throws {
        let rows = try ledger(keeping: [.region], [record([.region: "eu"])])
        #expect(UsageLedger().merging(rows).labels == [.region])
        #expect(UsageLedger(keeping: [.keyName]).merging(rows).labels == [.region, .keyName].dropLast())
        #expect(rows.merging(UsageLedger()).labels == [.region])
        #expect(rows.merging(UsageLedger(keeping: [.keyName])).labels == [.region])
        #expect(
            UsageLedger(keeping: [.keyName]).merging(UsageLedger(keeping: [.region])).labels == [.keyName, .region])
        #expect(try counts(UsageLedger().merging(rows), by: .region) == ["eu": 1])
    }

    /// Merged labels are those of the rows of both, whatever the number of rows.
    @Test(arguments: [(1, 5000), (5000, 1), (4096, 4096), (40, 17_000)])
    func mergingGivesTheLabelsOfBoth(first: Int, second: Int) throws {
        var random = SeededGenerator(seed: UInt64(first * 31 + second))
        let texts: [String?] = ["a", "b", "\u{E9}", "e\u{301}", nil]
        let records = (0..<first + second).map { _ in
            var record = record([:])
            for label in [.region, Self.tenant, .account] {
                record.labels[label] = texts.randomElement(using: &random) ?? nil
            }
            return record
        }
        let labels = [.region, Self.tenant]
        let together = try ledger(keeping: labels, records)
        var left = try ledger(keeping: labels, Array(records[..<first]))
        left.merge(try ledger(keeping: labels.reversed(), Array(records[first...])))
        let query = ReportQuery(by: labels + [.account])
        NaiveReport(records, query).expectAgreement(of: try together.report(query))
        NaiveReport(records, query).expectAgreement(of: try left.report(query))
    }
}
