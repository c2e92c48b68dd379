import Testing

@testable import UsageKit

@Suite struct JSONExportTests {
    private static let group =
        #"{"start":"2026-05-20T00:00:00Z","end":"2026-05-21T00:00:00Z","key":{"model":"m","apiKey":null},"#
        + #""requests":2,"succeeded":2,"failed":0,"cancelled":0,"inputTokens":659,"outputTokens":103,"#
        + #""units":{},"charges":{"credit":"0.02987"},"latencyMS":{"count":2,"p50":1206,"p95":1562.4},"#
        + #""coverage":{"rows":2,"charges":2,"inputTokens":2,"outputTokens":2,"durations":2}}"#
    private static let total = group.replacing(
        #""start":"2026-05-20T00:00:00Z","end":"2026-05-21T00:00:00Z","key":{"model":"m","apiKey":null}"#,
        with: #""start":null,"end":null,"key":{}"#)
    private static let emptyTotal =
        #"{"start":null,"end":null,"key":{},"requests":0,"succeeded":null,"failed":null,"cancelled":null,"#
        + #""inputTokens":null,"outputTokens":null,"units":{},"charges":{},"#
        + #""latencyMS":{"count":0,"p50":null,"p95":null},"#
        + #""coverage":{"rows":0,"charges":0,"inputTokens":0,"outputTokens":0,"durations":0}}"#

    private func json(_ report: UsageReport) throws -> JSONValue {
        try JSONValue(json: Array(JSONExport().text(of: report).utf8))
    }

    private func groups(_ report: UsageReport) throws -> [JSONValue] {
        guard case .array(let groups) = try json(report)["groups"] else {
            throw UsageError(.unexpectedShape, "there are no groups")
        }
        return groups
    }

    @Test func writesTheGroupsAndTheTotal() throws {
        let report = try ReportSamples.ledger().report(every: .day, by: [.model, .apiKey])
        #expect(
            JSONExport().text(of: report)
                == #"{"complete":true,"walks":[],"total":\#(Self.total),"groups":[\#(Self.group)]}"#)
    }

    @Test func namesEveryWalk() throws {
        let walks = [
            WalkReport(
                provider: .aurous, endpoint: "events", window: .since("2026-05-20T00:00:00Z"), pages: 1, rows: 2,
                isFinished: true),
            WalkReport(
                provider: .venice, endpoint: "history",
                window: .between("2026-05-20T00:00:00.25Z", "2026-05-21T00:00:00Z"),
                stopped: WalkStop(.missingRows, "\"2\" rows of 3")),
        ]
        let report = try ReportSamples.ledger().report().with(walks: walks)
        let counts = #""duplicates":0,"revised":0,"unsettled":0,"outsideWindow":0,"expected":null,"notes":[]}"#
        #expect(
            JSONExport().text(of: report).hasPrefix(
                #"{"complete":false,"walks":[{"provider":"aurous","endpoint":"events","#
                    + #""window":{"start":"2026-05-20T00:00:00Z","end":null},"complete":true,"stopped":null,"#
                    + #""stoppedCode":null,"pages":1,"rows":2,"# + counts
                    + #",{"provider":"venice","endpoint":"history","#
                    + #""window":{"start":"2026-05-20T00:00:00.250Z","end":"2026-05-21T00:00:00Z"},"complete":false,"#
                    + #""stopped":"\"2\" rows of 3","stoppedCode":"missingRows","pages":0,"rows":0,"# + counts
                    + #"],"total":{"start":null,"#))
        #expect(try json(report)["walks"] == .array(walks.map(\.jsonValue)))
    }

    @Test func anEmptyReportHasATotal() throws {
        let report = try UsageLedger().report(every: .day, by: [.model])
        #expect(
            JSONExport().text(of: report)
                == #"{"complete":true,"walks":[],"total":\#(Self.emptyTotal),"groups":[]}"#)
    }

    @Test func membersOfTheCallerComeBeforeTheGroups() throws {
        let report = try ReportSamples.ledger().report(every: .day, by: [.model, .apiKey])
        let members: JSONObject = ["provider": "aurous", "walk": ["complete": true]]
        #expect(
            try JSONExport().chunks(of: report, after: members).text
                == #"{"provider":"aurous","walk":{"complete":true},"groups":[\#(Self.group)]}"#)
        #expect(try JSONExport().chunks(of: report, after: [:]).text == #"{"groups":[\#(Self.group)]}"#)
    }

    @Test(arguments: [["groups"], ["a", "b", "a"]]) func aNameThatWouldComeTwiceIsRefused(names: [String]) throws {
        let report = try UsageLedger().report()
        let members = JSONObject(names.map { JSONObject.Member($0, 1) })
        let error = #expect(throws: UsageError.self) { try JSONExport().chunks(of: report, after: members) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "the object would have two members named \(names[0])")
    }

    @Test func namesThatAreEqualForSwiftAreDifferent() throws {
        let members: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
        let text = try JSONExport().chunks(of: UsageLedger().report(), after: members).text
        #expect(try JSONValue(json: Array(text.utf8))["e\u{301}"] == 2)
    }

    @Test func sumsAreInTheOrderOfTheBytesOfTheirNames() throws {
        let record = UsageRecord(
            provider: .venice,
            quantities: [
                ReportSamples.quantity("0.50", "b\""), ReportSamples.quantity("3", "B"),
                ReportSamples.quantity("-0.25", "b\""),
            ], charge: ReportSamples.money("-12.50", Currency(rawValue: "\u{E9}")))
        let report = try ReportSamples.ledger([
            record, UsageRecord(provider: .venice, charge: ReportSamples.money("1", .usd)),
        ]).report()
        let group = try #require(groups(report).first)
        #expect(group["units"]?.text == #"{"B":"3","b\"":"0.25"}"#)
        #expect(group["charges"]?.text == "{\"USD\":\"1\",\"\u{E9}\":\"-12.5\"}")
    }

    @Test func theGroupOfAllOtherKeysSaysSo() throws {
        let records = ["a", "a", "b", nil].map { UsageRecord(provider: .aurous, model: $0) }
        let top = ReportQuery(by: [.model], top: ReportQuery.Top(1, by: .requests))
        let report = try ReportSamples.ledger(records).report(top)
        #expect(try groups(report).map { $0["other"] } == [false, true])
        #expect(try groups(report).map { $0["key"] } == [["model": "a"], ["model": nil]])
        #expect(try json(report)["total"]?["other"] == false)
        // All keys have groups of their own, and one of them is unknown.
        let all = try ReportSamples.ledger(records).report(ReportQuery(by: [.model], top: .init(3, by: .requests)))
        #expect(try groups(all).map { $0["other"] } == [false, false, false])
        #expect(try groups(ReportSamples.ledger(records).report(by: [.model])).map { $0["other"] } == [nil, nil, nil])
    }

    @Test func aBucketWithoutRowsHasNullAndZero() throws {
        let records = [0, 2].map { day in
            UsageRecord(provider: .aurous, time: ReportSamples.day.advanced(by: .seconds(day * 86_400)), model: "m")
        }
        let query = ReportQuery(every: .day, by: [.model], fillsEmptyBuckets: true)
        let empty = try groups(ReportSamples.ledger(records).report(query))[1]
        #expect(
            empty.text
                == Self.emptyTotal.replacing(
                    #""start":null,"end":null,"key":{}"#,
                    with: #""start":"2026-05-21T00:00:00Z","end":"2026-05-22T00:00:00Z","key":{"model":"m"}"#))
    }

    @Test func aDimensionThatIsNamedTwiceComesOnce() throws {
        let report = try ReportSamples.ledger().report(by: [.model, .apiKey, .model])
        #expect(try groups(report)[0]["key"] == ["model": "m", "apiKey": nil])
    }

    @Test(
        arguments: [
            (.zero, "0"), (.nanoseconds(1), "0.000001"), (.milliseconds(1206), "1206"), (.microseconds(1500), "1.5"),
            (.nanoseconds(98_765_432_109), "98765.432109"), (.seconds(9_000_000_000), "9000000000000"),
        ] as [(Duration, String)])
    func latenciesAreMillisecondsWithAllDigits(duration: Duration, text: String) throws {
        let report = try ReportSamples.ledger([UsageRecord(provider: .aurous, duration: duration)]).report()
        #expect(try groups(report)[0]["latencyMS"]?.text == #"{"count":1,"p50":\#(text),"p95":\#(text)}"#)
    }

    @Test func aQuantileBetweenTwoNanosecondsHasAllDigits() throws {
        let records = [1, 2].map { UsageRecord(provider: .aurous, duration: .nanoseconds($0)) }
        let latency = try groups(ReportSamples.ledger(records).report())[0]["latencyMS"]
        #expect(latency?.text == #"{"count":2,"p50":0.0000015,"p95":0.00000195}"#)
    }
}
