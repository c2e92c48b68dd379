import UsageKit

/// The sources of a store that conditions are about.
///
/// Limits of spending are about fewer of them than the others: rows that never have a charge would make every sum
/// partial.
struct GuardedSources {
    /// The sources that were asked for; nil for all.
    let chosen: [StoreSource]?
    /// Those of them whose rows have charges; nil for all.
    let charged: [StoreSource]?
    /// The providers of those whose rows never have a charge.
    let uncharged: [SyncedProvider]
    private let known: [StoreSource]

    /// - Parameters:
    ///   - chosen: The sources that were asked for; nil for all.
    ///   - all: All sources of the store.
    init(_ chosen: [StoreSource]?, of all: [StoreSource]) {
        self.chosen = chosen
        known = (chosen ?? all).filter { Self.provider(of: $0)?.hasCharges ?? true }
        let left = (chosen ?? all).compactMap(Self.provider).filter { !$0.hasCharges }
        charged = left.isEmpty ? chosen : known
        uncharged = SyncedProvider.allCases.filter(left.contains)
    }

    /// Whether there are sources, and no rows of them have a charge.
    var haveNoCharges: Bool { known.isEmpty && !uncharged.isEmpty }

    /// The sources whose rows can have charges in other currencies than some; nil for all.
    func charged(without currencies: [Currency]) -> [StoreSource]? {
        let rest = known.filter { source in
            guard let own = Self.provider(of: source)?.currencies else { return true }
            return !own.isSubset(of: currencies)
        }
        return rest.isEmpty || rest.count == known.count ? charged : rest
    }

    private static func provider(of source: StoreSource) -> SyncedProvider? {
        SyncedProvider(rawValue: source.provider.rawValue)
    }
}

extension SyncedProvider {
    /// Whether rows of the provider say what they cost.
    var hasCharges: Bool { self != .chatbotkit && self != .auralytik }

    /// All currencies that the charges of the provider's rows can be in; nil if each row names its own.
    fileprivate var currencies: Set<Currency>? {
        switch self {
        case .aurous: [.credits]
        case .tresor: [.eur]
        case .venice: nil
        case .chatbotkit, .auralytik: []
        }
    }
}
