@testable import UsageKit

extension RandomRecords {
    /// Labels, some of them in both Unicode forms.
    static let labels = ["a", "b", "\u{E9}", "e\u{301}", "日本語", "\u{212B}", "A\u{30A}", "USD", "image-unit", ""]

    /// Random records whose models, currencies and units are any of ``labels``.
    static func labelled(_ count: Int, using random: inout SeededGenerator) -> [UsageRecord] {
        make(count, using: &random).map { record in
            var record = record
            record.model = labels.randomElement(using: &random)
            record.charge = record.charge.map {
                Money(exact: $0.exact, currency: Currency(rawValue: labels.randomElement(using: &random) ?? ""))
            }
            record.quantities = record.quantities.map {
                Quantity(exact: $0.exact, unit: UsageUnit(rawValue: labels.randomElement(using: &random) ?? ""))
            }
            return record
        }
    }
}
