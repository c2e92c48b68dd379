import Testing

@testable import UsageKit

@Suite struct KeyColumnTests {
    private static func columns(_ rows: [(model: String?, user: String?)]) throws -> RecordColumns {
        var columns = RecordColumns()
        for row in rows { try columns.append(UsageRecord(provider: .aurous, model: row.model, user: row.user)) }
        return columns
    }

    private static func rank(ofRow row: Int, in key: KeyColumn) -> Int {
        Int(key.ranks[Int(key.symbols[row])])
    }

    private static func texts(ofRank rank: Int, in key: KeyColumn) -> [String?] {
        var texts: [String?] = []
        key.appendTexts(ofRank: rank, to: &texts)
        return texts
    }

    @Test func ranksTextsByTheirBytesAndTheMissingTextLast() throws {
        let columns = try Self.columns([("b", nil), (nil, nil), ("a", nil), ("b", nil)])
        let key = KeyColumn(columns, .model)
        #expect(key.count == 3)
        #expect((0..<4).map { Self.rank(ofRow: $0, in: key) } == [1, 2, 0, 1])
        #expect((0..<3).map { Self.texts(ofRank: $0, in: key) } == [["a"], ["b"], [nil]])
        #expect(key.otherRank == nil)
    }

    @Test func pairsOnlyTheRanksThatOccurTogether() throws {
        let columns = try Self.columns([("a", "x"), ("b", nil), ("a", "x"), ("a", nil)])
        let key = KeyColumn.pairing(KeyColumn(columns, .model), KeyColumn(columns, .user))
        #expect(key.count == 3)
        #expect((0..<3).map { Self.texts(ofRank: $0, in: key) } == [["a", "x"], ["a", nil], ["b", nil]])
        #expect((0..<4).map { Self.rank(ofRow: $0, in: key) } == [0, 2, 0, 1])
    }

    @Test func combinesTheRanksThatAreNotKept() throws {
        let columns = try Self.columns([("a", nil), ("b", nil), ("c", nil)])
        let key = KeyColumn(columns, .model).keeping([1])
        #expect(key.count == 2)
        #expect(key.otherRank == 1)
        #expect((0..<3).map { Self.rank(ofRow: $0, in: key) } == [1, 0, 1])
        #expect((0..<2).map { Self.texts(ofRank: $0, in: key) } == [["b"], [nil]])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func givesBackTheTextsOfEachRowInOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let texts: [String?] = ["a", "b", "Z", "é", "e\u{301}", "", nil]
        let rows = (0..<Int.random(in: 1...80, using: &random)).map { _ in
            (model: texts.randomElement(using: &random) ?? nil, user: texts.randomElement(using: &random) ?? nil)
        }
        let columns = try Self.columns(rows)
        let key = KeyColumn.pairing(KeyColumn(columns, .model), KeyColumn(columns, .user))
        func bytes(_ texts: [String?]) -> [[UInt8]?] { texts.map { $0.map { Array($0.utf8) } } }
        for (row, expected) in rows.enumerated() {
            let found = Self.texts(ofRank: Self.rank(ofRow: row, in: key), in: key)
            #expect(bytes(found) == bytes([expected.model, expected.user]))
        }
        let all = (0..<key.count).map { bytes(Self.texts(ofRank: $0, in: key)) }
        #expect(Set(all).count == key.count)
        #expect(zip(all, all.dropFirst()).allSatisfy { Self.precedes($0[...], $1[...]) })
    }

    private static func precedes(_ left: ArraySlice<[UInt8]?>, _ right: ArraySlice<[UInt8]?>) -> Bool {
        guard let a = left.first, let b = right.first else { return false }
        if a == b { return precedes(left.dropFirst(), right.dropFirst()) }
        guard let a else { return false }
        return b.map { a.lexicographicallyPrecedes($0) } ?? true
    }
}
