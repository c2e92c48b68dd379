import Testing

@testable import UsageKit

@Suite struct LabelledSumsTests {
    private static func number(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

    @Test func addsAmountsByLabel() throws {
        var sums = LabelledSums()
        try sums.add(Self.number("0.1"), label: "USD", withExtremes: true)
        try sums.add(Self.number("5"), label: "EUR", withExtremes: true)
        try sums.add(Self.number("0.2"), label: "USD", withExtremes: true)
        #expect(sums.sum(of: "USD")?.value == (try Self.number("0.3")))
        #expect(sums.sum(of: "USD")?.count == 2)
        #expect(sums.extremes(of: "USD")?.least == (try Self.number("0.1")))
        #expect(sums.extremes(of: "USD")?.greatest == (try Self.number("0.2")))
        #expect(sums.sum(of: "JPY") == nil)
        #expect(sums.extremes(of: "JPY") == nil)
        #expect(sums.sums.map(\.label.text) == ["EUR", "USD"])
        #expect(sums.count == 3)
    }

    @Test func keepsLabelsOfDifferentBytesApart() throws {
        var sums = LabelledSums()
        for label in ["z", "\u{E9}", "e\u{301}", "\u{E9}"] {
            try sums.add(ExactDecimal(1), label: label, withExtremes: false)
        }
        // In the order of their UTF-8 bytes: 65 CC 81, 7A, C3 A9.
        #expect(sums.sums.map { Array($0.label.text.utf8) } == [[0x65, 0xCC, 0x81], [0x7A], [0xC3, 0xA9]])
        #expect(sums.sums.map(\.count) == [1, 1, 2])
        #expect(sums.sum(of: "\u{E9}")?.count == 2)
        #expect(sums.sum(of: "e\u{301}")?.count == 1)
    }

    @Test func doesNotMeasureExtremesUnlessAsked() throws {
        var sums = LabelledSums()
        try sums.add(ExactDecimal(1), label: "u", withExtremes: false)
        #expect(sums.extremes.isEmpty)
        #expect(sums.extremes(of: "u") == nil)
    }

    @Test func refusesAmountsWhoseSumCannotBeHeld() throws {
        var sums = LabelledSums()
        try sums.add(Self.number("1e37"), label: "u", withExtremes: false)
        let before = sums
        let small = try Self.number("0.1")
        #expect(throws: UsageError.self) { try sums.check(small, label: "u", of: "charges") }
        let error = #expect(throws: UsageError.self) { try sums.add(small, label: "u", withExtremes: false) }
        #expect(error?.code == .inexactNumber)
        #expect(sums == before)
        try sums.check(small, label: "v", of: "charges")
    }

    @Test func refusesCountsThatOverflow() throws {
        let full = try #require(
            LabelledSums([LabelledSums.Sum(label: ByteString("u"), value: .zero, count: .max)], []))
        let error = #expect(throws: UsageError.self) { try full.check(.zero, label: "u", of: "charges") }
        #expect(error?.code == .invalidArgument)
        #expect(throws: UsageError.self) { try full.check(full, of: "charges") }
        var other = full
        try other.add(.zero, label: "v", withExtremes: false)
        #expect(other.count == .max)
    }

    /// Labels and counts as they are decoded.
    @Test(arguments: [
        (["b", "a"], [1, 1]), (["a", "a"], [1, 1]), (["\u{E9}", "e\u{301}"], [1, 1]), (["a"], [0]), (["a"], [-1]),
    ])
    func refusesDecodedSumsThatCannotBe(labels: [String], counts: [Int]) {
        let sums = zip(labels, counts).map { LabelledSums.Sum(label: ByteString($0), value: .zero, count: $1) }
        #expect(LabelledSums(sums, []) == nil)
    }

    @Test func acceptsBothFormsOfALabelInTheOrderOfTheirBytes() {
        let sums = ["e\u{301}", "\u{E9}"].map { LabelledSums.Sum(label: ByteString($0), value: .zero, count: 1) }
        #expect(LabelledSums(sums, [])?.sums == sums)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func doesNotDependOnOrderOrPartition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let labels = ["a", "\u{E9}", "e\u{301}", "\u{212B}", "A\u{30A}", "\u{C5}", ""]
        let amounts = (0..<30).map { _ in
            (labels.randomElement(using: &random) ?? "", ExactDecimal(Int.random(in: -9...9, using: &random)))
        }
        var expected: [[UInt8]: Int] = [:]
        for (label, amount) in amounts { expected[Array(label.utf8), default: 0] += Int(amount.mantissa) }
        func sums(_ amounts: some Sequence<(String, ExactDecimal)>) throws -> LabelledSums {
            var sums = LabelledSums()
            for (label, amount) in amounts { try sums.add(amount, label: label, withExtremes: true) }
            return sums
        }
        let whole = try sums(amounts)
        #expect(
            Dictionary(uniqueKeysWithValues: whole.sums.map { (Array($0.label.text.utf8), Int($0.value.mantissa)) })
                == expected)
        let shuffled = amounts.shuffled(using: &random)
        let cut = Int.random(in: 0...amounts.count, using: &random)
        var (left, right) = (try sums(shuffled[..<cut]), try sums(shuffled[cut...]))
        let first = left
        try left.merge(right)
        try right.merge(first)
        #expect(left == whole)
        #expect(right == whole)
    }
}
