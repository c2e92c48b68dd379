import Testing

@testable import UsageKit

@Suite struct WalkReportJSONTests {
    @Test func writesWhatAWalkDid() {
        var walk = WalkReport(
            provider: .aurous, endpoint: "events", window: .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"),
            pages: 3, rows: 250, isFinished: true)
        (walk.duplicates, walk.revised, walk.unsettled, walk.outsideWindow, walk.expected) = (1, 2, 3, 4, 255)
        walk.notes.add(.unreadableField, at: "line 4: duration_ms", count: 2)
        walk.notes.add(.replacedText, at: nil)
        let outcome =
            #""complete":true,"stopped":null,"stoppedCode":null,"pages":3,"rows":250,"duplicates":1,"revised":2,"#
            + #""unsettled":3,"outsideWindow":4,"expected":255,"notes":[{"code":"unreadableField","count":2,"#
            + #""first":["line 4: duration_ms"]},{"code":"replacedText","count":1,"first":[]}]}"#
        #expect(walk.outcomeValue.text == "{" + outcome)
        #expect(
            walk.jsonValue.text
                == #"{"provider":"aurous","endpoint":"events","window":{"start":"2026-05-20T00:00:00Z","#
                + #""end":"2026-05-21T00:00:00Z"},"# + outcome)
    }

    @Test func saysWhyAWalkIsNotComplete() {
        let walk = WalkReport(
            provider: .venice, endpoint: "history", window: .all,
            stopped: WalkStop(.cancelled, "the walk was cancelled"))
        #expect(walk.outcomeValue["complete"] == false)
        #expect(walk.outcomeValue["stopped"] == "the walk was cancelled")
        #expect(walk.outcomeValue["stoppedCode"] == "cancelled")
        #expect(walk.jsonValue["window"] == ["start": nil, "end": nil])
    }

    @Test func aWalkThatRunsIsNotCompleteWithoutAReason() {
        let walk = WalkReport(provider: .venice, endpoint: "history", window: .all)
        #expect(walk.outcomeValue["complete"] == false)
        #expect(walk.outcomeValue["stopped"]?.isNull == true)
    }
}
