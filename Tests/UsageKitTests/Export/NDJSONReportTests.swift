import Testing

@testable import UsageKit

/// The tests of `NDJSONExport+Report.swift`.
@Suite struct NDJSONReportTests {
    @Test func writesAnObjectForEachGroup() throws {
        let records =
            ReportSamples.records + [
                UsageRecord(
                    provider: .tresor, time: ReportSamples.day, model: "a\nb",
                    quantities: [ReportSamples.quantity("1.50", "s\"")], charge: ReportSamples.money("-3", .eur))
            ]
        let report = try ReportSamples.ledger(records).report(every: .day, by: [.model])
        let bucket = #"{"start":"2026-05-20T00:00:00Z","end":"2026-05-21T00:00:00Z","#
        #expect(
            NDJSONExport().text(of: report)
                == bucket + #""model":"a\nb","requests":1,"succeeded":null,"failed":null,"cancelled":null,"#
                + #""inputTokens":null,"outputTokens":null,"latencyCount":0,"p50MS":null,"p95MS":null,"#
                + #""charge.EUR":"-3","charge.credit":null,"units.s\"":"1.5"}"# + "\n"
                + bucket + #""model":"m","requests":2,"succeeded":2,"failed":0,"cancelled":0,"#
                + #""inputTokens":659,"outputTokens":103,"latencyCount":2,"p50MS":1206,"p95MS":1562.4,"#
                + #""charge.EUR":null,"charge.credit":"0.02987","units.s\"":null}"# + "\n")
    }

    @Test func anEmptyReportHasNoLines() throws {
        let report = try UsageLedger().report(by: [.user])
        #expect(NDJSONExport().text(of: report) == "")
        #expect(Array(NDJSONExport().chunks(of: report)).isEmpty)
    }

    @Test func theGroupOfAllOtherKeysSaysSo() throws {
        let records = ["a", "a", "b"].map { UsageRecord(provider: .aurous, model: $0) }
        let report = try ReportSamples.ledger(records).report(ReportQuery(by: [.model], top: .init(1, by: .requests)))
        let lines = try NDJSONExport().text(of: report).split(separator: "\n")
            .map { try JSONValue(json: Array($0.utf8)) }
        #expect(lines.map { $0["model"] } == ["a", .null])
        #expect(lines.map { $0["other"] } == [false, true])
    }
}
