import GRDB

/// The exact figures of a warehouse, by tenant, provider and currency.
public struct WarehouseTotals: Hashable, Sendable {
    /// The figures of the rows of a tenant, a provider and a currency.
    public struct Group: Hashable, Sendable {
        /// The label of the tenant.
        public var tenant: String
        /// The name of the provider.
        public var provider: String
        /// The currency; nil for rows without an amount.
        public var currency: String?
        /// The number of rows.
        public var rows: Int
        /// The number of requests; rows that describe one request count once.
        public var requests: Int
        /// The tokens of prompts; nil if no row has them.
        public var inputTokens: Int?
        /// The tokens of completions; nil if no row has them.
        public var outputTokens: Int?
        /// The exact sum; nil for rows without an amount.
        public var amount: ExactAmount?

        /// Creates figures.
        public init(
            tenant: String, provider: String, currency: String?, rows: Int, requests: Int, inputTokens: Int?,
            outputTokens: Int?, amount: ExactAmount?
        ) {
            self.tenant = tenant
            self.provider = provider
            self.currency = currency
            self.rows = rows
            self.requests = requests
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
            self.amount = amount
        }
    }

    /// The groups, by tenant, then provider, then currency, each in the order of their bytes; without currency last.
    public var groups: [Group]

    /// Creates totals.
    public init(groups: [Group]) {
        self.groups = groups
    }
}

extension Warehouse {
    /// Reads the totals of all rows, as the view `usage_totals` has them.
    public func totals() async throws -> WarehouseTotals {
        try await database.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM usage_totals ORDER BY tenant, provider, currency IS NULL, currency")
            return WarehouseTotals(
                groups: try rows.map { row in
                    WarehouseTotals.Group(
                        tenant: row["tenant"], provider: row["provider"], currency: row["currency"], rows: row["rows"],
                        requests: row["requests"], inputTokens: row["input_tokens"],
                        outputTokens: row["output_tokens"],
                        amount: try (row["amount"] as String?).map { try ExactAmount($0) })
                })
        }
    }
}

extension WarehouseTotals: CustomStringConvertible {
    /// A table for people to read.
    public var description: String {
        let header = ["TENANT", "PROVIDER", "CURRENCY", "ROWS", "REQUESTS", "INPUT", "OUTPUT", "AMOUNT"]
        let lines =
            [header]
            + groups.map { group in
                [
                    Self.printable(group.tenant), Self.printable(group.provider),
                    group.currency.map(Self.printable) ?? "-", "\(group.rows)", "\(group.requests)",
                    group.inputTokens.map { "\($0)" } ?? "-", group.outputTokens.map { "\($0)" } ?? "-",
                    group.amount.map { "\($0)" } ?? "-",
                ]
            }
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = line.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - line[column].count)
                return column < 3 ? line[column] + space : space + line[column]
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// A text of a provider, without characters that a terminal acts on.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { [.control, .format].contains($0.properties.generalCategory) ? "?" : $0 }))
    }
}
