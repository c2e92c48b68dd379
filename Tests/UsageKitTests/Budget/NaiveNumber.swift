/// A decimal number of any length, computed digit by digit as on paper: the oracle of exact arithmetic.
struct NaiveNumber: CustomStringConvertible {
    /// The digits, the last one first.
    private var digits: [Int]
    private var isNegative = false
    /// How many of the digits are decimal places.
    private var places = 0

    private init(digits: [Int], isNegative: Bool, places: Int) {
        self.digits = digits
        self.isNegative = isNegative
        self.places = places
    }

    /// Reads digits with a sign and a point, without an exponent.
    init(_ text: String) {
        digits = text.reversed().compactMap(\.wholeNumberValue)
        isNegative = text.hasPrefix("-")
        places = text.split(separator: ".").count == 2 ? text.split(separator: ".")[1].count : 0
    }

    static func * (left: Self, right: Self) -> Self {
        var product = Array(repeating: 0, count: left.digits.count + right.digits.count)
        for (i, a) in left.digits.enumerated() {
            for (j, b) in right.digits.enumerated() { product[i + j] += a * b }
        }
        return Self(
            digits: carried(product), isNegative: left.isNegative != right.isNegative,
            places: left.places + right.places)
    }

    static func + (left: Self, right: Self) -> Self {
        let places = max(left.places, right.places)
        let (a, b) = (left.digits(atPlaces: places), right.digits(atPlaces: places))
        if left.isNegative == right.isNegative {
            let count = max(a.count, b.count) + 1
            let sum = (0..<count).map { ($0 < a.count ? a[$0] : 0) + ($0 < b.count ? b[$0] : 0) }
            return Self(digits: carried(sum), isNegative: left.isNegative, places: places)
        }
        let isLess = less(a, b)
        return Self(
            digits: isLess ? subtracted(b, a) : subtracted(a, b),
            isNegative: isLess ? right.isNegative : left.isNegative,
            places: places)
    }

    var negated: Self { Self(digits: digits, isNegative: !isNegative, places: places) }
    var isZero: Bool { digits.allSatisfy { $0 == 0 } }
    static func < (left: Self, right: Self) -> Bool {
        let difference = left + right.negated
        return difference.isNegative && !difference.isZero
    }

    /// The quotient by a whole number, cut off after 120 more places; a last digit 1 marks a remainder.
    func divided(by divisor: Self) -> Self {
        precondition(divisor.places == 0 && !divisor.isNegative && !divisor.isZero)
        var (quotient, remainder): ([Int], [Int]) = ([], [])
        for digit in digits.reversed() + Array(repeating: 0, count: 120) {
            remainder.insert(digit, at: 0)
            var count = 0
            while !Self.less(remainder, divisor.digits) {
                remainder = Self.subtracted(remainder, divisor.digits)
                count += 1
            }
            quotient.insert(count, at: 0)
        }
        quotient.insert(remainder.allSatisfy { $0 == 0 } ? 0 : 1, at: 0)
        return Self(digits: quotient, isNegative: isNegative, places: places + 121)
    }

    /// The text of the value rounded to 38 significant digits, halves to the even digit.
    var rounded: String {
        var number = self
        while number.digits.count > 1, number.digits.last == 0 { number.digits.removeLast() }
        let excess = number.digits.count - 38
        guard excess > 0 else { return number.description }
        let rest = number.digits.prefix(excess)
        var kept = Array(number.digits.dropFirst(excess))
        let half = rest.last ?? 0
        let isAbove = half > 5 || half == 5 && rest.dropLast().contains { $0 > 0 }
        if isAbove || half == 5 && kept[0] % 2 == 1 {
            kept[0] += 1
            kept = Self.carried(kept + [0])
        }
        return Self(
            digits: Array(repeating: 0, count: excess) + kept, isNegative: isNegative, places: places
        ).description
    }

    /// The digits without an exponent, in the shortest form.
    var description: String {
        var digits = digits + Array(repeating: 0, count: max(0, places + 1 - digits.count))
        var places = places
        while places > 0, digits[0] == 0 {
            digits.removeFirst()
            places -= 1
        }
        while digits.count > places + 1, digits.last == 0 { digits.removeLast() }
        let text = digits.reversed().map(String.init).joined()
        let whole = text.dropLast(places)
        return (isNegative && !isZero ? "-" : "") + whole + (places > 0 ? "." + text.suffix(places) : "")
    }

    private func digits(atPlaces more: Int) -> [Int] { Array(repeating: 0, count: more - places) + digits }

    private static func carried(_ digits: [Int]) -> [Int] {
        var (carry, result): (Int, [Int]) = (0, [])
        for digit in digits {
            result.append((digit + carry) % 10)
            carry = (digit + carry) / 10
        }
        while carry > 0 {
            result.append(carry % 10)
            carry /= 10
        }
        return result
    }

    private static func less(_ left: [Int], _ right: [Int]) -> Bool {
        for index in (0..<max(left.count, right.count)).reversed() {
            let (a, b) = (index < left.count ? left[index] : 0, index < right.count ? right[index] : 0)
            if a != b { return a < b }
        }
        return false
    }

    /// The difference of two numbers of which the first is not less.
    private static func subtracted(_ left: [Int], _ right: [Int]) -> [Int] {
        var (borrow, result): (Int, [Int]) = (0, [])
        for index in left.indices {
            let digit = left[index] - borrow - (index < right.count ? right[index] : 0)
            borrow = digit < 0 ? 1 : 0
            result.append(digit < 0 ? digit + 10 : digit)
        }
        while result.count > 1, result.last == 0 { result.removeLast() }
        return result
    }
}
