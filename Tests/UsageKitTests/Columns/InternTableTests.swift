import Testing

@testable import UsageKit

@Suite struct InternTableTests {
    @Test func givesEqualTextsTheSameSymbol() {
        var table = InternTable()
        #expect(table.symbol(for: "a") == 1)
        #expect(table.symbol(for: "b") == 2)
        #expect(table.symbol(for: "a") == 1)
        #expect(table.symbol(for: nil) == 0)
        #expect(table.texts == [nil, "a", "b"])
    }

    @Test func distinguishesTextsByTheirBytes() {
        var table = InternTable()
        // Swift treats the two texts of each pair as equal.
        let texts = ["K", "\u{212A}", ";", "\u{37E}", "é", "e\u{301}", "q\u{323}\u{307}", "q\u{307}\u{323}", ""]
        let symbols = texts.map { table.symbol(for: $0) }
        #expect(symbols == (1...UInt32(texts.count)).map { $0 })
        for (text, symbol) in zip(texts, symbols).reversed() { #expect(table.symbol(for: text) == symbol) }
        for (text, symbol) in zip(texts, symbols) {
            #expect(table.symbol(for: text) == symbol)
            #expect(table.symbol(for: text) == symbol)
            #expect(table.texts[Int(symbol)].map { Array($0.utf8) } == Array(text.utf8))
        }
        #expect(table.symbol(for: nil) == 0)
    }

    @Test func mergingMapsTheSymbolsOfTheOtherTable() {
        var (left, right) = (InternTable(), InternTable())
        for text in ["a", "é", "b"] { _ = left.symbol(for: text) }
        for text in ["b", "e\u{301}", "é", "c"] { _ = right.symbol(for: text) }
        let mapping = left.merge(right)
        #expect(mapping.map { left.texts[Int($0)] } == right.texts)
        #expect(left.count == 6)
    }
}
