import Testing

@testable import UsageKit

@Suite struct WalkStopTests {
    @Test func theKindsOfAllReasonsAreKept() throws {
        let missing = WalkStop(.missingRows, "a")
        #expect(missing.codes == [.missingRows])
        let both = missing.adding(WalkStop(.repeatedRows, "b").adding(WalkStop(.missingTime, "c")))
        #expect(both.code == .missingRows)
        #expect(both.message == "a; b; c")
        #expect(both.codes == [.missingRows, .repeatedRows, .missingTime])
        #expect(both.adding(WalkStop(.repeatedRows, "b")) == both)
        #expect(try coded(both) == both)
    }

    @Test func aSentenceBeforeTheReasonsKeepsTheirKinds() {
        let both = WalkStop(.missingRows, "a").adding(WalkStop(.repeatedRows, "b"))
        let introduced = both.introduced(by: "the last refresh did not end")
        #expect(introduced.message == "the last refresh did not end: a; b")
        #expect(introduced.codes == both.codes)
    }

    @Test func oneReasonIsCodedAsBefore() throws {
        let stop = WalkStop(.missingRows, "a")
        #expect(try json(stop) == #"{"code":"missingRows","message":"a"}"#)
        #expect(try decoded(WalkStop.self, #"{"code":"missingRows","message":"a; b"}"#).codes == [.missingRows])
    }
}
