/// An amount, and whether it may be incomplete.
public struct BoundedMoney: Hashable, Sendable, Codable {
    /// What is known of the amount.
    public let money: Money
    /// How it is related to the true amount.
    public let bound: AmountBound

    /// Creates an amount.
    public init(_ money: Money, _ bound: AmountBound = .exact) {
        self.money = money
        self.bound = bound
    }

    /// Whether the amount is the true one.
    public var isExact: Bool { bound == .exact }
}

extension BoundedMoney: CustomStringConvertible {
    /// The amount as a partial sum reads: `12.34 USD`, `at least 12.34 USD`, `at most 12.34 USD` or `incomplete: 12.34 USD`.
    public var description: String { "\(bound.words)\(money)" }
}
