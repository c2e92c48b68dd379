import Testing

@testable import UsageKit

@Suite struct SketchOrderTests {
    @Test func ordersNumbersByTheGivenComparison() {
        // The numbers 0, 1 and 2 represent these words.
        let words = ["pear", "apple", "fig"]
        var order = SketchOrder()
        for number in words.indices {
            order.insert(number, at: order.insertionPoint { words[$0] < words[number] })
        }
        #expect((0..<3).map { words[order[$0]] } == ["apple", "fig", "pear"])
    }

    @Test(arguments: [SketchOrder.bufferLimit - 1, SketchOrder.bufferLimit, 3 * SketchOrder.bufferLimit + 17])
    func agreesWithASortedArray(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let values = (0..<count).map { _ in random.next() }
        var order = SketchOrder()
        for number in values.indices {
            order.insert(number, at: order.insertionPoint { values[$0] < values[number] })
        }
        #expect(order.count == count)
        #expect((0..<count).map { values[order[$0]] } == values.sorted())
    }
}
