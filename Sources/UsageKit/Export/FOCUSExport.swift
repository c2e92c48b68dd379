/// Writes records as a Cost and Usage data set of FOCUS, the FinOps Open Cost and Usage Specification: a header, then a
/// line of CSV (RFC 4180) for each record.
///
/// FOCUS bills in national money. An amount in another currency, in a provider's own unit (credits, DIEM) or a bare
/// count keeps its number in the columns of the pricing currency, and its billed cost is the product with a dated rate
/// of the caller. A record that lacks a rate, or that is not final, is refused: ask ``check(_:)`` before the first line
/// is written. Numbers are exact and never rounded; `Docs/FOCUS.md` has the rule of each column.
public struct FOCUSExport: Sendable {
    /// A version of the specification.
    public enum Version: String, Hashable, Sendable, CaseIterable {
        /// Version 1.2.
        case v1_2 = "1.2"
        /// Version 1.4.
        case v1_4 = "1.4"
    }

    /// What becomes of rows that are not final: those of requests that have not ended, and all rows of a walk that is
    /// not complete.
    public enum UnfinalRows: Hashable, Sendable {
        /// They are refused.
        case refused
        /// They are written, with `false` in the column `x_Final`.
        case marked
    }

    /// The version of the specification.
    public let version: Version
    /// The rates into the billing currency, by the day in UTC on which a record happened.
    ///
    /// What a rate converts is a currency, or the name of a unit of ``UsageRecord/quantities``. A record without a
    /// charge and without a quantity counts as one ``recordUnit``.
    public let rates: ExchangeRates
    /// The months of billing.
    public let billingPeriod: FOCUSBillingPeriod
    /// The names of account, provider and others.
    public let names: FOCUSNames
    /// What becomes of rows that are not final.
    public let unfinalRows: UnfinalRows
    /// Whether the walks or files of the records are complete; if not, no row is final.
    public let isComplete: Bool
    /// The labels of records (``UsageRecord/labels``) that have a column each, `x_` and the name of the label.
    public let labels: [UsageDimension]
    /// How texts are written that a spreadsheet would run as a formula.
    public let formulas: CSVExport.Formulas

    /// The columns, in their order.
    let columns: [FOCUSColumn]

    /// The unit of a record without a charge and without a quantity, which a rate can convert.
    public static let recordUnit = Currency(rawValue: "record")

    /// Creates an export.
    ///
    /// - Parameters:
    ///   - version: The version of the specification.
    ///   - rates: The rates into the billing currency, which must be national money (ISO 4217).
    ///   - names: The names of account, provider and others.
    ///   - isComplete: Whether the walks or files of the records are complete (``WalkReport/isComplete``). Nothing but the
    ///     caller knows it, so it has no default.
    ///   - billingPeriod: The months of billing.
    ///   - unfinalRows: What becomes of rows that are not final.
    ///   - labels: The labels that have a column each.
    ///   - formulas: How texts are written that a spreadsheet would run as a formula.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the rates convert into something that is
    ///   not national money, if the account has no id, or if two columns would have the same name.
    public init(
        _ version: Version = .v1_2, rates: ExchangeRates, names: FOCUSNames, isComplete: Bool,
        billingPeriod: FOCUSBillingPeriod = .month, unfinalRows: UnfinalRows = .refused, labels: [UsageDimension] = [],
        formulas: CSVExport.Formulas = .escaped
    ) throws(UsageError) {
        guard rates.target.isNational else {
            throw UsageError(
                .invalidArgument,
                "FOCUS bills in national money: expected rates into a currency of ISO 4217, found \(rates.target)")
        }
        guard !names.account.isBlank else {
            throw UsageError(.invalidArgument, "FOCUS names the billing account of each charge: expected its id")
        }
        let columns = FOCUSColumn.all(in: version) + labels.map(FOCUSColumn.init(label:))
        var seen: Set<ByteString> = []
        for column in columns where !seen.insert(ByteString(column.name)).inserted {
            throw UsageError(.invalidArgument, "two columns of FOCUS would have the name \(column.name)")
        }
        self.version = version
        self.rates = rates
        self.names = names
        self.billingPeriod = billingPeriod
        self.unfinalRows = unfinalRows
        self.isComplete = isComplete
        self.labels = labels
        self.formulas = formulas
        self.columns = columns
    }

    /// What all costs are billed in.
    public var billingCurrency: Currency { rates.target }

    /// The labels with which records fill all columns: those that have a column each, and those of which columns of the
    /// specification are made.
    ///
    /// Without them, the columns of regions and of the host are as for a provider that has neither.
    public var recordLabels: [UsageDimension] {
        labels + [.region, .upstream].filter { !labels.contains($0) }
    }

    /// The first line, with its line break.
    public var header: String { csv.line(of: columns.map { .text($0.name) }) }

    /// Returns the line of a record, with its line break; a column without a value is empty.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/missingExchangeRate`` if an amount or a count has no rate on its
    ///   day, with ``UsageError/Code/notExportable`` for any other ``FOCUSObstacle``, and with
    ///   ``UsageError/Code/inexactNumber`` if a product is beyond the numbers that a `Decimal` can hold.
    public func line(for record: UsageRecord) throws(UsageError) -> String {
        switch try row(for: record) {
        case .success(let row): return csv.line(of: columns.map { $0.cell(of: row) })
        case .failure(let obstacle): throw Self.error([FOCUSObstacle(obstacle, record)])
        }
    }

    /// Appends the UTF-8 of the line of a record; throws as ``line(for:)`` does, and then appends nothing.
    public func append(_ record: UsageRecord, to bytes: inout [UInt8]) throws(UsageError) {
        bytes += try line(for: record).utf8
    }

    private var csv: CSVExport { CSVExport(formulas: formulas) }
}
