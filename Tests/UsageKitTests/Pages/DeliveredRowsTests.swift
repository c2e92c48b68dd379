import Testing

@testable import UsageKit

@Suite struct DeliveredRowsTests {
    @Test func tellsNewRowsFromDeliveredAndChangedOnes() {
        var rows = DeliveredRows()
        #expect(rows.insert(RowID("a"), content: 1) == .new)
        #expect(rows.insert(RowID("b"), content: 1) == .new)
        #expect(rows.insert(RowID("a"), content: 1) == .same)
        #expect(rows.insert(RowID("b"), content: 2) == .revised)
        #expect(rows.contains(RowID("a")))
        #expect(!rows.contains(RowID("c")))
        #expect(rows.ids == ["a", "b"])
    }

    @Test func aRowOfAnEarlierRunIsNeverChanged() {
        var rows = DeliveredRows()
        rows.restore(["a"])
        #expect(rows.insert(RowID("a"), content: 1) == .same)
        #expect(rows.insert(RowID("a"), content: 2) == .same)
        #expect(rows.ids == ["a"])
    }

    @Test func aRowOfAnEarlierRunWhoseContentIsKnownCanChange() {
        func key(_ id: String?, _ content: UInt64) -> RowKey {
            RowKey(id: id.map(RowID.init), time: nil, contentHash: content)
        }
        var rows = DeliveredRows()
        // Two rows without ids are among them, and two states of one row.
        rows.restore([key("a", 1), key(nil, 1), key("b", 1), key("c", 1), key(nil, 1), key("a", 2)])
        #expect(rows.ids == ["a", "b", "c"])
        #expect(rows.insert(RowID("a"), key("a", 2), number: 0) == .same)
        #expect(rows.insert(RowID("b"), key("b", 2), number: 0) == .revised(ReplacedRow(number: -4, traits: [])))
        #expect(rows.insert(RowID("a"), key("a", 3), number: 1) == .revised(ReplacedRow(number: -1, traits: [])))
        #expect(rows.insert(RowID("d"), key("d", 1), number: 2) == .new)
        #expect(rows.insert(RowID("b"), key("b", 3), number: 3) == .revised(ReplacedRow(number: 0, traits: [])))
        #expect(rows.insert(RowID("d"), key("d", 2), number: 4) == .revised(ReplacedRow(number: 2, traits: [])))
    }

    /// "é" as one scalar, and as an "e" with a combining accent: Swift treats the two texts as equal.
    @Test func idsThatDifferInTheirUnicodeFormAreTwoRows() {
        var rows = DeliveredRows()
        #expect(rows.insert(RowID("caf\u{E9}"), content: 1) == .new)
        #expect(!rows.contains(RowID("cafe\u{301}")))
        #expect(rows.insert(RowID("cafe\u{301}"), content: 1) == .new)
        #expect(rows.insert(RowID("caf\u{E9}"), content: 1) == .same)
        // Not even if their hashes are equal.
        #expect(rows.insert(RowID(text: "\u{E9}", hash: 7), content: 1) == .new)
        #expect(rows.insert(RowID(text: "e\u{301}", hash: 7), content: 1) == .new)
        #expect(RowID(text: "\u{E9}", hash: 7) != RowID(text: "e\u{301}", hash: 7))
        #expect(rows.ids.count == 4)
    }

    @Test(arguments: (1...40).map(UInt64.init))
    func agreesWithADictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var rows = DeliveredRows()
        /// The last content of each row, nil for a row of an earlier run, and the number of its last delivery.
        var oracle: [ByteString: (content: UInt64?, number: Int)] = [:]
        var delivered = 0
        var order: [String] = []
        let span = [5, 50, 5000].randomElement(using: &random) ?? 5
        // Some ids differ in their Unicode form only.
        func id(_ number: Int) -> String { (["row-", "r\u{F6}w-", "ro\u{308}w-"][number % 3]) + "\(number / 3)" }
        let restored = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            id(Int.random(in: 0..<span, using: &random))
        }
        rows.restore(restored)
        var pages: [(ids: SharedIDs, count: Int)] = []
        for id in restored where oracle.updateValue((nil, -1), forKey: ByteString(id)) == nil { order.append(id) }
        for _ in 0..<Int.random(in: 0...1500, using: &random) {
            let id = id(Int.random(in: 0..<span, using: &random))
            let content = UInt64.random(in: 0...1, using: &random)
            let key = RowKey(id: RowID(id), time: nil, contentHash: content)
            let known = rows.insert(RowID(id), key, number: delivered)
            if let before = oracle[ByteString(id)] {
                guard let last = before.content, last != content else {
                    #expect(known == .same)
                    continue
                }
                #expect(known == .revised(ReplacedRow(number: before.number, traits: [])))
            } else {
                #expect(known == .new)
                order.append(id)
            }
            oracle[ByteString(id)] = (content, delivered)
            if Int.random(in: 0..<50, using: &random) == 0 { pages.append((rows.sharedIDs(), order.count)) }
            // Rows without an id are delivered in between.
            delivered += Int.random(in: 0..<20, using: &random) == 0 ? 3 : 1
        }
        #expect(rows.sharedIDs().all.map(ByteString.init) == order.map(ByteString.init))
        for page in pages {
            #expect(page.ids.all.map(ByteString.init) == order.prefix(page.count).map(ByteString.init))
            #expect(page.ids.shares(rows.sharedIDs()))
        }
        for number in 0..<span {
            #expect(rows.contains(RowID(id(number))) == (oracle[ByteString(id(number))] != nil))
        }
    }

    @Test func idsWithEqualHashesAreTwoRows() {
        var rows = DeliveredRows()
        for number in 0..<200 as Range<UInt64> {
            #expect(rows.insert(RowID(text: "\(number)", hash: 7), content: number) == .new)
        }
        for number in 0..<200 as Range<UInt64> {
            #expect(rows.insert(RowID(text: "\(number)", hash: 7), content: number) == .same)
            #expect(rows.insert(RowID(text: "\(number)", hash: 7), content: 1000) == .revised)
        }
        #expect(rows.ids.count == 200)
    }

    @Test(arguments: 1...70, [false, true])
    func removesTheLastRow(count: Int, isShared: Bool) {
        var rows = DeliveredRows()
        let ids = (0..<count).map { "row-\($0)" }
        for id in ids { #expect(rows.insert(RowID(id), content: 1) == .new) }
        let page = isShared ? rows.sharedIDs() : nil
        defer { #expect(page.map(\.all) == (isShared ? ids : nil)) }
        rows.removeLast()
        #expect(rows.ids == Array(ids.dropLast()))
        for id in ids.dropLast() { #expect(rows.contains(RowID(id))) }
        #expect(!rows.contains(RowID(ids[count - 1])))
        #expect(rows.insert(RowID(ids[count - 1]), content: 2) == .new)
        #expect(rows.insert(RowID(ids[count - 1]), content: 2) == .same)
    }
}

extension DeliveredRows {
    fileprivate var ids: [String] {
        var copy = self
        return copy.sharedIDs().all
    }

    /// Notes a row with this content; how many rows came before it does not matter.
    fileprivate mutating func insert(_ id: RowID, content: UInt64) -> RowVerdict {
        insert(id, RowKey(id: id, time: nil, contentHash: content), number: 0)
    }
}

extension RowVerdict {
    fileprivate static let revised = RowVerdict.revised(ReplacedRow(number: 0, traits: []))
}
