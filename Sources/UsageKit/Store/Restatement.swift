/// A figure of a day that was known and has changed: rows came late, were revised, or are gone.
public struct Restatement: Hashable, Sendable, Codable {
    /// Where the rows come from.
    public let source: StoreSource
    /// The first instant of the day, in UTC.
    public let day: Timestamp
    /// The currency.
    public let currency: Currency
    /// The charges of the part of the day that the store had; nil if there were none in this currency.
    public let before: Money?
    /// The charges of the same part now; nil if nothing is left.
    public let after: Money?
    /// When the change was learned, by the client's clock.
    public let learnedAt: Timestamp
}

/// A restatement as a store keeps it, with the number of its source, whose account may get a label later.
struct StoredRestatement: Codable, Sendable {
    let source: Int
    let day: Timestamp
    let currency: Currency
    let before: Money?
    let after: Money?
    let learnedAt: Timestamp
}

extension StoreContents {
    /// Restatements with their sources.
    func named(_ restatements: some Sequence<StoredRestatement>) -> [Restatement] {
        restatements.compactMap { stored in
            sources[stored.source].map {
                Restatement(
                    source: $0.source, day: stored.day, currency: stored.currency, before: stored.before,
                    after: stored.after, learnedAt: stored.learnedAt)
            }
        }
    }
}
