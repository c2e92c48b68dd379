/// A decimal number as three integers, so that SQLite adds amounts without rounding.
///
/// SQLite has no decimal type, and its `REAL` rounds. An amount is therefore stored as a count of nanos (10⁻⁹), of attos
/// (10⁻¹⁸) and of rontos (10⁻²⁷), whose sums are exact: `SUM` of integers fails on overflow instead of rounding. All three
/// have the sign of the amount, and attos and rontos are below 10⁹. Amounts of 9.2 billion or more, and amounts with more
/// than 27 decimal places, are refused.
public struct ExactAmount: Hashable, Sendable {
    /// Whole multiples of 10⁻⁹.
    public let nano: Int64
    /// Whole multiples of 10⁻¹⁸, below 10⁹.
    public let atto: Int64
    /// Whole multiples of 10⁻²⁷, below 10⁹.
    public let ronto: Int64

    /// How many of each unit make one of the next larger unit.
    static let base: Int64 = 1_000_000_000
    /// The number of decimal places that can be stored.
    static let places = 27

    /// Creates the amount of sums of the three columns, which may have different signs and be larger than the base.
    ///
    /// - Throws: ``WarehouseError/amountOutOfRange(_:)``.
    init(sumOfNano nano: Int64, atto: Int64, ronto: Int64) throws(WarehouseError) {
        let base = Int128(Self.base)
        // Up to 10¹⁹ rontos and attos are carried, so all that follows fits in 128 bits.
        let carriedAtto = Int128(atto) + Int128(ronto) / base
        try self.init(
            total: (Int128(nano) + carriedAtto / base) * base + carriedAtto % base, ronto: Int128(ronto) % base)
    }

    /// Creates an amount from attos and rontos that may have different signs.
    private init(total: Int128, ronto: Int128) throws(WarehouseError) {
        let base = Int128(Self.base)
        var (total, ronto) = (total, ronto)
        if total > 0, ronto < 0 { (total, ronto) = (total - 1, ronto + base) }
        if total < 0, ronto > 0 { (total, ronto) = (total + 1, ronto - base) }
        guard let nano = Int64(exactly: total / base) else { throw .amountOutOfRange("a sum") }
        self.nano = nano
        atto = Int64(total % base)
        self.ronto = Int64(ronto)
    }

    /// Creates an amount from its digits, for example `-0.0312`.
    ///
    /// - Throws: ``WarehouseError/amountOutOfRange(_:)`` for another text, for more than 27 decimal places, and for an
    ///   amount that is too large.
    public init(_ text: some StringProtocol) throws(WarehouseError) {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        let significant = fraction.utf8.reversed().drop { $0 == UInt8(ascii: "0") }.count
        guard let whole = parts.first, !whole.isEmpty, parts.count == 1 || !fraction.isEmpty,
            significant <= Self.places, (whole + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw .amountOutOfRange(String(text)) }
        let padded = Array(fraction.prefix(Self.places)) + Array(repeating: "0", count: Self.places)
        let sign: Int64 = isNegative ? -1 : 1
        guard let nano = Int64(String(whole) + String(padded[0..<9])), let atto = Int64(String(padded[9..<18])),
            let ronto = Int64(String(padded[18..<27]))
        else { throw .amountOutOfRange(String(text)) }
        (self.nano, self.atto, self.ronto) = (sign * nano, sign * atto, sign * ronto)
    }

    /// Returns the difference.
    ///
    /// - Throws: ``WarehouseError/amountOutOfRange(_:)`` on overflow.
    func subtracting(_ other: ExactAmount) throws(WarehouseError) -> ExactAmount {
        let base = Int128(Self.base)
        let total =
            (Int128(nano) - Int128(other.nano)) * base + Int128(atto) - Int128(other.atto)
            + (Int128(ronto) - Int128(other.ronto)) / base
        return try ExactAmount(total: total, ronto: (Int128(ronto) - Int128(other.ronto)) % base)
    }
}

extension ExactAmount: Comparable {
    /// Whether the first amount is lower.
    public static func < (left: Self, right: Self) -> Bool {
        (left.nano, left.atto, left.ronto) < (right.nano, right.atto, right.ronto)
    }
}

extension ExactAmount: CustomStringConvertible {
    /// All digits, without exponent and without trailing zeros.
    public var description: String {
        func padded(_ number: Int64) -> String {
            let digits = String(number.magnitude)
            return String(repeating: "0", count: 9 - digits.count) + digits
        }
        let base = UInt64(Self.base)
        let sign = min(nano, atto, ronto) < 0 ? "-" : ""
        let fraction = padded(Int64(nano.magnitude % base)) + padded(atto) + padded(ronto)
        let kept = String(fraction.reversed().drop { $0 == "0" }.reversed())
        return "\(sign)\(nano.magnitude / base)" + (kept.isEmpty ? "" : "." + kept)
    }
}
