import Testing

@testable import UsageKit

@Suite struct CompletenessTests {
    @Test(arguments: [
        (Completeness(), false, AmountBound.exact), (Completeness(), true, .exact),
        (Completeness(gaps: ["a"]), false, .atLeast), (Completeness(gaps: ["a"]), true, .unknown),
        (Completeness(doubts: ["b"]), false, .unknown), (Completeness(gaps: ["a"], doubts: ["b"]), false, .unknown),
    ])
    func aPartialSumIsALowerBoundWithoutRefundsAndDoubts(
        completeness: Completeness, hasRefunds: Bool, expected: AmountBound
    ) throws {
        #expect(completeness.bound(hasRefunds: hasRefunds) == expected)
        #expect(completeness.isComplete == (expected == .exact))
        #expect(try coded(completeness) == completeness)
    }

    @Test func theAgeIsThatOfTheReading() {
        let (noon, two) = (Timestamp.at("2026-06-10T12:00:00Z"), Timestamp.at("2026-06-10T14:00:00Z"))
        #expect(Completeness(readThrough: noon).age(at: two) == .seconds(7200))
        #expect(Completeness(readThrough: noon, readAt: two).age(at: two) == .zero)
        #expect(Completeness(readThrough: two).age(at: noon) == .zero)
        #expect(Completeness().age(at: noon) == nil)
    }

    @Test func itIsCoded() throws {
        let completeness = Completeness(gaps: ["a"], readThrough: .at("2026-06-10T12:00:00Z"))
        #expect(
            try json(completeness)
                == #"{"doubts":[],"gaps":["a"],"reached":"2026-06-10T12:00:00Z","readThrough":"2026-06-10T12:00:00Z"}"#)
    }

    @Test func reasonsAreAdded() {
        let completeness = Completeness(gaps: ["a"], doubts: ["b"], readThrough: .at("2026-06-10T12:00:00Z"))
        let more = completeness.adding(gaps: ["c"])
        #expect(more.gaps == ["a", "c"] && more.doubts == ["b"] && more.readThrough == completeness.readThrough)
        #expect(more.reached == completeness.reached)
    }
}
