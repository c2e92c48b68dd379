import Testing

@testable import UsageKit

@Suite struct DeliveredRowsTests {
    @Test(arguments: (1...40).map(UInt64.init))
    func knowsWhatADictionaryKnows(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var rows = DeliveredRows()
        var oracle: [String: UInt64?] = [:]
        var order: [String] = []
        let span = [5, 50, 5000].randomElement(using: &random) ?? 5
        let restored = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            "row-\(Int.random(in: 0..<span, using: &random))"
        }
        rows.restore(restored)
        for id in restored where oracle.updateValue(nil, forKey: id) == nil { order.append(id) }
        for _ in 0..<Int.random(in: 0...1500, using: &random) {
            let id = "row-\(Int.random(in: 0..<span, using: &random))"
            let content = UInt64.random(in: 0...1, using: &random)
            let known = rows.insert(RowID(id), contentHash: content)
            if let before = oracle[id] {
                #expect(known == (before ?? content == content ? .same : .changed))
            } else {
                #expect(known == nil)
                oracle[id] = .some(content)
                order.append(id)
            }
        }
        #expect(rows.ids == order)
        for number in 0..<span { #expect(rows.contains(RowID("row-\(number)")) == (oracle["row-\(number)"] != nil)) }
    }

    @Test func idsOfOneHashAreToldApart() {
        var rows = DeliveredRows()
        for number in 0..<200 as Range<UInt64> {
            #expect(rows.insert(RowID(text: "\(number)", hash: 7), contentHash: number) == nil)
        }
        for number in 0..<200 as Range<UInt64> {
            #expect(rows.insert(RowID(text: "\(number)", hash: 7), contentHash: number) == .same)
            #expect(rows.insert(RowID(text: "\(number)", hash: 7), contentHash: 1000) == .changed)
        }
        #expect(rows.ids.count == 200)
    }

    @Test(arguments: 1...70)
    func theLastRowCanBeTakenBack(count: Int) {
        var rows = DeliveredRows()
        let ids = (0..<count).map { "row-\($0)" }
        for id in ids { #expect(rows.insert(RowID(id), contentHash: 1) == nil) }
        rows.removeLast()
        #expect(rows.ids == Array(ids.dropLast()))
        for id in ids.dropLast() { #expect(rows.contains(RowID(id))) }
        #expect(!rows.contains(RowID(ids[count - 1])))
        #expect(rows.insert(RowID(ids[count - 1]), contentHash: 2) == nil)
        #expect(rows.insert(RowID(ids[count - 1]), contentHash: 2) == .same)
    }
}
