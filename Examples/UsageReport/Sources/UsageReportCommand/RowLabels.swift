import ArgumentParser
import UsageKit

/// The labels that records get from rows and from the command line.
struct RowLabels: Sendable {
    /// The labels that records have.
    let names: [UsageDimension]
    /// Those of them that were asked for, and have columns of their own.
    let columns: [UsageDimension]
    /// The name of the account, if it is asked for.
    private let account: String?

    /// Whether a record has the name of its account already.
    private let keepsAccount: Bool

    /// The labels of records that have the name of their account.
    init(_ columns: [UsageDimension], and others: [UsageDimension] = []) {
        self.columns = columns
        names = columns + others.filter { !columns.contains($0) }
        account = nil
        keepsAccount = true
    }

    init(_ columns: [UsageDimension], and others: [UsageDimension] = [], account: String?) {
        keepsAccount = false
        self.columns = columns
        names = columns + others.filter { !columns.contains($0) }
        self.account = names.contains(.account) ? account : nil
    }

    /// The record of a row.
    func record(of row: some UsageRow) -> UsageRecord {
        if names.isEmpty { return row.usageRecord }
        var record = row.usageRecord(keeping: names)
        record.labels[.account] = keepsAccount ? row.label(.account) : account
        return record
    }
}

extension ProviderID {
    /// The labels of the provider's rows.
    private var labels: [UsageDimension] {
        switch self {
        case .aurous: Aurous.labels
        case .venice: Venice.labels
        case .tresor: Tresor.labels
        case .chatBotKit: ChatBotKit.labels
        case .auralytik: Auralytik.labels
        default: []
        }
    }

    /// What comes before the names of members of rows that are labels, too; nil if the provider has no such members.
    private var openPrefix: String? {
        switch self {
        case .chatBotKit: "meta."
        case .auralytik: "field."
        default: nil
        }
    }

    /// Reads names that are separated by commas.
    ///
    /// - Parameters:
    ///   - text: The names; nil if the option was not given.
    ///   - common: The dimensions that may be named besides the provider's labels.
    ///   - kind: What a name names, for messages.
    /// - Returns: The dimensions in their order.
    /// - Throws: `ValidationError` for an unknown name, for one that comes twice, and for an empty one.
    func dimensions(in text: String?, or common: [UsageDimension], kind: String) throws -> [UsageDimension] {
        var dimensions: [UsageDimension] = []
        for name in text?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
            guard !name.isEmpty else {
                throw ValidationError(
                    "A \(kind) has no name in '\(text ?? "")'; name at least one, with commas between.")
            }
            let dimension = UsageDimension(rawValue: String(name))
            guard (common + labels).contains(dimension) || isOpen(dimension) else {
                var known = (common + labels).map(\.rawValue)
                if let openPrefix { known.append("\(openPrefix)NAME") }
                throw ValidationError(
                    "Unknown \(kind) '\(name)'; \(self) has \(known.joined(separator: ", ")).")
            }
            guard !dimensions.contains(dimension) else {
                throw ValidationError("The \(kind) '\(name)' is named twice; name each one once.")
            }
            dimensions.append(dimension)
        }
        return dimensions
    }

    private func isOpen(_ dimension: UsageDimension) -> Bool {
        guard let openPrefix else { return false }
        // A ledger keeps only paths whose parts are names.
        return dimension.rawValue.utf8.starts(with: openPrefix.utf8)
            && UsageLedger(keeping: [dimension]).labels == [dimension]
    }
}
