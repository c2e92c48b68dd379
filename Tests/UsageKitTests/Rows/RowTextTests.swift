import Testing

@testable import UsageKit

@Suite struct RowTextTests {
    @Test func hasSixteenBytesAlsoIfItIsOptional() {
        #expect(MemoryLayout<RowText>.stride == 16)
        #expect(MemoryLayout<RowText?>.stride == 16)
    }

    @Test(arguments: [
        (0, 0, true), (7, 65_535, true), (7, 65_536, false), (4_294_967_295, 1, true), (4_294_967_296, 1, false),
        (-1, 1, false),
    ])
    func holdsWhatItHasRoomFor(start: Int, count: Int, isHeld: Bool) {
        let slice = ByteSlice(start: start, count: count, hash: 9)
        #expect(RowText(slice)?.slice == (isHeld ? slice : nil))
    }

    /// A text that is too long to be borrowed is read all the same.
    @Test(arguments: [65_535, 65_536, 200_000]) func longTextsAreKeptWhole(count: Int) throws {
        let model = String(repeating: "m", count: count)
        let row = #"{"id":"1","type":"chat","model":"\#(model)","created_at":"2026-05-20T00:00:00Z"}"#
        for text in [row, #"{"data":[\#(row)]}"#] {
            var ledger = UsageLedger()
            try ledger.ingest(Aurous.replay, of: Array(text.utf8))
            #expect(try ledger.report(by: [.model]).map { $0[.model] } == [model])
        }
    }
}
