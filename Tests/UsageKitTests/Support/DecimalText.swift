/// Decimal numbers as arrays of digits: a slow and simple reference for ``ExactDecimal``.
struct DecimalText {
    /// The digits without the decimal point, most significant first.
    var digits: [UInt8]
    /// How many of the digits follow the decimal point.
    var places: Int
    var isNegative: Bool

    init(digits: String, places: Int, isNegative: Bool = false) {
        self.digits = digits.utf8.map { $0 - UInt8(ascii: "0") }
        self.places = places
        self.isNegative = isNegative
    }

    /// The text without an exponent and without redundant zeros; zero has no sign.
    var canonical: String {
        var text = digits.map { String($0) }.joined()
        text = String(repeating: "0", count: max(0, places + 1 - digits.count)) + text
        var integer = text.dropLast(places).drop { $0 == "0" }
        var fraction = text.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        if integer.isEmpty { integer = "0" }
        if integer == "0", fraction.isEmpty { return "0" }
        return (isNegative ? "-" : "") + integer + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// The number of significant digits.
    var significant: Int {
        var rest = digits.drop { $0 == 0 }
        while rest.last == 0 { rest.removeLast() }
        return rest.count
    }

    func adding(_ other: DecimalText) -> DecimalText {
        let common = max(places, other.places)
        let width = max(digits.count - places, other.digits.count - other.places) + common + 1
        let left = aligned(places: common, width: width)
        let right = other.aligned(places: common, width: width)
        if isNegative == other.isNegative { return result(left, right, common, isNegative) { $0 + $1 } }
        let isLeftLarger = !left.lexicographicallyPrecedes(right)
        return isLeftLarger
            ? result(left, right, common, isNegative) { $0 - $1 }
            : result(right, left, common, other.isNegative) { $0 - $1 }
    }

    private func aligned(places common: Int, width: Int) -> [Int] {
        let shifted = digits.map(Int.init) + Array(repeating: 0, count: common - places)
        return Array(repeating: 0, count: width - shifted.count) + shifted
    }

    private func result(
        _ a: [Int], _ b: [Int], _ places: Int, _ isNegative: Bool, _ combine: (Int, Int) -> Int
    ) -> DecimalText {
        var digits = a
        var carry = 0
        for index in a.indices.reversed() {
            let sum = combine(a[index], b[index]) + carry
            digits[index] = (sum + 10) % 10
            carry = sum < 0 ? -1 : sum / 10
        }
        return DecimalText(digits: digits.map { String($0) }.joined(), places: places, isNegative: isNegative)
    }

    static func randomDigits(_ count: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
        let length = Int.random(in: count, using: &generator)
        // Runs of zeros and nines test carries and canonical forms.
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return "1" + String(repeating: "0", count: length - 1)
        case 1: return String(repeating: "9", count: length)
        default: return (0..<length).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
        }
    }
}
