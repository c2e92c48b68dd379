import Testing

@testable import UsageKit

/// The tests of `CSVExport+Report.swift`.
@Suite struct CSVReportTests {
    private static let figures = "requests,succeeded,failed,cancelled,inputTokens,outputTokens,latencyCount,p50MS,p95MS"

    @Test func writesALineForEachGroup() throws {
        let records =
            ReportSamples.records + [
                UsageRecord(
                    provider: .tresor, time: ReportSamples.day,
                    quantities: [ReportSamples.quantity("1.50", "audio_seconds")],
                    charge: ReportSamples.money("-3", .eur))
            ]
        let report = try ReportSamples.ledger(records).report(every: .day, by: [.model])
        #expect(
            CSVExport().text(of: report)
                == "start,end,model,\(Self.figures),charge.EUR,charge.credit,units.audio_seconds\r\n"
                + "2026-05-20T00:00:00Z,2026-05-21T00:00:00Z,m,2,2,0,0,659,103,2,1206,1562.4,,0.02987,\r\n"
                + "2026-05-20T00:00:00Z,2026-05-21T00:00:00Z,,1,,,,,,0,,,-3,,1.5\r\n")
    }

    @Test func anEmptyReportIsAHeader() throws {
        let report = try UsageLedger().report(by: [.user, .sku])
        #expect(CSVExport().text(of: report) == "start,end,user,sku,\(Self.figures)\r\n")
    }

    @Test func onlyCurrenciesAndUnitsThatOccurHaveColumns() throws {
        let records = [
            UsageRecord(provider: .aurous, model: "a", charge: ReportSamples.money("0", .usd)),
            UsageRecord(
                provider: .aurous, model: "b", quantities: [ReportSamples.quantity("1", "n")],
                charge: ReportSamples.money("1", .eur)),
        ]
        let report = try ReportSamples.ledger(records).report(ReportQuery(where: .model(in: ["a"])))
        #expect(CSVExport().text(of: report) == "start,end,\(Self.figures),charge.USD\r\n,,1,,,,,,0,,,0\r\n")
    }

    @Test func textsAreQuotedAndDoNotRun() throws {
        let records = [
            UsageRecord(
                provider: .aurous, model: "=1,\"2\"", quantities: [ReportSamples.quantity("-1", "a,b")],
                charge: ReportSamples.money("-1", Currency(rawValue: "=X")))
        ]
        let report = try ReportSamples.ledger(records).report(by: [.model])
        let header = "start,end,model,\(Self.figures),charge.=X,\"units.a,b\"\r\n"
        #expect(CSVExport().text(of: report) == header + ",,\"'=1,\"\"2\"\"\",1,,,,,,0,,,-1,-1\r\n")
        #expect(
            CSVExport(formulas: .kept).text(of: report) == header + ",,\"=1,\"\"2\"\"\",1,,,,,,0,,,-1,-1\r\n")
    }

    @Test func theGroupOfAllOtherKeysSaysSo() throws {
        let records = ["a", "a", "b"].map { UsageRecord(provider: .aurous, model: $0) }
        let report = try ReportSamples.ledger(records).report(ReportQuery(by: [.model], top: .init(1, by: .requests)))
        let cells = try CSVText.cells(CSVExport().text(of: report)).map { Array($0.prefix(5)) }
        #expect(cells[0] == ["start", "end", "model", "other", "requests"])
        #expect(cells[1] == ["", "", "a", "false", "2"])
        #expect(cells[2] == ["", "", "", "true", "1"])
    }
}
