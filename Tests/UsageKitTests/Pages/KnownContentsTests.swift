import Testing

@testable import UsageKit

@Suite struct KnownContentsTests {
    private func rows(_ contents: UInt64...) -> [RowKey] {
        contents.map { RowKey(id: nil, time: nil, contentHash: $0) }
    }

    @Test func findsRowsOfEarlierPagesAndOfThePresentOne() {
        var known = KnownContents()
        known.append(rows(1, 2))
        let found = [known.contains(1, or: []), known.contains(3, or: []), known.contains(3, or: rows(3)[...])]
        #expect(found == [true, false, true])
        known.append(rows(3))
        let later = [known.contains(3, or: []), known.contains(2, or: []), known.contains(4, or: rows(5)[...])]
        #expect(later == [true, true, false])
    }
}
