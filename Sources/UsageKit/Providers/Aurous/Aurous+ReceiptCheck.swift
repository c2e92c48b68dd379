public import Foundation

extension Aurous {
    /// Whether the parts of a charge add up to it.
    ///
    /// Aurous rounds the charge and each of its parts to four decimals, so the sum of the parts may differ from the charge by
    /// half of the last of these decimals for each of them.
    public struct ReceiptCheck: Hashable, Sendable {
        /// What was charged, in credits.
        public let charged: Decimal
        /// The exact sum of the parts.
        public let parts: Decimal
        /// The charge less the sum of its parts.
        public let difference: Decimal
        /// The largest difference that rounding explains.
        public let tolerance: Decimal

        /// Whether rounding explains the difference.
        public var addsUp: Bool { difference.magnitude <= tolerance }

        /// Compares a charge with its parts.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for NaN, and for numbers whose sum needs more than
        ///   38 significant digits.
        public init(charged: Decimal, parts: [Decimal]) throws(UsageError) {
            let charge = try ExactDecimal(charged)
            var sum = ExactSum()
            for part in parts { sum.add(try ExactDecimal(part)) }
            let total = try sum.value()
            self.charged = charge.decimal
            self.parts = total.decimal
            difference = try charge.adding(total.negated).decimal
            // Half of a ten-thousandth, for the charge and for each part.
            tolerance = ExactDecimal(mantissa: Int128(5 * (parts.count + 1)), exponent: -5)?.decimal ?? 0
        }
    }
}

extension Aurous.ReceiptCheck: CustomStringConvertible {
    /// One line, for example `0.0298 credits charged, the parts are 0.0298`.
    public var description: String {
        let text = "\(charged) credits charged, the parts are \(parts)"
        return addsUp ? text : "\(text): \(difference) more than rounding explains \(tolerance)"
    }
}

extension Aurous.ChatUsage {
    /// Whether the credits for prompt, completion and reasoning add up to the charge; nil without these parts.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    public func check() throws(UsageError) -> Aurous.ReceiptCheck? {
        guard let breakdown else { return nil }
        let parts = [breakdown.inputCredits, breakdown.outputCredits, breakdown.reasoningCredits].compactMap(\.self)
        return try Aurous.ReceiptCheck(charged: creditsCharged, parts: parts)
    }
}

extension Aurous.EmbeddingUsage {
    /// Whether the credits for text, images and videos add up to the charge; nil without these parts.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    public func check() throws(UsageError) -> Aurous.ReceiptCheck? {
        guard let breakdown else { return nil }
        return try Aurous.ReceiptCheck(charged: creditsCharged, parts: breakdown.input.parts)
    }
}

extension Aurous.EmbeddingUsage.Input {
    fileprivate var parts: [Decimal] { [text, visual, video] }
}

extension Aurous.EmbeddingEstimate {
    /// Whether the credits for text, images and videos add up to the estimate; nil without these parts.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    public func check() throws(UsageError) -> Aurous.ReceiptCheck? {
        guard let breakdown else { return nil }
        return try Aurous.ReceiptCheck(charged: credits, parts: breakdown.input.parts)
    }
}

extension Aurous.Estimate.Cost {
    /// Whether the parts add up to the amount; nil without them.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    public func check() throws(UsageError) -> Aurous.ReceiptCheck? { try breakdown?.check(of: amount) }
}

extension Aurous.Generation.Cost {
    /// Whether the parts add up to the amount; nil without them.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
    public func check() throws(UsageError) -> Aurous.ReceiptCheck? { try breakdown?.check(of: amount) }
}

extension Aurous.CostBreakdown {
    /// Compares the parts with an amount; nil without the part that every cost has.
    fileprivate func check(of amount: Decimal) throws(UsageError) -> Aurous.ReceiptCheck? {
        guard let base else { return nil }
        return try Aurous.ReceiptCheck(charged: amount, parts: [base, enhance].compactMap(\.self))
    }
}
