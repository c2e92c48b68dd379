import Testing

@testable import UsageKit

@Suite struct DeliveredRowsTests {
    @Test(arguments: (1...40).map(UInt64.init))
    func knowsWhatADictionaryKnows(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var rows = DeliveredRows()
        var oracle: [String: Int?] = [:]
        var order: [String] = []
        let span = [5, 50, 5000].randomElement(using: &random) ?? 5
        let restored = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            "row-\(Int.random(in: 0..<span, using: &random))"
        }
        rows.restore(restored)
        for id in restored where oracle.updateValue(nil, forKey: id) == nil { order.append(id) }
        for _ in 0..<Int.random(in: 0...1500, using: &random) {
            let id = "row-\(Int.random(in: 0..<span, using: &random))"
            let content = Int.random(in: 0...1, using: &random)
            let known = rows.insert(id, hash: id.hashValue, content: content)
            if let before = oracle[id] {
                #expect(known == (before ?? content == content ? .same : .changed))
            } else {
                #expect(known == nil)
                oracle[id] = .some(content)
                order.append(id)
            }
        }
        #expect(rows.ids == order)
        for number in 0..<span { #expect(rows.contains("row-\(number)") == (oracle["row-\(number)"] != nil)) }
    }

    @Test func idsOfOneHashAreToldApart() {
        var rows = DeliveredRows()
        for number in 0..<200 { #expect(rows.insert("\(number)", hash: 7, content: number) == nil) }
        for number in 0..<200 {
            #expect(rows.insert("\(number)", hash: 7, content: number) == .same)
            #expect(rows.insert("\(number)", hash: 7, content: -1) == .changed)
        }
        #expect(rows.ids.count == 200)
    }

    @Test(arguments: 1...70)
    func theLastRowCanBeTakenBack(count: Int) {
        var rows = DeliveredRows()
        let ids = (0..<count).map { "row-\($0)" }
        for id in ids { #expect(rows.insert(id, hash: id.hashValue, content: 1) == nil) }
        rows.removeLast()
        #expect(rows.ids == Array(ids.dropLast()))
        for id in ids.dropLast() { #expect(rows.contains(id)) }
        #expect(!rows.contains(ids[count - 1]))
        #expect(rows.insert(ids[count - 1], hash: ids[count - 1].hashValue, content: 2) == nil)
        #expect(rows.insert(ids[count - 1], hash: ids[count - 1].hashValue, content: 2) == .same)
    }
}
