import Testing

@testable import UsageKit

@Suite struct RowSelectionTests {
    private let rows = ["a", "b", "c", "d"]

    @Test func selectsAllRows() {
        let selection = RowSelection(from: 0, to: 4)
        #expect(selection.rows(of: rows) == ["a", "b", "c", "d"])
        #expect(selection.runs == [0..<4])
        #expect(selection.count == 4)
        #expect(selection.last == 3)
        #expect(selection.cut == nil)
    }

    @Test func leavesDroppedRowsOut() {
        var selection = RowSelection(from: 0, to: 4)
        selection.dropped = [1, 2]
        #expect(selection.rows(of: rows) == ["a", "d"])
        #expect(selection.runs == [0..<1, 3..<4])
        #expect(selection.count == 2)
        #expect(selection.last == 3)
    }

    @Test func skipsRowsBeforeItsStart() {
        var selection = RowSelection(from: 1, to: 4)
        selection.dropped = [3]
        #expect(selection.rows(of: rows) == ["b", "c"])
        #expect(selection.runs == [1..<3])
        #expect(selection.last == 2)
    }

    @Test func leavesOutARowAndAllAfterItIfItIsCut() {
        var selection = RowSelection(from: 0, to: 4)
        selection.dropped = [0]
        selection.cut(at: 2)
        #expect(selection.rows(of: rows) == ["b"])
        #expect(selection.count == 1)
        #expect(selection.last == 1)
        #expect(selection.cut == 2)
    }

    @Test func selectsNothingIfAllRowsAreDropped() {
        var selection = RowSelection(from: 0, to: 2)
        selection.dropped = [0, 1]
        #expect(selection.rows(of: ["a", "b"]).isEmpty)
        #expect(selection.runs.isEmpty)
        #expect(selection.count == 0)
        #expect(selection.last == nil)
        #expect(RowSelection.none.rows(of: rows).isEmpty)
        #expect(RowSelection.none.last == nil)
    }

    @Test(arguments: (1...40).map(UInt64.init))
    func agreesWithAFilter(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...40, using: &random)
        let first = Int.random(in: 0...count, using: &random)
        let end = Int.random(in: first...count, using: &random)
        var selection = RowSelection(from: first, to: end)
        for index in first..<end where Int.random(in: 0..<3, using: &random) == 0 { selection.dropped.append(index) }
        let expected = (first..<end).filter { !selection.dropped.contains($0) }
        #expect(selection.rows(of: Array(0..<count)) == expected)
        #expect(selection.runs.flatMap(Array.init) == expected)
        #expect(selection.count == expected.count)
        #expect(selection.last == expected.last)
    }
}
