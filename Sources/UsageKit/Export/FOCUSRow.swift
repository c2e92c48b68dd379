/// A record with what the columns of FOCUS are filled from.
struct FOCUSRow {
    let record: UsageRecord
    let export: FOCUSExport
    let time: Timestamp
    let period: Range<Timestamp>
    let price: FOCUSPrice
    let consumed: (quantity: String, unit: String)
    let isFinal: Bool

    var names: FOCUSNames { export.names }
    var provider: String { names.providers[record.provider].nonBlank ?? record.provider.rawValue }
    /// The instant without its fraction, since instants of FOCUS have none.
    var second: Timestamp { Timestamp(seconds: time.seconds) }
    /// What is sold: the product, or the model, or the kind of work.
    var sku: String { record.sku.nonBlank ?? record.model.nonBlank ?? record.type.nonBlank ?? provider }
    /// The text of a label, if the record was given it.
    func label(_ dimension: UsageDimension) -> String? { record.labels[dimension].nonBlank }
}

extension FOCUSExport {
    /// Returns the row of a record, or why it cannot be written.
    func row(for record: UsageRecord) throws(UsageError) -> Result<FOCUSRow, FOCUSRefusal> {
        let isFinal = isComplete && record.status?.isSettled != false
        guard isFinal || unfinalRows == .marked else { return .failure(FOCUSRefusal(reason: .notFinal)) }
        guard let time = record.time, let period = billingPeriod.range(containing: time) else {
            return .failure(FOCUSRefusal(reason: .noTime))
        }
        switch try price(of: record, on: CalendarDay(containing: time)) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let price):
            let row = FOCUSRow(
                record: record, export: self, time: time, period: period, price: price,
                consumed: FOCUSUnit.consumed(by: record), isFinal: isFinal)
            for name in [row.provider, price.currency.rawValue] where name.isBlank {
                return .failure(FOCUSRefusal(reason: .noName))
            }
            return .success(row)
        }
    }
}

extension String? {
    /// The text; nil if it is empty, because FOCUS has no empty texts (Null Handling).
    var nonEmpty: String? {
        if let self, !self.isEmpty { self } else { nil }
    }

    /// The text; nil if it has white space only, which is not for columns that must have a value (String Handling).
    var nonBlank: String? {
        if let self, !self.isBlank { self } else { nil }
    }
}

extension String {
    /// Whether the text has white space only, or nothing.
    var isBlank: Bool {
        // Nearly all texts begin with a letter or a digit.
        guard let first = utf8.first else { return true }
        return first <= UInt8(ascii: " ") || first >= 0x80
            ? unicodeScalars.allSatisfy(\.properties.isWhitespace) : false
    }
}
