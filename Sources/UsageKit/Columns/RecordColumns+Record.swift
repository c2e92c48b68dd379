extension RecordColumns {
    /// The time of a row in nanoseconds since 1970; nil if it is not known.
    func time(ofRow row: Int) -> Int64? {
        let time = times[row]
        return time == PackedColumn.missing ? nil : time
    }

    /// Returns a row as a record, without its id, the id of its request, and its account.
    func record(ofRow row: Int) -> UsageRecord {
        func text(_ column: TextColumn) -> String? { column.table.texts[Int(column.symbols[row])] }
        func number(_ column: PackedColumn) -> Int? {
            let value = column[row]
            return value == PackedColumn.missing ? nil : Int(value)
        }
        var record = UsageRecord(
            provider: ProviderID(rawValue: text(texts.provider) ?? ""), repeatsRequest: requests[row] > 0,
            time: time(ofRow: row).map(Timestamp.init(nanosecondsSince1970:)), type: text(texts.type),
            model: text(texts.model), apiKey: text(texts.apiKey), user: text(texts.user),
            status: text(texts.status).map(UsageStatus.init(rawValue:)), sku: text(texts.sku), bot: text(texts.bot),
            conversation: text(texts.conversation),
            tokens: TokenCounts(input: number(inputTokens), output: number(outputTokens)),
            charge: charges.amount(row).map { Money(exact: $0.amount, currency: Currency(rawValue: $0.label)) },
            duration: number(durations).map { .nanoseconds($0) })
        let positions = firstQuantity(from: row)..<firstQuantity(from: row + 1)
        if !positions.isEmpty {
            record.quantities = positions.compactMap { quantities.amount($0) }.map {
                Quantity(exact: $0.amount, unit: UsageUnit(rawValue: $0.label))
            }
        }
        for (name, column) in zip(labels.names, labels.columns) {
            if let text = text(column) { record.labels[name] = text }
        }
        return record
    }
}
