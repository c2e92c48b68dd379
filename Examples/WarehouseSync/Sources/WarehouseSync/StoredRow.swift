import GRDB
public import UsageKit

/// A row that can be stored as JSON and read back.
public protocol WarehouseRow: UsageRow, JSONRepresentable {
    /// Reads a row that ``JSONRepresentable/jsonValue`` has written.
    init(_ json: JSONValue) throws(UsageError)
}

extension Aurous.Event: WarehouseRow {}
extension Venice.BillingEntry: WarehouseRow {}
extension Tresor.LedgerRow: WarehouseRow {}
extension ChatBotKit.UsageItem: WarehouseRow {}
extension Auralytik.Detail: WarehouseRow {}

extension WarehouseRow {
    /// Reads a row from its text in the database.
    static func read(_ text: String) throws -> Self {
        do {
            return try Self(JSONValue(json: Array(text.utf8)))
        } catch {
            throw WarehouseError.damaged("a stored row cannot be read back: \(error)")
        }
    }
}

/// The columns of a row.
struct StoredRow {
    let record: UsageRecord
    let text: String
    let time: String?
    let amount: ExactAmount?
    let quantities: [(unit: String, count: ExactAmount)]

    /// Takes a row apart.
    ///
    /// - Throws: ``WarehouseError/amountOutOfRange(_:)`` if an amount cannot be stored exactly.
    init(_ row: some WarehouseRow) throws(WarehouseError) {
        record = row.usageRecord
        text = row.jsonValue.text
        time = record.time?.sortable
        if let charge = record.charge { amount = try Self.exact("\(charge)", in: record) } else { amount = nil }
        var quantities: [(unit: String, count: ExactAmount)] = []
        for quantity in record.quantities {
            quantities.append((quantity.unit.rawValue, try Self.exact("\(quantity)", in: record)))
        }
        self.quantities = quantities
    }

    /// The amount of a text that has the digits before a space, then what is counted.
    private static func exact(_ text: String, in record: UsageRecord) throws(WarehouseError) -> ExactAmount {
        do {
            return try ExactAmount(text.prefix { $0 != " " })
        } catch {
            let row = record.id ?? record.time?.description ?? "without id"
            throw .amountOutOfRange("\(text) of the \(record.provider) row \(row)")
        }
    }

    private static let names = [
        "row_id", "request_id", "repeats_request", "time", "type", "model", "api_key", "user", "status", "sku", "bot",
        "conversation", "input_tokens", "output_tokens", "duration_ns", "currency", "amount_nano", "amount_atto",
        "amount_ronto", "row",
    ]

    private var values: [(any DatabaseValueConvertible)?] {
        [
            record.id, record.requestID, record.repeatsRequest, time, record.type, record.model, record.apiKey,
            record.user, record.status?.rawValue, record.sku, record.bot, record.conversation, record.tokens.input,
            record.tokens.output, record.duration.flatMap { Int64(exactly: $0.attoseconds / 1_000_000_000) },
            record.charge?.currency.rawValue, amount?.nano, amount?.atto, amount?.ronto, text,
        ]
    }

    private static let insertion = """
        INSERT INTO usage (tenant, provider, \(names.joined(separator: ", ")))
        VALUES (?, ?\(String(repeating: ", ?", count: names.count)))
        """

    private static let update = "UPDATE usage SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?"

    /// Adds the row.
    func insert(into source: SourceID, _ db: Database) throws {
        try db.cachedStatement(sql: Self.insertion).execute(
            arguments: source.arguments + StatementArguments(values))
        try insertQuantities(of: db.lastInsertedRowID, db)
    }

    /// Replaces an earlier state of the row.
    func replace(_ id: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: Self.update).execute(arguments: StatementArguments(values + [id]))
        try db.cachedStatement(sql: "DELETE FROM quantities WHERE usage = ?").execute(arguments: [id])
        try insertQuantities(of: id, db)
    }

    private func insertQuantities(of id: Int64, _ db: Database) throws {
        guard !quantities.isEmpty else { return }
        let statement = try db.cachedStatement(
            sql: "INSERT INTO quantities (usage, position, unit, nano, atto, ronto) VALUES (?, ?, ?, ?, ?, ?)")
        for (position, quantity) in quantities.enumerated() {
            let count = quantity.count
            try statement.execute(arguments: [id, position, quantity.unit, count.nano, count.atto, count.ronto])
        }
    }
}
