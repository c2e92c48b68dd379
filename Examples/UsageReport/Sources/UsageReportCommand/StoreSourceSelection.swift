import ArgumentParser
import UsageKit

extension [StoreSource] {
    /// The sources of some providers and accounts.
    ///
    /// - Parameters:
    ///   - providers: The providers; empty for all.
    ///   - accounts: The names of the accounts; empty for all.
    /// - Returns: The sources; nil for all.
    /// - Throws: `ValidationError` for a provider or an account of which there is no source.
    func chosen(providers: [SyncedProvider], accounts: [String]) throws -> [StoreSource]? {
        if providers.isEmpty, accounts.isEmpty { return nil }
        let sources = filter { source in
            // A source of which nothing is known any more can be any of them.
            let isKnown = !source.provider.rawValue.isEmpty
            let isChosen = providers.isEmpty || providers.contains { $0.rawValue == source.provider.rawValue }
            return !isKnown
                || isChosen && (accounts.isEmpty || accounts.contains { Self.isSame($0, source.accountLabel) })
        }
        for provider in providers where !sources.contains(where: { $0.provider.rawValue == provider.rawValue }) {
            throw ValidationError("The store has no such source of \(provider.rawValue).")
        }
        for account in accounts where !sources.contains(where: { Self.isSame(account, $0.accountLabel) }) {
            throw ValidationError("The store has no such source of the account '\(account)'.")
        }
        return sources
    }

    /// Whether two names have the same bytes; Swift's own equality treats some that differ as one.
    private static func isSame(_ name: String, _ other: String?) -> Bool {
        other.map { name.utf8.elementsEqual($0.utf8) } ?? false
    }
}
