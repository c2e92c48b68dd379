import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct OpenMetricsExportTests {
    private func read(_ report: UsageReport, walks: [WalkReport]? = nil) throws -> OpenMetricsText {
        try OpenMetricsText(OpenMetricsExport().text(of: report, walks: walks))
    }

    private func refusal(
        _ report: UsageReport, by export: OpenMetricsExport = OpenMetricsExport()
    ) throws -> UsageError {
        try #require(throws: UsageError.self) { try export.text(of: report) }
    }

    @Test func writesTheFamiliesOfAReport() throws {
        let report = try ReportSamples.ledger().report(by: [.model, .apiKey])
        let text = try OpenMetricsExport().text(of: report)
        #expect(
            text == """
                # HELP usagekit_requests Requests of the window.
                # TYPE usagekit_requests gauge
                usagekit_requests{model="m"} 2
                # HELP usagekit_ended_requests Requests of the window by how they ended, if that is known.
                # TYPE usagekit_ended_requests gauge
                usagekit_ended_requests{model="m",outcome="succeeded"} 2
                usagekit_ended_requests{model="m",outcome="failed"} 0
                usagekit_ended_requests{model="m",outcome="cancelled"} 0
                # HELP usagekit_input_tokens Tokens of the prompts.
                # TYPE usagekit_input_tokens gauge
                # UNIT usagekit_input_tokens tokens
                usagekit_input_tokens{model="m"} 659
                # HELP usagekit_output_tokens Tokens of the completions.
                # TYPE usagekit_output_tokens gauge
                # UNIT usagekit_output_tokens tokens
                usagekit_output_tokens{model="m"} 103
                # HELP usagekit_charges Charges by currency, positive for money spent.
                # TYPE usagekit_charges gauge
                usagekit_charges{model="m",currency="credit"} 0.02987
                # HELP usagekit_latency_percentile_seconds Exact percentiles of the durations of requests.
                # TYPE usagekit_latency_percentile_seconds gauge
                # UNIT usagekit_latency_percentile_seconds seconds
                usagekit_latency_percentile_seconds{model="m",percentile="50"} 1.206
                usagekit_latency_percentile_seconds{model="m",percentile="90"} 1.5228
                usagekit_latency_percentile_seconds{model="m",percentile="95"} 1.5624
                usagekit_latency_percentile_seconds{model="m",percentile="99"} 1.59408
                # HELP usagekit_latency_sum_seconds The sum of the durations of requests.
                # TYPE usagekit_latency_sum_seconds gauge
                # UNIT usagekit_latency_sum_seconds seconds
                usagekit_latency_sum_seconds{model="m"} 2.412
                # HELP usagekit_timed_requests Requests whose durations are in the percentiles and the sum.
                # TYPE usagekit_timed_requests gauge
                usagekit_timed_requests{model="m"} 2
                # HELP usagekit_report_complete Whether every walk is complete: 1, or 0 if the figures lack rows.
                # TYPE usagekit_report_complete gauge
                usagekit_report_complete 1
                # EOF

                """)
        #expect(try OpenMetricsText(text).families.count == 9)
    }

    @Test func whatIsUnknownHasNoSeries() throws {
        let metrics = try read(ReportSamples.ledger([UsageRecord(provider: .venice)]).report())
        #expect(metrics.samples.map(\.name) == ["usagekit_requests", "usagekit_report_complete"])
        #expect(metrics.value("requests") == "1")
        #expect(try read(UsageLedger().report(by: [.model])).families == ["usagekit_report_complete"])
    }

    @Test func everyCurrencyAndUnitHasItsSeries() throws {
        let records = [
            UsageRecord(
                provider: .venice,
                quantities: [ReportSamples.quantity("0.50", "b\""), ReportSamples.quantity("3", "B")],
                charge: ReportSamples.money("-12.50", .usd)),
            UsageRecord(provider: .venice, charge: ReportSamples.money("1", .diem)),
            UsageRecord(
                provider: .venice, charge: ReportSamples.money("12345678901234567890123456789.000000001", .eur)),
        ]
        let report = try ReportSamples.ledger(records).report()
        let metrics = try read(report)
        #expect(metrics.values("charges") == ["1", "12345678901234567890123456789.000000001", "-12.5"])
        #expect(metrics.value("charges", ["currency": "USD"]) == "-12.5")
        #expect(metrics.value("quantity", ["unit": "b\""]) == "0.5")
        // By currency, one label says the currency of a group and that of its charges.
        let split = try read(ReportSamples.ledger(records).report(by: [.currency]))
        #expect(split.value("charges", ["currency": "DIEM"]) == "1")
        #expect(split.value("requests", ["currency": "DIEM"]) == "1")
    }

    @Test(arguments: [
        "a\nb", "\"", "\\", "\\n", "a\r\nb", "{},=", "e\u{301}", "\u{2028}", "\u{FEFF}", " ", "# EOF", "\u{1F600}",
        "\t",
    ])
    func everyTextOfALabelRoundTrips(text: String) throws {
        let report = try ReportSamples.ledger([UsageRecord(provider: .aurous, model: text)]).report(by: [.model])
        let label = try #require(try read(report).samples.first).labels["model"]
        #expect(label.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func aZeroByteIsReplaced() throws {
        let report = try ReportSamples.ledger([UsageRecord(provider: .aurous, model: "a\u{0}b")]).report(by: [.model])
        #expect(try read(report).value("requests", ["model": "a\u{FFFD}b"]) == "1")
    }

    @Test func textsThatAreEqualForSwiftAreTwoSeries() throws {
        let records = ["\u{E9}", "e\u{301}"].map { UsageRecord(provider: .aurous, model: $0) }
        #expect(try read(ReportSamples.ledger(records).report(by: [.model])).values("requests") == ["1", "1"])
    }

    @Test func anEmptyTextBesideAMissingOneIsRefused() throws {
        let empty = UsageRecord(provider: .aurous, model: "")
        #expect(try read(ReportSamples.ledger([empty]).report(by: [.model])).value("requests") == "1")
        let both = try ReportSamples.ledger([empty, UsageRecord(provider: .aurous)]).report(by: [.model])
        let error = try refusal(both)
        #expect(error.code == .invalidArgument && error.message.contains("same labels"))
    }

    @Test(arguments: [
        ("model", "model"), ("apiKey", "api_key"), ("requestID", "request_id"), ("cost-centre", "cost_centre"),
        ("__name__", "label___name__"), ("7days", "label_7days"), ("\u{E9}", "label__"), ("quantile", "label_quantile"),
        ("outcome", "label_outcome"), ("unit", "label_unit"), ("percentile", "label_percentile"), ("le", "label_le"),
        ("Other", "label_other"), ("", "label_"),
        ("a.b c", "a_b_c"),
    ])
    func dimensionsAreNamedInSnakeCase(dimension: String, label: String) throws {
        #expect(MetricLabel.name(of: UsageDimension(rawValue: dimension)) == label)
        guard UsageDimension(rawValue: dimension).common == nil, dimension != "" else { return }
        var ledger = UsageLedger(keeping: [UsageDimension(rawValue: dimension)])
        var record = UsageRecord(provider: .aurous, apiKey: "x")
        record.labels = [UsageDimension(rawValue: dimension): "x"]
        try ledger.append(record)
        let metrics = try read(ledger.report(by: [UsageDimension(rawValue: dimension)]))
        #expect(metrics.value("requests", [label: "x"]) == "1")
    }

    @Test func dimensionsWithTheSameLabelAreRefused() throws {
        let dimensions = ["a-b", "a_b"].map { UsageDimension(rawValue: $0) }
        let report = try UsageLedger(keeping: dimensions).report(by: dimensions)
        let error = try refusal(report)
        #expect(error.message == "the dimensions a-b and a_b have the same label a_b: leave one out")
        // The same dimension twice is one label.
        #expect(try read(ReportSamples.ledger().report(by: [.model, .model])).value("requests", ["model": "m"]) == "2")
    }

    @Test func bucketsOfTimeAreRefused() throws {
        #expect(try refusal(ReportSamples.ledger().report(every: .day)).code == .invalidArgument)
    }

    @Test func tooManySeriesAreRefusedAndNotCutOff() throws {
        let report = try ReportSamples.ledger().report(by: [.model])
        let count = try read(report).samples.count
        #expect(throws: Never.self) { try OpenMetricsExport(seriesLimit: count).text(of: report) }
        for limit in [count - 1, 1, 0, -1, Int.min] {
            let error = try refusal(report, by: OpenMetricsExport(seriesLimit: limit))
            #expect(error.code == .invalidArgument)
            #expect(error.message.hasPrefix("the report has more than \(limit) series: "))
        }
    }

    @Test func theGroupOfAllOtherKeysSaysSo() throws {
        let records = ["a", "a", "b", "c", nil].map { UsageRecord(provider: .aurous, model: $0) }
        let query = ReportQuery(by: [.model], top: ReportQuery.Top(1, by: .requests))
        let metrics = try read(ReportSamples.ledger(records).report(query))
        #expect(metrics.value("requests", ["model": "a"]) == "2")
        #expect(metrics.value("requests", ["other": "true"]) == "3")
    }

    @Test func walksAreNamedOneByOne() throws {
        var read = WalkReport(
            provider: .aurous, endpoint: "events", window: .since("2026-05-20T00:00:00Z"), isFinished: true)
        read.readAt = .at("2026-05-20T10:00:00.25Z")
        let stopped = WalkReport(
            provider: .venice, endpoint: "history", window: .between("1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00Z"),
            stopped: WalkStop(.missingRows, "2 rows of 3"))
        let metrics = try self.read(ReportSamples.ledger().report().with(walks: [read, stopped]))
        let labels = [
            ["walk": "1", "provider": "aurous", "endpoint": "events"],
            ["walk": "2", "provider": "venice", "endpoint": "history"],
        ]
        #expect(metrics.value("report_complete") == "0")
        #expect(labels.map { metrics.value("walk_complete", $0) } == ["1", "0"])
        #expect(labels.map { metrics.value("walk_read_timestamp_seconds", $0) } == ["1779271200.25", nil])
        #expect(labels.map { metrics.value("walk_start_timestamp_seconds", $0) } == ["1779235200", "-0.5"])
        #expect(labels.map { metrics.value("walk_end_timestamp_seconds", $0) } == [nil, "0"])
        // The walks of the caller take the place of those of the report.
        let other = try self.read(ReportSamples.ledger().report().with(walks: [stopped]), walks: [read])
        #expect(other.value("report_complete") == "1")
        #expect(other.values("walk_complete") == ["1"])
    }

    @Test func theWindowOfTheReportIsWritten() throws {
        let query = ReportQuery(window: .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"))
        let metrics = try read(ReportSamples.ledger().report(query))
        #expect(metrics.value("window_start_timestamp_seconds") == "1779235200")
        #expect(metrics.value("window_end_timestamp_seconds") == "1779321600")
    }

    @Test func everySeriesHasTheLabelsOfTheCaller() throws {
        let walk = WalkReport(provider: .aurous, endpoint: "events", window: .all, isFinished: true)
        let report = try ReportSamples.ledger().report(by: [.model]).with(walks: [walk])
        let export = OpenMetricsExport(labels: ["team": "b", "provider": "a"])
        let metrics = try OpenMetricsText(export.text(of: report))
        #expect(metrics.samples.allSatisfy { $0.labels["team"] == "b" && $0.labels["provider"] != nil })
        #expect(metrics.value("requests", ["provider": "a", "team": "b", "model": "m"]) == "2")
        #expect(metrics.samples.last?.labels["provider"] == "aurous")
        for name in [
            "", "1", "a-b", "\u{E9}", "_a", "model", "percentile", "quantile", "outcome", "unit", "other", "walk",
            "currency",
        ] {
            #expect(try refusal(report, by: OpenMetricsExport(labels: [name: "x"])).code == .invalidArgument, "\(name)")
        }
    }

    /// The figures of every ledger are those of its report, and the order of the rows changes no byte.
    @Test(arguments: RowLedger.allCases)
    func theMetricsOfEveryLedgerAreThoseOfItsReport(ledger: RowLedger) async throws {
        let outcome = try await ledger.walk(.test(ledger.fake(ledger.rows(seed: 17, count: 200))), pageSize: 50)
        let dimensions: [UsageDimension] = [.provider, .model, .apiKey]
        let report = try ReportSamples.ledger(outcome.records).report(by: dimensions)
        let text = try OpenMetricsExport().text(of: report)
        let shuffled = try ReportSamples.ledger(outcome.records.reversed()).report(by: dimensions)
        #expect(try OpenMetricsExport().text(of: shuffled) == text)
        let metrics = try OpenMetricsText(text)
        #expect(metrics.values("requests") == report.map { "\($0.requests)" })
        #expect(metrics.values("input_tokens") == report.compactMap { $0.inputTokens.map(String.init) })
        #expect(metrics.values("timed_requests") == report.map(\.latency.count).filter { $0 > 0 }.map(String.init))
        for group in report {
            var labels: [String: String] = [:]
            for (name, text) in zip(["provider", "model", "api_key"], group.key) { labels[name] = text }
            for (currency, charge) in group.charges {
                labels["currency"] = currency.rawValue
                #expect(metrics.value("charges", labels) == "\(charge)")
            }
        }
    }
}
