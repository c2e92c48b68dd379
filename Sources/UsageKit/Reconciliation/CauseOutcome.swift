extension CauseSearch {
    /// What was found of an entry.
    struct Outcome {
        /// The figures if nothing is supposed.
        var own: [ReconciledFigure: ExactDecimal] = [:]
        /// Sets of causes with each of which every figure agrees, and from which no cause can be left out; smaller ones first.
        private(set) var closing: [[Cause]] = []
        /// Without such a set: the causes with which most figures agree, and what is left of the others.
        var closest: (causes: [Cause], own: [ReconciledFigure: ExactDecimal])?

        /// Adds a set of causes that closes the difference; of sets with as many causes, as the last or the first one.
        ///
        /// What is closed by some of them needs no other cause.
        mutating func close(with set: [Cause], isFirst: Bool = false) {
            closest = nil
            let causes = Set(set)
            if closing.contains(where: { $0.count <= set.count && causes.isSuperset(of: $0) }) { return }
            closing.removeAll { $0.count > set.count && causes.isSubset(of: $0) }
            let next = closing.firstIndex { isFirst ? $0.count >= set.count : $0.count > set.count }
            closing.insert(set, at: next ?? closing.endIndex)
        }

        /// Removes sets of nothing but roundings if other prices explain the charges: then they come to them by chance.
        mutating func removeChance() {
            guard closing.contains(where: { $0.contains(where: \.isOfPrices) }) else { return }
            closing.removeAll { $0.allSatisfy { $0.family == Cause.roundingFamily } }
        }
    }
}

extension Cause {
    /// Whether it takes rows in or out.
    var changesCounts: Bool {
        switch kind {
        case .currency, .omittedCurrency, .prices, .rounded, .quantile: false
        default: true
        }
    }

    /// Whether it is about rows of which it is known that the other side may treat them in another way.
    var isOfKnownRows: Bool {
        switch kind {
        case .late, .outside, .repeated, .superseded, .removed, .unsettled, .filtered: true
        default: false
        }
    }

    /// Whether it says which window holds.
    var isWindow: Bool {
        switch kind {
        case .shifted, .endIncluded, .outside: true
        default: false
        }
    }
}
