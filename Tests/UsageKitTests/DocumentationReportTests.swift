import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// More samples of the article "Reports", word for word; ``DocumentationTests`` compares them with the article.
@Suite struct DocumentationReportTests {
    private let may: TimeWindow
    private let tresor: Tresor.Client

    init() throws {
        may = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-06-01T00:00:00Z"))
        let fake = TresorFake(rows: LedgerGenerator(seed: 6).tresorRows(count: 300, in: may))
        tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: ClientConfiguration(transport: fake))
    }

    private func ledger() async throws -> UsageLedger {
        var ledger = UsageLedger()
        try await ledger.ingest(tresor.usage(in: may))
        return ledger
    }

    @Test func aQueryHasAFilterAndMeasures() async throws {
        let ledger = try await ledger()
        var slow = ReportQuery(every: .hour, by: [.model])
        slow.filter = .all([.duration(.atLeast, .seconds(30)), .not(.status(in: [.failed]))])
        slow.measures = [.tokens, .extremes, .distinct(.user)]
        let hours = try ledger.report(slow)
        let longest = hours.first?.statistics(of: .inputTokens)?.maximum
        let users = hours.first?.distinct(.user)
        #expect((longest == nil) == hours.isEmpty)
        #expect((users == nil) == hours.isEmpty)
    }

    @Test func topKeysHaveGroupsOfTheirOwn() async throws {
        let ledger = try await ledger()
        let spent = UsageFigure.sum(.charge(.eur))
        let top = try ledger.report(ReportQuery(by: [.model], top: ReportQuery.Top(3, by: spent)))
        for group in top {
            print(group.isOther ? "all others" : group[.model] ?? "no model", top.share(of: spent, in: group) ?? 0)
        }
        let shares = top.compactMap { top.share(of: spent, in: $0) }
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    }

    @Test func aLedgerIsSplitByLabels() async throws {
        let kept = try await UsageLedger(of: tresor.usage(in: may), keeping: [.region, .keyName])
        for group in try kept.report(by: [.region, .account]) {
            print(group[.region] ?? "no region", group[.account] ?? "no account", group.charges[.eur] ?? 0)
        }
        #expect(kept.labels == [.region, .keyName])
    }

    @Test func recordsHaveTheLabelsThatTheyAreAskedFor() async throws {
        let (rows, _) = try await tresor.usage(in: may).collect()
        var regions = try UsageSketch(ReportQuery(every: .day, by: [.region]))
        for row in rows { try regions.add(row.usageRecord(keeping: [.region])) }
        let labelled = CSVExport(labels: [.region, .keyName])
        let table = labelled.header + rows.map { labelled.line(for: $0.usageRecord(keeping: labelled.labels)) }.joined()
        #expect(table.split(separator: "\r\n").count == rows.count + 1)
        #expect(Set(regions.map { $0[.region] }).count > 1)
    }

    @Test func aWeekIsComparedWithTheWeekBefore() async throws {
        let ledger = try await ledger()
        let week = try BucketCalendar().bucket(.week, containing: .now())
        let days = ReportQuery(window: try TimeWindow(week), every: .day)
        for change in try ledger.report(days).changes(since: ledger.report(days.previousPeriod)) {
            print(change.difference(of: .requests) ?? 0, change.ratio(of: .requests) ?? 0)
        }
        #expect(try days.previousPeriod.window.end == week.lowerBound)
    }

    @Test func aSeriesIsDrawnPointByPoint() async throws {
        let ledger = try await ledger()
        var drawn = 0
        func draw(_ name: String, _ date: Date, _ value: Decimal?) { drawn += 1 }
        let byDay = try ledger.report(every: .day, by: [.model])
        for line in try byDay.series(of: .sum(.charge(.eur))) {
            for point in line { draw(line[.model] ?? "no model", point.date, point.value) }
        }
        for line in try byDay.latencySeries(at: .p95) {
            for point in line { draw("p95", point.date, point.value.map(Decimal.init(seconds:))) }
        }
        let models = Set(byDay.map { $0[.model] }).count
        #expect(drawn == 2 * 31 * models)
    }

    @Test func figuresAreStoredAndReadBack() async throws {
        let report = try await ledger().report(every: .day, by: [.model])
        let stored = try JSONEncoder().encode(report.map(\.figures))
        let figures = try JSONDecoder().decode([UsageFigures].self, from: stored)
        #expect(figures == report.map(\.figures))
    }

    @Test func aReportIsExported() async throws {
        let report = try await ledger().report(every: .day, by: [.model])
        let object = JSONExport().text(of: report)
        let table = CSVExport().text(of: report)
        #expect(try JSONValue(json: Array(object.utf8))["complete"] == true)
        #expect(table.split(separator: "\r\n").count == report.count + 1)

        let url = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID()).json")
        try Data().write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let file = try FileHandle(forWritingTo: url)
        for chunk in JSONExport().chunks(of: report) { try file.write(contentsOf: chunk) }
        try file.close()
        #expect(try String(contentsOf: url, encoding: .utf8) == object)
    }

    @Test func aReportIsExportedAsMetrics() async throws {
        let ledger = try await ledger()
        let keys = ReportQuery(by: [.model, .apiKey], top: ReportQuery.Top(100, by: .requests))
        let metrics = try OpenMetricsExport(labels: ["team": "search"]).text(of: ledger.report(keys))
        #expect(metrics.contains("usagekit_requests{team=\"search\",model="))
        #expect(metrics.hasSuffix("\n# EOF\n"))
    }

    @Test func anExportIsReadBack() async throws {
        let rows = try await tresor.usage(in: may).collect().rows
        let ndjson = NDJSONExport()
        let lines = rows.map { ndjson.line(for: $0.usageRecord) }.joined()
        let records = try ndjson.records(from: Array(lines.utf8))
        #expect(records == rows.map(\.usageRecord))

        let url = FileManager.default.temporaryDirectory.appending(path: "usage-\(UUID()).ndjson")
        try Data().write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let file = try FileHandle(forWritingTo: url)
        var block: [UInt8] = []
        for row in rows {
            ndjson.append(row.usageRecord, to: &block)
            if block.count >= 1 << 16 {
                try file.write(contentsOf: block)
                block.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: block)

        var reader = try RecordReader(of: url, repeatingRequests: [.venice])
        var ledger = UsageLedger()
        while let record = try reader.next() { try ledger.append(record) }
        #expect(ledger.count == rows.count)
        #expect(try String(contentsOf: url, encoding: .utf8) == lines)
    }

    @Test func recordsAreExportedAsParquet() async throws {
        let rows = try await tresor.usage(in: may).collect().rows
        let url = FileManager.default.temporaryDirectory.appending(path: "usage-\(UUID()).parquet")
        try Data().write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let file = try FileHandle(forWritingTo: url)
        var parquet = try ParquetExport(labels: [.region]).writer()
        for row in rows {
            try parquet.append(row.usageRecord(keeping: [.region]))
            while let piece = parquet.nextPiece() { try file.write(contentsOf: piece) }
        }
        parquet.finish()
        while let piece = parquet.nextPiece() { try file.write(contentsOf: piece) }
        try file.close()
        let read = try ParquetFile(Array(Data(contentsOf: url)))
        #expect(read.rowCount == rows.count)
        #expect(try read.column("id").map { $0?.description } == rows.map(\.usageRecord.id))
    }

    @Test func recordsAreExportedAsFOCUS() async throws {
        let (rows, report) = try await tresor.usage(in: may).collect()
        let rates = try ExchangeRates(
            into: .usd, [ExchangeRate(of: .eur, as: Money("1.1", .usd), from: CalendarDay("2026-05-01"))])
        let focus = try FOCUSExport(
            .v1_2, rates: rates, names: FOCUSNames(account: "team-search"), isComplete: report.isComplete,
            labels: [.keyName])
        let records = rows.map { $0.usageRecord(keeping: focus.recordLabels) }
        try focus.check(records)
        var file = focus.header
        for record in records { file += try focus.line(for: record) }
        #expect(file.split(separator: "\r\n").count == rows.count + 1)
        #expect(file.contains(",team-search,"))
    }

    @Test func whatFOCUSRefusesIsLeftOut() throws {
        let time = try Timestamp("2026-05-20T10:00:00Z")
        var records = ["charge", "hold", "topup", "refund"].map { type in
            UsageRecord(provider: .aurous, id: type, time: time, type: type)
        }
        records[0].charge = try Money("1", .credits)
        records[3].charge = try Money("-1", .credits)
        records.append(UsageRecord(provider: .aurous, charge: try Money("1", .credits)))
        let rate = try ExchangeRate(of: .credits, as: Money("0.01", .usd), from: CalendarDay("2026-05-01"))
        let focus = try FOCUSExport(
            rates: ExchangeRates(into: .usd, [rate]), names: FOCUSNames(account: "team-search"), isComplete: true)
        #expect(try Set(focus.obstacles(to: records).map(\.reason)) == [.notUsage, .noTime])
        let movements = ["hold", "release", "topup", "adjustment"]
        let billed = records.filter { $0.time != nil && !movements.contains($0.type ?? "") }
        try focus.check(billed)
        #expect(billed.compactMap(\.id) == ["charge", "refund"])
    }

    @Test func liveReportsEndWithTheReportOfAllRows() async throws {
        var shown: UsageReport?
        for try await live in UsageLedger().reports(during: tresor.usage(in: may)) {
            shown = live.report
        }
        #expect(shown?.total.requests == 300)
    }
}
