import Testing

@testable import UsageKit

@Suite struct ExactSumTests {
    @Test func addsNumbersOfDifferentExponents() throws {
        var sum = ExactSum()
        sum.add(mantissa: 1, exponent: -1)
        sum.add(mantissa: 2, exponent: 3)
        #expect(try sum.value().description == "2000.1")
    }

    private static func sum(_ texts: [String]) throws -> String {
        var sum = ExactSum()
        for text in texts { sum.add(try #require(ExactDecimal(text))) }
        return try sum.value().description
    }

    @Test(arguments: [
        ([], "0"),
        (["0.1", "0.2"], "0.3"),
        (["1", "-1"], "0"),
        (["-0.5", "0.25"], "-0.25"),
        (["1e38", "-1e38", "0.01"], "0.01"),
        (["1e127", "1e-128", "-1e127"], "0." + String(repeating: "0", count: 127) + "1"),
        (["-1e127", "1e-128", "1e127", "-2e-128"], "-0." + String(repeating: "0", count: 127) + "1"),
        (
            ["99999999999999999999999999999999999999", "1"],
            "100000000000000000000000000000000000000"
        ),
        (
            Array(repeating: "99999999999999999999999999999999999999", count: 10) + ["10"],
            "1" + String(repeating: "0", count: 39)
        ),
        (
            ["-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "-2"],
            "-2" + String(repeating: "0", count: 38)
        ),
        (["5e127", "4e127"], "9" + String(repeating: "0", count: 127)),
    ])
    func addsExactly(texts: [String], expected: String) throws {
        #expect(try Self.sum(texts) == expected)
        #expect(try Self.sum(texts.reversed()) == expected)
    }

    @Test(arguments: [
        ["1e38", "0.1"],
        ["1e127", "1e-128"],
        ["-1e127", "-1e-128"],
        ["99999999999999999999999999999999999999", "99999999999999999999999999999999999999"],
        ["9e127", "9e127", "1"],
    ])
    func throwsRatherThanRound(texts: [String]) throws {
        let error = #expect(throws: UsageError.self) { try Self.sum(texts) }
        #expect(error?.code == .inexactNumber)
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithDigitByDigitAddition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let spread = [2, 6, 30, 60, 120].randomElement(using: &random) ?? 2
        let digits = [3, 18, 38].randomElement(using: &random) ?? 3
        var values: [ExactDecimal] = []
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            var mantissa: Int128 = 0
            for _ in 0..<Int.random(in: 1...digits, using: &random) {
                mantissa = mantissa * 10 + Int128(Int.random(in: 0...9, using: &random))
            }
            if Bool.random(using: &random) { mantissa = -mantissa }
            let exponent = Int.random(in: -spread...0, using: &random) + (spread > 60 ? 60 : 0)
            values.append(try #require(ExactDecimal(mantissa: mantissa, exponent: exponent)))
        }
        // Cancels most values, so that the result usually has few digits.
        values += values.dropFirst().map(\.negated)
        values.append(ExactDecimal(7))
        let expected = SchoolSum(values.map(\.description)).description

        for _ in 0..<4 {
            values.shuffle(using: &random)
            let cut = Int.random(in: 0...values.count, using: &random)
            var left = ExactSum()
            var right = ExactSum()
            for value in values[..<cut] { left.add(value) }
            for value in values[cut...] { right.add(value) }
            left.add(right)
            if SchoolSum.significantDigits(of: expected) <= 38 {
                #expect(try left.value().description == expected)
            } else {
                #expect(throws: UsageError.self) { try left.value() }
            }
        }
    }

    @Test func theDescriptionHasEveryDigitOfAnySum() throws {
        var generator = SeededGenerator(seed: 29)
        for _ in 0..<400 {
            var sum = ExactSum()
            var paper = DecimalText(digits: "0", places: 0)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let digits = DecimalText.randomDigits(1...38, &generator)
                let text = DecimalText(
                    digits: digits, places: Int.random(in: 0...90, using: &generator),
                    isNegative: .random(using: &generator))
                paper = paper.adding(text)
                sum.add(try #require(ExactDecimal(text.canonical)))
            }
            #expect(sum.description == paper.canonical)
        }
    }
}

/// Addition digit by digit, as on paper.
struct SchoolSum: CustomStringConvertible {
    private static let places = 140
    /// The signed sum of the digits of each place, the least place first.
    private var columns = [Int](repeating: 0, count: 460)

    init(_ numbers: [String]) {
        for number in numbers {
            let isNegative = number.hasPrefix("-")
            let parts = number.drop { $0 == "-" }.split(separator: ".")
            let integer = parts[0].reversed()
            for (place, digit) in integer.enumerated() {
                columns[Self.places + place] += (isNegative ? -1 : 1) * (digit.wholeNumberValue ?? 0)
            }
            for (place, digit) in (parts.count > 1 ? parts[1] : "").enumerated() {
                columns[Self.places - 1 - place] += (isNegative ? -1 : 1) * (digit.wholeNumberValue ?? 0)
            }
        }
    }

    var description: String {
        var columns = columns
        let isNegative = Self.isNegative(columns)
        if isNegative { columns = columns.map { -$0 } }
        for place in 0..<columns.count - 1 {
            let carry = columns[place] >= 0 ? columns[place] / 10 : (columns[place] - 9) / 10
            columns[place] -= carry * 10
            columns[place + 1] += carry
        }
        let digits = columns.map { String($0) }
        let integer = digits[Self.places...].reversed().joined().drop { $0 == "0" }
        var fraction = digits[..<Self.places].reversed().joined()
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let text = (integer.isEmpty ? "0" : String(integer)) + (fraction.isEmpty ? "" : "." + fraction)
        return isNegative ? "-" + text : text
    }

    private static func isNegative(_ columns: [Int]) -> Bool {
        var columns = columns
        for place in 0..<columns.count - 1 {
            let carry = columns[place] >= 0 ? columns[place] / 10 : (columns[place] - 9) / 10
            columns[place] -= carry * 10
            columns[place + 1] += carry
        }
        return (columns.last ?? 0) < 0
    }

    static func significantDigits(of text: String) -> Int {
        var digits = text.filter(\.isNumber).drop { $0 == "0" }
        while digits.last == "0" { digits.removeLast() }
        return digits.count
    }
}
