import Foundation
import Testing

@testable import UsageKit

@Suite struct ExactDecimalTests {
    @Test func addsTwoNumbersExactly() throws {
        let sum = try #require(ExactDecimal("0.1")).adding(#require(ExactDecimal("0.2")))
        #expect(sum.mantissa == 3)
        #expect(sum.exponent == -1)
        #expect(sum.description == "0.3")
    }

    private struct Sample {
        let text: DecimalText
        let value: ExactDecimal
    }

    /// Values of up to 38 digits, written with exponents from -60 to 60.
    private func samples(_ count: Int, seed: UInt64) throws -> [Sample] {
        var generator = SeededGenerator(seed: seed)
        return try (0..<count).map { _ in
            let digits = DecimalText.randomDigits(1...38, &generator)
            let isNegative = Bool.random(using: &generator)
            let shift = Int.random(in: -60...60, using: &generator)
            let zeros = String(repeating: "0", count: max(0, shift))
            let text = DecimalText(digits: digits + zeros, places: max(0, -shift), isNegative: isNegative)
            return Sample(text: text, value: try #require(ExactDecimal(text.canonical)))
        }
    }

    private func expectCanonical(_ value: ExactDecimal, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(value.mantissa.magnitude <= ExactDecimal.largestMantissa.magnitude, sourceLocation: sourceLocation)
        if value.exponent > 0 {
            #expect(value.mantissa % 10 != 0, sourceLocation: sourceLocation)
            let isBelow10To38 = value.mantissa.scaled(by: value.exponent).map {
                $0.magnitude <= ExactDecimal.largestMantissa.magnitude
            }
            #expect(isBelow10To38 != true, sourceLocation: sourceLocation)
        } else if value.exponent < 0 {
            #expect(value.mantissa % 10 != 0, sourceLocation: sourceLocation)
        }
    }

    @Test func eachValueHasOneForm() throws {
        for sample in try samples(500, seed: 21) {
            expectCanonical(sample.value)
            #expect(sample.value.description == sample.text.canonical)
            for zeros in 0...3 {
                guard let mantissa = sample.value.mantissa.scaled(by: zeros) else { continue }
                #expect(ExactDecimal(mantissa: mantissa, exponent: sample.value.exponent - zeros) == sample.value)
            }
        }
    }

    @Test func decimalHoldsTheSameValue() throws {
        for sample in try samples(1_500, seed: 22) {
            let decimal = sample.value.decimal
            #expect(decimal.isFinite)
            #expect(decimal.description == sample.text.canonical)
            #expect(decimal == Decimal(string: sample.text.canonical))
            #expect(try ExactDecimal(decimal) == sample.value)
        }
    }

    @Test func theEndsOfTheRangeRoundTripThroughDecimal() throws {
        for exponent in -128...127 {
            for mantissa in [7, -3, ExactDecimal.largestMantissa] as [Int128] {
                let value = try #require(ExactDecimal(mantissa: mantissa, exponent: exponent))
                #expect(value.decimal.isFinite)
                #expect(try ExactDecimal(value.decimal) == value)
                #expect(ExactDecimal(value.description) == value)
            }
        }
    }

    @Test func sumsAgreeWithDigitByDigitAddition() throws {
        let all = try samples(4_000, seed: 23)
        var exact = 0
        for (left, right) in zip(all, all.dropFirst()) {
            let paper = left.text.adding(right.text)
            if paper.significant <= 38 {
                let sum = try left.value.adding(right.value)
                #expect(sum.description == paper.canonical, "\(left.value) + \(right.value)")
                expectCanonical(sum)
                #expect(try right.value.adding(left.value) == sum)
                exact += 1
            } else {
                let error = try #require(throws: UsageError.self) { try left.value.adding(right.value) }
                #expect(error.code == .inexactNumber)
            }
        }
        #expect(exact > 300)
    }

    @Test(arguments: [
        ("50000000000000000000000000000000000000", "50000000000000000000000000000000000000", "1e38"),
        ("99999999999999999999999999999999999999", "1", "1e38"),
        (
            "99999999999999999999999999999999999999", "99999999999999999999999999999999999991",
            "19999999999999999999999999999999999999e1"
        ),
        ("1e100", "0", "1e100"), ("0", "-1e100", "-1e100"), ("1e40", "1e37", "1001e37"), ("1e127", "-1e127", "0"),
        ("175e36", "-90000000000000000000000000000000000001", "84999999999999999999999999999999999999"),
        ("-1e38", "99999999999999999999999999999999999999", "-1"),
    ])
    func aSumThatFitsIsExactEvenIfItOverflowsOnTheWay(_ left: String, _ right: String, expected: String) throws {
        let a = try #require(ExactDecimal(left))
        let b = try #require(ExactDecimal(right))
        let sum = try a.adding(b)
        #expect(sum == ExactDecimal(expected))
        #expect(try b.adding(a) == sum)
        #expect(try sum.adding(b.negated) == a)
        #expect(try a.negated.adding(b.negated) == sum.negated)
    }

    @Test(arguments: [("1e40", "1"), ("99999999999999999999999999999999999999", "0.1"), ("1e-128", "1e127")])
    func aSumThatDoesNotFitIsRefused(_ left: String, _ right: String) throws {
        let a = try #require(ExactDecimal(left))
        let b = try #require(ExactDecimal(right))
        let error = try #require(throws: UsageError.self) { try a.adding(b) }
        #expect(error.code == .inexactNumber)
    }

    @Test func ordersByTheSignOfTheDifference() throws {
        let all = try samples(2_000, seed: 24)
        for (left, right) in zip(all, all.dropFirst()) {
            var negated = right.text
            negated.isNegative.toggle()
            let difference = left.text.adding(negated).canonical
            #expect((left.value < right.value) == difference.hasPrefix("-"), "\(left.value) < \(right.value)")
            #expect((left.value == right.value) == (difference == "0"))
        }
    }

    @Test func ordersValuesOfVeryDifferentSizes() throws {
        let ascending = try [
            "-1e127", "-1e39", "-99999999999999999999999999999999999999", "-1", "-1e-128", "0", "1e-128", "2e-128",
            "0.1",
            "1", "99999999999999999999999999999999999999", "1e38", "1e39", "1e127",
            "99999999999999999999999999999999999999e127",
        ].map { try #require(ExactDecimal($0)) }
        for (index, left) in ascending.enumerated() {
            for (other, right) in ascending.enumerated() { #expect((left < right) == (index < other)) }
        }
    }

    @Test func refusesDecimalsThatItCannotHold() {
        let tooLong = Decimal(string: "340282366920938463463374607431768211455")
        for decimal in [Decimal.nan, tooLong ?? .nan, Decimal.greatestFiniteMagnitude] {
            #expect(throws: UsageError.self) { try ExactDecimal(decimal) }
        }
    }

    @Test(arguments: [
        ("1.5", 6, "1500000"), ("-0.0000015", 6, "-1.5"), ("12", -3, "0.012"), ("0", 200, "0"), ("1e120", 7, "1e127"),
    ])
    func multipliesByPowersOfTen(_ text: String, power: Int, expected: String) {
        #expect(ExactDecimal(text)?.multiplied(byPowerOfTen: power) == ExactDecimal(expected))
    }

    @Test(
        arguments: [
            ("1.5", 1), ("-1.5", -2), ("-1", -1), ("-1e-100", -1), ("1e-100", 0), ("0", 0), ("1e2", 100), ("0.99", 0),
            ("-99999999999999999999999999999999999999e-38", -1), ("12345678.9", 12_345_678),
        ] as [(String, Int128)])
    func floorsTowardsMinusInfinity(_ text: String, expected: Int128) {
        #expect(ExactDecimal(text)?.floored == expected)
    }

    @Test func flooringBeyondInt128IsNil() {
        #expect(ExactDecimal("1e39")?.floored == nil)
        #expect(ExactDecimal("1e120")?.multiplied(byPowerOfTen: 8) == nil)
    }

    @Test func powersOfTenEndAt38() {
        #expect(PowersOfTen.values.count == 39)
        #expect((1 as Int128).scaled(by: 38)?.description == "1" + String(repeating: "0", count: 38))
        #expect((1 as Int128).scaled(by: 39) == nil)
        #expect((0 as Int128).scaled(by: 500) == 0)
        #expect((2 as Int128).scaled(by: 38) == nil)
        #expect(Int128.min.scaled(by: 0) == .min)
        #expect(Int128.min.scaled(by: 1) == nil)
    }

    // MARK: Extreme values

    @Test(arguments: [Int.min, .min + 1, -1000, -129, -128, 0, 127, 128, 1000, .max - 1, .max])
    func anyMantissaAndExponentIsANumberOrNil(exponent: Int) {
        let mantissas: [Int128] = [
            .min, .min + 1, -1, 0, 1, 10, 10_000_000_000_000_000_000_000_000_000_000_000_000,
            ExactDecimal.largestMantissa, ExactDecimal.largestMantissa + 1, .max,
        ]
        for mantissa in mantissas {
            guard let value = ExactDecimal(mantissa: mantissa, exponent: exponent) else {
                #expect(mantissa != 0)
                continue
            }
            expectCanonical(value)
            #expect(value.decimal.isFinite)
            #expect(ExactDecimal(value.description) == value)
            #expect(value.negated.negated == value)
            for power in [Int.min, -256, 0, 256, .max] {
                if let product = value.multiplied(byPowerOfTen: power) { expectCanonical(product) }
                _ = value.mantissa(atExponent: power)
            }
            _ = value.floored
        }
    }

    @Test func ordersNumbersWhoseExponentsAreFarApart() throws {
        let numbers = try ["-1e127", "-7.5", "-1e-128", "0", "1e-128", "7.5", "1e38", "9.5e126", "1e127"].map {
            try #require(ExactDecimal($0))
        }
        for (left, first) in numbers.enumerated() {
            for (right, second) in numbers.enumerated() { #expect((first < second) == (left < right)) }
        }
    }

    @Test func ordersAsTheDigitsDo() throws {
        let all = try samples(1_500, seed: 25)
        for (left, right) in zip(all, all.dropFirst()) {
            var opposite = right.text
            opposite.isNegative.toggle()
            #expect((left.value < right.value) == left.text.adding(opposite).canonical.hasPrefix("-"))
        }
    }
}
