/// A comparison with a number.
struct NumberCondition: Hashable, Sendable {
    let comparison: UsageFilter.Comparison
    let bound: ExactDecimal

    init(_ comparison: UsageFilter.Comparison, _ bound: ExactDecimal) {
        self.comparison = comparison
        self.bound = bound
    }

    func holds(for value: ExactDecimal) -> Bool {
        switch comparison {
        case .below: value < bound
        case .atMost: !(bound < value)
        case .equal: value == bound
        case .atLeast: !(value < bound)
        case .above: bound < value
        }
    }
}
