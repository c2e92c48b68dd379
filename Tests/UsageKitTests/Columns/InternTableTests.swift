import Testing

@testable import UsageKit

@Suite struct InternTableTests {
    @Test func textsAreToldApartByTheirBytes() {
        var table = InternTable()
        // Swift takes each pair for one text.
        let texts = ["K", "\u{212A}", ";", "\u{37E}", "é", "e\u{301}", "q\u{323}\u{307}", "q\u{307}\u{323}", ""]
        let codes = texts.map { table.code(for: $0) }
        #expect(codes == (1...UInt32(texts.count)).map { $0 })
        for (text, code) in zip(texts, codes).reversed() { #expect(table.code(for: text) == code) }
        for (text, code) in zip(texts, codes) {
            #expect(table.code(for: text) == code)
            #expect(table.code(for: text) == code)
            #expect(table.texts[Int(code)].map { Array($0.utf8) } == Array(text.utf8))
        }
        #expect(table.code(for: nil) == 0)
    }

    @Test func mergingGivesTheCodesOfTheOther() {
        var (left, right) = (InternTable(), InternTable())
        for text in ["a", "é", "b"] { _ = left.code(for: text) }
        for text in ["b", "e\u{301}", "é", "c"] { _ = right.code(for: text) }
        let mapping = left.merge(right)
        #expect(mapping.map { left.texts[Int($0)] } == right.texts)
        #expect(left.count == 6)
    }
}
